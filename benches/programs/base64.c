// Bytes: base64 written and read back through tables.
#include "bench.h"
#define BYTES (3 << 18)
static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static uint8_t input[BYTES], output[BYTES], value[256];
static char text[BYTES / 3 * 4];

static void encode(void) {
    char *out = text;
    for (size_t i = 0; i < BYTES; i += 3) {
        uint32_t x = input[i] << 16 | input[i + 1] << 8 | input[i + 2];
        *out++ = alphabet[x >> 18], *out++ = alphabet[x >> 12 & 63];
        *out++ = alphabet[x >> 6 & 63], *out++ = alphabet[x & 63];
    }
}

static void decode(void) {
    uint8_t *out = output;
    for (size_t i = 0; i < sizeof text; i += 4) {
        const uint8_t *t = (const uint8_t *)text + i;
        uint32_t x = value[t[0]] << 18 | value[t[1]] << 12 | value[t[2]] << 6 | value[t[3]];
        *out++ = x >> 16, *out++ = x >> 8, *out++ = x;
    }
}

int main(void) {
    for (int i = 0; i < 64; i++) value[(uint8_t)alphabet[i]] = i;
    for (int i = 0; i < BYTES; i++) input[i] = random_u32();
    for (int round = 0; round < 300; round++) {
        encode();
        decode();
        for (int i = 0; i < BYTES; i += 97) input[i] = output[i] + round;
    }
    return finish(fold(FOLD_START, text, sizeof text));
}
