// Divides by zero when no number is given, to show a trap with its backtrace.
#include <stdio.h>
#include <stdlib.h>

__attribute__((noinline)) static int average(const int *numbers, int count) {
    int sum = 0;
    for (int i = 0; i < count; i++) sum += numbers[i];
    return sum / count;
}

__attribute__((noinline)) static int report(int argc, char **argv) {
    int numbers[100];
    int count = 0;
    for (int i = 1; i < argc && count < 100; i++) numbers[count++] = atoi(argv[i]);
    return printf("average: %d\n", average(numbers, count)) < 0;
}

int main(int argc, char **argv) {
    return report(argc, argv);
}
