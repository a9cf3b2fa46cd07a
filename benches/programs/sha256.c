// Cryptography: SHA-256, 32-bit rotations and additions.
#include "bench.h"
static uint32_t constants[64], state[8];
static uint8_t message[1 << 16];

static uint32_t rotate(uint32_t x, int n) { return x >> n | x << (32 - n); }

// The fractional bits of cube roots of primes, by binary search in integers.
static void make_constants(void) {
    int count = 0;
    for (uint64_t p = 2; count < 64; p++) {
        int prime = 1;
        for (uint64_t d = 2; d * d <= p; d++) prime &= p % d != 0;
        if (!prime) continue;
        unsigned __int128 target = (unsigned __int128)p << 96;
        uint64_t root = 0;
        for (int bit = 35; bit >= 0; bit--) {
            unsigned __int128 r = root | 1ull << bit;
            if (r * r * r <= target) root = (uint64_t)r;
        }
        constants[count++] = (uint32_t)root;
    }
}

static void compress(const uint8_t *block) {
    uint32_t w[64], s[8];
    for (int i = 0; i < 16; i++, block += 4)
        w[i] = (uint32_t)block[0] << 24 | block[1] << 16 | block[2] << 8 | block[3];
    for (int i = 16; i < 64; i++) {
        uint32_t a = w[i - 15], b = w[i - 2];
        w[i] = w[i - 16] + w[i - 7] + (rotate(a, 7) ^ rotate(a, 18) ^ a >> 3) + (rotate(b, 17) ^ rotate(b, 19) ^ b >> 10);
    }
    memcpy(s, state, sizeof s);
    for (int i = 0; i < 64; i++) {
        uint32_t e = s[4], a = s[0];
        uint32_t t1 = s[7] + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + ((e & s[5]) ^ (~e & s[6])) + constants[i] + w[i];
        uint32_t t2 = (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + ((a & s[1]) ^ (a & s[2]) ^ (s[1] & s[2]));
        s[7] = s[6], s[6] = s[5], s[5] = e, s[4] = s[3] + t1;
        s[3] = s[2], s[2] = s[1], s[1] = a, s[0] = t1 + t2;
    }
    for (int i = 0; i < 8; i++) state[i] += s[i];
}

int main(void) {
    make_constants();
    for (int i = 0; i < 8; i++) state[i] = constants[i] * 2654435761u;
    for (size_t i = 0; i < sizeof message; i++) message[i] = random_u32();
    for (int round = 0; round < 1500; round++)
        for (size_t at = 0; at < sizeof message; at += 64) compress(message + at);
    return finish(fold(FOLD_START, state, sizeof state));
}
