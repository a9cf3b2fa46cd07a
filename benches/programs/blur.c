// Image: a 5 by 5 convolution over bytes, clamped at the edges of the range.
#include "bench.h"
#define W 640
#define H 480
static uint8_t from[H][W][3], to[H][W][3];
static const int kernel[5][5] = {{1, 4, 6, 4, 1}, {4, 16, 24, 16, 4}, {6, 24, 40, 24, 6}, {4, 16, 24, 16, 4}, {1, 4, 6, 4, 1}};

static void convolve(void) {
    for (int y = 2; y < H - 2; y++)
        for (int x = 2; x < W - 2; x++)
            for (int c = 0; c < 3; c++) {
                int sum = 0;
                for (int dy = 0; dy < 5; dy++)
                    for (int dx = 0; dx < 5; dx++) sum += kernel[dy][dx] * from[y + dy - 2][x + dx - 2][c];
                sum >>= 8;
                to[y][x][c] = sum > 255 ? 255 : sum;
            }
}

int main(void) {
    for (int y = 0; y < H; y++)
        for (int x = 0; x < W; x++)
            for (int c = 0; c < 3; c++) from[y][x][c] = random_u32();
    for (int round = 0; round < 80; round++) {
        convolve();
        memcpy(from, to, sizeof from);
    }
    return finish(fold(FOLD_START, to, sizeof to));
}
