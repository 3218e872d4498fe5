/* Consumer groups: the listing, the description of one, and its committed offsets. */
#ifndef KLAMM_CORE_MODEL_GROUP_H
#define KLAMM_CORE_MODEL_GROUP_H

#include "core/base/arena.h"
#include "core/model/fact.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum group_state {
    GROUP_UNKNOWN = 0, /* the library has no word for it (Assigning, Reconciling) */
    GROUP_PREPARING_REBALANCE,
    GROUP_COMPLETING_REBALANCE,
    GROUP_STABLE,
    GROUP_DEAD, /* for a described group: it does not exist (DescribeGroups ≤ v5) */
    GROUP_EMPTY,
    GROUP_FOREIGN, /* a share or streams group: there is one, which librdkafka can't describe */
};
const char *group_state_name(enum group_state s);

enum group_type { GROUP_TYPE_UNKNOWN = 0, GROUP_TYPE_CLASSIC, GROUP_TYPE_CONSUMER };
const char *group_type_name(enum group_type t); /* "classic", "consumer", "unknown" */

struct group_entry {
    const char *id;
    enum group_state state;
    enum group_type type;
    bool simple;  /* no protocol type: only ever committed by assign() or by a tool */
    bool missing; /* not in the newest answer, as it was in the one before: while its coordinator
                     moves no broker lists it (GroupCoordinatorService.listGroups leaves out what
                     it does not coordinate any more, or not yet) */
};

struct group_listing {
    struct arena arena;
    struct fact fact;
    struct group_entry *groups; /* by id */
    size_t ngroups;
    size_t nmissing;   /* of them: listed before, and not known to be deleted or hidden */
    size_t nerrors;    /* brokers that did not answer: the list is not whole */
    const char *error; /* the first of their sentences */
};

struct member_partition {
    const char *topic;
    int32_t partition;
};

struct member {
    const char *client_id;
    const char *member_id;
    const char *host;        /* as brokers write it, see group_host_shown */
    const char *instance_id; /* static membership (KIP-345); NULL when dynamic */
    struct member_partition *owns;
    size_t nowns;
    struct member_partition *target; /* new protocol: where it is going */
    size_t ntarget;
    bool has_target;
};

struct group_desc {
    struct arena arena;
    struct fact fact;
    const char *id;
    enum group_state state;
    enum group_type type;
    bool simple;
    const char *assignor;
    int32_t coordinator; /* -1 unknown */
    const char *coordinator_host;
    int coordinator_port;
    struct member *members;
    size_t nmembers;
    /* Wall clock, of answers in this run; see group_desc_seen. */
    bool watched;              /* there was an answer before */
    int64_t peopled_ms;        /* the last answer before this one that had members; 0 none */
    int64_t replaced_after_ms; /* the last answer with others … */
    int64_t replaced_ms;       /* … than the first of those that are there now; 0: not seen */
};

struct group_offset {
    const char *topic;
    int32_t partition;
    int64_t committed;    /* OFFSET_UNKNOWN: no commit */
    int64_t seen_ms;      /* monotonic time of the first answer with this very commit */
    int64_t before;       /* what the answer before had; OFFSET_UNKNOWN: none, or no commit */
    int32_t leader_epoch; /* -1 none */
    const char *metadata; /* of the commit; NULL none */
    const char *err;      /* this partition's error; NULL when fine */
};

struct group_offsets {
    struct arena arena;
    struct fact fact;
    const char *id;
    struct group_offset *o; /* by topic, partition */
    size_t n;
    int64_t before_ms; /* monotonic time of the answer before; 0 none */
};

/* One answer keeps the name of a topic once, so comparing pointers is mostly enough. */
static inline bool same_topic(const char *a, const char *b)
{
    return a == b || strcmp(a, b) == 0;
}

struct group_listing *group_listing_new(void);
void group_listing_free(struct group_listing *g);
void group_listing_sort(struct group_listing *g); /* once after filling; look-ups need it */
const struct group_entry *group_listing_find(const struct group_listing *g, const char *id);
/* Adds those of `before`, which may be NULL, that it lacks, as missing; both sorted. `stays`, called
 * with user, says of which it is not known that they are no longer there. */
void group_listing_keep(struct group_listing *g, const struct group_listing *before,
                        bool (*stays)(const void *user, const char *id), const void *user);
/* Removes the group if it is there as missing; true: it was. */
bool group_listing_drop_missing(struct group_listing *g, const char *id);
struct group_desc *group_desc_new(void);
void group_desc_free(struct group_desc *g);
/* Stamps what only two answers show: when the members were last replaced, all of them, so that the
 * group may have had none for a moment. `before` may be NULL. */
void group_desc_seen(struct group_desc *g, const struct group_desc *before);
struct group_offsets *group_offsets_new(void);
void group_offsets_free(struct group_offsets *g);
const struct group_offset *group_offsets_find(const struct group_offsets *g, const char *topic,
                                              int32_t partition);
void group_offsets_sort(struct group_offsets *g);
/* Carries over what the answer before had: when it came, seen_ms as there where the commit is the same, else as
 * of this answer, and the commits of that time. */
void group_offsets_seen(struct group_offsets *g, const struct group_offsets *before);

/* Active: it has members, or is between two generations. Empty and Dead are inactive. */
bool group_state_active(enum group_state s);

/* Brokers write addresses as Java does, "/10.0.0.7": without the slash; NULL stays NULL. */
const char *group_host_shown(const char *host);

#endif
