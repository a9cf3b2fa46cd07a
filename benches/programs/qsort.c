// Sorting: libc's qsort with a comparison function, on records of 16 bytes.
#include "bench.h"
#define N 400000
typedef struct { uint32_t key, rank; double weight; } Record;
static Record records[N];

static int compare(const void *a, const void *b) {
    const Record *x = a, *y = b;
    if (x->key != y->key) return x->key < y->key ? -1 : 1;
    return (x->rank > y->rank) - (x->rank < y->rank);
}

int main(void) {
    uint64_t sum = FOLD_START;
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < N; i++) records[i] = (Record){random_u32() % 50000, i, random_unit()};
        qsort(records, N, sizeof *records, compare);
        sum = fold(sum, records, sizeof records);
    }
    return finish(sum);
}
