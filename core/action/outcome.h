/* What is known of a step after it was sent: by the broker's answer, then by reading back. Pure. */
#ifndef KLAMM_CORE_ACTION_OUTCOME_H
#define KLAMM_CORE_ACTION_OUTCOME_H

#include "core/action/step.h"

/* After such an error nobody knows whether the broker got the request. */
bool outcome_leaves_doubt(enum err_kind k);
/* The answer to the call that carried steps first … first+n-1: l, or NULL and err. True when the
 * cluster did not answer: at least one of them is in doubt now (STEP_UNKNOWN), or none of them could
 * be sent (STEP_SKIPPED); else each is ACCEPTED or REFUSED. */
bool outcome_settle(struct plan *p, size_t first, size_t n, const struct outcome_list *l,
                    const struct err *err);
/* Whether reading back may tell something about the step. */
bool outcome_was_sent(const struct plan_step *s);
/* Compares with what was read: DONE when it is as asked for, whatever the answer was; in the last
 * attempt an accepted step that is not becomes DIFFERS. True when reading once more can't change
 * what is known. */
bool outcome_compare(struct plan *p, struct plan_step *s, const struct fresh *f, bool last);

enum apply_status outcome_status(const struct plan *p);
/* The sentence about it: the first step that is not done, and how many are. err stays as it is when
 * all are. */
void outcome_say(const struct plan *p, enum apply_status status, struct err *err);

#endif
