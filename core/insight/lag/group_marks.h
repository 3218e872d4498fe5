/* What happened to a group and to what it depends on, in the order of time: for the charts of its
 * lag, so that a bend of the line and its cause stand above each other. */
#ifndef KLAMM_CORE_INSIGHT_LAG_GROUP_MARKS_H
#define KLAMM_CORE_INSIGHT_LAG_GROUP_MARKS_H

#include "core/base/arena.h"
#include "core/base/table.h"
#include "core/model/model.h"

enum group_mark_kind { /* of several in one place the first is shown */
                       GROUP_MARK_BROKER,
                       GROUP_MARK_TOPIC,
                       GROUP_MARK_CONFIG,
                       GROUP_MARK_OFFSETS,
                       GROUP_MARK_LEADER,
                       GROUP_MARK_REBALANCE,
                       GROUP_MARK_MEMBERS,
                       GROUP_MARK_KINDS
};
char group_mark_letter(enum group_mark_kind k);      /* the same in every rendering: 'B', 'T' … */
const char *group_mark_name(enum group_mark_kind k); /* "leader, ISR": for the legend */

struct group_mark {
    int64_t at_ms; /* wall; when it was seen */
    enum group_mark_kind kind;
    enum severity sev;
    const char *text; /* one line, display-safe */
};

struct group_marks {
    struct group_mark *m; /* oldest first */
    size_t n;
    size_t count[GROUP_MARK_KINDS];
    int64_t since_ms; /* events are known from here on; 0: not looked for so far */
};

/* Events of brokers, of the topics that the group was sampled with, and of the group itself, and
 * what its samples show, from from_ms up to to_ms. What was seen in one answer and is of one kind
 * is one mark. In the arena; its texts live as long. */
struct group_marks group_marks_make(const struct model *m, const char *group, int64_t from_ms,
                                    int64_t to_ms, struct arena *a);

#endif
