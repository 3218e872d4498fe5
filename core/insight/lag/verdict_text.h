/* Verdicts as sentences, and the parts of sentences that partition and group verdicts share. */
#ifndef KLAMM_CORE_INSIGHT_LAG_VERDICT_TEXT_H
#define KLAMM_CORE_INSIGHT_LAG_VERDICT_TEXT_H

#include "core/base/buf.h"
#include "core/insight/lag/verdict.h"

/* Its sentence with numbers, window and confidence; in the arena. */
/* Of stalled and blocked: what is so, without the verdict's name, since when, and what is unread;
 * these stand next to it. In the arena. */
const char *partition_verdict_head(const struct partition_verdict *v, struct arena *a);
const char *partition_verdict_text(const struct partition_verdict *v, struct arena *a);

struct flow { /* records per second */
    double in, out;
};
void words_growth(struct buf *b, double per_s);       /* "+120/s", "<+0.1/s" */
void words_flow(struct buf *b, const struct flow *f); /* "reads 3.2/s of 9.7/s written" */
struct cause_words {
    enum cause cause;
    double share;
    struct flow now, usual;
    bool there; /* the rates are of some of the partitions, named before */
};
/* "producers sped up from 220 to 400/s, consumers read 280/s" */
void words_cause(struct buf *b, const struct cause_words *w);
/* " (12 samples in 2 min)" */
void words_window(struct buf *b, int64_t window_ms, size_t samples);
void words_few(struct buf *b, int intervals);    /* "; low confidence: …"; 0: nothing */
void words_risk(struct buf *b, int64_t risk_ms); /* "; unread records are deleted in 12 min" */

#endif
