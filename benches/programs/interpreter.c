// Interpreter: a stack machine's bytecode run by a switch in a loop.
#include "bench.h"
enum { PUSH, LOAD, STORE, ADD, SUB, MUL, LESS, JUMP, JUMP_IF_NOT, MOD, XOR, CALL, RETURN, DUP, POP, HALT };
static int32_t stack[256], locals[16], calls[64];

// sum = 0; for (i = 0; i < n; i++) sum = f(sum) ^ i % 7, where f(x) = x * 3 + 1.
static const int32_t program[] = {
    PUSH, 0, STORE, 0, PUSH, 0, STORE, 1,
    LOAD, 1, LOAD, 2, LESS, JUMP_IF_NOT, 36,
    LOAD, 0, CALL, 37, LOAD, 1, PUSH, 7, MOD, XOR, STORE, 0,
    LOAD, 1, PUSH, 1, ADD, STORE, 1, JUMP, 8, HALT,
    PUSH, 3, MUL, PUSH, 1, ADD, RETURN};

static int32_t run(int32_t n) {
    const int32_t *pc = program;
    int32_t *sp = stack, *frame = calls;
    locals[2] = n;
    for (;;) {
        switch (*pc++) {
        case PUSH: *sp++ = *pc++; break;
        case LOAD: *sp++ = locals[*pc++]; break;
        case STORE: locals[*pc++] = *--sp; break;
        case ADD: sp--; sp[-1] = (int32_t)((uint32_t)sp[-1] + (uint32_t)sp[0]); break;
        case SUB: sp--; sp[-1] = (int32_t)((uint32_t)sp[-1] - (uint32_t)sp[0]); break;
        case MUL: sp--; sp[-1] = (int32_t)((uint32_t)sp[-1] * (uint32_t)sp[0]); break;
        case LESS: sp--; sp[-1] = sp[-1] < sp[0]; break;
        case MOD: sp--; sp[-1] %= sp[0]; break;
        case XOR: sp--; sp[-1] ^= sp[0]; break;
        case JUMP: pc = program + *pc; break;
        case JUMP_IF_NOT: pc = *--sp ? pc + 1 : program + *pc; break;
        case CALL: *frame++ = (int32_t)(pc + 1 - program); pc = program + *pc; break;
        case RETURN: pc = program + *--frame; break;
        case DUP: *sp = sp[-1]; sp++; break;
        case POP: sp--; break;
        case HALT: return locals[0];
        }
    }
}

int main(void) {
    uint64_t sum = FOLD_START;
    for (int round = 0; round < 5; round++) {
        int32_t result = run(1500000 + round);
        sum = fold(sum, &result, sizeof result);
    }
    return finish(sum);
}
