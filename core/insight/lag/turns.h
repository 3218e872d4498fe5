/* Members that read their partitions in turn, and what a group has unread in all. Only for what
 * verdicts are made of. */
#ifndef KLAMM_CORE_INSIGHT_LAG_TURNS_H
#define KLAMM_CORE_INSIGHT_LAG_TURNS_H

#include "core/insight/lag/verdict.h"
#include "core/recording/recording.h"

struct turn {                          /* a partition of the group */
    const struct recording_part *part; /* NULL: not recorded */
    int owner;                         /* index of the member; −1: none */
    bool abandoned;                    /* no member reads it: it counts for nothing */
    double backlog;                    /* found: the most that was unread on it */
    int64_t busy_ms;                   /* found, as in struct partition_case */
    bool in_turn; /* found: its member keeps one waiting while it reads another */
};

/* Finds what is so of each of n partitions; returns the sum of them all. since_ms: what was before is
 * not reading, because offsets were set or there were no members; 0: nothing was. */
struct lag_sum turns_see(const struct recording_group *g, const struct lag_rules *r,
                         int64_t since_ms, struct turn *t, size_t n, size_t members);
/* The way of that sum, with the one that was shown before: it is held over a few samples that prove
 * nothing, unless their rates say the opposite. *unsure counts these; both begin with 0. */
int turns_way(const struct lag_sum *sum, int before, int *unsure);

#endif
