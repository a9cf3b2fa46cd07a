// Real program: zlib, deflate at levels 1, 6 and 9, and inflate.
//! sources = ["libz-sys/src/zlib/{adler32,compress,crc32,deflate,inffast,inflate,inftrees,trees,uncompr,zutil}.c"]
//! include = ["libz-sys/src/zlib"]
#include "text.h"
#include "zlib.h"
#define BYTES (1 << 20)
static unsigned char input[BYTES], packed[BYTES + 1000], output[BYTES];

int main(void) {
    uint64_t sum = FOLD_START;
    fill_text(input, BYTES);
    for (int round = 0; round < 6; round++) {
        uLongf len = sizeof packed, out = BYTES;
        if (compress2(packed, &len, input, BYTES, (const int[]){1, 6, 9}[round % 3])) return 1;
        for (int n = 0; n < 5; n++)
            if (uncompress(output, &out, packed, len)) return 1;
        if (memcmp(input, output, BYTES)) return 1;
        sum = fold(sum, packed, len);
        input[round * 1000] ^= 1;
    }
    return finish(sum);
}
