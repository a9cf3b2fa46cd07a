// Memory: copies, moves, fills and comparisons of many sizes through libc.
#include "bench.h"
#define BYTES (1 << 20)
static uint8_t from[BYTES], to[BYTES];

int main(void) {
    for (int i = 0; i < BYTES; i++) from[i] = random_u32();
    uint64_t sum = 0;
    for (int round = 0; round < 300; round++)
        for (size_t size = 1; size <= 65536; size = size * 3 / 2 + 1) {
            size_t times = 20000 / size + 8;
            for (size_t n = 0; n < times; n++) {
                size_t a = random_u32() % (BYTES - 2 * size), b = random_u32() % (BYTES - 2 * size);
                memcpy(to + a, from + b, size);
                memmove(to + a + size / 3, to + a, size);
                memset(to + b, (int)n, size / 2);
                sum += memcmp(to + a, from + b, size) > 0;
            }
        }
    return finish(fold(sum, to, BYTES));
}
