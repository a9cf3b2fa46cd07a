// Real program: Brotli, quality 5, and its decoder.
//! sources = ["brotlic-sys/brotli/c/{common,enc,dec}/*.c"]
//! include = ["brotlic-sys/brotli/c/include"]
#include "brotli/decode.h"
#include "brotli/encode.h"
#include "text.h"
#define BYTES (1 << 20)
static unsigned char input[BYTES], packed[BYTES + 1000], output[BYTES];

int main(void) {
    uint64_t sum = FOLD_START;
    fill_text(input, BYTES);
    for (int round = 0; round < 4; round++) {
        size_t len = sizeof packed, out = BYTES;
        if (!BrotliEncoderCompress(5, 22, BROTLI_MODE_TEXT, BYTES, input, &len, packed)) return 1;
        for (int n = 0; n < 4; n++)
            if (BrotliDecoderDecompress(len, packed, &out, output) != BROTLI_DECODER_RESULT_SUCCESS) return 1;
        if (out != BYTES || memcmp(input, output, BYTES)) return 1;
        sum = fold(sum, output + BYTES / 2, BYTES / 2);
        input[round * 1000] ^= 1;
    }
    return finish(sum);
}
