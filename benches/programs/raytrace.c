// Floating point: spheres traced recursively, vectors passed by value.
#include "bench.h"
#include <math.h>
#define SIDE 800
#define SPHERES 24
typedef struct { double x, y, z; } Vector;
typedef struct { Vector centre; double radius, mirror; Vector colour; } Sphere;
static Sphere spheres[SPHERES];
static uint8_t image[SIDE][SIDE][3];

static Vector add(Vector a, Vector b) { return (Vector){a.x + b.x, a.y + b.y, a.z + b.z}; }
static Vector sub(Vector a, Vector b) { return (Vector){a.x - b.x, a.y - b.y, a.z - b.z}; }
static Vector scale(Vector a, double k) { return (Vector){a.x * k, a.y * k, a.z * k}; }
static double dot(Vector a, Vector b) { return a.x * b.x + a.y * b.y + a.z * b.z; }
static Vector unit(Vector a) { return scale(a, 1 / sqrt(dot(a, a))); }

static const Sphere *nearest(Vector from, Vector ray, double *distance) {
    const Sphere *best = 0;
    for (int i = 0; i < SPHERES; i++) {
        Vector to = sub(spheres[i].centre, from);
        double b = dot(to, ray), d = b * b - dot(to, to) + spheres[i].radius * spheres[i].radius;
        if (d < 0) continue;
        double t = b - sqrt(d);
        if (t > 1e-4 && t < *distance) *distance = t, best = &spheres[i];
    }
    return best;
}

static Vector trace(Vector from, Vector ray, int depth) {
    double distance = 1e30;
    const Sphere *hit = nearest(from, ray, &distance);
    if (!hit) return (Vector){0.5, 0.6, 0.5 + 0.5 * fabs(ray.y)};
    Vector point = add(from, scale(ray, distance)), normal = unit(sub(point, hit->centre));
    Vector light = unit((Vector){1, 2, -1.5});
    double shadow = 1e30, lit = dot(normal, light);
    if (lit < 0 || nearest(point, light, &shadow)) lit = 0;
    Vector colour = scale(hit->colour, 0.2 + 0.8 * lit);
    if (depth == 0 || hit->mirror == 0) return colour;
    Vector bounced = trace(point, sub(ray, scale(normal, 2 * dot(ray, normal))), depth - 1);
    return add(scale(colour, 1 - hit->mirror), scale(bounced, hit->mirror));
}

int main(void) {
    for (int i = 0; i < SPHERES; i++)
        spheres[i] = (Sphere){{random_unit() * 8 - 4, random_unit() * 6 - 3, 4 + random_unit() * 8}, 0.4 + random_unit(),
                              i % 3 ? 0.4 : 0, {random_unit(), random_unit(), random_unit()}};
    for (int y = 0; y < SIDE; y++)
        for (int x = 0; x < SIDE; x++) {
            Vector sum = {0, 0, 0};
            for (int sample = 0; sample < 4; sample++) {
                Vector ray = {(x + (sample & 1) * 0.5) / SIDE - 0.5, 0.5 - (y + (sample >> 1) * 0.5) / SIDE, 0.7};
                sum = add(sum, trace((Vector){0, 0, -2}, unit(ray), 4));
            }
            image[y][x][0] = sum.x * 63, image[y][x][1] = sum.y * 63, image[y][x][2] = sum.z * 63;
        }
    return finish(fold(FOLD_START, image, sizeof image));
}
