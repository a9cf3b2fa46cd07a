// Stencil on bytes: Conway's game of life on a torus.
#include "bench.h"
#define N 512
static uint8_t cells[2][N][N];

static void step(uint8_t (*from)[N], uint8_t (*to)[N]) {
    for (int y = 0; y < N; y++) {
        uint8_t *up = from[(y + N - 1) % N], *row = from[y], *down = from[(y + 1) % N];
        for (int x = 0; x < N; x++) {
            int l = (x + N - 1) % N, r = (x + 1) % N;
            int n = up[l] + up[x] + up[r] + row[l] + row[r] + down[l] + down[x] + down[r];
            to[y][x] = n == 3 || (n == 2 && row[x]);
        }
    }
}

int main(void) {
    for (int i = 0; i < N; i++)
        for (int j = 0; j < N; j++) cells[0][i][j] = random_u32() & 1;
    for (int round = 0; round < 500; round++) step(cells[round & 1], cells[~round & 1]);
    return finish(fold(FOLD_START, cells[0], sizeof cells[0]));
}
