// Hashing: CRC-32 by one table lookup a byte, and Adler-32 beside it.
#include "bench.h"
static uint32_t table[256];
static uint8_t data[1 << 20];

int main(void) {
    for (uint32_t i = 0; i < 256; i++) {
        uint32_t c = i;
        for (int k = 0; k < 8; k++) c = c & 1 ? 0xedb88320u ^ c >> 1 : c >> 1;
        table[i] = c;
    }
    for (size_t i = 0; i < sizeof data; i++) data[i] = random_u32();
    uint32_t crc = ~0u, a = 1, b = 0;
    for (int round = 0; round < 120; round++)
        for (size_t i = 0; i < sizeof data; i++) {
            crc = table[(crc ^ data[i]) & 255] ^ crc >> 8;
            a += data[i], b += a;
            if ((i & 4095) == 4095) a %= 65521, b %= 65521;
        }
    return finish((uint64_t)crc << 32 | (b << 16 ^ a));
}
