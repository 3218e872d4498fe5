/* Lag by Kafka's rules: high watermark − committed offset, in offsets (an upper bound of records:
 * compaction and transaction markers leave gaps). No commit is no lag, not zero. */
#ifndef KLAMM_CORE_INSIGHT_LAG_LAG_H
#define KLAMM_CORE_INSIGHT_LAG_LAG_H

#include "core/model/model.h"

enum lag_state {
    LAG_UNKNOWN = 0, /* the end, or the commit, is not known */
    LAG_KNOWN,
    LAG_NO_COMMIT, /* nothing committed: what it will read depends on auto.offset.reset */
};

struct partition_lag {
    enum lag_state state;
    int64_t lag;  /* LAG_KNOWN: what can still be read, ≥ 0; counted from the log start when the
                     commit is below it */
    int64_t lost; /* records deleted before they were read: log start − committed, ≥ 0 */
    int64_t waiting; /* LAG_NO_COMMIT: end − start, or OFFSET_UNKNOWN */
    bool ahead; /* committed is above the end: truncated log, recreated topic, foreign commit */
};

/* Of a commit first seen at monotonic time seen_ms. Only an end that was requested after that can
 * show it to be ahead: an older one has merely been overtaken by the log. */
struct partition_lag partition_lag(int64_t committed, int64_t seen_ms,
                                   const struct partition_offsets *o);

/* The end is known of before: it was requested before the group's commits were read twice, or could
 * not be read again. Ends are read after each answer with commits, so this one is older than the
 * commit next to it, and the lag between the two is a lower bound. */
bool partition_end_is_old(const struct group_offsets *g, const struct partition_offsets *o);

/* Where a consumer goes on: at the commit, or at the log start where the commit is below it. Each may be
 * OFFSET_UNKNOWN. */
int64_t lag_reads_from(int64_t committed, int64_t start);

struct group_lag {
    int64_t total; /* over the partitions that are known; a lower bound if some end is old */
    int64_t max;   /* of one partition */
    int64_t lost;
    int topics, partitions; /* with a commit, or assigned to a member */
    int no_commit, unknown;
    int old;           /* known with an end that is old, see partition_end_is_old */
    int ahead, losing; /* as lost, without topics that no member reads: the verdict leaves these out
                          alike */
    const char *why; /* the broker's words about the first that is unknown, the model's; NULL: none
                        yet */
};

/* Sums over committed and assigned partitions. False when the committed offsets are not known.
 * Linear in the partitions; lists call it once per change, never while sorting. */
bool group_lag_sum(const struct model *m, const char *group, struct group_lag *sum);

/* Over all groups of the listing. */
struct groups_sum {
    size_t groups, active, unknown; /* unknown: the listing gives no state */
    size_t summed;                  /* groups whose lag is known, of now, to the last partition */
    size_t part;                    /* asked, but known in part, or not of now, or not at all */
    int64_t lag;                    /* over what is known: a lower bound until summed == groups */
};
/* False when the listing is not known. Linear in all committed partitions: once per change. */
bool groups_sum(const struct model *m, struct groups_sum *sum);

/* The same over one topic's partitions; *owned counts those with an owner. False: the group has
 * neither a commit nor an owner there, or nothing is known of it. */
bool group_lag_on(const struct model *m, const char *group, const char *topic,
                  struct group_lag *sum, int *owned);

/* One partition of a group: a commit, an owner, or both. */
struct group_part {
    const char *topic;
    int32_t partition;
    const struct group_offset *offset; /* NULL: no commit */
    const struct member *owner;        /* NULL: none */
};
/* A commit whose topic was deleted after it was read, as newer metadata says: the coordinator drops
 * it, too. It is no part of a sum. */
bool group_part_is_deleted(const struct model *m, const struct group_part *p);
/* Commits and assignments joined, by topic and partition; in the arena. Either may be NULL. */
struct group_part *group_parts(const struct group_offsets *o, const struct group_desc *d,
                               struct arena *a, size_t *n);

#endif
