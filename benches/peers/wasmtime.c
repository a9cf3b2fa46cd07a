// Runs a module with the wasmtime library of the PyPI package, without Python in the measured process.
//   wasmtime compile IN.wasm OUT.cwasm [none|speed [TARGET CRANELIFT_FLAG...]]
//   wasmtime run FILE.cwasm [--dir HOST::GUEST]... [--env NAME=VALUE]... [--invoke EXPORT] [ARGUMENTS]
// The declarations are those of wasmtime's C API that are used here; the package carries no headers.
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct { size_t size; char *data; } Bytes;
typedef struct { uint64_t store_id; size_t index; } Instance;
typedef struct { uint64_t store_id; void *index; } Func;
typedef struct { uint8_t kind; union { Func func; char room[24]; } of; } Extern;
typedef struct { uint8_t kind; union { int32_t i32; int64_t i64; char room[24]; } of; } Val;

void *wasm_config_new(void);
void wasmtime_config_cranelift_opt_level_set(void *, uint8_t);
void *wasmtime_config_target_set(void *, const char *);
void wasmtime_config_cranelift_flag_enable(void *, const char *);
void wasmtime_config_parallel_compilation_set(void *, bool);
void *wasm_engine_new_with_config(void *);
void *wasmtime_module_new(void *, const uint8_t *, size_t, void **);
void *wasmtime_module_serialize(void *, Bytes *);
void *wasmtime_module_deserialize_file(void *, const char *, void **);
void *wasmtime_store_new(void *, void *, void (*)(void *));
void *wasmtime_store_context(void *);
void *wasi_config_new(void);
bool wasi_config_set_argv(void *, size_t, const char **);
bool wasi_config_set_env(void *, size_t, const char **, const char **);
void wasi_config_inherit_stdin(void *);
void wasi_config_inherit_stdout(void *);
void wasi_config_inherit_stderr(void *);
bool wasi_config_preopen_dir(void *, const char *, const char *, bool);
void *wasmtime_context_set_wasi(void *, void *);
void *wasmtime_linker_new(void *);
void *wasmtime_linker_define_wasi(void *);
void *wasmtime_linker_instantiate(void *, void *, void *, Instance *, void **);
bool wasmtime_instance_export_get(void *, Instance *, const char *, size_t, Extern *);
void *wasmtime_func_call(void *, Func *, const Val *, size_t, Val *, size_t, void **);
bool wasmtime_error_exit_status(void *, int *);
void wasmtime_error_message(void *, Bytes *);
void wasm_trap_message(void *, Bytes *);

static void check(void *error, void *trap) {
    Bytes message;
    int status;
    if (!error && !trap) return;
    if (error && wasmtime_error_exit_status(error, &status)) exit(status);
    if (error) wasmtime_error_message(error, &message);
    else wasm_trap_message(trap, &message);
    fprintf(stderr, "wasmtime: %.*s\n", (int)message.size, message.data);
    exit(134);
}

// With a target, the code uses what `flags` name of the processor; without one, whatever this processor has.
static void *new_engine(const char *level, int count, const char **target_and_flags) {
    void *config = wasm_config_new();
    wasmtime_config_parallel_compilation_set(config, getenv("BENCH_ONE_THREAD") == NULL);
    wasmtime_config_cranelift_opt_level_set(config, level && !strcmp(level, "none") ? 0 : 1);
    if (count > 0) check(wasmtime_config_target_set(config, target_and_flags[0]), NULL);
    for (int i = 1; i < count; i++) wasmtime_config_cranelift_flag_enable(config, target_and_flags[i]);
    return wasm_engine_new_with_config(config);
}

static int compile(int argc, const char **argv) {
    const char *input = argv[0], *output = argv[1], *level = argc > 2 ? argv[2] : NULL;
    FILE *file = fopen(input, "rb");
    if (!file) return perror(input), 1;
    fseek(file, 0, SEEK_END);
    size_t len = ftell(file);
    uint8_t *wasm = malloc(len);
    rewind(file);
    if (fread(wasm, 1, len, file) != len) return perror(input), 1;
    void *module;
    Bytes code;
    check(wasmtime_module_new(new_engine(level, argc - 3, argv + 3), wasm, len, &module), NULL);
    check(wasmtime_module_serialize(module, &code), NULL);
    file = fopen(output, "wb");
    if (!file || fwrite(code.data, 1, code.size, file) != code.size || fclose(file)) return perror(output), 1;
    return 0;
}

static int run(int argc, const char **argv) {
    const char *names[64], *values[64], *invoke = NULL, *path = argv[0];
    size_t env_count = 0;
    void *engine = new_engine(NULL, 0, NULL), *module, *trap = NULL, *wasi = wasi_config_new();
    check(wasmtime_module_deserialize_file(engine, path, &module), NULL);
    for (; argc > 2 && !strncmp(argv[1], "--", 2); argc -= 2, argv += 2) {
        char *value = strdup(argv[2]), *rest;
        if (!strcmp(argv[1], "--dir") && (rest = strstr(value, "::"))) {
            *rest = 0;
            if (!wasi_config_preopen_dir(wasi, value, rest + 2, true)) return fprintf(stderr, "no folder %s\n", value), 1;
        } else if (!strcmp(argv[1], "--env") && (rest = strchr(value, '=')) && env_count < 64) {
            *rest = 0;
            names[env_count] = value, values[env_count++] = rest + 1;
        } else if (!strcmp(argv[1], "--invoke")) {
            invoke = value;
        }
    }
    argv[0] = path;
    wasi_config_set_argv(wasi, argc, argv);
    wasi_config_set_env(wasi, env_count, names, values);
    wasi_config_inherit_stdin(wasi);
    wasi_config_inherit_stdout(wasi);
    wasi_config_inherit_stderr(wasi);
    void *store = wasmtime_store_context(wasmtime_store_new(engine, NULL, NULL));
    check(wasmtime_context_set_wasi(store, wasi), NULL);
    void *linker = wasmtime_linker_new(engine);
    check(wasmtime_linker_define_wasi(linker), NULL);
    Instance instance;
    // In a statement of its own: of arguments, `trap` could be read before it is written.
    void *error = wasmtime_linker_instantiate(linker, store, module, &instance, &trap);
    check(error, trap);
    const char *name = invoke ? invoke : "_start";
    Extern item;
    if (!wasmtime_instance_export_get(store, &instance, name, strlen(name), &item)) return fprintf(stderr, "no %s\n", name), 1;
    Val arguments[8], result;
    size_t count = invoke ? (size_t)argc - 1 : 0;
    for (size_t i = 0; i < count; i++) arguments[i] = (Val){0, {.i32 = atoi(argv[i + 1])}};
    error = wasmtime_func_call(store, &item.of.func, arguments, count, &result, invoke != NULL, &trap);
    check(error, trap);
    if (invoke) printf("%d\n", result.of.i32);
    return 0;
}

int main(int argc, const char **argv) {
    if (argc >= 4 && !strcmp(argv[1], "compile")) return compile(argc - 2, argv + 2);
    if (argc >= 3 && !strcmp(argv[1], "run")) return run(argc - 2, argv + 2);
    return fprintf(stderr, "usage: see the first lines of the source\n"), 2;
}
