// Cryptography: the compression of SHA-512 unrolled by eight, 64-bit rotations and additions.
#include "bench.h"
static uint64_t constants[80], state[8];
static uint64_t message[1 << 13];

static inline uint64_t rotate(uint64_t x, int n) { return x >> n | x << (64 - n); }

#define ROUND(a, b, c, d, e, f, g, h, i)                                                                  \
    do {                                                                                                  \
        uint64_t t = h + (rotate(e, 14) ^ rotate(e, 18) ^ rotate(e, 41)) + (g ^ (e & (f ^ g))) + constants[i] + w[i]; \
        d += t;                                                                                           \
        h = t + (rotate(a, 28) ^ rotate(a, 34) ^ rotate(a, 39)) + ((a & b) | (c & (a | b)));              \
    } while (0)

static void compress(const uint64_t *block) {
    uint64_t w[80];
    memcpy(w, block, 128);
    for (int i = 16; i < 80; i++) {
        uint64_t x = w[i - 15], y = w[i - 2];
        w[i] = w[i - 16] + w[i - 7] + (rotate(x, 1) ^ rotate(x, 8) ^ x >> 7) + (rotate(y, 19) ^ rotate(y, 61) ^ y >> 6);
    }
    uint64_t a = state[0], b = state[1], c = state[2], d = state[3];
    uint64_t e = state[4], f = state[5], g = state[6], h = state[7];
    for (int i = 0; i < 80; i += 8) {
        ROUND(a, b, c, d, e, f, g, h, i);
        ROUND(h, a, b, c, d, e, f, g, i + 1);
        ROUND(g, h, a, b, c, d, e, f, i + 2);
        ROUND(f, g, h, a, b, c, d, e, i + 3);
        ROUND(e, f, g, h, a, b, c, d, i + 4);
        ROUND(d, e, f, g, h, a, b, c, i + 5);
        ROUND(c, d, e, f, g, h, a, b, i + 6);
        ROUND(b, c, d, e, f, g, h, a, i + 7);
    }
    state[0] += a, state[1] += b, state[2] += c, state[3] += d;
    state[4] += e, state[5] += f, state[6] += g, state[7] += h;
}

int main(void) {
    for (int i = 0; i < 80; i++) constants[i] = (uint64_t)random_u32() << 33 ^ (uint64_t)random_u32() << 11 ^ random_u32();
    for (int i = 0; i < 8; i++) state[i] = constants[i] * 3;
    for (int i = 0; i < 1 << 13; i++) message[i] = (uint64_t)random_u32() << 32 | random_u32();
    for (int round = 0; round < 2200; round++)
        for (int at = 0; at < 1 << 13; at += 16) compress(message + at);
    return finish(fold(FOLD_START, state, sizeof state));
}
