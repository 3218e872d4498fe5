/* What somebody looking at a list needs to know: resources declare it, the feed fetches it.
 * Declared anew on each tick, so nobody looking means nothing wanted. */
#ifndef KLAMM_CORE_MODEL_WANTS_H
#define KLAMM_CORE_MODEL_WANTS_H

#include "core/base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum fact_kind {
    FACT_METADATA,      /* brokers, topics, partitions; no name */
    FACT_CLUSTER,       /* cluster id, racks, authorised operations; no name */
    FACT_GROUP_LIST,    /* no name */
    FACT_GROUP,         /* description; name = group id */
    FACT_GROUP_OFFSETS, /* committed offsets; name = group id */
    FACT_TOPIC_OFFSETS, /* log start and end of all partitions; name = topic */
    FACT_TOPIC_CONFIG,  /* name = topic */
    FACT_BROKER_CONFIG, /* name = broker id in decimal */
    FACT_GROUP_CONFIG,  /* name = group id */
    FACT_ACLS,          /* no name */
    FACT_TOPIC_ID,      /* name = topic */
    FACT_JOURNAL,       /* what klamm changed here; no name; not of the brokers */
    FACT_USERS,         /* SCRAM credentials; no name */
    FACT_RECORDING, /* samples and verdicts of groups: never fetched by itself, max_age_ms is -1;
                       name = group id, NULL: all of them are sampled while it is wanted */
    FACT_EVENTS, /* what was noticed in runs before: as FACT_RECORDING, but nothing is sampled */
    FACT_KINDS
};
const char *fact_kind_name(enum fact_kind k);

struct want {
    enum fact_kind kind;
    const char *name;   /* in the wants' arena, or NULL */
    int64_t max_age_ms; /* fetch again when older; < 0: never fetched for this, but the list is
                           built anew when such a fact changes */
    int priority;       /* 0 = on screen now; larger = later */
};

struct wants {
    struct arena arena;
    struct want *list;
    size_t len;
    size_t cap;
};

void wants_init(struct wants *w);
void wants_release(struct wants *w);
void wants_clear(struct wants *w);
void wants_add(struct wants *w, enum fact_kind kind, const char *name, int64_t max_age_ms,
               int priority);

#endif
