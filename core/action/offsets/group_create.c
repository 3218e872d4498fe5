/* group-create: the only verb that makes a new group. A group is nothing but its commits, so it is
 * created by committing where it starts; all else is as for a reset, see offsets_plan.c. */
#include "core/action/complete.h"
#include "core/action/offsets/offsets_args.h"
#include "core/action/offsets/offsets_params.h"
#include "core/action/offsets/offsets_plan.h"
#include "core/action/offsets/offsets_show.h"

#include <string.h>

static bool check_topic(const struct action_ctx *x, const struct args *args, const struct param *p,
                        struct err *err);
static void prefill(const struct action_ctx *x, const char *object, struct args *args);
static struct job *make_plan(const struct action_ctx *x, const struct args *args, plan_done *done,
                             void *user);

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
     .check = reset_check_to,
     .help = "earliest: all that is left in the log; latest: only what comes from now on; offset: "
             "one number for all; instant: the first record of that time; duration: that long "
             "ago; record: the time of that record; group: where another group is; each: by hand; "
             "file: from CSV"},
    OFFSETS_TARGET_PARAMS,
    {.name = "topic",
     .title = "topics",
     .type = PARAM_SCOPE,
     .repeatable = true,
     .check = check_topic,
     .help = "the topics it will read: topic (all its partitions) or topic:0,1,2"},
};

static const struct alias aliases[] = {
    OFFSETS_TARGET_ALIASES,
    {NULL, NULL, NULL},
};

const struct action action_group_create = {
    .name = "group-create",
    .title = "create group",
    .help = "Make a new consumer group by committing the offsets at which it starts to read.",
    .examples = "billing --to-latest --topic orders",
    .object = OBJECT_GROUP,
    .params = params,
    .nparams = sizeof params / sizeof *params,
    .aliases = aliases,
    .danger = DANGER_LOW,
    .prefill = prefill,
    .resolve_args = reset_resolve_args,
    .plan = make_plan,
    .revalidate = reset_revalidate,
    .export_csv = reset_export,
};

static void prefill(const struct action_ctx *x, const char *object, struct args *args)
{
    (void)object;
    if (x->of == OBJECT_TOPIC && x->scope)
        args_set(args, "topic", x->scope);
}

/* It has no commits that could show which topics are meant. */
static bool check_topic(const struct action_ctx *x, const struct args *args, const struct param *p,
                        struct err *err)
{
    const char *to = args_get(args, "to"), *topic = args_get(args, "topic");
    bool given =
        to && (strcmp(to, "each") == 0 || strcmp(to, "file") == 0 || strcmp(to, "group") == 0);

    if (!reset_check_topic(x, args, p, err))
        return false;
    return given || (topic && *topic) ||
           err_set(err, ERR_USAGE, "'topic' is needed: which topics will it read?");
}

static struct job *make_plan(const struct action_ctx *x, const struct args *args, plan_done *done,
                             void *user)
{
    return reset_start(x, args, "group-create", done, user);
}
