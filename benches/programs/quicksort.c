// Sorting: recursive quicksort of integers, insertion sort for short runs.
#include "bench.h"
#define N 3000000
static int32_t values[N];

static void sort(int32_t *v, int lo, int hi) {
    while (hi - lo > 16) {
        int32_t pivot = v[(lo + hi) / 2];
        int i = lo, j = hi;
        while (i <= j) {
            while (v[i] < pivot) i++;
            while (v[j] > pivot) j--;
            if (i <= j) {
                int32_t t = v[i];
                v[i++] = v[j], v[j--] = t;
            }
        }
        if (j - lo < hi - i) sort(v, lo, j), lo = i;
        else sort(v, i, hi), hi = j;
    }
    for (int i = lo + 1; i <= hi; i++) {
        int32_t x = v[i];
        int j = i - 1;
        for (; j >= lo && v[j] > x; j--) v[j + 1] = v[j];
        v[j + 1] = x;
    }
}

int main(void) {
    for (int i = 0; i < N; i++) values[i] = (int32_t)random_u32() - (1 << 30);
    sort(values, 0, N - 1);
    return finish(fold(FOLD_START, values, sizeof values));
}
