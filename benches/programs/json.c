// Parsing: JSON text into a tree of allocated nodes, which is then summed and freed.
#include "bench.h"
typedef struct Value {
    enum { NIL, BOOL, NUMBER, STRING, ARRAY, OBJECT } kind;
    double number;
    char *text, *key;
    struct Value *child, *next;
} Value;
static char source[1 << 20];
static const char *at;

static size_t generate(char *out, int depth) {
    char *start = out;
    uint32_t pick = random_u32() % (depth > 5 ? 4 : 6);
    if (depth == 0) pick = 4;
    if (pick < 2) return sprintf(out, "%d.%02d", (int)(random_u32() % 2000000) - 1000000, random_u32() % 100);
    if (pick == 2) return sprintf(out, random_u32() & 1 ? "true" : "null");
    if (pick == 3) return sprintf(out, "\"text\\n%x\\u00e9 and more\"", random_u32());
    *out++ = pick == 4 ? '[' : '{';
    int count = depth == 0 ? 900 : random_u32() % 9;
    for (int i = 0; i < count; i++) {
        if (i) *out++ = ',', *out++ = ' ';
        if (pick == 5) out += sprintf(out, "\"key%u\": ", random_u32() % 1000);
        out += generate(out, depth + 1);
    }
    *out++ = pick == 4 ? ']' : '}';
    return out - start;
}

static void skip_space(void) {
    while (*at == ' ' || *at == '\n' || *at == '\t' || *at == ',' || *at == ':') at++;
}

static char *parse_string(void) {
    const char *end = ++at;
    while (*end != '"') end += *end == '\\' ? 2 : 1;
    char *text = malloc(end - at + 1), *out = text;
    while (at < end) {
        if (*at != '\\') {
            *out++ = *at++;
        } else if (at[1] == 'u') {
            int point = strtol((char[]){at[2], at[3], at[4], at[5], 0}, 0, 16);
            *out++ = 0xc0 | point >> 6, *out++ = 0x80 | (point & 63);
            at += 6;
        } else {
            *out++ = at[1] == 'n' ? '\n' : at[1];
            at += 2;
        }
    }
    *out = 0;
    at++;
    return text;
}

static double parse_number(void) {
    int negative = *at == '-' ? at++, 1 : 0;
    double value = 0, scale = 1;
    for (; *at >= '0' && *at <= '9'; at++) value = value * 10 + (*at - '0');
    if (*at == '.')
        for (at++; *at >= '0' && *at <= '9'; at++) value += (*at - '0') * (scale /= 10);
    return negative ? -value : value;
}

static Value *parse(void) {
    Value *value = calloc(1, sizeof *value);
    skip_space();
    switch (*at) {
    case '"': value->kind = STRING, value->text = parse_string(); break;
    case 't': value->kind = BOOL, at += 4; break;
    case 'n': value->kind = NIL, at += 4; break;
    case '[':
    case '{': {
        char close = *at == '[' ? ']' : '}';
        value->kind = *at++ == '[' ? ARRAY : OBJECT;
        for (Value **tail = &value->child; skip_space(), *at != close; tail = &(*tail)->next) {
            char *key = close == '}' ? parse_string() : 0;
            *tail = parse();
            (*tail)->key = key;
        }
        at++;
        break;
    }
    default: value->kind = NUMBER, value->number = parse_number();
    }
    return value;
}

static uint64_t consume(Value *value, uint64_t sum) {
    while (value) {
        sum = sum * 31 + value->kind;
        if (value->kind == NUMBER) sum = fold(sum, &value->number, 8);
        if (value->text) sum = fold(sum, value->text, strlen(value->text));
        if (value->key) sum = fold(sum, value->key, strlen(value->key));
        sum = consume(value->child, sum);
        Value *next = value->next;
        free(value->text), free(value->key), free(value);
        value = next;
    }
    return sum;
}

int main(void) {
    uint64_t sum = FOLD_START;
    generate(source, 0);
    for (int round = 0; round < 150; round++) {
        at = source;
        sum = consume(parse(), sum);
    }
    return finish(sum);
}
