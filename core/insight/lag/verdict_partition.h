/* The verdict on one partition. */
#ifndef KLAMM_CORE_INSIGHT_LAG_VERDICT_PARTITION_H
#define KLAMM_CORE_INSIGHT_LAG_VERDICT_PARTITION_H

#include "core/insight/lag/verdict.h"

struct partition_verdict partition_verdict_of(const struct partition_case *c,
                                              const struct lag_rules *r);
/* How long ago the record at `committed` was written, by the (ends_ms, end) of the points, older
 * ones first. *more: it is before the first of them. LAG_MS_UNKNOWN without points. */
int64_t lag_time(const struct lag_point *older, size_t nolder, const struct lag_point *p, size_t n,
                 int64_t committed, int64_t now_ms, bool *more);

#endif
