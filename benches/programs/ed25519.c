// Cryptography: arithmetic of the field of ed25519, five limbs of 51 bits and products of 128 bits.
#include "bench.h"
typedef unsigned __int128 u128;
typedef struct { uint64_t limb[5]; } Field;
#define MASK ((1ull << 51) - 1)

static Field carry(u128 t[5]) {
    Field r;
    uint64_t c = 0;
    for (int i = 0; i < 5; i++) {
        t[i] += c;
        r.limb[i] = (uint64_t)t[i] & MASK;
        c = (uint64_t)(t[i] >> 51);
    }
    r.limb[0] += c * 19;
    r.limb[1] += r.limb[0] >> 51;
    r.limb[0] &= MASK;
    return r;
}

static Field multiply(const Field *f, const Field *g) {
    const uint64_t *a = f->limb, *b = g->limb;
    uint64_t b1 = b[1] * 19, b2 = b[2] * 19, b3 = b[3] * 19, b4 = b[4] * 19;
    u128 t[5] = {
        (u128)a[0] * b[0] + (u128)a[1] * b4 + (u128)a[2] * b3 + (u128)a[3] * b2 + (u128)a[4] * b1,
        (u128)a[0] * b[1] + (u128)a[1] * b[0] + (u128)a[2] * b4 + (u128)a[3] * b3 + (u128)a[4] * b2,
        (u128)a[0] * b[2] + (u128)a[1] * b[1] + (u128)a[2] * b[0] + (u128)a[3] * b4 + (u128)a[4] * b3,
        (u128)a[0] * b[3] + (u128)a[1] * b[2] + (u128)a[2] * b[1] + (u128)a[3] * b[0] + (u128)a[4] * b4,
        (u128)a[0] * b[4] + (u128)a[1] * b[3] + (u128)a[2] * b[2] + (u128)a[3] * b[1] + (u128)a[4] * b[0],
    };
    return carry(t);
}

static Field square(const Field *f) {
    const uint64_t *a = f->limb;
    uint64_t d0 = a[0] * 2, d1 = a[1] * 2, a3 = a[3] * 19, a4 = a[4] * 19;
    u128 t[5] = {
        (u128)a[0] * a[0] + (u128)d1 * a4 + (u128)(a[2] * 2) * a3,
        (u128)d0 * a[1] + (u128)(a[2] * 2) * a4 + (u128)a[3] * a3,
        (u128)d0 * a[2] + (u128)a[1] * a[1] + (u128)(a[3] * 2) * a4,
        (u128)d0 * a[3] + (u128)d1 * a[2] + (u128)a[4] * a4,
        (u128)d0 * a[4] + (u128)d1 * a[3] + (u128)a[2] * a[2],
    };
    return carry(t);
}

// Raises to 2^255 - 21, which inverts, by a plain ladder.
static Field invert(const Field *f) {
    Field r = *f;
    for (int bit = 253; bit >= 0; bit--) {
        r = square(&r);
        if (bit != 2 && bit != 4) r = multiply(&r, f);
    }
    return r;
}

int main(void) {
    Field x = {{9, 0, 0, 0, 0}}, sum = {{1, 2, 3, 4, 5}};
    for (int round = 0; round < 22000; round++) {
        Field y = invert(&x);
        sum = multiply(&sum, &y);
        for (int i = 0; i < 5; i++) x.limb[i] = (y.limb[i] + sum.limb[i]) & MASK;
    }
    return finish(fold(FOLD_START, &sum, sizeof sum));
}
