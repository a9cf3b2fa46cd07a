// Dynamic programming: edit distances between generated words.
#include "bench.h"
#define LEN 160
static char words[64][LEN];

static int distance(const char *a, const char *b) {
    int row[LEN + 1];
    for (int j = 0; j <= LEN; j++) row[j] = j;
    for (int i = 0; i < LEN; i++) {
        int diagonal = row[0];
        row[0] = i + 1;
        for (int j = 0; j < LEN; j++) {
            int best = diagonal + (a[i] != b[j]);
            diagonal = row[j + 1];
            if (row[j] + 1 < best) best = row[j] + 1;
            if (diagonal + 1 < best) best = diagonal + 1;
            row[j + 1] = best;
        }
    }
    return row[LEN];
}

int main(void) {
    uint64_t sum = FOLD_START;
    for (int i = 0; i < 64; i++)
        for (int c = 0; c < LEN; c++) words[i][c] = 'a' + random_u32() % 6;
    for (int i = 0; i < 64; i++)
        for (int j = 0; j < 64; j++) {
            int d = distance(words[i], words[j]);
            sum = fold(sum, &d, sizeof d);
        }
    return finish(sum);
}
