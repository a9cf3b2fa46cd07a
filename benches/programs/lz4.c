// Real program: LZ4, fast and high compression, and its decoder.
//! sources = ["lz4-sys/liblz4/lib/{lz4,lz4hc}.c"]
//! include = ["lz4-sys/liblz4/lib"]
#include "lz4.h"
#include "lz4hc.h"
#include "text.h"
#define BYTES (1 << 20)
static unsigned char input[BYTES];
static char packed[LZ4_COMPRESSBOUND(BYTES)], output[BYTES];

int main(void) {
    uint64_t sum = FOLD_START;
    fill_text(input, BYTES);
    for (int round = 0; round < 15; round++) {
        int len = round % 5 ? LZ4_compress_default((char *)input, packed, BYTES, sizeof packed)
                            : LZ4_compress_HC((char *)input, packed, BYTES, sizeof packed, 9);
        for (int n = 0; n < 10; n++)
            if (LZ4_decompress_safe(packed, output, len, BYTES) != BYTES) return 1;
        if (memcmp(input, output, BYTES)) return 1;
        sum = fold(sum, output + BYTES / 2, BYTES / 2);
        input[round * 1000] ^= 1;
    }
    return finish(sum);
}
