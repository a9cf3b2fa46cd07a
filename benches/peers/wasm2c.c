// What a module translated by wabt 1.0.32's wasm2c needs to run: a main, and WASI as far as the programs use it.
#define _GNU_SOURCE
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include "app.h"

struct Z_wasi_snapshot_preview1_instance_t { Z_app_instance_t *app; };
typedef struct Z_wasi_snapshot_preview1_instance_t Wasi;

static unsigned char *at(Wasi *wasi, u32 address) { return Z_appZ_memory(wasi->app)->data + address; }
static u32 get(Wasi *wasi, u32 address) { u32 x; memcpy(&x, at(wasi, address), 4); return x; }
static u32 put(Wasi *wasi, u32 address, u64 x, int size) { memcpy(at(wasi, address), &x, size); return 0; }

u32 Z_wasi_snapshot_preview1Z_fd_write(Wasi *wasi, u32 fd, u32 iovs, u32 count, u32 written) {
    u32 total = 0;
    for (; count; count--, iovs += 8) total += write(fd, at(wasi, get(wasi, iovs)), get(wasi, iovs + 4));
    return put(wasi, written, total, 4);
}
u32 Z_wasi_snapshot_preview1Z_fd_read(Wasi *wasi, u32 fd, u32 iovs, u32 count, u32 read_len) { return put(wasi, read_len, 0, 4); }
u32 Z_wasi_snapshot_preview1Z_fd_close(Wasi *wasi, u32 fd) { return 0; }
u32 Z_wasi_snapshot_preview1Z_fd_seek(Wasi *wasi, u32 fd, u64 offset, u32 whence, u32 position) { return 70; }
u32 Z_wasi_snapshot_preview1Z_fd_fdstat_get(Wasi *wasi, u32 fd, u32 stat) {
    memset(at(wasi, stat), 0, 24);
    return put(wasi, stat, 2, 1);
}
u32 Z_wasi_snapshot_preview1Z_fd_renumber(Wasi *wasi, u32 fd, u32 to) { return 8; }
u32 Z_wasi_snapshot_preview1Z_fd_fdstat_set_flags(Wasi *wasi, u32 fd, u32 flags) { return 0; }
u32 Z_wasi_snapshot_preview1Z_fd_prestat_get(Wasi *wasi, u32 fd, u32 stat) { return 8; }
u32 Z_wasi_snapshot_preview1Z_fd_prestat_dir_name(Wasi *wasi, u32 fd, u32 path, u32 len) { return 8; }
u32 Z_wasi_snapshot_preview1Z_path_open(Wasi *wasi, u32 fd, u32 a, u32 b, u32 c, u32 d, u64 e, u64 f, u32 g, u32 h) { return 44; }
u32 Z_wasi_snapshot_preview1Z_args_sizes_get(Wasi *wasi, u32 count, u32 len) { return put(wasi, count, 0, 4) | put(wasi, len, 0, 4); }
u32 Z_wasi_snapshot_preview1Z_args_get(Wasi *wasi, u32 argv, u32 bytes) { return 0; }
u32 Z_wasi_snapshot_preview1Z_environ_sizes_get(Wasi *wasi, u32 count, u32 len) { return put(wasi, count, 0, 4) | put(wasi, len, 0, 4); }
u32 Z_wasi_snapshot_preview1Z_environ_get(Wasi *wasi, u32 env, u32 bytes) { return 0; }
u32 Z_wasi_snapshot_preview1Z_random_get(Wasi *wasi, u32 bytes, u32 len) { return memset(at(wasi, bytes), 7, len), 0; }
u32 Z_wasi_snapshot_preview1Z_clock_time_get(Wasi *wasi, u32 clock, u64 precision, u32 time) {
    struct timespec now;
    clock_gettime(clock ? CLOCK_MONOTONIC : CLOCK_REALTIME, &now);
    return put(wasi, time, now.tv_sec * 1000000000ull + now.tv_nsec, 8);
}
void Z_wasi_snapshot_preview1Z_proc_exit(Wasi *wasi, u32 status) { exit(status); }

int main(void) {
    static Z_app_instance_t app;
    static Wasi wasi = {&app};
    wasm_rt_init();
    Z_app_init_module();
    Z_app_instantiate(&app, &wasi);
    Z_appZ__start(&app);
    return 0;
}
