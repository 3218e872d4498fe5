/* The kinds of findings: their names, what they mean and what to do about them. */
#ifndef KLAMM_CORE_INSIGHT_FINDING_KIND_H
#define KLAMM_CORE_INSIGHT_FINDING_KIND_H

#include "core/base/table.h"

enum finding_kind { /* worst first, a cause before what it explains */
                    FINDING_BROKER_LOST,
                    FINDING_OFFLINE,
                    FINDING_UNDER_MIN_ISR,
                    FINDING_DATA_LOST,
                    FINDING_STALLED,
                    FINDING_BLOCKED,
                    FINDING_RETENTION_RISK,
                    FINDING_BROKER_BEHIND,
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

#endif
