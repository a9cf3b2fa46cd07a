// Compression: LZ77 with a hash of three bytes and chains, and its decoder.
#include "bench.h"
#define BYTES (1 << 20)
#define WINDOW 32768
static uint8_t input[BYTES], packed[BYTES * 2], output[BYTES];
static int32_t head[1 << 15], chain[WINDOW];

static size_t pack(void) {
    size_t out = 0;
    memset(head, -1, sizeof head);
    for (int at = 0; at < BYTES;) {
        int best_len = 0, best_at = 0;
        if (at + 3 < BYTES) {
            uint32_t h = (input[at] << 10 ^ input[at + 1] << 5 ^ input[at + 2]) & 32767;
            int candidate = head[h];
            for (int tries = 16; tries && candidate >= 0 && at - candidate < WINDOW; tries--) {
                int len = 0;
                while (len < 130 && at + len < BYTES && input[candidate + len] == input[at + len]) len++;
                if (len > best_len) best_len = len, best_at = candidate;
                candidate = chain[candidate % WINDOW];
            }
            chain[at % WINDOW] = head[h];
            head[h] = at;
        }
        if (best_len >= 4) {
            int distance = at - best_at;
            packed[out++] = 0x80 | (best_len - 4);
            packed[out++] = distance >> 8, packed[out++] = distance;
            at += best_len;
        } else {
            packed[out++] = input[at++] & 0x7f;
        }
    }
    return out;
}

static void unpack(size_t len) {
    size_t out = 0;
    for (size_t in = 0; in < len;) {
        uint8_t tag = packed[in++];
        if (tag < 0x80) {
            output[out++] = tag;
            continue;
        }
        size_t from = out - (packed[in] << 8 | packed[in + 1]);
        in += 2;
        for (int n = (tag & 0x7f) + 4; n; n--) output[out++] = output[from++];
    }
}

int main(void) {
    uint64_t sum = FOLD_START;
    for (int round = 0; round < 18; round++) {
        for (int i = 0; i < BYTES;) {
            uint32_t word = random_u32() % 3000 * 2654435761u;
            for (int n = 3 + word % 7; n && i < BYTES; n--, word = word * 5 + 1) input[i++] = 'a' + (word >> 20) % 26;
            if (i < BYTES) input[i++] = ' ';
        }
        size_t len = pack();
        unpack(len);
        if (memcmp(input, output, BYTES)) return 1;
        sum = fold(sum, packed, len);
    }
    return finish(sum);
}
