/* Hash map from string to pointer: open addressing with linear probing, at most three quarters
 * full. Removing shifts the following slots back instead of leaving tombstones, so a map that
 * churns (rows that come and go for hours) never degrades. FNV-1a is enough: names come from one's
 * own cluster. */
#include "core/base/map.h"

#include "core/base/mem.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

struct map_slot {
    char *key; /* NULL: free */
    void *value;
    size_t hash;
};

static size_t hash_of(const char *key)
{
    uint64_t h = 0xcbf29ce484222325u;
    for (const unsigned char *p = (const unsigned char *)key; *p; p++)
        h = (h ^ *p) * 0x100000001b3u;
    return (size_t)(h ^ (h >> 32));
}

void map_init(struct map *m)
{
    *m = (struct map){0};
}

void map_release(struct map *m, void (*free_value)(void *))
{
    for (size_t i = 0; i < m->cap; i++) {
        if (!m->slots[i].key)
            continue;
        free(m->slots[i].key);
        if (free_value)
            free_value(m->slots[i].value);
    }
    free(m->slots);
    map_init(m);
}

/* The slot of key, or the free one where it belongs. There always is a free slot. */
static struct map_slot *probe(const struct map *m, const char *key, size_t hash)
{
    size_t mask = m->cap - 1;
    size_t i = hash & mask;
    while (m->slots[i].key && (m->slots[i].hash != hash || strcmp(m->slots[i].key, key) != 0))
        i = (i + 1) & mask;
    return &m->slots[i];
}

void *map_get(const struct map *m, const char *key)
{
    if (!m->len)
        return NULL;
    const struct map_slot *s = probe(m, key, hash_of(key));
    return s->key ? s->value : NULL;
}

static void grow(struct map *m)
{
    struct map bigger = {.cap = m->cap ? m->cap * 2 : 16, .len = m->len};
    bigger.slots = xcalloc(bigger.cap, sizeof *bigger.slots);
    for (size_t i = 0; i < m->cap; i++) {
        if (m->slots[i].key)
            *probe(&bigger, m->slots[i].key, m->slots[i].hash) = m->slots[i];
    }
    free(m->slots);
    *m = bigger;
}

void *map_set(struct map *m, const char *key, void *value)
{
    if ((m->len + 1) * 4 > m->cap * 3)
        grow(m);
    size_t hash = hash_of(key);
    struct map_slot *s = probe(m, key, hash);
    void *old = s->value;
    if (!s->key) {
        *s = (struct map_slot){.key = xstrdup(key), .hash = hash};
        m->len++;
        old = NULL;
    }
    s->value = value;
    return old;
}

/* Closes the gap at i: a later slot of the same run moves in when its home is not after the gap. */
static void close_gap(struct map *m, size_t i)
{
    size_t mask = m->cap - 1;
    for (size_t j = (i + 1) & mask; m->slots[j].key; j = (j + 1) & mask) {
        size_t home = m->slots[j].hash & mask;
        if (((j - home) & mask) < ((j - i) & mask))
            continue;
        m->slots[i] = m->slots[j];
        i = j;
    }
    m->slots[i] = (struct map_slot){0};
}

void *map_remove(struct map *m, const char *key)
{
    if (!m->len)
        return NULL;
    struct map_slot *s = probe(m, key, hash_of(key));
    if (!s->key)
        return NULL;
    void *value = s->value;
    free(s->key);
    close_gap(m, (size_t)(s - m->slots));
    m->len--;
    return value;
}

bool map_next(const struct map *m, size_t *i, const char **key, void **value)
{
    for (; *i < m->cap; (*i)++) {
        const struct map_slot *s = &m->slots[*i];
        if (!s->key)
            continue;
        *key = s->key;
        *value = s->value;
        (*i)++;
        return true;
    }
    return false;
}
