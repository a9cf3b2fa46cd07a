// Text: numbers printed by snprintf and read back by strtod and strtol.
#include "bench.h"

int main(void) {
    uint64_t sum = FOLD_START;
    for (int i = 0; i < 300000; i++) {
        char buffer[96];
        int len = snprintf(buffer, sizeof buffer, "%d %.6f %x %-8s|%5u", (int)random_u32() - (1 << 30),
                           random_unit() * 1000, random_u32(), i & 1 ? "odd" : "even", i);
        char *end;
        long whole = strtol(buffer, &end, 10);
        double fraction = strtod(end, &end);
        sum = fold(sum, buffer, len);
        sum = fold(sum, &fraction, sizeof fraction) + (uint64_t)whole;
    }
    return finish(sum);
}
