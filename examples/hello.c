// The smallest program that prints.
#include <stdio.h>

int main(void) {
    puts("hello from WebAssembly");
}
