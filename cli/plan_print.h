/* Plans and their results as text, JSON or CSV. */
#ifndef KLAMM_CLI_PLAN_PRINT_H
#define KLAMM_CLI_PLAN_PRINT_H

#include "core/action/action.h"
#include "core/action/apply.h"
#include "core/config/profile.h"
#include "core/format/export.h"

#include <jansson.h>
#include <stdio.h>

struct plan_print {
    const struct plan *plan;
    const struct action *action;   /* NULL: an undo */
    const struct profile *profile; /* of the cluster */
    enum export_format format;
    bool no_headers;
};

/* The plan as it would be sent. JSON and YAML are printed once, at the end: see below. */
void plan_print(const struct plan_print *w, FILE *out);
/* The outcome, one row per step, and a line about all. */
void plan_print_result(const struct plan_print *w, const struct apply_result *r, FILE *out);
/* Only the table of steps, with their outcome when sent. */
void plan_print_steps(const struct plan_print *w, bool sent, FILE *out);
/* JSON or YAML: one object with the plan, its steps, and the outcome. r is NULL when nothing was sent; why
 * (may be NULL) is the reason then. */
void plan_print_tree(const struct plan_print *w, const struct apply_result *r,
                     const struct err *why, FILE *out);
/* The steps as in there; a new reference. */
json_t *plan_steps_json(const struct plan *p);

#endif
