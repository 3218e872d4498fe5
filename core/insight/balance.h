/* Which broker carries what: leaders, preferred leaders and replicas per broker, over the cluster
 * or over one topic, and what would happen if a broker stopped. */
#ifndef KLAMM_CORE_INSIGHT_BALANCE_H
#define KLAMM_CORE_INSIGHT_BALANCE_H

#include "core/base/arena.h"
#include "core/base/table.h"
#include "core/model/model.h"

struct broker_load {
    int32_t id;
    bool alive;
    int64_t leaders;     /* partitions it leads */
    int64_t preferred;   /* partitions whose first replica it is */
    int64_t replicas;    /* partitions it holds a replica of */
    int64_t out_of_sync; /* replicas that are not in sync */
};

struct balance {
    struct broker_load *b; /* by id, one per broker of the metadata */
    size_t n;
    int64_t leaders; /* partitions that have a live leader */
    int alive;
};

/* topic NULL: all topics. In the arena. */
struct balance balance_make(const struct metadata *md, const struct topic *topic, struct arena *a);
const struct broker_load *balance_find(const struct balance *b, int32_t id);
/* How far the broker's leaders are from an even share among live brokers: 0 = even, −100 = none.
 * False when there is nothing to share. */
bool balance_skew(const struct balance *b, const struct broker_load *l, double *percent);

/* "+12 %", "-100 %", "+0 %" into dst of SKEW_TEXT bytes; *sev says whether it is much. */
enum { SKEW_TEXT = 48 };
const char *balance_skew_words(char *dst, double percent, enum severity *sev);

/* A partition after one more broker has stopped (clean elections only). Worst last. */
enum without {
    WITHOUT_UNTOUCHED = 0, /* the broker holds no in-sync replica: nothing changes */
    WITHOUT_FINE,
    WITHOUT_MIN_UNKNOWN, /* keeps a leader; min.insync.replicas is not known */
    WITHOUT_AT_MIN,
    WITHOUT_UNDER_MIN, /* keeps a leader, refuses acks=all writes */
    WITHOUT_OFFLINE,   /* loses its last in-sync replica */
};
enum without partition_without(const struct partition *p, int32_t broker, int64_t min_isr);
const char *without_words(enum without w);

struct without_sum {
    int64_t moves; /* leaderships that would move to another broker */
    int64_t offline, under_min, at_min, min_unknown;
};
struct without_sum cluster_without(const struct model *m, int32_t broker);

#endif
