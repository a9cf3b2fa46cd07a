// Permutations: most flips of a pancake stack, indexes into small arrays of bytes.
#include "bench.h"
#define N 10

int main(void) {
    uint8_t first[N], work[N], count[N];
    int checksum = 0, most = 0, parity = 0, r = N;
    for (int i = 0; i < N; i++) first[i] = i;
    for (;;) {
        for (; r > 1; r--) count[r - 1] = r;
        memcpy(work, first, N);
        int flips = 0;
        for (int k; (k = work[0]); flips++)
            for (int i = 0, j = k; i < j; i++, j--) {
                uint8_t t = work[i];
                work[i] = work[j], work[j] = t;
            }
        if (flips > most) most = flips;
        checksum += parity ? -flips : flips;
        parity ^= 1;
        for (;; r++) {
            if (r == N) return finish((uint64_t)most << 32 | (uint32_t)checksum);
            uint8_t t = first[0];
            for (int i = 0; i < r; i++) first[i] = first[i + 1];
            first[r] = t;
            if (--count[r] > 0) break;
        }
    }
}
