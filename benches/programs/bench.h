// What every kernel shares: a generator of the same numbers everywhere, and the checksum line.
#pragma once
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Linear congruential generator (Knuth's MMIX), high bits: the workload is the same on every target.
static uint64_t random_state = 88172645463325252u;
static inline uint32_t random_u32(void) {
    random_state = random_state * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(random_state >> 33);
}
static inline double random_unit(void) { return random_u32() * (1.0 / 2147483648.0); }

// FNV-1a over bytes, to fold results into a checksum.
static inline uint64_t fold(uint64_t sum, const void *data, size_t len) {
    const unsigned char *bytes = data;
    for (size_t i = 0; i < len; i++) sum = (sum ^ bytes[i]) * 1099511628211u;
    return sum;
}
#define FOLD_START 14695981039346656037u

static inline int finish(uint64_t sum) {
    printf("%016llx\n", (unsigned long long)sum);
    return 0;
}
