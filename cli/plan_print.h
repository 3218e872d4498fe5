/* Plans and their results as text, JSON or CSV. */
#ifndef KLAMM_CLI_PLAN_PRINT_H
#define KLAMM_CLI_PLAN_PRINT_H

#include "core/action/action.h"
#include "core/config/profile.h"
#include "core/resource/export.h"

#include <jansson.h>
#include <stdio.h>

struct plan_print {
    const struct plan *plan;
    const struct action *action;   /* NULL: an undo */
    const struct profile *profile; /* of the cluster */
    enum export_format format;
    bool no_headers;
};

/* The plan as it would be sent. JSON is printed once, at the end: see below. */
void plan_print(const struct plan_print *w, FILE *out);
/* What became of it, one row per step, and a line about all. */
void plan_print_result(const struct plan_print *w, const struct apply_result *r, FILE *out);
/* Only the table of steps, with what became of them when sent. */
void plan_print_steps(const struct plan_print *w, bool sent, FILE *out);
/* One object with the plan, its steps, and what became of it. r is NULL when nothing was sent; why
 * (may be NULL) is the reason then. */
void plan_print_json(const struct plan_print *w, const struct apply_result *r,
                     const struct err *why, FILE *out);
/* The steps as in there; a new reference. */
json_t *plan_steps_json(const struct plan *p);

#endif
