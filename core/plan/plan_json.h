/* A plan as JSON and back: the journal's entries and --plan-out/--plan-in. */
#ifndef KLAMM_CORE_PLAN_PLAN_JSON_H
#define KLAMM_CORE_PLAN_PLAN_JSON_H

#include "core/plan/plan.h"

#include <jansson.h>

/* An object: verb, title, danger, args, facts, warnings, summary, command, steps. New reference. */
json_t *plan_to_json(const struct plan *p);
/* NULL with err when it is not a plan, or one of a newer klamm. Has no preview. */
struct plan *plan_from_json(const json_t *o, struct err *err);

/* The same of an entry of the journal, for looking at it: a step that this klamm can't make again
 * (of a kind it does not know, or with a secret, which is never written down) has no payload, and
 * says in cant_undo why. */
struct plan *plan_from_entry(const json_t *o, struct err *err);

/* The outcome of each step: [{"state": …, "result": …, "now": …}, …]. New reference. */
json_t *plan_results_to_json(const struct plan *p);
/* Puts those results into the steps of a plan; false when they do not fit it. */
bool plan_results_from_json(struct plan *p, const json_t *results, struct err *err);

#endif
