/* Parts of sentences that partition and group verdicts share. */
#ifndef KLAMM_CORE_INSIGHT_VERDICT_WORDS_H
#define KLAMM_CORE_INSIGHT_VERDICT_WORDS_H

#include "core/base/buf.h"
#include "core/insight/verdict.h"

struct flow { /* records per second */
    double in, out;
};
void words_growth(struct buf *b, double per_s); /* "+120/s", "<+0.1/s" */
/* "×1.8 (220 → 400/s)" */
void words_factor(struct buf *b, double from, double to);
/* "producers sped up ×1.8 (220 → 400/s), consumers 280/s" */
void words_cause(struct buf *b, enum cause cause, double share, const struct flow *now,
                 const struct flow *usual);
void words_window(struct buf *b, int64_t window_ms, size_t samples); /* " (2 min, 12 samples)" */
void words_few(struct buf *b, int intervals);    /* "; low confidence: …"; 0: nothing */
void words_risk(struct buf *b, int64_t risk_ms); /* "; unread records are deleted in 12 min" */

#endif
