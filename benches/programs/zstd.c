// Real program: Zstandard, levels 3 and 9, and its decoder.
//! sources = ["zstd-sys/zstd/lib/{common,compress,decompress}/*.c"]
//! include = ["zstd-sys/zstd/lib"]
//! flags = ["-DZSTD_DISABLE_ASM", "-DDYNAMIC_BMI2=0", "-DXXH_NAMESPACE=ZSTD_"]
#include "text.h"
#include "zstd.h"
#define BYTES (1 << 20)
static unsigned char input[BYTES], packed[BYTES + BYTES / 100 + 1000], output[BYTES];

int main(void) {
    uint64_t sum = FOLD_START;
    fill_text(input, BYTES);
    for (int round = 0; round < 6; round++) {
        size_t len = ZSTD_compress(packed, sizeof packed, input, BYTES, round & 1 ? 9 : 3);
        if (ZSTD_isError(len)) return 1;
        for (int n = 0; n < 6; n++)
            if (ZSTD_decompress(output, BYTES, packed, len) != BYTES) return 1;
        if (memcmp(input, output, BYTES)) return 1;
        sum += fold(FOLD_START, output, BYTES) + ZSTD_isError(len);
        input[round * 1000] ^= 1;
    }
    return finish(sum);
}
