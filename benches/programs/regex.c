// Matching: regular expressions by backtracking over the pattern's text, on generated lines.
#include "bench.h"
static char line[4096];

static int match_here(const char *pattern, const char *text);

static int class_len(const char *pattern) {
    if (*pattern == '\\') return 2;
    return *pattern == '[' ? (int)(strchr(pattern, ']') - pattern) + 1 : 1;
}

static int match_one(const char *pattern, char c) {
    if (!c) return 0;
    if (*pattern == '.') return 1;
    if (*pattern == '\\') return pattern[1] == 'd' ? c >= '0' && c <= '9' : pattern[1] == 'w' ? (c >= 'a' && c <= 'z') || c == '_' : c == pattern[1];
    if (*pattern != '[') return *pattern == c;
    for (pattern++; *pattern != ']'; pattern++) {
        if (pattern[1] == '-' && pattern[2] != ']') {
            if (c >= pattern[0] && c <= pattern[2]) return 1;
            pattern += 2;
        } else if (*pattern == c) {
            return 1;
        }
    }
    return 0;
}

static int match_repeated(const char *pattern, const char *rest, int least, const char *text) {
    const char *end = text;
    while (match_one(pattern, *end)) end++;
    for (; end >= text + least; end--)
        if (match_here(rest, end)) return 1;
    return 0;
}

static int match_here(const char *pattern, const char *text) {
    for (;;) {
        if (!*pattern) return 1;
        if (*pattern == '$' && !pattern[1]) return !*text;
        const char *next = pattern + class_len(pattern);
        if (*next == '*') return match_repeated(pattern, next + 1, 0, text);
        if (*next == '+') return match_repeated(pattern, next + 1, 1, text);
        if (*next == '?') return (match_one(pattern, *text) && match_here(next + 1, text + 1)) || match_here(next + 1, text);
        if (!match_one(pattern, *text)) return 0;
        pattern = next, text++;
    }
}

static int search(const char *pattern, const char *text) {
    int found = 0;
    for (; *text; text++) found += match_here(pattern, text);
    return found;
}

int main(void) {
    static const char *patterns[] = {"[a-f]+\\d\\d", "\\w+@\\w+\\.[a-z]+", "x*y?z", "a.*b.*c\\d", "[0-9]+-[0-9]+", "foo[^ ]?bar", "\\d\\d:\\d\\d$"};
    static const char letters[] = "abcdefxyz0123456789@.-: ";
    uint64_t sum = FOLD_START;
    for (int round = 0; round < 6000; round++) {
        int len = 200 + random_u32() % 200;
        for (int i = 0; i < len; i++) line[i] = letters[random_u32() % (sizeof letters - 1)];
        line[len] = 0;
        for (size_t p = 0; p < sizeof patterns / sizeof *patterns; p++) {
            int found = search(patterns[p], line);
            sum = fold(sum, &found, sizeof found);
        }
    }
    return finish(sum);
}
