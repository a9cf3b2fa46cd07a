// A text of words that repeat as in prose, for the programs that compress.
#pragma once
#include "bench.h"

static inline void fill_text(unsigned char *out, size_t len) {
    for (size_t i = 0; i < len;) {
        uint32_t pick = random_u32(), word = pick % (pick & 64 ? 80 : 6000) * 2654435761u;
        for (int n = 2 + word % 9; n && i < len; n--, word = word * 5 + 1) out[i++] = "etaoinshrdlucmfwypvbgkqjxz"[(word >> 16) % 26];
        if (i < len) out[i++] = pick % 11 ? ' ' : '\n';
    }
}
