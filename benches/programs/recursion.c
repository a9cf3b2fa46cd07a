// Calls: Takeuchi's function, Ackermann's and Fibonacci's, nothing but recursion.
#include "bench.h"

static int tak(int x, int y, int z) { return y < x ? tak(tak(x - 1, y, z), tak(y - 1, z, x), tak(z - 1, x, y)) : z; }
static int ackermann(int m, int n) { return m == 0 ? n + 1 : ackermann(m - 1, n == 0 ? 1 : ackermann(m, n - 1)); }
static int fibonacci(int n) { return n < 2 ? n : fibonacci(n - 1) + fibonacci(n - 2); }

int main(void) {
    volatile int zero = 0;
    int results[3] = {tak(24 + zero, 16, 8), ackermann(3, 10 + zero), fibonacci(40 + zero)};
    return finish(fold(FOLD_START, results, sizeof results));
}
