/* The trend of a partition's lag as a verdict. Only for the verdict on partitions. */
#ifndef KLAMM_CORE_INSIGHT_LAG_VERDICT_TREND_H
#define KLAMM_CORE_INSIGHT_LAG_VERDICT_TREND_H

#include "core/insight/lag/verdict_rates.h"

/* Growth of less than this, per second, is none where `in` is written per second. */
double lag_dead_band(double in);
/* Producers or consumers? By what changed against the usual; *share is the producers' part of it,
 * NAN when there is nothing to compare. */
enum cause lag_cause(double in, double out, double usual_in, double usual_out, double *share);
/* Falling behind, catching up or steady backlog, with the numbers of that; the window becomes the
 * one it is based on. */
enum verdict verdict_by_trend(struct partition_verdict *v, struct window *w,
                              const struct partition_case *c, const struct lag_rules *r);

#endif
