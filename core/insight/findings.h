/* What is wrong with the cluster, one line per problem, worst first: derived from the facts that
 * are there, never from facts that are missing. */
#ifndef KLAMM_CORE_INSIGHT_FINDINGS_H
#define KLAMM_CORE_INSIGHT_FINDINGS_H

#include "core/base/table.h"
#include "core/model/model.h"

enum finding_kind { /* worst first */
                    FINDING_OFFLINE,
                    FINDING_BROKER_LOST,
                    FINDING_UNDER_MIN_ISR,
                    FINDING_DATA_LOST,
                    FINDING_STALLED,
                    FINDING_BLOCKED,
                    FINDING_RETENTION_RISK,
                    FINDING_UNDER_REPLICATED,
                    FINDING_AT_MIN_ISR,
                    FINDING_AHEAD,
                    FINDING_REBALANCING,
                    FINDING_FALLING_BEHIND,
                    FINDING_INACTIVE_LAG,
                    FINDING_ONE_COPY,
                    FINDING_MIN_ISR_IS_RF,
                    FINDING_SETTINGS_DIFFER,
                    FINDING_NOT_PREFERRED,
                    FINDING_SKEW,
                    FINDING_KINDS
};
/* Stable, for scripts and alert rules: "partition-offline", "broker-lost" … */
const char *finding_kind_id(enum finding_kind k);
const char *finding_kind_name(enum finding_kind k);    /* "offline", "under min ISR" … */
const char *finding_kind_meaning(enum finding_kind k); /* what it means, for a newcomer */
const char *finding_kind_next(enum finding_kind k);    /* what to do about it */
enum severity finding_kind_severity(enum finding_kind k);

struct finding {
    enum finding_kind kind;
    const char *id;        /* "partition-offline/orders"; the kind's alone where many are folded */
    const char *object;    /* topic, group, broker id or setting as it is; NULL: many, see what */
    const char *what;      /* "2 of 12 partitions have no leader" */
    int64_t count;         /* partitions, records: how much of it; orders findings of one kind */
    int64_t since_wall_ms; /* 0: not known; TROUBLE_FROM_START: before we looked */
    bool since_at_least;   /* it was so then, and may have been before */
    const char *place;     /* name or alias of the resource to look at */
    const char *scope;     /* its scope; NULL: none */
};

struct findings {
    struct finding *f;
    size_t n;
};
/* In the arena. More than 20 objects with one kind of problem become one line, for people: unless
 * `each`, so that an id that is looked for is there however many there are. */
struct findings findings_make(const struct model *m, struct arena *a, bool each);

#endif
