// Calls: virtual methods of shapes in a list, through tables of function pointers.
#include "bench.h"
#define SHAPES 4096
typedef struct Shape Shape;
typedef struct { int (*area)(const Shape *); void (*grow)(Shape *, int); int (*test)(const Shape *, int, int); } Methods;
struct Shape { const Methods *methods; int a, b; };

static int square_area(const Shape *s) { return s->a * s->a; }
static void square_grow(Shape *s, int by) { s->a = (s->a + by) & 1023; }
static int square_test(const Shape *s, int x, int y) { return x < s->a && y < s->a; }
static int box_area(const Shape *s) { return s->a * s->b; }
static void box_grow(Shape *s, int by) { s->a = (s->a + by) & 511, s->b = (s->b + 2 * by) & 511; }
static int box_test(const Shape *s, int x, int y) { return x < s->a && y < s->b; }
static int disc_area(const Shape *s) { return s->a * s->a * 355 / 113; }
static void disc_grow(Shape *s, int by) { s->a = (s->a ^ by) & 255; }
static int disc_test(const Shape *s, int x, int y) { return x * x + y * y < s->a * s->a; }
static int wedge_area(const Shape *s) { return s->a * s->b / 2; }
static void wedge_grow(Shape *s, int by) { s->b = (s->b + by) & 127; }
static int wedge_test(const Shape *s, int x, int y) { return x * s->b < y * s->a; }

static const Methods kinds[4] = {{square_area, square_grow, square_test}, {box_area, box_grow, box_test},
                                 {disc_area, disc_grow, disc_test}, {wedge_area, wedge_grow, wedge_test}};
static Shape shapes[SHAPES];

int main(void) {
    uint64_t sum = 0;
    for (int i = 0; i < SHAPES; i++) shapes[i] = (Shape){&kinds[random_u32() & 3], i & 255, i & 63};
    for (int round = 0; round < 5000; round++)
        for (int i = 0; i < SHAPES; i++) {
            Shape *s = &shapes[(i * 5) & (SHAPES - 1)];
            sum += s->methods->area(s);
            if (s->methods->test(s, i & 127, round & 127)) s->methods->grow(s, i & 7);
        }
    return finish(sum);
}
