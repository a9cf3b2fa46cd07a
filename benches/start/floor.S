// What no program can be faster than: it prints a line and ends, in two system calls.
.globl _start
_start:
    mov $1, %eax            // write
    mov $1, %edi
    lea line(%rip), %rsi
    mov $23, %edx
    syscall
    mov $231, %eax          // exit_group
    xor %edi, %edi
    syscall

.section .rodata
line:
    .ascii "hello from WebAssembly\n"
