// Moves the sun and four planets for some steps and prints their energy: floating point, no memory
// traffic. The same bits come out on every target.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { BODIES = 5 };
static const double DAYS = 365.24, SOLAR_MASS = 39.47841760435743;

static double place[BODIES][3] = {
    {0, 0, 0},
    {4.84143144246472090e+00, -1.16032004402742839e+00, -1.03622044471123109e-01},
    {8.34336671824457987e+00, 4.12479856412430479e+00, -4.03523417114321381e-01},
    {1.28943695621391310e+01, -1.51111514016986312e+01, -2.23307578892655734e-01},
    {1.53796971148509165e+01, -2.59193146099879641e+01, 1.79258772950371181e-01},
};
static double speed[BODIES][3] = {
    {0, 0, 0},
    {1.66007664274403694e-03, 7.69901118419740425e-03, -6.90460016972063023e-05},
    {-2.76742510726411899e-03, 4.99852801234917238e-03, 2.30417297573763929e-05},
    {2.96460137564761618e-03, 2.37847173959480950e-03, -2.96589568540237556e-05},
    {2.68067772490389322e-03, 1.62824170038242295e-03, -9.51592254519715870e-05},
};
static double mass[BODIES] = {1, 9.54791938424326609e-04, 2.85885980666130812e-04, 4.36624404335156298e-05, 5.15138902046611451e-05};

static double distance(int a, int b, double delta[3]) {
    for (int i = 0; i < 3; i++) delta[i] = place[a][i] - place[b][i];
    return sqrt(delta[0] * delta[0] + delta[1] * delta[1] + delta[2] * delta[2]);
}

static void step(double days) {
    double delta[3];
    for (int a = 0; a < BODIES; a++)
        for (int b = a + 1; b < BODIES; b++) {
            double apart = distance(a, b, delta), pull = days / (apart * apart * apart);
            for (int i = 0; i < 3; i++) {
                speed[a][i] -= delta[i] * mass[b] * pull;
                speed[b][i] += delta[i] * mass[a] * pull;
            }
        }
    for (int a = 0; a < BODIES; a++)
        for (int i = 0; i < 3; i++) place[a][i] += days * speed[a][i];
}

static double energy(void) {
    double sum = 0, delta[3];
    for (int a = 0; a < BODIES; a++) {
        for (int i = 0; i < 3; i++) sum += 0.5 * mass[a] * speed[a][i] * speed[a][i];
        for (int b = a + 1; b < BODIES; b++) sum -= mass[a] * mass[b] / distance(a, b, delta);
    }
    return sum;
}

int main(int argc, char **argv) {
    int steps = argc > 1 ? atoi(argv[1]) : 100000;
    for (int a = 0; a < BODIES; a++) mass[a] *= SOLAR_MASS;
    for (int a = 1; a < BODIES; a++)
        for (int i = 0; i < 3; i++) {
            speed[a][i] *= DAYS;
            speed[0][i] -= speed[a][i] * mass[a] / SOLAR_MASS;
        }
    printf("%.9f\n", energy());
    for (int i = 0; i < steps; i++) step(0.01);
    printf("%.9f\n", energy());
}
