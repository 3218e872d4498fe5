/* The current verdicts on all groups: kept from sample to sample, because a verdict has to hold
 * before it is shown. The sampler judges a group again with each sample; lists and findings
 * read. */
#ifndef KLAMM_CORE_INSIGHT_LAG_GROUP_VERDICTS_H
#define KLAMM_CORE_INSIGHT_LAG_GROUP_VERDICTS_H

#include "core/insight/lag/topic_flow.h"
#include "core/insight/lag/verdict.h"
#include "core/model/model.h"
#include "core/recording/recording.h"

struct judged_partition { /* a partition */
    const char *topic;
    int32_t partition;
    bool abandoned; /* committed, but no member subscribes to the topic: the group's verdict leaves
                       it out */
    struct verdict_debounce hold; /* hold.shown is the verdict */
};

struct judged_group {   /* a group */
    struct arena arena; /* of the verdict's texts and the names */
    struct group_verdict verdict;
    struct judged_partition *entries; /* by topic, partition */
    size_t n;
    int way, unsure;   /* of the sum, as turns_way holds it */
    bool described;    /* its members were known */
    bool doubtful;     /* after a jump it is unknown whether the members stayed: check them */
    int64_t judged_ms; /* monotonic */
    int64_t sample_ms; /* wall; of the sample it is based on; 0: of facts without a sample */
};

struct group_verdicts {
    struct lag_rules rules;
    struct map pages; /* group id → struct judged_group */
    /* For rates.c: how topics flow is found once for all lists. Any reader of the verdicts may fill
     * it. */
    struct topic_flows_kept *kept;
};

void group_verdicts_init(struct group_verdicts *b, int64_t interval_ms);
void group_verdicts_release(struct group_verdicts *b);
/* Judges the group by its samples and what the model knows of it. */
void group_verdicts_judge(struct group_verdicts *b, const struct model *m,
                          const struct recording *h, const char *group);
/* The wall clock changed by by_ms. */
void group_verdicts_clock_set(struct group_verdicts *b, int64_t by_ms);
/* Forgets those that the model's listing no longer has. */
void group_verdicts_forget(struct group_verdicts *b, const struct model *m);

const struct judged_group *judged_group(const struct group_verdicts *b,
                                        const char *group); /* NULL: not judged */
/* It was not judged yet, or only while its members were unknown, which they are no longer. */
bool group_verdict_is_due(const struct group_verdicts *b, const struct model *m, const char *group);
/* The verdict on a partition; NULL: not judged. */
const struct partition_verdict *lag_verdict(const struct judged_group *p, const char *topic,
                                            int32_t partition);

#endif
