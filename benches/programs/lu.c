// Dense linear algebra: LU decomposition with partial pivoting.
#include "bench.h"
#include <math.h>
#define N 500
static double m[N][N];

static void decompose(void) {
    for (int k = 0; k < N; k++) {
        int pivot = k;
        for (int i = k + 1; i < N; i++)
            if (fabs(m[i][k]) > fabs(m[pivot][k])) pivot = i;
        if (pivot != k)
            for (int j = 0; j < N; j++) {
                double t = m[k][j];
                m[k][j] = m[pivot][j], m[pivot][j] = t;
            }
        for (int i = k + 1; i < N; i++) {
            double f = m[i][k] /= m[k][k];
            for (int j = k + 1; j < N; j++) m[i][j] -= f * m[k][j];
        }
    }
}

int main(void) {
    uint64_t sum = FOLD_START;
    for (int round = 0; round < 24; round++) {
        for (int i = 0; i < N; i++)
            for (int j = 0; j < N; j++) m[i][j] = random_unit() - 0.5;
        decompose();
        sum = fold(sum, m[N - 1], sizeof m[N - 1]);
    }
    return finish(sum);
}
