/* A live query: resource and scope, with the current table, its state and its age. Two viewers of
 * one thing share one dataset; without viewers nothing is wanted for it. */
#ifndef KLAMM_CORE_LIVE_DATASET_H
#define KLAMM_CORE_LIVE_DATASET_H

#include "core/base/table.h"
#include "core/base/vec.h"
#include "core/resource/resource.h"

#include <stdbool.h>
#include <stdint.h>

struct session;

enum dataset_state { DATASET_LOADING, DATASET_FRESH, DATASET_STALE, DATASET_FAILED };

struct dataset {
    const struct resource *resource;
    char *scope;         /* NULL when the resource has none */
    struct table *table; /* never NULL: empty with a note while loading */
    uint64_t generation; /* +1 with every new table */
    enum dataset_state state;
    int64_t at_ms;       /* of the oldest fact in the table */
    const char *err;     /* why it failed or is stale; NULL; lives until the next generation */
    int viewers;
    /* Set by the viewers: */
    char **visible; /* keys of the rows on screen: their dear columns come first */
    size_t nvisible;
    bool all; /* dear columns of all rows are needed: sorted or filtered by one, or exported */
};

struct dataset_list {
    struct VEC(struct dataset *) v;
};

struct dataset *dataset_open(struct session *s, const struct resource *r, const char *scope);
void dataset_close(struct session *s, struct dataset *d); /* the last viewer frees it */
void dataset_set_visible(struct session *s, struct dataset *d, const char *const *keys, size_t n);
void dataset_set_all(struct session *s, struct dataset *d, bool all);

#endif
