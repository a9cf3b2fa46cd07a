// Stencil: five-point Jacobi iteration on a grid of doubles.
#include "bench.h"
#define N 500
static double grid[2][N][N];

int main(void) {
    for (int i = 0; i < N; i++)
        for (int j = 0; j < N; j++) grid[0][i][j] = grid[1][i][j] = random_unit();
    for (int step = 0; step < 2000; step++) {
        double (*from)[N] = grid[step & 1], (*to)[N] = grid[~step & 1];
        for (int i = 1; i < N - 1; i++)
            for (int j = 1; j < N - 1; j++)
                to[i][j] = 0.2 * (from[i][j] + from[i - 1][j] + from[i + 1][j] + from[i][j - 1] + from[i][j + 1]);
    }
    return finish(fold(FOLD_START, grid[0], sizeof grid[0]));
}
