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
    int64_t at_ms;   /* of the oldest fact that the table as a whole shows */
    size_t wanted;   /* facts it wants … */
    size_t answered; /* … and how many of them have been answered, if only by a failure */
    char *err;       /* why it failed or is stale; NULL; lives until the next change */
    int viewers;
    uint64_t built_of;   /* sum of the model's generations the table was built from */
    int64_t built_at_ms; /* monotonic; with the cost it bounds how often a huge list is built */
    int64_t build_cost_ms;
    size_t first_want, nwants; /* its part of the session's wants */
    /* Set by the viewers; of two viewers the last one's word counts: */
    char **visible; /* keys of the rows on screen: their costly columns come first */
    size_t nvisible;
    bool all; /* costly columns of all rows are needed: sorted or filtered by one, or exported */
    bool
        costliest; /* columns that need facts of every object of another kind, too: at first they are
                      */
    bool each;     /* nothing is folded: a program reads it */
    bool within;   /* what is folded is in the table, too: the list is filtered */
};

struct dataset_list {
    struct VEC(struct dataset *) v;
};

/* Opens or shares the live query; the table may still be empty. */
struct dataset *dataset_open(struct session *s, const struct resource *r, const char *scope);
void dataset_close(struct session *s, struct dataset *d); /* the last viewer frees it */
void dataset_set_visible(struct session *s, struct dataset *d, const char *const *keys, size_t n);
void dataset_set_all(struct session *s, struct dataset *d, bool all);
void dataset_set_costliest(struct session *s, struct dataset *d, bool costliest);
/* Both of lists that fold; others stay as they are. Rebuilt with the next update. */
void dataset_set_each(struct session *s, struct dataset *d, bool each);
void dataset_set_within(struct session *s, struct dataset *d, bool within);

/* For the session: the wants of this dataset are added; a due table is built again and the state is
 * judged. True when something changed for the viewers. *again_ms gets the ms to wait before a table
 * that was held back may be built (−1: none is). */
void dataset_want(struct session *s, struct dataset *d);
bool dataset_update(struct session *s, struct dataset *d, int64_t *again_ms);

#endif
