// Cryptography: AES-128 in counter mode, by tables of 256 words.
#include "bench.h"
#define BYTES (1 << 20)
static uint8_t sbox[256], data[BYTES];
static uint32_t table[4][256], round_key[44];

static uint8_t times2(uint8_t x) { return (uint8_t)(x << 1) ^ (x & 0x80 ? 0x1b : 0); }
static uint32_t rotate(uint32_t x, int n) { return x << n | x >> (32 - n); }

static void make_tables(void) {
    uint8_t p = 1, q = 1;
    do {
        p ^= times2(p);
        q ^= q << 1, q ^= q << 2, q ^= q << 4;
        if (q & 0x80) q ^= 0x09;
        uint8_t x = q ^ (q << 1 | q >> 7) ^ (q << 2 | q >> 6) ^ (q << 3 | q >> 5) ^ (q << 4 | q >> 4);
        sbox[p] = x ^ 0x63;
    } while (p != 1);
    sbox[0] = 0x63;
    for (int i = 0; i < 256; i++) {
        uint8_t s = sbox[i], d = times2(s);
        uint32_t word = (uint32_t)d << 24 | s << 16 | s << 8 | (uint8_t)(s ^ d);
        for (int t = 0; t < 4; t++) table[t][i] = t ? rotate(word, 32 - 8 * t) : word;
    }
}

static void expand_key(void) {
    uint8_t constant = 1;
    for (int i = 0; i < 4; i++) round_key[i] = 0x01020304u * (i + 1);
    for (int i = 4; i < 44; i++) {
        uint32_t t = round_key[i - 1];
        if (i % 4 == 0) {
            t = (uint32_t)sbox[t >> 16 & 255] << 24 | sbox[t >> 8 & 255] << 16 | sbox[t & 255] << 8 | sbox[t >> 24];
            t ^= (uint32_t)constant << 24;
            constant = times2(constant);
        }
        round_key[i] = round_key[i - 4] ^ t;
    }
}

static void encrypt(const uint32_t in[4], uint32_t out[4]) {
    uint32_t s[4], t[4];
    for (int i = 0; i < 4; i++) s[i] = in[i] ^ round_key[i];
    for (int round = 1; round < 10; round++) {
        for (int i = 0; i < 4; i++)
            t[i] = table[0][s[i] >> 24] ^ table[1][s[(i + 1) & 3] >> 16 & 255] ^ table[2][s[(i + 2) & 3] >> 8 & 255] ^
                   table[3][s[(i + 3) & 3] & 255] ^ round_key[4 * round + i];
        memcpy(s, t, sizeof s);
    }
    for (int i = 0; i < 4; i++)
        out[i] = ((uint32_t)sbox[s[i] >> 24] << 24 | sbox[s[(i + 1) & 3] >> 16 & 255] << 16 |
                  sbox[s[(i + 2) & 3] >> 8 & 255] << 8 | sbox[s[(i + 3) & 3] & 255]) ^ round_key[40 + i];
}

int main(void) {
    make_tables();
    expand_key();
    for (uint32_t pass = 0; pass < 64; pass++)
        for (uint32_t block = 0; block < BYTES / 16; block++) {
            uint32_t counter[4] = {pass, 0, 0, block}, stream[4], *at = (uint32_t *)(data + 16 * block);
            encrypt(counter, stream);
            for (int i = 0; i < 4; i++) at[i] ^= stream[i];
        }
    return finish(fold(FOLD_START, data, sizeof data));
}
