// A plugin of QEMU (user mode): counts the instructions that a program executes and prints the number
// to stderr at its end. Compiled and loaded by `cargo xtask figures`.
//
// What is used of the plugin interface, version 1, is declared here: Debian has no package with its header.
#include <stdint.h>
#include <stdio.h>

typedef uint64_t Id;
struct Block;
void qemu_plugin_register_vcpu_tb_trans_cb(Id id, void (*translated)(Id id, struct Block *block));
void qemu_plugin_register_vcpu_tb_exec_inline(struct Block *block, int operation, void *counter, uint64_t addend);
void qemu_plugin_register_atexit_cb(Id id, void (*ended)(Id id, void *data), void *data);
size_t qemu_plugin_tb_n_insns(const struct Block *block);

__attribute__((visibility("default"))) int qemu_plugin_version = 1;

static uint64_t executed;

static void translated(Id id, struct Block *block) {
    (void)id;
    const int add = 0;
    qemu_plugin_register_vcpu_tb_exec_inline(block, add, &executed, qemu_plugin_tb_n_insns(block));
}

static void ended(Id id, void *data) {
    (void)id, (void)data;
    fprintf(stderr, "%llu\n", (unsigned long long)executed);
}

__attribute__((visibility("default"))) int qemu_plugin_install(Id id, const void *info, int count, char **arguments) {
    (void)info, (void)count, (void)arguments;
    qemu_plugin_register_vcpu_tb_trans_cb(id, translated);
    qemu_plugin_register_atexit_cb(id, ended, NULL);
    return 0;
}
