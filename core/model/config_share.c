/* Shared configuration entries. The pool maps a hash of the entries to the one body that has it; a
 * body counts its users and leaves the pool with the last one. Two different bodies of one hash are
 * possible in theory: then the second set just keeps its own. */
#include "core/model/config_share.h"

#include "core/base/mem.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct config_body {
    struct map *pool;
    char key[20];
    size_t users;
    struct arena arena;
    struct config_entry *entries;
    size_t n;
};

/* FNV-1a; NULL differs from "". */
static uint64_t mix(uint64_t h, const char *text)
{
    for (const unsigned char *p = (const unsigned char *)(text ? text : "\001"); *p; p++)
        h = (h ^ *p) * 0x100000001b3u;
    return (h ^ 0xff) * 0x100000001b3u;
}

static uint64_t mix_entry(uint64_t h, const struct config_entry *e)
{
    h = mix(mix(h, e->name), e->value);
    h = (h ^ (uint64_t)e->source) * 0x100000001b3u;
    for (size_t i = 0; i < e->nsynonyms; i++)
        h = mix(mix(h, e->synonyms[i].name), e->synonyms[i].value);
    return h;
}

static bool same_text(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

static bool same_entry(const struct config_entry *a, const struct config_entry *b)
{
    if (!same_text(a->name, b->name) || !same_text(a->value, b->value) || a->source != b->source ||
        a->read_only != b->read_only || a->sensitive != b->sensitive ||
        a->is_default != b->is_default || a->nsynonyms != b->nsynonyms)
        return false;
    for (size_t i = 0; i < a->nsynonyms; i++)
        if (!same_text(a->synonyms[i].name, b->synonyms[i].name) ||
            !same_text(a->synonyms[i].value, b->synonyms[i].value) ||
            a->synonyms[i].source != b->synonyms[i].source)
            return false;
    return true;
}

static bool same_entries(const struct config_body *b, const struct config_set *c)
{
    if (b->n != c->n)
        return false;
    for (size_t i = 0; i < b->n; i++)
        if (!same_entry(&b->entries[i], &c->entries[i]))
            return false;
    return true;
}

/* The set's arena, with its entries in it, moves into a new body. */
static struct config_body *body_of(struct map *pool, const char *key, struct config_set *c)
{
    struct config_body *b = xcalloc(1, sizeof *b);
    b->pool = pool;
    snprintf(b->key, sizeof b->key, "%s", key);
    b->arena = c->arena;
    arena_init(&c->arena);
    b->entries = c->entries;
    b->n = c->n;
    map_set(pool, key, b);
    return b;
}

void config_set_share(struct map *pool, struct config_set *c)
{
    if (c->shared || c->n == 0)
        return;
    uint64_t h = 0xcbf29ce484222325u;
    char key[20];
    for (size_t i = 0; i < c->n; i++)
        h = mix_entry(h, &c->entries[i]);
    snprintf(key, sizeof key, "%016" PRIx64, h);
    struct config_body *b = map_get(pool, key);
    if (b && !same_entries(b, c))
        return;
    c->own_name = xstrdup(c->name); /* its arena goes */
    c->name = c->own_name;
    if (b)
        arena_release(&c->arena);
    else
        b = body_of(pool, key, c);
    b->users++;
    c->shared = b;
    c->entries = b->entries;
}

void config_body_drop(struct config_body *b)
{
    if (!b || --b->users > 0)
        return;
    map_remove(b->pool, b->key);
    arena_release(&b->arena);
    free(b);
}
