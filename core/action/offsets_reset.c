/* offsets-reset: move the committed offsets of a group that nobody is using. This file has the
 * verb's parameters, with Kafka's own spellings beside ours; offsets_args.c reads them,
 * offsets_plan.c reads the cluster and makes the plan, offsets_show.c makes it readable. */
#include "core/action/commit_watch.h"
#include "core/action/complete.h"
#include "core/action/offsets.h"
#include "core/action/offsets_params.h"

#include <string.h>

static const char *const goals[] = {
    "earliest", "latest",  "offset", "shift", "instant", "duration",
    "record",   "current", "group",  "each",  "file",    NULL,
};

static const struct param params[] = {
    {.name = "group",
     .title = "group",
     .type = PARAM_GROUP,
     .required = true,
     .repeatable = true,
     .help = "the consumer group; it must exist and have no active members; several are shown in "
             "one plan"},
    {.name = "to",
     .title = "reset to",
     .type = PARAM_CHOICE,
     .required = true,
     .choices = goals,
     .help = "earliest: all that is left in the log; latest: only what comes from now on; offset: "
             "one number for all; shift: by so many records; instant: the first record of that "
             "time; duration: so long ago; record: the time of that record; current: where it is; "
             "group: where another group is; each: by hand; file: from CSV"},
    {.name = "shift",
     .title = "shift by",
     .type = PARAM_INT,
     .when = "to=shift",
     .help = "records forward, or back with a minus, as -100"},
    OFFSETS_TARGET_PARAMS,
    {.name = "topic",
     .title = "only topics",
     .type = PARAM_SCOPE,
     .repeatable = true,
     .help = "topic (all its partitions) or topic:0,1,2; empty: every partition with a commit"},
    COMMIT_WATCH_PARAMS,
};

static const struct alias aliases[] = {
    OFFSETS_TARGET_ALIASES,
    {"shift-by", "to=shift", "shift"},
    {"to-current", "to=current", NULL},
    {"all-topics", NULL, NULL},
    {NULL, NULL, NULL},
};

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
    return reset_start(x, args, "offsets-reset", done, user);
}

const struct action action_offsets_reset = {
    .name = "offsets-reset",
    .title = "reset offsets",
    .help = "Move the committed offsets of a consumer group, so that it reads again or skips.",
    .resource = "groups",
    .needs_row = true,
    .params = params,
    .nparams = sizeof params / sizeof *params,
    .aliases = aliases,
    .danger = DANGER_LOW,
    .prefill = group_prefill,
    .check = reset_check,
    .complete = complete,
    .settle = reset_settle,
    .plan = make_plan,
    .still = reset_still,
    .total = reset_total,
    .export_csv = reset_export,
    .document = &offsets_document,
};
