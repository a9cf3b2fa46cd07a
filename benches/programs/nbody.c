// Floating point: planets in orbit, square roots and divisions.
#include "bench.h"
#include <math.h>
#define BODIES 5
typedef struct { double x, y, z, vx, vy, vz, mass; } Body;
static Body bodies[BODIES] = {
    {0, 0, 0, 0, 0, 0, 39.478},
    {4.841, -1.160, -0.103, 0.606, 2.812, -0.0252, 0.0376},
    {8.343, 4.124, -0.403, -1.010, 1.825, 0.0084, 0.0112},
    {12.894, -15.111, -0.223, 1.082, 0.868, -0.0108, 0.0017},
    {15.379, -25.919, 0.179, 0.979, 0.594, -0.0347, 0.0020}};

static void advance(double dt) {
    for (int i = 0; i < BODIES; i++)
        for (int j = i + 1; j < BODIES; j++) {
            Body *a = &bodies[i], *b = &bodies[j];
            double dx = a->x - b->x, dy = a->y - b->y, dz = a->z - b->z;
            double d2 = dx * dx + dy * dy + dz * dz, mag = dt / (d2 * sqrt(d2));
            a->vx -= dx * b->mass * mag, a->vy -= dy * b->mass * mag, a->vz -= dz * b->mass * mag;
            b->vx += dx * a->mass * mag, b->vy += dy * a->mass * mag, b->vz += dz * a->mass * mag;
        }
    for (int i = 0; i < BODIES; i++) {
        Body *a = &bodies[i];
        a->x += dt * a->vx, a->y += dt * a->vy, a->z += dt * a->vz;
    }
}

int main(void) {
    for (int step = 0; step < 4000000; step++) advance(0.001);
    return finish(fold(FOLD_START, bodies, sizeof bodies));
}
