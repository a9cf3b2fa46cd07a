// Floating point: largest singular value of a matrix that is computed, never stored.
#include "bench.h"
#include <math.h>
#define N 900
static double u[N], v[N], t[N];

static double entry(int i, int j) { return 1.0 / ((i + j) * (i + j + 1) / 2 + i + 1); }

static void multiply(const double *in, double *out, int transposed) {
    for (int i = 0; i < N; i++) {
        double sum = 0;
        for (int j = 0; j < N; j++) sum += (transposed ? entry(j, i) : entry(i, j)) * in[j];
        out[i] = sum;
    }
}

int main(void) {
    for (int i = 0; i < N; i++) u[i] = 1;
    for (int round = 0; round < 50; round++) {
        multiply(u, t, 0), multiply(t, v, 1);
        multiply(v, t, 0), multiply(t, u, 1);
    }
    double vv = 0, uv = 0;
    for (int i = 0; i < N; i++) vv += v[i] * v[i], uv += u[i] * v[i];
    double norm = sqrt(uv / vv);
    return finish(fold(FOLD_START, &norm, sizeof norm));
}
