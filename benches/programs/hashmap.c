// Hashing: words counted in an open-addressing table keyed by strings.
#include "bench.h"
#define SLOTS (1 << 16)
#define WORDS 30000
typedef struct { const char *key; uint32_t hash, count; } Slot;
static Slot slots[SLOTS];
static char words[WORDS][16];

static uint32_t hash_of(const char *s) {
    uint32_t h = 2166136261u;
    for (; *s; s++) h = (h ^ (uint8_t)*s) * 16777619u;
    return h;
}

static Slot *find(const char *key) {
    uint32_t hash = hash_of(key);
    for (uint32_t i = hash;; i++) {
        Slot *slot = &slots[i & (SLOTS - 1)];
        if (!slot->key) slot->key = key, slot->hash = hash;
        if (slot->hash == hash && !strcmp(slot->key, key)) return slot;
    }
}

int main(void) {
    for (int i = 0; i < WORDS; i++) {
        int len = 3 + random_u32() % 12;
        for (int c = 0; c < len; c++) words[i][c] = 'a' + random_u32() % 26;
    }
    for (int i = 0; i < 9000000; i++) find(words[random_u32() % WORDS])->count++;
    uint64_t sum = FOLD_START;
    for (int i = 0; i < SLOTS; i++) sum = fold(sum, &slots[i].count, 4);
    return finish(sum);
}
