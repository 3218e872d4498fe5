/* offsets-reset: move the committed offsets of a group without members. This file has the verb's
 * parameters, with Kafka's own spellings next to ours; offsets_args.c reads them, offsets_plan.c
 * reads the cluster and makes the plan, offsets_show.c makes it readable. */
#include "core/action/complete.h"
#include "core/action/offsets/commit_watch.h"
#include "core/action/offsets/offsets_args.h"
#include "core/action/offsets/offsets_params.h"
#include "core/action/offsets/offsets_plan.h"
#include "core/action/offsets/offsets_show.h"

#include <string.h>

static struct job *make_plan(const struct action_ctx *x, const struct args *args, plan_done *done,
                             void *user);

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
     .check = reset_check_to,
     .help = "earliest: all that is left in the log; latest: only what comes from now on; offset: "
             "one number for all; shift: by a number of records; instant: the first record at or "
             "after a time; duration: a time before now; record: the time of a record; current: "
             "no change, committed again; group: where another group is; each: an offset for "
             "each partition; file: from CSV"},
    {.name = "shift",
     .title = "shift by",
     .type = PARAM_INT,
     .when = "to=shift",
     .check = reset_check_goal,
     .help = "records forward, or back with a minus, such as -100"},
    OFFSETS_TARGET_PARAMS,
    {.name = "topic",
     .title = "only topics",
     .type = PARAM_SCOPE,
     .repeatable = true,
     .check = reset_check_topic,
     .complete = reset_complete_topic,
     .empty = "every partition with a commit",
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

const struct action action_offsets_reset = {
    .name = "offsets-reset",
    .title = "reset offsets",
    .help = "Move the committed offsets of a consumer group, so that it reads again or skips.",
    .examples = "billing --to-datetime '2026-11-22 10:30' --dry-run\n"
                "billing --topic orders:0,1 --shift-by -100",
    .object = OBJECT_GROUP,
    .needs_row = true,
    .params = params,
    .nparams = sizeof params / sizeof *params,
    .aliases = aliases,
    .danger = DANGER_LOW,
    .prefill = group_prefill,
    .resolve_args = reset_resolve_args,
    .plan = make_plan,
    .revalidate = reset_revalidate,
    .total = reset_total,
    .export_csv = reset_export,
    .document = &offsets_document,
};

static struct job *make_plan(const struct action_ctx *x, const struct args *args, plan_done *done,
                             void *user)
{
    return reset_start(x, args, "offsets-reset", done, user);
}
