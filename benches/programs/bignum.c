// Big integers: modular exponentiation of 1024 bits by Montgomery's method on 64-bit limbs.
#include "bench.h"
#define LIMBS 16
typedef unsigned __int128 u128;
static uint64_t modulus[LIMBS], inverse;

static void montgomery(uint64_t *out, const uint64_t *a, const uint64_t *b) {
    uint64_t t[LIMBS + 2] = {0};
    for (int i = 0; i < LIMBS; i++) {
        u128 carry = 0;
        for (int j = 0; j < LIMBS; j++) carry += (u128)a[j] * b[i] + t[j], t[j] = (uint64_t)carry, carry >>= 64;
        carry += t[LIMBS], t[LIMBS] = (uint64_t)carry, t[LIMBS + 1] = (uint64_t)(carry >> 64);
        uint64_t m = t[0] * inverse;
        carry = (u128)m * modulus[0] + t[0], carry >>= 64;
        for (int j = 1; j < LIMBS; j++) carry += (u128)m * modulus[j] + t[j], t[j - 1] = (uint64_t)carry, carry >>= 64;
        carry += t[LIMBS], t[LIMBS - 1] = (uint64_t)carry, t[LIMBS] = t[LIMBS + 1] + (uint64_t)(carry >> 64);
    }
    if (t[LIMBS]) {
        uint64_t borrow = 0;
        for (int i = 0; i < LIMBS; i++) {
            u128 d = (u128)t[i] - modulus[i] - borrow;
            t[i] = (uint64_t)d, borrow = (uint64_t)(d >> 64) & 1;
        }
    }
    memcpy(out, t, LIMBS * sizeof *t);
}

int main(void) {
    uint64_t base[LIMBS], result[LIMBS];
    for (int i = 0; i < LIMBS; i++) modulus[i] = (uint64_t)random_u32() << 33 | random_u32() << 1 | 1, base[i] = modulus[i] >> 3;
    for (int bit = 0; bit < 6; bit++) inverse = bit ? inverse * (2 - modulus[0] * inverse) : modulus[0];
    inverse = -inverse;
    memcpy(result, base, sizeof result);
    for (int round = 0; round < 500000; round++) {
        montgomery(result, result, result);
        if (round % 3) montgomery(result, result, base);
    }
    return finish(fold(FOLD_START, result, sizeof result));
}
