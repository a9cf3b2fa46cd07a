// Sparse linear algebra: conjugate gradients on a matrix in compressed rows.
#include "bench.h"
#define SIDE 200
#define N (SIDE * SIDE)
static int row_start[N + 1], column[N * 5];
static double value[N * 5], x[N], r[N], p[N], q[N];

static void laplacian(void) {
    int count = 0;
    for (int i = 0; i < N; i++) {
        row_start[i] = count;
        int neighbours[5] = {i - SIDE, i - 1, i, i + 1, i + SIDE};
        for (int n = 0; n < 5; n++) {
            int j = neighbours[n];
            if (j < 0 || j >= N) continue;
            column[count] = j;
            value[count++] = n == 2 ? 4.01 : -1.0;
        }
    }
    row_start[N] = count;
}

static void multiply(const double *in, double *out) {
    for (int i = 0; i < N; i++) {
        double sum = 0;
        for (int k = row_start[i]; k < row_start[i + 1]; k++) sum += value[k] * in[column[k]];
        out[i] = sum;
    }
}

static double dot(const double *u, const double *v) {
    double sum = 0;
    for (int i = 0; i < N; i++) sum += u[i] * v[i];
    return sum;
}

int main(void) {
    laplacian();
    for (int i = 0; i < N; i++) r[i] = p[i] = random_unit();
    double rr = dot(r, r);
    for (int step = 0; step < 900 && rr > 1e-300; step++) {
        multiply(p, q);
        double alpha = rr / dot(p, q);
        for (int i = 0; i < N; i++) x[i] += alpha * p[i], r[i] -= alpha * q[i];
        double next = dot(r, r), beta = next / rr;
        for (int i = 0; i < N; i++) p[i] = r[i] + beta * p[i];
        rr = next;
    }
    return finish(fold(FOLD_START, x, sizeof x));
}
