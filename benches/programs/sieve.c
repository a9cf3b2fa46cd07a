// Integers: the sieve of Eratosthenes, strided byte stores over megabytes.
#include "bench.h"
#define N 6000000
static uint8_t composite[N + 1];

int main(void) {
    uint64_t sum = 0;
    for (int round = 0; round < 24; round++) {
        memset(composite, 0, sizeof composite);
        for (int i = 2; i * i <= N; i++)
            if (!composite[i])
                for (int j = i * i; j <= N; j += i) composite[j] = 1;
        for (int i = 2; i <= N; i++) sum += composite[i] ? 0 : i ^ round;
    }
    return finish(sum);
}
