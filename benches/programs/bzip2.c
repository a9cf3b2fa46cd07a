// Real program: bzip2, block sorting and its inverse.
//! sources = ["bzip2-sys/bzip2-1.0.8/{blocksort,huffman,crctable,randtable,compress,decompress,bzlib}.c"]
//! include = ["bzip2-sys/bzip2-1.0.8"]
//! flags = ["-DBZ_NO_STDIO"]
#include "bzlib.h"
#include "text.h"
#define BYTES (1 << 20)
static unsigned char input[BYTES];
static char packed[BYTES + BYTES / 50 + 600], output[BYTES];

void bz_internal_error(int code) { exit(code); }

int main(void) {
    uint64_t sum = FOLD_START;
    fill_text(input, BYTES);
    for (int round = 0; round < 2; round++) {
        unsigned len = sizeof packed, out = BYTES;
        if (BZ2_bzBuffToBuffCompress(packed, &len, (char *)input, BYTES, 9, 0, 0)) return 1;
        if (BZ2_bzBuffToBuffDecompress(output, &out, packed, len, 0, 0)) return 1;
        if (out != BYTES || memcmp(input, output, BYTES)) return 1;
        sum = fold(sum, packed, len);
        input[round] ^= 1;
    }
    return finish(sum);
}
