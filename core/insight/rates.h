/* What is written per second now, per partition: the one place that every list, pane and export has
 * it from, so that a topic, its partitions, their brokers and the cluster agree. */
#ifndef KLAMM_CORE_INSIGHT_RATES_H
#define KLAMM_CORE_INSIGHT_RATES_H

#include "core/insight/lag/topic_flow.h"

struct rates {
    const struct model *m;
    const struct topic_flows *flows;
    struct topic_flows own; /* where no session keeps them */
    int64_t now_ms;
    int64_t mono_ms; /* monotonic: answers of long before it say nothing about now either */
};
/* now_ms: wall; samples of long before it say nothing about now. The first caller after a sample
 * searches the recording. Good until the next one. */
void rates_make(struct rates *r, const struct model *m, int64_t now_ms);
void rates_release(struct rates *r);

/* Over the last 30 s or so: from the answers of this run as far as they reach back, else from the
 * samples of the group that reads the topic, else from what answers there are. NAN when it is not
 * known: no two of them are a second apart. */
double rate_of_partition(const struct rates *r, const char *topic, int32_t partition);

struct rate_sum {
    double per_second; /* over those that are known */
    int known;         /* partitions */
};
struct rate_sum rate_of_topic(const struct rates *r, const struct topic *t);

#endif
