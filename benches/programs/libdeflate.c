// Real program: libdeflate, levels 6 and 10, and its decoder.
//! sources = ["libdeflate-sys/libdeflate/lib/{adler32,crc32,deflate_compress,deflate_decompress,utils,zlib_compress,zlib_decompress}.c", "libdeflate-sys/libdeflate/lib/*/cpu_features.c"]
//! include = ["libdeflate-sys/libdeflate"]
#include "libdeflate.h"
#include "text.h"
#define BYTES (1 << 20)
static unsigned char input[BYTES], packed[BYTES + 1000], output[BYTES];

int main(void) {
    uint64_t sum = FOLD_START;
    fill_text(input, BYTES);
    struct libdeflate_decompressor *decoder = libdeflate_alloc_decompressor();
    for (int round = 0; round < 4; round++) {
        struct libdeflate_compressor *encoder = libdeflate_alloc_compressor(round & 1 ? 10 : 6);
        size_t len = libdeflate_zlib_compress(encoder, input, BYTES, packed, sizeof packed);
        for (int n = 0; n < 10; n++)
            if (libdeflate_zlib_decompress(decoder, packed, len, output, BYTES, 0)) return 1;
        if (memcmp(input, output, BYTES)) return 1;
        sum = fold(sum, output + BYTES / 2, BYTES / 2);
        libdeflate_free_compressor(encoder);
        input[round * 1000] ^= 1;
    }
    return finish(sum);
}
