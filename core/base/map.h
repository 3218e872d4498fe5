/* Hash map from string to pointer. Keys are copied; values are the caller's. Iteration order is
 * unspecified. */
#ifndef KLAMM_CORE_BASE_MAP_H
#define KLAMM_CORE_BASE_MAP_H

#include <stdbool.h>
#include <stddef.h>

struct map_slot;
struct map {
    struct map_slot *slots;
    size_t len;
    size_t cap;
};

void map_init(struct map *m);
void map_release(struct map *m, void (*free_value)(void *)); /* free_value may be NULL */
void *map_get(const struct map *m, const char *key);         /* NULL when absent */
void *map_set(struct map *m, const char *key, void *value);  /* returns the value it replaced */
void *map_remove(struct map *m, const char *key);            /* returns the removed value */
/* for (size_t i = 0; map_next(m, &i, &key, &value);) … ; the map must not change during the loop */
bool map_next(const struct map *m, size_t *i, const char **key, void **value);

#endif
