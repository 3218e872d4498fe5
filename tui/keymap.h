/* Which key does what where: contexts of key → verb, from conf/keys.yaml (built in) with the user's
 * keys.yaml over it. */
#ifndef KLAMM_TUI_KEYMAP_H
#define KLAMM_TUI_KEYMAP_H

#include "core/base/arena.h"
#include "core/base/err.h"
#include "core/config/problems.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct binding {
    const char *context;
    uint32_t key;
    const char *verb; /* NULL: removed by the user */
    const char *arg;  /* the rest of the line, or NULL */
};

struct keymap {
    struct arena arena;
    struct binding *list;
    size_t n, cap;
};

void keymap_init(struct keymap *k);
void keymap_release(struct keymap *k);
/* Adds what the file says; a key that is there already in its context is replaced. known says
 * whether a verb exists. False: problems has them; what was right was taken. */
bool keymap_read(struct keymap *k, const char *file, const char *data, size_t len,
                 bool (*known)(const char *verb), struct problems *problems);
/* Built-in map, then the user's keys.yaml in the configuration directory when there is one. */
bool keymap_load(struct keymap *k, bool (*known)(const char *verb), struct problems *problems);

/* First binding of the key along the contexts (NULL-terminated); NULL: none. */
const struct binding *keymap_find(const struct keymap *k, const char *const *contexts,
                                  uint32_t key);
/* The first key that runs the verb (without argument when arg is NULL) there; K_NONE: none. */
uint32_t keymap_key_of(const struct keymap *k, const char *const *contexts, const char *verb);

#endif
