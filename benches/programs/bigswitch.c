// Control flow: a tokenizer of C-like text, by state and character, in dense switches.
#include "bench.h"
#define BYTES (1 << 18)
static char text[BYTES + 8];
static uint32_t tokens[64];

static void generate(void) {
    static const char *words[] = {"while", "return", "x1", "counter", "0x1f", "12345", "3.25e7", "\"a \\\" string\"", "'c'",
                                  "+=", "->", "<<=", "&&", "(", ")", "{", "}", ";", "/* note */", "// line\n", "if", "else", "*", "!="};
    size_t at = 0;
    while (at < BYTES - 32) at += sprintf(text + at, "%s%s", words[random_u32() % 24], random_u32() % 3 ? " " : "\n");
}

static const char *operator_token(const char *p, uint32_t *kind) {
    switch (*p) {
    case '+': *kind = p[1] == '=' ? 10 : p[1] == '+' ? 11 : 12; return p + 1 + (*kind < 12);
    case '-': *kind = p[1] == '>' ? 13 : p[1] == '=' ? 14 : 15; return p + 1 + (*kind < 15);
    case '*': *kind = p[1] == '=' ? 16 : 17; return p + 1 + (*kind < 17);
    case '<':
        if (p[1] == '<') return *kind = p[2] == '=' ? 18 : 19, p + 2 + (p[2] == '=');
        return *kind = p[1] == '=' ? 20 : 21, p + 1 + (p[1] == '=');
    case '&': *kind = p[1] == '&' ? 22 : 23; return p + 1 + (*kind < 23);
    case '!': *kind = p[1] == '=' ? 24 : 25; return p + 1 + (*kind < 25);
    case '(': *kind = 26; return p + 1;
    case ')': *kind = 27; return p + 1;
    case '{': *kind = 28; return p + 1;
    case '}': *kind = 29; return p + 1;
    case ';': *kind = 30; return p + 1;
    default: *kind = 31; return p + 1;
    }
}

static const char *next_token(const char *p, uint32_t *kind) {
    enum { START, WORD, ZERO, HEX, NUMBER, FRACTION, STRING, QUOTE, COMMENT, LINE } state = START;
    for (;; p++) {
        char c = *p;
        switch (state) {
        case START:
            switch (c) {
            case 0: *kind = 0; return p;
            case ' ': case '\n': case '\t': break;
            case 'a' ... 'z': case 'A' ... 'Z': case '_': state = WORD; break;
            case '0': state = ZERO; break;
            case '1' ... '9': state = NUMBER; break;
            case '"': state = STRING; break;
            case '\'': state = QUOTE; break;
            case '/':
                if (p[1] == '*') state = COMMENT, p++;
                else if (p[1] == '/') state = LINE, p++;
                else return *kind = 1, p + 1;
                break;
            default: return operator_token(p, kind);
            }
            break;
        case WORD:
            if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_')) return *kind = 2, p;
            break;
        case ZERO:
            if (c == 'x') state = HEX;
            else return *kind = 3, p;
            break;
        case HEX:
            if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) return *kind = 4, p;
            break;
        case NUMBER:
            if (c == '.') state = FRACTION;
            else if (c < '0' || c > '9') return *kind = 5, p;
            break;
        case FRACTION:
            if (c != 'e' && (c < '0' || c > '9')) return *kind = 6, p;
            break;
        case STRING:
            if (c == '\\') p++;
            else if (c == '"') return *kind = 7, p + 1;
            break;
        case QUOTE:
            if (c == '\'') return *kind = 8, p + 1;
            break;
        case COMMENT:
            if (c == '*' && p[1] == '/') state = START, p++;
            break;
        case LINE:
            if (c == '\n') state = START;
            break;
        }
    }
}

int main(void) {
    generate();
    for (int round = 0; round < 220; round++) {
        uint32_t kind = 1;
        for (const char *p = text; kind;) {
            p = next_token(p, &kind);
            tokens[kind]++;
        }
    }
    return finish(fold(FOLD_START, tokens, sizeof tokens));
}
