// Sorting: heapsort of doubles, hard to predict and hard on the cache.
#include "bench.h"
#define N 1200000
static double heap[N];

static void sift(int root, int len) {
    double x = heap[root];
    for (int child; (child = 2 * root + 1) < len; root = child) {
        if (child + 1 < len && heap[child] < heap[child + 1]) child++;
        if (x >= heap[child]) break;
        heap[root] = heap[child];
    }
    heap[root] = x;
}

int main(void) {
    for (int i = 0; i < N; i++) heap[i] = random_unit();
    for (int i = N / 2 - 1; i >= 0; i--) sift(i, N);
    for (int end = N - 1; end > 0; end--) {
        double t = heap[0];
        heap[0] = heap[end], heap[end] = t;
        sift(0, end);
    }
    return finish(fold(FOLD_START, heap, sizeof heap));
}
