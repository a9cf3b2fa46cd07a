// Dynamic programming: shortest paths between all nodes of a graph, minima of 32-bit sums.
#include "bench.h"
#define N 500
static int32_t path[N][N];

int main(void) {
    for (int i = 0; i < N; i++)
        for (int j = 0; j < N; j++) path[i][j] = i == j ? 0 : random_u32() % 10 ? 1 << 28 : random_u32() % 1000;
    for (int round = 0; round < 3; round++)
        for (int k = 0; k < N; k++)
            for (int i = 0; i < N; i++) {
                int32_t to_k = path[i][k];
                for (int j = 0; j < N; j++) {
                    int32_t through = to_k + path[k][j];
                    if (through < path[i][j]) path[i][j] = through;
                }
            }
    return finish(fold(FOLD_START, path, sizeof path));
}
