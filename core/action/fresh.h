/* Fresh reads for a plan or a reading back: say what is needed, run, look. Everything of one run
 * travels at once; commits are read a run before the log ends they are compared with. */
#ifndef KLAMM_CORE_ACTION_FRESH_H
#define KLAMM_CORE_ACTION_FRESH_H

#include "core/base/arena.h"
#include "core/base/err.h"
#include "core/base/vec.h"
#include "core/kafka/request.h"

struct fresh_item { /* one thing asked for, and its answer */
    enum fresh_what {
        FRESH_METADATA,
        FRESH_CLUSTER,
        FRESH_GROUP_LIST,
        FRESH_GROUP,
        FRESH_GROUP_OFFSETS,
        FRESH_CONFIG,
        FRESH_OFFSETS,
        FRESH_TOPIC_IDS,
        FRESH_ACLS,
        FRESH_USERS,
    } what;
    const char *name;             /* group, or the configured object */
    enum config_type type;        /* FRESH_CONFIG */
    int tag;                      /* FRESH_OFFSETS: which of several questions */
    struct offset_query *queries; /* FRESH_OFFSETS */
    const char **topics;          /* FRESH_TOPIC_IDS */
    size_t n, cap;                /* of these */
    void *answer; /* by what: struct metadata *, group_desc_list *, config_list * …; NULL: failed */
    struct err err;
    struct request *request; /* while on its way */
};

struct fresh {
    struct cluster *cluster;
    const struct fresh *known; /* what was read there is not asked for again; may be NULL */
    struct arena arena;
    struct VEC(struct fresh_item *) items;
    size_t next;    /* the first item that was not asked yet */
    size_t pending; /* asked and not answered */
    void (*done)(void *user);
    void *user;
};

void fresh_init(struct fresh *f, struct cluster *c);
void fresh_release(struct fresh *f); /* cancels what is on its way, forgets what was read */

/* Asking twice for the same is asking once. */
void fresh_want(struct fresh *f, enum fresh_what what, const char *name);
void fresh_want_config(struct fresh *f, enum config_type type, const char *name);
/* Offsets of partitions at one spec (OFFSET_SPEC_* or ms), beside those wanted already under this
 * tag, no partition twice; the queries are copied. */
void fresh_want_offsets(struct fresh *f, int tag, const struct offset_query *q, size_t n);
/* Beside those that are wanted already. */
void fresh_want_topic_ids(struct fresh *f, const char *const *topics, size_t n);

/* Asks for all that is wanted, not known and was not asked yet, some dozens at a time; done runs
 * from the loop, once. At least one such thing must be wanted. */
void fresh_run(struct fresh *f, void (*done)(void *user), void *user);

/* Something is wanted that was not asked yet. */
bool fresh_due(const struct fresh *f);

/* What was read; NULL with *err (may be NULL) when it failed. They live as long as f. */
const struct metadata *fresh_metadata(const struct fresh *f, struct err *err);
const struct cluster_desc *fresh_cluster(const struct fresh *f, struct err *err);
const struct group_listing *fresh_group_list(const struct fresh *f, struct err *err);
const struct group_desc *fresh_group(const struct fresh *f, const char *id, struct err *err);
const struct group_offsets *fresh_group_offsets(const struct fresh *f, const char *id,
                                                struct err *err);
const struct config_set *fresh_config(const struct fresh *f, enum config_type type,
                                      const char *name, struct err *err);
const struct offset_answers *fresh_offsets(const struct fresh *f, int tag, struct err *err);
/* NULL with *err also when the list is empty and nothing proves that there are none: denied, no
 * authorizer. */
const struct acl_list *fresh_acls(const struct fresh *f, struct err *err);
const struct user_list *fresh_users(const struct fresh *f, struct err *err);
/* NULL when it is not known: the topic is gone, or was not asked for. */
const char *fresh_topic_id(const struct fresh *f, const char *topic);

#endif
