/* The kinds of facts, and for each where the model stores it. How the brokers are asked for it is
 * in core/kafka/sources.h. */
#ifndef KLAMM_CORE_MODEL_FACT_KIND_H
#define KLAMM_CORE_MODEL_FACT_KIND_H

#include "core/model/config.h"

#include <stddef.h>
#include <stdint.h>

/* Of equally urgent kinds the first is requested first: the cheap lists before the many single
 * requests. */
enum fact_kind {
    FACT_METADATA,      /* brokers, topics, partitions */
    FACT_CLUSTER,       /* cluster id, racks, authorised operations */
    FACT_GROUP_LIST,    /* which groups there are */
    FACT_ACLS,          /* all of them */
    FACT_GROUP_OFFSETS, /* committed offsets */
    FACT_TOPIC_OFFSETS, /* log start and end of all partitions */
    FACT_GROUP,         /* description, with members */
    FACT_BROKER_CONFIG, /* its name is the broker's id in decimal */
    FACT_TOPIC_CONFIG,
    FACT_GROUP_CONFIG,
    FACT_TOPIC_ID,
    FACT_JOURNAL,   /* what klamm changed here; not of the brokers */
    FACT_USERS,     /* SCRAM credentials */
    FACT_RECORDING, /* samples and verdicts of groups: while all of them are wanted (no name), all
                       groups are sampled */
    FACT_EVENTS,    /* what was noticed in runs before: as FACT_RECORDING, but nothing is sampled */
    FACT_KINDS
};

struct fact_kind_row {
    const char *called; /* "committed offsets" */
    const char *of;     /* what its name is the name of: "group"; NULL: it has no name */
    int64_t age_ms;     /* how old it may usually get while it is on screen; < 0: it is never
                           fetched, and a list is only built again when it changes */

    /* One in the model: offset of its struct fact. By name: the same inside each value of the map
     * at offset `map`; make(name) is a value of which nothing is known. */
    size_t fact;
    size_t map;
    void *(*make)(const char *name); /* NULL: there is one */
    void (*drop)(void *value);       /* of the map */
};

/* By kind. */
extern const struct fact_kind_row fact_kinds[FACT_KINDS];
enum fact_kind fact_kind_of_config(enum config_type type);

#endif
