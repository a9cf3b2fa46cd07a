// Cryptography: ChaCha20 keystream, sixteen words in registers or spilled.
#include "bench.h"
static uint32_t output[16];

static inline uint32_t rotate(uint32_t x, int n) { return x << n | x >> (32 - n); }
#define QUARTER(a, b, c, d)                                                                    \
    a += b, d = rotate(d ^ a, 16), c += d, b = rotate(b ^ c, 12), a += b, d = rotate(d ^ a, 8), \
    c += d, b = rotate(b ^ c, 7)

static void block(const uint32_t key[16], uint32_t out[16]) {
    uint32_t x[16];
    memcpy(x, key, sizeof x);
    for (int round = 0; round < 10; round++) {
        QUARTER(x[0], x[4], x[8], x[12]);
        QUARTER(x[1], x[5], x[9], x[13]);
        QUARTER(x[2], x[6], x[10], x[14]);
        QUARTER(x[3], x[7], x[11], x[15]);
        QUARTER(x[0], x[5], x[10], x[15]);
        QUARTER(x[1], x[6], x[11], x[12]);
        QUARTER(x[2], x[7], x[8], x[13]);
        QUARTER(x[3], x[4], x[9], x[14]);
    }
    for (int i = 0; i < 16; i++) out[i] ^= x[i] + key[i];
}

int main(void) {
    uint32_t key[16];
    for (int i = 0; i < 16; i++) key[i] = random_u32();
    for (uint32_t counter = 0; counter < 2200000; counter++) {
        key[12] = counter;
        block(key, output);
    }
    return finish(fold(FOLD_START, output, sizeof output));
}
