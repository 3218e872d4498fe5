/* group-create: the only verb that makes a new group. A group is nothing but its commits, so it is
 * made by committing where it shall begin; all else is as for a reset, see offsets_plan.c. */
#include "core/action/complete.h"
#include "core/action/offsets.h"
#include "core/action/offsets_params.h"

#include <string.h>

static const char *const goals[] = {
    "earliest", "latest", "offset", "instant", "duration", "record", "group", "each", "file", NULL,
};

static const struct param params[] = {
    {.name = "group",
     .title = "new group",
     .type = PARAM_TEXT,
     .required = true,
     .help = "the id of the consumer group, which must not exist yet"},
    {.name = "to",
     .title = "begins at",
     .type = PARAM_CHOICE,
     .required = true,
     .choices = goals,
     .help = "earliest: all that is left in the log; latest: only what comes from now on; offset: "
             "one number for all; instant: the first record of that time; duration: so long ago; "
             "record: the time of that record; group: where another group is; each: by hand; "
             "file: from CSV"},
    OFFSETS_TARGET_PARAMS,
    {.name = "topic",
     .title = "topics",
     .type = PARAM_SCOPE,
     .repeatable = true,
     .help = "the topics it shall read: topic (all its partitions) or topic:0,1,2"},
};

static const struct alias aliases[] = {
    OFFSETS_TARGET_ALIASES,
    {NULL, NULL, NULL},
};

static void prefill(const struct action_ctx *x, const char *object, struct args *args)
{
    (void)object;
    if (x->resource && x->scope && strstr(x->resource, "topic"))
        args_set(args, "topic", x->scope);
}

/* It has no commits that could tell which topics are meant. */
static bool check(const struct action_ctx *x, const struct args *args, const char *param,
                  struct err *err)
{
    const char *to = args_get(args, "to"), *topic = args_get(args, "topic");
    bool told = to && (!strcmp(to, "each") || !strcmp(to, "file") || !strcmp(to, "group"));

    if (!reset_check(x, args, param, err))
        return false;
    return strcmp(param, "topic") != 0 || told || (topic && *topic) ||
           err_set(err, ERR_USAGE, "'topic' is needed: which topics shall it read?");
}

static void complete(const struct action_ctx *x, const struct args *args, const char *param,
                     const char *typed, struct args *out)
{
    if (strcmp(param, "to") == 0)
        complete_choices(goals, param, typed, out);
    else
        reset_complete(x, args, param, typed, out);
}

static struct job *make_plan(const struct action_ctx *x, const struct args *args, plan_done *done,
                             void *user)
{
    return reset_start(x, args, "group-create", done, user);
}

const struct action action_group_create = {
    .name = "group-create",
    .title = "create group",
    .help = "Make a new consumer group by committing where it shall begin to read.",
    .resource = "groups",
    .params = params,
    .nparams = sizeof params / sizeof *params,
    .aliases = aliases,
    .danger = DANGER_LOW,
    .prefill = prefill,
    .check = check,
    .complete = complete,
    .settle = reset_settle,
    .plan = make_plan,
    .still = reset_still,
    .export_csv = reset_export,
};
