// Pointers: linked lists built, merged in order and reversed, all loads depend on loads.
#include "bench.h"
#define N 60000
typedef struct Node { struct Node *next; int32_t key; } Node;
static Node nodes[N];

static Node *merge(Node *a, Node *b) {
    Node *head, **tail = &head;
    while (a && b) {
        Node **least = a->key <= b->key ? &a : &b;
        *tail = *least, tail = &(*least)->next, *least = *tail;
    }
    *tail = a ? a : b;
    return head;
}

static Node *sort(Node *list) {
    if (!list || !list->next) return list;
    Node *slow = list;
    for (Node *fast = list->next; fast && fast->next; fast = fast->next->next) slow = slow->next;
    Node *second = slow->next;
    slow->next = 0;
    return merge(sort(list), sort(second));
}

int main(void) {
    uint64_t sum = FOLD_START;
    for (int round = 0; round < 40; round++) {
        Node *list = 0, *back = 0;
        for (int i = 0; i < N; i++) {
            Node *node = &nodes[(i * 7919) % N];
            *node = (Node){list, random_u32()};
            list = node;
        }
        for (list = sort(list); list;) {
            Node *next = list->next;
            list->next = back, back = list, list = next;
        }
        for (; back; back = back->next) sum = sum * 31 + back->key;
    }
    return finish(sum);
}
