// Floating point: escape times of the Mandelbrot set, a loop that stays in registers.
#include "bench.h"
#define SIDE 1100
static uint8_t image[SIDE][SIDE];

int main(void) {
    for (int y = 0; y < SIDE; y++)
        for (int x = 0; x < SIDE; x++) {
            double cr = 2.5 * x / SIDE - 1.9, ci = 2.4 * y / SIDE - 1.2, zr = 0, zi = 0;
            int n = 0;
            for (; n < 250 && zr * zr + zi * zi < 4; n++) {
                double t = zr * zr - zi * zi + cr;
                zi = 2 * zr * zi + ci, zr = t;
            }
            image[y][x] = n;
        }
    return finish(fold(FOLD_START, image, sizeof image));
}
