// prints a line
#include <stdio.h>

int main(void) {
    puts("hello from WebAssembly");
    return 0;
}
