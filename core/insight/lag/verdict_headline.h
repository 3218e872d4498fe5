/* Which of its partitions a group is named after. Only for the verdict on groups. */
#ifndef KLAMM_CORE_INSIGHT_LAG_VERDICT_HEADLINE_H
#define KLAMM_CORE_INSIGHT_LAG_VERDICT_HEADLINE_H

#include "core/base/buf.h"
#include "core/insight/lag/verdict.h"

struct headline {
    const struct verdict_input_part *part; /* NULL: no partition counts */
    enum verdict
        also; /* worse, but on next to nothing of the backlog, or less bad and on most of it;
                          VERDICTS: there is none */
    int way;  /* 1, −1: the sum names it, falling behind or catching up; 0: the part does */
};
/* g: with the sums over all partitions that count. */
struct headline group_headline(const struct verdict_input *c, const struct group_verdict *g);

/* Partitions that count. */
size_t headline_counted(const struct verdict_input *c);
/* What is unread on the partitions with that verdict. */
int64_t headline_lag(const struct verdict_input *c, enum verdict v);
/* "1 of 4 partitions: 35 unread"; in the arena. */
const char *headline_share(const struct verdict_input *c, const struct group_verdict *g,
                           enum verdict v, struct arena *a);

#endif
