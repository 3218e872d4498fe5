/* offsets-reset: move the committed offsets of a group that nobody is using. This file has the
 * verb's parameters, with Kafka's own spellings beside ours; offsets_plan.c reads the cluster and
 * makes the plan, offsets_show.c makes it readable. */
#include "core/action/offsets.h"

#include "core/action/complete.h"
#include "core/base/clock.h"
#include "core/base/map.h"
#include "core/base/parse.h"
#include "core/base/text.h"

#include <inttypes.h>
#include <string.h>

static const char *const goals[] = {
    "earliest", "latest", "offset", "shift", "instant", "duration", "current", "each", "file", NULL,
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
             "time; duration: so long ago; current: where it is; each: by hand; file: from CSV"},
    {.name = "offset",
     .title = "offset",
     .type = PARAM_INT,
     .when = "to=offset",
     .help = "the offset for every partition in scope, kept within its log, as 1200"},
    {.name = "shift",
     .title = "shift by",
     .type = PARAM_INT,
     .when = "to=shift",
     .help = "records forward, or back with a minus, as -100"},
    {.name = "instant",
     .title = "instant",
     .type = PARAM_INSTANT,
     .when = "to=instant",
     .help =
         "UTC unless a zone is given, as 2026-11-22T10:30:00.000+01:00, 2026-11-22 10:30, 2h ago"},
    {.name = "duration",
     .title = "so long ago",
     .type = PARAM_DURATION,
     .when = "to=duration",
     .help = "as 2h, 1d 12h or PT2H"},
    {.name = "each",
     .title = "offsets",
     .type = PARAM_OFFSETS,
     .repeatable = true,
     .when = "to=each",
     .help = "topic:partition=offset, as orders:0=1200"},
    {.name = "file",
     .title = "CSV file",
     .type = PARAM_FILE,
     .when = "to=file",
     .help = "lines of topic,partition,offset as kafka-consumer-groups exports them"},
    {.name = "topic",
     .title = "only topics",
     .type = PARAM_SCOPE,
     .repeatable = true,
     .help = "topic (all its partitions) or topic:0,1,2; empty: every partition with a commit"},
};

static const struct alias aliases[] = {
    {"to-earliest", "to=earliest", NULL},
    {"to-latest", "to=latest", NULL},
    {"to-offset", "to=offset", "offset"},
    {"shift-by", "to=shift", "shift"},
    {"to-datetime", "to=instant", "instant"},
    {"by-duration", "to=duration", "duration"},
    {"to-current", "to=current", NULL},
    {"from-file", "to=file", "file"},
    {"set", "to=each", "each"},
    {"all-topics", NULL, NULL},
    {NULL, NULL, NULL},
};

/* ---- reading the arguments ------------------------------------------------------------------ */

static bool parse_scopes(struct reset *r, struct arena *a, const struct args *args, struct err *err)
{
    const char *text;

    r->scopes = arena_array(a, args->n, sizeof *r->scopes);
    for (size_t i = 0; (text = args_nth(args, "topic", i)); i++) {
        if (!*text)
            continue;
        if (!scope_parse(a, text, &r->scopes[r->nscopes], err))
            return false;
        for (size_t k = 0; k < r->nscopes; k++) {
            if (strcmp(r->scopes[k].topic, r->scopes[r->nscopes].topic) == 0)
                return err_set(err, ERR_USAGE, "topic %s is named twice", r->scopes[k].topic);
        }
        r->nscopes++;
    }
    return true;
}

/* A file's worth of them is no rarity, so they are looked up in a map. */
static bool add_each(struct reset *r, struct arena *a, struct map *seen, const char *text,
                     struct err *err)
{
    struct each *e = &r->each[r->neach];

    if (!*text)
        return true;
    if (!each_parse(a, text, e, err))
        return false;
    if (map_set(seen, arena_printf(a, "%s:%" PRId32, e->topic, e->partition), e))
        return err_set(err, ERR_USAGE, "%s:%" PRId32 " is given twice", e->topic, e->partition);
    r->neach++;
    return true;
}

static bool parse_each(struct reset *r, struct arena *a, const struct args *args, struct err *err)
{
    struct map seen;
    bool ok = true;

    r->goal = GOAL_EACH;
    r->asked = "to chosen offsets";
    r->each = arena_array(a, args->n, sizeof *r->each);
    map_init(&seen);
    for (size_t i = 0; ok && i < args->n; i++)
        ok = strcmp(args->list[i].name, "each") != 0 ||
             add_each(r, a, &seen, args->list[i].value, err);
    map_release(&seen, NULL);
    return ok && (r->neach > 0 ||
                  err_set(err, ERR_USAGE, "no offset is given: write topic:partition=offset"));
}

static const char *resolved(struct arena *a, const char *words, int64_t ms)
{
    char local[TEXT_NUM], utc[TEXT_NUM];

    return arena_printf(a, "%s (%s = %s)", words, text_instant(local, ms),
                        text_instant_utc(utc, ms));
}

/* A day ahead may be a clock that is wrong; more is a slip of the finger. */
static bool parse_when(struct reset *r, struct arena *a, const char *text, struct err *err)
{
    int64_t now = clock_wall_ms();
    struct instant when;

    if (!parse_instant(text, now, &when, err))
        return false;
    if (when.wall_ms > now + 86400000)
        return err_set(err, ERR_USAGE,
                       "%s is more than a day ahead; for the end of the log write "
                       "latest",
                       text);
    r->goal = GOAL_TIME;
    r->when_ms = when.wall_ms;
    r->asked = resolved(a, arena_printf(a, "to %s", text), r->when_ms);
    return true;
}

static bool parse_ago(struct reset *r, struct arena *a, const char *text, struct err *err)
{
    int64_t ms;

    if (!parse_duration(text, &ms, err))
        return false;
    r->goal = GOAL_TIME;
    if (__builtin_sub_overflow(clock_wall_ms(), ms, &r->when_ms) || r->when_ms < 0)
        return err_set(err, ERR_USAGE, "%s ago was before 1970", text);
    r->asked = resolved(a, arena_printf(a, "by %s", text), r->when_ms);
    return true;
}

static bool parse_number(struct reset *r, struct arena *a, enum offset_goal goal, const char *text,
                         struct err *err)
{
    r->goal = goal;
    if (!parse_int(text, goal == GOAL_OFFSET ? 0 : -INT64_MAX, INT64_MAX, &r->n, err))
        return err_wrap(err, "%s", goal == GOAL_OFFSET ? "offset" : "shift");
    r->asked = goal == GOAL_OFFSET ? arena_printf(a, "to offset %" PRId64, r->n)
                                   : arena_printf(a, "by %+" PRId64 " records", r->n);
    return true;
}

static bool parse_goal(struct reset *r, struct arena *a, const struct args *args, const char *to,
                       struct err *err)
{
    const char *v = args_get(args, to);

    r->asked = arena_printf(a, "to %s", to);
    if (strcmp(to, "earliest") == 0)
        r->goal = GOAL_EARLIEST;
    else if (strcmp(to, "latest") == 0)
        r->goal = GOAL_LATEST;
    else if (strcmp(to, "current") == 0)
        r->goal = GOAL_CURRENT;
    else if (strcmp(to, "each") == 0)
        return parse_each(r, a, args, err);
    else if (!v || !*v)
        return err_set(err, ERR_USAGE, "'%s' is needed", to);
    else if (strcmp(to, "offset") == 0)
        return parse_number(r, a, GOAL_OFFSET, v, err);
    else if (strcmp(to, "shift") == 0)
        return parse_number(r, a, GOAL_SHIFT, v, err);
    else if (strcmp(to, "instant") == 0)
        return parse_when(r, a, v, err);
    else if (strcmp(to, "duration") == 0)
        return parse_ago(r, a, v, err);
    return true;
}

bool reset_parse(struct reset *r, struct arena *a, const struct args *args, struct err *err)
{
    const char *group = args_get(args, "group"), *to = args_get(args, "to");
    bool names_them;

    memset(r, 0, sizeof *r);
    if (!group || !*group)
        return err_set(err, ERR_USAGE, "the group is missing");
    if (!to || !*to)
        return err_set(err, ERR_USAGE, "'to' is needed: earliest, latest, offset …");
    r->group = arena_strdup(a, group);
    if (!parse_scopes(r, a, args, err) || !parse_goal(r, a, args, to, err))
        return false;
    names_them = strcmp(to, "each") == 0 || strcmp(to, "file") == 0;
    if (names_them && r->nscopes)
        return err_set(err, ERR_USAGE,
                       "the partitions are named with their offsets already: leave "
                       "out 'topic'");
    return true;
}

/* ---- the form ------------------------------------------------------------------------------- */

static bool check_topic(const struct action_ctx *x, const struct reset *r, struct err *err)
{
    const struct metadata *md = x->model ? x->model->metadata : NULL;

    for (size_t i = 0; md && i < r->nscopes; i++) {
        const struct topic *t = metadata_topic(md, r->scopes[i].topic);

        for (size_t k = 0; t && k < r->scopes[i].n; k++) {
            if (!topic_partition(t, r->scopes[i].partitions[k]))
                return err_set(err, ERR_USAGE, "topic %s has %d partitions, no partition %" PRId32,
                               t->name, t->npartitions, r->scopes[i].partitions[k]);
        }
    }
    return true;
}

static bool check(const struct action_ctx *x, const struct args *args, const char *param,
                  struct err *err)
{
    const char *to = args_get(args, "to");
    struct reset r = {0};
    struct arena a;
    bool ok = true;

    arena_init(&a);
    if (strcmp(param, "topic") == 0)
        ok = parse_scopes(&r, &a, args, err) && check_topic(x, &r, err);
    else if (to && strcmp(param, to) == 0 && strcmp(param, "file") != 0)
        ok = parse_goal(&r, &a, args, to, err);
    else if (to && strcmp(param, "to") == 0 && strcmp(to, "file") == 0 &&
             args_nth(args, "group", 1))
        ok = err_set(err, ERR_USAGE, "a file is for one group at a time");
    else if (to && strcmp(param, "to") == 0 && args_get(args, "topic") &&
             *args_get(args, "topic") && (strcmp(to, "each") == 0 || strcmp(to, "file") == 0))
        ok = err_set(err, ERR_USAGE,
                     "the partitions are named with their offsets already: leave "
                     "out 'topic'");
    arena_release(&a);
    return ok;
}

static void prefill(const struct action_ctx *x, const char *object, struct args *args)
{
    (void)x;
    if (object)
        args_set(args, "group", object);
}

static void complete_offsets(const struct action_ctx *x, const char *group, const char *typed,
                             struct args *out)
{
    const struct group_offsets *o = group && x->model ? model_group_offsets(x->model, group) : NULL;
    char text[320];

    for (size_t i = 0; o && i < o->n; i++) {
        if (o->o[i].committed == OFFSET_UNKNOWN)
            continue;
        snprintf(text, sizeof text, "%s:%" PRId32 "=%" PRId64, o->o[i].topic, o->o[i].partition,
                 o->o[i].committed);
        if (text_starts_ci(text, typed))
            args_add(out, "each", text);
    }
}

static void complete(const struct action_ctx *x, const struct args *args, const char *param,
                     const char *typed, struct args *out)
{
    const struct model *m = x->model;

    if (strcmp(param, "group") == 0) {
        complete_groups(m, param, typed, out);
    } else if (strcmp(param, "topic") == 0) {
        complete_topics(m, param, typed, out);
    } else if (strcmp(param, "to") == 0) {
        complete_choices(goals, param, typed, out);
    } else if (strcmp(param, "each") == 0) {
        complete_offsets(x, args_get(args, "group"), typed, out);
    }
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
    .prefill = prefill,
    .check = check,
    .complete = complete,
    .plan = reset_plan,
    .still = reset_still,
    .total = reset_total,
    .export_csv = reset_export,
};
