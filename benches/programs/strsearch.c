// Search: Horspool, plus libc's strstr, memchr and strlen, over text.
#include "bench.h"
#define BYTES (1 << 20)
static char text[BYTES + 1];

static int horspool(const char *needle, int len) {
    int skip[256], found = 0;
    for (int i = 0; i < 256; i++) skip[i] = len;
    for (int i = 0; i < len - 1; i++) skip[(uint8_t)needle[i]] = len - 1 - i;
    for (int at = 0; at + len <= BYTES; at += skip[(uint8_t)text[at + len - 1]]) {
        int i = len - 1;
        while (i >= 0 && text[at + i] == needle[i]) i--;
        found += i < 0;
    }
    return found;
}

static int by_strstr(const char *needle) {
    int found = 0;
    for (const char *p = text; (p = strstr(p, needle)); p++) found++;
    return found;
}

static int lines(void) {
    int count = 0;
    for (const char *p = text; (p = memchr(p, '\n', text + BYTES - p)); p++) count++;
    return count;
}

int main(void) {
    for (int i = 0; i < BYTES; i++) text[i] = random_u32() % 60 ? "etaoin shrdlu"[random_u32() % 13] : '\n';
    uint64_t sum = FOLD_START;
    for (int round = 0; round < 12; round++) {
        char needle[16];
        int len = 3 + round % 9, at = random_u32() % (BYTES - 16);
        memcpy(needle, text + at, len);
        needle[len] = 0;
        int found[4] = {horspool(needle, len), by_strstr(needle), lines(), (int)strlen(text)};
        sum = fold(sum, found, sizeof found);
    }
    return finish(sum);
}
