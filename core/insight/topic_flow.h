/* How much was written to topics over time, as the samples of groups have it: a group that reads
 * all partitions of a topic was sampled with all its log ends. */
#ifndef KLAMM_CORE_INSIGHT_TOPIC_FLOW_H
#define KLAMM_CORE_INSIGHT_TOPIC_FLOW_H

#include "core/model/model.h"
#include "core/model/recording.h"

struct topic_flows {
    struct map sources; /* topic → struct flow_source */
};

/* Looks through the recording once; linear in its partitions. Good until the next sample. */
void topic_flows_make(struct topic_flows *f, const struct model *m);
void topic_flows_release(struct topic_flows *f);

enum { FLOW_STEPS = 8 };
/* Records written per second in each eighth of what was recorded, at most the last two hours; NAN
 * where it is not known. False: no group that was sampled reads the whole topic, or there are less
 * than two samples. */
bool topic_flow(const struct topic_flows *f, const struct topic *t, double rate[FLOW_STEPS]);

#endif
