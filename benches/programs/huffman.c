// Compression: Huffman codes built, written bit by bit and read back by walking the tree.
#include "bench.h"
#define BYTES (1 << 18)
typedef struct { uint32_t weight; int16_t left, right; } Node;
static Node nodes[512];
static uint8_t input[BYTES], packed[BYTES * 2], output[BYTES], code_len[256];
static uint32_t code[256];
static int node_count;

static int lightest(const uint8_t *used) {
    int best = -1;
    for (int i = 0; i < node_count; i++)
        if (!used[i] && nodes[i].weight && (best < 0 || nodes[i].weight < nodes[best].weight)) best = i;
    return best;
}

static void assign(int node, uint32_t bits, int len) {
    if (node < 256) {
        code[node] = bits, code_len[node] = len;
        return;
    }
    assign(nodes[node].left, bits << 1, len + 1);
    assign(nodes[node].right, bits << 1 | 1, len + 1);
}

static int build(void) {
    uint8_t used[512] = {0};
    for (int i = 0; i < 256; i++) nodes[i] = (Node){0, -1, -1};
    for (int i = 0; i < BYTES; i++) nodes[input[i]].weight++;
    for (node_count = 256;;) {
        int a = lightest(used);
        used[a] = 1;
        int b = lightest(used);
        if (b < 0) return a;
        used[b] = 1;
        nodes[node_count++] = (Node){nodes[a].weight + nodes[b].weight, a, b};
    }
}

static size_t encode(void) {
    uint64_t buffer = 0;
    int held = 0;
    size_t out = 0;
    for (int i = 0; i < BYTES; i++) {
        buffer = buffer << code_len[input[i]] | code[input[i]];
        for (held += code_len[input[i]]; held >= 8; held -= 8) packed[out++] = buffer >> (held - 8);
    }
    packed[out++] = buffer << (8 - held);
    return out;
}

static void decode(int root) {
    size_t bit = 0;
    for (int i = 0; i < BYTES; i++) {
        int node = root;
        for (; node >= 256; bit++) node = packed[bit >> 3] >> (7 - (bit & 7)) & 1 ? nodes[node].right : nodes[node].left;
        output[i] = node;
    }
}

int main(void) {
    uint64_t sum = FOLD_START;
    for (int round = 0; round < 28; round++) {
        for (int i = 0; i < BYTES; i++) input[i] = (random_u32() & random_u32() & random_u32()) & 255;
        int root = build();
        assign(root, 0, 0);
        size_t len = encode();
        decode(root);
        if (memcmp(input, output, BYTES)) return 1;
        sum = fold(sum, packed, len);
    }
    return finish(sum);
}
