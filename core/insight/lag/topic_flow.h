/* How much was written to topics over time, as the samples of groups have it: a group that reads
 * all partitions of a topic was sampled with all its log ends. */
#ifndef KLAMM_CORE_INSIGHT_LAG_TOPIC_FLOW_H
#define KLAMM_CORE_INSIGHT_LAG_TOPIC_FLOW_H

#include "core/model/model.h"
#include "core/recording/recording.h"

/* The group whose samples represent a topic: the one that reads most of it; of those alike one that
 * is still sampled, and was watched longest. */
struct flow_source {
    const struct recording_group *g;
    size_t first, n; /* of its parts */
    int64_t since_ms;
    bool live; /* still sampled when the recording was written to last */
};

struct topic_flows {
    struct map sources; /* topic → struct flow_source */
    int64_t last_ms;    /* of the newest sample of all; 0: none */
};

/* Times up to which two samples of a group follow each other; longer is a hole. */
int64_t flow_reach_ms(const struct recording_group *g);
/* Looks through the recording once; linear in its partitions. Good until the recording's generation
 * changes. */
void topic_flows_make(struct topic_flows *f, const struct model *m);
void topic_flows_release(struct topic_flows *f);

/* The same for all callers between two samples, made for the first of them. Zero is empty. */
struct topic_flows_kept {
    struct topic_flows flows;
    const struct recording *of; /* NULL: not made yet */
    uint64_t generation;
};
const struct topic_flows *topic_flows_keep(struct topic_flows_kept *k, const struct model *m);
void topic_flows_kept_release(struct topic_flows_kept *k);

enum { FLOW_STEPS = 8 };
/* Records written per second in each eighth of what was recorded, at most the last two hours; NAN
 * where it is not known. False: no group that was sampled reads the whole topic, or there are less
 * than two samples. */
bool topic_flow(const struct topic_flows *f, const struct topic *t, double rate[FLOW_STEPS]);

/* The same at n moments between two times, from samples at either side of each; NAN where there are
 * none, or where they are too far apart to follow each other. False: all are NAN. */
bool topic_flow_chart(const struct topic_flows *f, const struct topic *t, int64_t from_ms,
                      int64_t to_ms, double *rate, size_t n);

#endif
