/* The verdicts on all groups as they stand: kept from sample to sample, because a verdict has to
 * hold before it is shown. The sampler judges a group anew with each sample; lists and findings
 * read. */
#ifndef KLAMM_CORE_INSIGHT_LAG_BOOK_H
#define KLAMM_CORE_INSIGHT_LAG_BOOK_H

#include "core/insight/topic_flow.h"
#include "core/insight/verdict.h"
#include "core/model/model.h"
#include "core/model/recording.h"

struct lag_entry { /* a partition */
    const char *topic;
    int32_t partition;
    struct verdict_hold hold; /* hold.shown is the verdict */
};

struct lag_page {       /* a group */
    struct arena arena; /* of the verdict's texts and the names */
    struct group_verdict verdict;
    struct lag_entry *entries; /* by topic, partition */
    size_t n;
    bool doubtful;     /* of a leap nobody knows whether the members stayed: look at them */
    int64_t judged_ms; /* monotonic */
    int64_t sample_ms; /* wall; of the sample it stands on; 0: of facts without a sample */
};

struct lag_book {
    struct lag_rules rules;
    struct map pages; /* group id → struct lag_page */
    /* For rates.c: how topics flow is found once for all lists. Whoever reads the book may fill it. */
    struct topic_flows_kept *kept;
};

void lag_book_init(struct lag_book *b, int64_t interval_ms);
void lag_book_release(struct lag_book *b);
/* Judges the group by its samples and what the model knows of it. */
void lag_book_judge(struct lag_book *b, const struct model *m, const struct recording *h,
                    const char *group);
/* The wall clock was set by so much. */
void lag_book_clock_set(struct lag_book *b, int64_t by_ms);
/* Forgets those that the model's listing no longer has. */
void lag_book_forget(struct lag_book *b, const struct model *m);

const struct lag_page *lag_page(const struct lag_book *b, const char *group); /* NULL: not judged */
/* The verdict on a partition; NULL: not judged. */
const struct partition_verdict *lag_verdict(const struct lag_page *p, const char *topic,
                                            int32_t partition);

#endif
