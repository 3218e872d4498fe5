/* Bump allocator for snapshots (a table and all its strings): many small pieces that are freed
 * together. Blocks double up to a bound, so a table of ten rows costs one small block and one of
 * 100,000 rows a few big ones. A piece larger than a quarter of a block gets a block of its own,
 * put behind the head so that the space left in the head stays in use. */
#include "core/base/arena.h"

#include "core/base/mem.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK_FIRST ((size_t)512) /* there is an arena per group and per topic */
#define BLOCK_LAST ((size_t)1 << 20)

struct arena_block {
    struct arena_block *next;
    size_t size; /* of data */
    size_t used;
    bool alone; /* holds one piece, larger than a first block: says nothing of what follows */
    alignas(max_align_t) unsigned char data[];
};

void arena_init(struct arena *a)
{
    *a = (struct arena){0};
}

void arena_wipe(struct arena *a)
{
    for (struct arena_block *b = a->head; b; b = b->next)
        explicit_bzero(b->data, b->used);
    arena_release(a);
}

void arena_release(struct arena *a)
{
    struct arena_block *b = a->head;
    while (b) {
        struct arena_block *next = b->next;
        free(b);
        b = next;
    }
    arena_init(a);
}

static struct arena_block *block_new(size_t size)
{
    struct arena_block *b = xrealloc(NULL, 1, sizeof *b + size);
    *b = (struct arena_block){.size = size};
    return b;
}

/* A block with room for `size` bytes, linked into the arena. */
static struct arena_block *block_add(struct arena *a, size_t size)
{
    size_t want = a->head && !a->head->alone ? a->head->size * 2 : BLOCK_FIRST;
    if (want > BLOCK_LAST)
        want = BLOCK_LAST;
    if (a->head && size > want / 4) {
        struct arena_block *own = block_new(size);
        own->next = a->head->next;
        a->head->next = own;
        return own;
    }
    struct arena_block *b = block_new(size > want ? size : want);
    b->alone = size > want;
    b->next = a->head;
    a->head = b;
    return b;
}

static void *take(struct arena *a, size_t size, size_t align)
{
    struct arena_block *b = a->head;
    size_t at = b ? (b->used + align - 1) & ~(align - 1) : 0;
    if (!b || at > b->size || b->size - at < size) {
        b = block_add(a, size);
        at = 0;
    }
    b->used = at + size;
    a->used += size;
    return b->data + at;
}

void *arena_alloc(struct arena *a, size_t size)
{
    if (size > SIZE_MAX / 2)
        return xrealloc(NULL, SIZE_MAX, 2); /* aborts: no such memory */
    return memset(take(a, size, alignof(max_align_t)), 0, size);
}

void *arena_array(struct arena *a, size_t n, size_t size)
{
    if (size && n > SIZE_MAX / size)
        return xrealloc(NULL, n, size); /* aborts */
    return arena_alloc(a, n * size);
}

char *arena_strdup(struct arena *a, const char *s)
{
    return s ? arena_strndup(a, s, strlen(s)) : NULL;
}

char *arena_strndup(struct arena *a, const char *s, size_t n)
{
    size_t len = strnlen(s, n);
    char *copy = take(a, len + 1, 1);
    memcpy(copy, s, len);
    copy[len] = '\0';
    return copy;
}

char *arena_printf(struct arena *a, const char *fmt, ...)
{
    char small[256];
    va_list ap;
    va_start(ap, fmt);
    int len = vsnprintf(small, sizeof small, fmt, ap);
    va_end(ap);
    if (len < 0)
        return arena_strdup(a, "");
    if ((size_t)len < sizeof small)
        return arena_strndup(a, small, (size_t)len);
    char *big = take(a, (size_t)len + 1, 1);
    va_start(ap, fmt);
    vsnprintf(big, (size_t)len + 1, fmt, ap);
    va_end(ap);
    return big;
}
