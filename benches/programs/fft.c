// Floating point: in-place radix-2 fast Fourier transform, forth and back.
#include "bench.h"
#include <math.h>
#define N (1 << 16)
typedef struct { double re, im; } Complex;
static Complex signal[N], root[N / 2];

// Roots of unity by halving the angle: only square roots, which are exact everywhere.
static void make_roots(void) {
    root[0] = (Complex){1, 0};
    double re = -1, im = 0;
    for (int step = N / 2; step >= 2; step /= 2) {
        double half_re = sqrt((1 + re) / 2), half_im = step == N / 2 ? 1 : sqrt((1 - re) / 2);
        if (step == N / 2) half_re = 0;
        re = half_re, im = half_im;
        int at = step / 2;
        root[at] = (Complex){re, im};
        for (int i = 2 * at; i + at < N / 2 + at && i < N / 2; i += at) {
            Complex p = root[i - at];
            root[i] = (Complex){p.re * re - p.im * im, p.re * im + p.im * re};
        }
    }
}

static void transform(int sign) {
    for (int i = 1, j = 0; i < N; i++) {
        int bit = N >> 1;
        for (; j & bit; bit >>= 1) j ^= bit;
        j ^= bit;
        if (i < j) {
            Complex t = signal[i];
            signal[i] = signal[j], signal[j] = t;
        }
    }
    for (int len = 2; len <= N; len *= 2)
        for (int i = 0; i < N; i += len)
            for (int j = 0; j < len / 2; j++) {
                Complex w = root[j * (N / len)], *a = &signal[i + j], *b = a + len / 2;
                w.im *= sign;
                Complex t = {b->re * w.re - b->im * w.im, b->re * w.im + b->im * w.re};
                *b = (Complex){a->re - t.re, a->im - t.im};
                *a = (Complex){a->re + t.re, a->im + t.im};
            }
}

int main(void) {
    make_roots();
    for (int i = 0; i < N; i++) signal[i] = (Complex){random_unit(), random_unit()};
    for (int round = 0; round < 200; round++) {
        transform(round & 1 ? -1 : 1);
        if (round & 1)
            for (int i = 0; i < N; i++) signal[i].re /= N, signal[i].im /= N;
    }
    return finish(fold(FOLD_START, signal, sizeof signal));
}
