// Dense linear algebra: product of two matrices of doubles, loops in i-k-j order.
#include "bench.h"
#define N 320
static double a[N][N], b[N][N], c[N][N];

static void multiply(void) {
    memset(c, 0, sizeof c);
    for (int i = 0; i < N; i++)
        for (int k = 0; k < N; k++) {
            double x = a[i][k];
            for (int j = 0; j < N; j++) c[i][j] += x * b[k][j];
        }
}

int main(void) {
    for (int i = 0; i < N; i++)
        for (int j = 0; j < N; j++) a[i][j] = random_unit(), b[i][j] = random_unit();
    for (int round = 0; round < 50; round++) {
        multiply();
        for (int i = 0; i < N; i++) a[i][i] = c[i][i] / N;
    }
    return finish(fold(FOLD_START, c, sizeof c));
}
