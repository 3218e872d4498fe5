/* What is known of a step after it was sent: by the broker's answer, then by reading back. Pure. */
#ifndef KLAMM_CORE_PLAN_OUTCOME_H
#define KLAMM_CORE_PLAN_OUTCOME_H

#include "core/kafka/convert.h"
#include "core/plan/step.h"

/* After such an error it is unknown whether the broker got the request. */
bool outcome_leaves_doubt(enum err_kind k);
/* The answer to the call that carried steps first … first+n-1: l, or NULL and err. True when the
 * cluster did not answer: at least one of them is in doubt now (STEP_UNKNOWN), or none of them could
 * be sent (STEP_SKIPPED); else each is ACCEPTED or REFUSED. */
bool outcome_settle(struct plan *p, size_t first, size_t n, const struct outcome_list *l,
                    const struct err *err);
/* Whether reading back may show something about the step. */
bool outcome_was_sent(const struct plan_step *s);
/* Compares with what was read: DONE when it is as intended, whatever the answer was; in the last
 * attempt an accepted step that is not becomes DIFFERS. True when reading once more can't change
 * what is known. */
bool outcome_compare(struct plan *p, struct plan_step *s, const struct reads *f, bool last);

enum apply_status outcome_status(const struct plan *p);
/* The sentence about it: the first step that is not done, and how many are. err is unchanged when
 * all are. */
void outcome_say(const struct plan *p, enum apply_status status, struct err *err);

#endif
