// Backtracking: all placements of queens on a board, in bit masks.
#include "bench.h"

static int place(uint32_t full, uint32_t columns, uint32_t left, uint32_t right) {
    if (columns == full) return 1;
    int found = 0;
    for (uint32_t free = full & ~(columns | left | right); free; free &= free - 1) {
        uint32_t bit = free & -free;
        found += place(full, columns | bit, (left | bit) << 1, (right | bit) >> 1);
    }
    return found;
}

int main(void) {
    volatile int size = 15;
    int found = place((1u << size) - 1, 0, 0, 0);
    return finish(fold(FOLD_START, &found, sizeof found));
}
