/* Bump allocator: everything of one snapshot lives and dies together. Never shrinks, never moves.
 */
#ifndef KLAMM_CORE_BASE_ARENA_H
#define KLAMM_CORE_BASE_ARENA_H

#include <stddef.h>

struct arena_block;
struct arena {
    struct arena_block *head;
    size_t used; /* bytes handed out, for the memory figures */
};

void arena_init(struct arena *a);
void arena_release(struct arena *a); /* frees all; the arena can be used again afterwards */
void arena_wipe(struct arena *a);    /* the same, after overwriting what was in it: secrets */
void *arena_alloc(struct arena *a, size_t size);           /* zeroed, aligned for any type */
void *arena_array(struct arena *a, size_t n, size_t size); /* zeroed; overflow aborts */
char *arena_strdup(struct arena *a, const char *s);        /* NULL stays NULL */
char *arena_strndup(struct arena *a, const char *s, size_t n);
char *arena_printf(struct arena *a, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

#endif
