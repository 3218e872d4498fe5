/* Reads for a plan or for reading back: say what is needed, run, look. Everything of one run is
 * requested at once; commits are read one run before the log ends they are compared with. */
#ifndef KLAMM_CORE_PLAN_READS_H
#define KLAMM_CORE_PLAN_READS_H

#include "core/base/arena.h"
#include "core/base/err.h"
#include "core/base/map.h"
#include "core/base/vec.h"
#include "core/kafka/call_limit.h"
#include "core/kafka/offsets.h"
#include "core/kafka/sources.h"

struct read_item { /* one requested thing, and its answer */
    enum fact_kind kind;
    const char *name;             /* of kinds with one */
    int tag;                      /* of partitions: which of several requests */
    struct offset_query *queries; /* of partitions */
    size_t n, cap;                /* of these */
    void *answer; /* what the kind's row of fact_sources takes and drops; NULL: failed */
    bool shared;  /* the answer belongs to another item, which was requested in the same call */
    struct err err;
    struct request *request; /* while on its way, with the first item of a call */
};

struct reads {
    struct cluster *cluster;
    const struct fact_source *sources; /* by kind */
    struct call_limit *calls;          /* what it shares with the feed and with other plans */
    struct call_waiter room;
    const struct reads *known; /* what was read there is not requested again; may be NULL */
    struct arena arena;
    struct VEC(struct read_item *) items;
    struct map index[FACT_KINDS]; /* name, or tag in decimal → item */
    size_t next;                  /* the first item that no run has begun with */
    struct read_queue {
        struct VEC(struct read_item *) items;
        size_t head;
        int running; /* calls */
    } queues[FACT_KINDS];
    int pending; /* calls under way */
    void (*done)(void *user);
    void *user;
};

void reads_init(struct reads *f, struct cluster *c);
void reads_release(struct reads *f); /* cancels what is on its way, forgets what was read */

/* The same thing wanted twice is read once. */
void reads_want(struct reads *f, enum fact_kind kind, const char *name);
void reads_want_config(struct reads *f, enum config_type type, const char *name);
/* Offsets of partitions at one spec (OFFSET_SPEC_* or ms), in addition to those wanted already
 * under this tag, no partition twice; the queries are copied. */
void reads_want_offsets(struct reads *f, int tag, const struct offset_query *q, size_t n);
/* In addition to those that are wanted already. */
void reads_want_topic_ids(struct reads *f, const char *const *topics, size_t n);

/* Requests all that is wanted, unknown and not yet requested: in batches and with the limits of
 * fact_sources and of `calls`. done runs from the loop, once. At least one such thing must be
 * wanted. */
void reads_run(struct reads *f, void (*done)(void *user), void *user);

/* Something is wanted that has not been requested. */
bool reads_due(const struct reads *f);

/* What was read; NULL with *err (may be NULL) when it failed. They live as long as f. */
const struct metadata *reads_metadata(const struct reads *f, struct err *err);
const struct cluster_desc *reads_cluster(const struct reads *f, struct err *err);
const struct group_listing *reads_group_list(const struct reads *f, struct err *err);
const struct group_desc *reads_group(const struct reads *f, const char *id, struct err *err);
const struct group_offsets *reads_group_offsets(const struct reads *f, const char *id,
                                                struct err *err);
const struct config_set *reads_config(const struct reads *f, enum config_type type,
                                      const char *name, struct err *err);
const struct offset_answers *reads_offsets(const struct reads *f, int tag, struct err *err);
/* NULL with *err also when the list is empty and nothing proves that there are none: denied, no
 * authorizer. */
const struct acl_list *reads_acls(const struct reads *f, struct err *err);
const struct user_list *reads_users(const struct reads *f, struct err *err);
/* NULL when it is not known: the topic no longer exists, or was not requested. */
const char *reads_topic_id(const struct reads *f, const char *topic);

#endif
