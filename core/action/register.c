/* The register of verbs: one line each, in the order of help and completion; and the checks that
 * hold for all of them. */
#include "core/action/register.h"

#include "core/action/action.h"

#include "core/action/bulk.h"
#include "core/action/options.h"
#include "core/action/planning.h"
#include "core/base/clock.h"
#include "core/base/parse.h"
#include "core/base/parse_duration.h"
#include "core/base/parse_instant.h"

#include <string.h>

extern const struct action action_topic_create;
extern const struct action action_topic_delete;
extern const struct action action_partitions_add;
extern const struct action action_records_delete;
extern const struct action action_topic_purge;
extern const struct action action_leaders_elect;
extern const struct action action_config_alter;
extern const struct action action_config_copy;
extern const struct action action_offsets_reset;
extern const struct action action_offsets_delete;
extern const struct action action_group_create;
extern const struct action action_group_delete;
extern const struct action action_acl_create;
extern const struct action action_acl_delete;
extern const struct action action_acl_import;
extern const struct action action_user_create;
extern const struct action action_user_alter;
extern const struct action action_user_delete;
extern const struct action action_undo;
extern const struct action action_resume;

/* One line each. clang-format would fill the lines. */
/* clang-format off */
const struct action *const actions[] = {
    &action_topic_create,
    &action_topic_delete,
    &action_partitions_add,
    &action_records_delete,
    &action_topic_purge,
    &action_leaders_elect,
    &action_config_alter,
    &action_config_copy,
    &action_offsets_reset,
    &action_offsets_delete,
    &action_group_create,
    &action_group_delete,
    &action_acl_create,
    &action_acl_delete,
    &action_acl_import,
    &action_user_create,
    &action_user_alter,
    &action_user_delete,
    &action_undo,
    &action_resume,
    NULL,
};
/* clang-format on */
const size_t actions_size = sizeof actions / sizeof *actions;

const struct action *action_find(const char *name)
{
    for (size_t i = 0; actions[i]; i++) {
        if (strcmp(actions[i]->name, name) == 0)
            return actions[i];
    }
    return NULL;
}

const struct param *action_param(const struct action *a, const char *name)
{
    return param_find(a->params, a->nparams, name);
}

void action_params_of(const struct action *a, struct plan *p)
{
    p->params = a->params;
    p->nparams = a->nparams;
}

static bool is_choice(const struct param *p, const char *value, struct err *err)
{
    char list[256] = "";

    for (size_t i = 0; p->choices[i]; i++) {
        size_t n = strlen(list);

        if (strcmp(p->choices[i], value) == 0)
            return true;
        snprintf(list + n, sizeof list - n, "%s%s", n ? ", " : "", p->choices[i]);
    }
    return err_set(err, ERR_USAGE, "'%s' must be one of %s", p->name, list);
}

/* What can be said from the type alone. */
static bool type_ok(const struct param *p, const char *value, struct err *err)
{
    struct instant when;
    int64_t n;
    bool b;

    switch (p->type) {
    case PARAM_INT:
        return parse_int(value, INT64_MIN, INT64_MAX, &n, err) || err_wrap(err, "%s", p->name);
    case PARAM_BOOL:
        return parse_bool(value, &b, err) || err_wrap(err, "%s", p->name);
    case PARAM_CHOICE:
        return is_choice(p, value, err);
    case PARAM_INSTANT:
        return parse_instant(value, clock_wall_ms(), &when, err) || err_wrap(err, "%s", p->name);
    case PARAM_DURATION:
        return parse_duration(value, &n, err) || err_wrap(err, "%s", p->name);
    default:
        return true;
    }
}

/* Brokers let old consumers commit for a group whose id is empty, so there can be one. */
static bool names_empty_group(const struct param *p, const struct args *args)
{
    return p->type == PARAM_GROUP && args_get(args, p->name) != NULL;
}

bool param_check(const struct action_ctx *x, const struct args *args, const struct param *p,
                 struct err *err)
{
    return !p->check || p->check(x, args, p, err);
}

static bool param_ok(const struct action *a, const struct action_ctx *x, const struct args *args,
                     const struct param *p, struct err *err)
{
    const char *v = args_value(a, args, p->name);

    if (!param_applies(p, args))
        return true;
    if (!v && (p->required || p->when) && !names_empty_group(p, args))
        return err_set(err, ERR_USAGE, "%s: '%s' is needed: %s", a->name, p->name, p->help);
    if (!p->repeatable && args_nth(args, p->name, 1))
        return err_set(err, ERR_USAGE, "'%s' was given twice", p->name);
    for (size_t i = 0; v; i++) {
        v = args_nth(args, p->name, i);
        if (v && *v && !type_ok(p, v, err))
            return false;
    }
    return param_check(x, args, p, err);
}

bool action_check(const struct action *a, const struct action_ctx *x, const struct args *args,
                  const char **bad, struct err *err)
{
    struct action_ctx unseen = *x;

    unseen.model = NULL;
    if (bad)
        *bad = a->params[0].name;
    if (!bulk_distinct(a, args, err))
        return false;
    if (bad)
        *bad = NULL;
    for (size_t i = 0; i < a->nparams; i++) {
        if (param_ok(a, &unseen, args, &a->params[i], err))
            continue;
        if (bad)
            *bad = a->params[i].name;
        return false;
    }
    return true;
}

struct job *action_plan(const struct action *a, const struct action_ctx *x, const struct args *args,
                        plan_done *done, void *user)
{
    struct err err = {0};
    struct args *settled;
    struct job *job;

    if (!action_check(a, x, args, NULL, &err))
        return planning_refuse(x->cluster, &err, done, user);
    settled = args_copy(args);
    if (a->resolve_args && !a->resolve_args(settled, &err))
        job = planning_refuse(x->cluster, &err, done, user);
    else if (!a->plans_together && bulk_count(a, args) > 1)
        job = bulk_plan(a, x, settled, done, user);
    else
        job = a->plan(x, settled, done, user);
    args_free(settled);
    return job;
}
