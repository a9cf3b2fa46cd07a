// Memory: binary trees allocated and freed node by node with libc's malloc.
#include "bench.h"
typedef struct Tree { struct Tree *left, *right; } Tree;

static Tree *grow(int depth) {
    Tree *tree = malloc(sizeof *tree);
    tree->left = depth ? grow(depth - 1) : 0;
    tree->right = depth ? grow(depth - 1) : 0;
    return tree;
}

static uint32_t fell(Tree *tree) {
    uint32_t count = 1;
    if (tree->left) count += fell(tree->left) + fell(tree->right);
    free(tree);
    return count;
}

int main(void) {
    Tree *kept = grow(16);
    uint64_t sum = 0;
    for (int depth = 4; depth <= 16; depth += 4)
        for (int n = 1 << (20 - depth); n; n--) sum = sum * 3 + fell(grow(depth));
    return finish(sum + fell(kept));
}
