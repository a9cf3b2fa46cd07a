// Text: UTF-8 decoded with all checks into code points and encoded again.
#include "bench.h"
#define POINTS 300000
static uint32_t points[POINTS], decoded[POINTS];
static uint8_t text[POINTS * 4];

static size_t encode(void) {
    uint8_t *out = text;
    for (int i = 0; i < POINTS; i++) {
        uint32_t p = points[i];
        if (p < 0x80) *out++ = p;
        else if (p < 0x800) *out++ = 0xc0 | p >> 6, *out++ = 0x80 | (p & 63);
        else if (p < 0x10000) *out++ = 0xe0 | p >> 12, *out++ = 0x80 | (p >> 6 & 63), *out++ = 0x80 | (p & 63);
        else *out++ = 0xf0 | p >> 18, *out++ = 0x80 | (p >> 12 & 63), *out++ = 0x80 | (p >> 6 & 63), *out++ = 0x80 | (p & 63);
    }
    return out - text;
}

static int decode(size_t len) {
    int count = 0;
    for (size_t i = 0; i < len; count++) {
        uint32_t first = text[i++], more = first < 0x80 ? 0 : first < 0xe0 ? 1 : first < 0xf0 ? 2 : 3;
        uint32_t point = more ? first & (0x3f >> more) : first;
        if (first >= 0x80 && first < 0xc2) return -1;
        for (uint32_t n = more; n; n--) {
            if (i >= len || (text[i] & 0xc0) != 0x80) return -1;
            point = point << 6 | (text[i++] & 63);
        }
        if (point > 0x10ffff || (point >= 0xd800 && point < 0xe000)) return -1;
        decoded[count] = point;
    }
    return count;
}

int main(void) {
    static const uint32_t limits[] = {0x80, 0x80, 0x80, 0x800, 0xd800, 0x10ffff};
    uint64_t sum = FOLD_START;
    for (int i = 0; i < POINTS; i++) {
        points[i] = random_u32() % limits[random_u32() % 6];
        if (points[i] >= 0xd800 && points[i] < 0xe000) points[i] = 'x';
    }
    for (int round = 0; round < 60; round++) {
        size_t len = encode();
        if (decode(len) != POINTS || memcmp(points, decoded, sizeof points)) return 1;
        points[round * 100] = 'a' + round % 26;
        sum = sum * 31 + len;
    }
    return finish(fold(sum, text, sizeof text));
}
