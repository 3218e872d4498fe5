/* records-delete: records of a topic before an offset, before an instant, or all there are now
 * (purge). What is sent is what the plan shows: offsets, never "the end", so that what is written
 * after the plan was made stays. Brokers refuse topics that are only compacted and Kafka's own
 * ones; klamm says so before anything is sent. */
#include "core/action/topic/records_delete.h"

#include "core/action/complete.h"
#include "core/action/options.h"
#include "core/action/topic/records_plan.h"
#include "core/base/clock.h"
#include "core/base/parse.h"
#include "core/base/parse_duration.h"
#include "core/base/parse_instant.h"
#include "core/base/text_human.h"

#include <inttypes.h>
#include <string.h>

static bool check_topic(const struct action_ctx *x, const struct args *args, const struct param *p,
                        struct err *err);
static bool check_goal(const struct action_ctx *x, const struct args *args, const struct param *p,
                       struct err *err);
static bool check_partition(const struct action_ctx *x, const struct args *args,
                            const struct param *p, struct err *err);

static const char *const goals[] = {"end", "offset", "instant", "duration", "each", NULL};

static const struct param params[] = {
    {.name = "topic",
     .title = "topic",
     .type = PARAM_TOPIC,
     .required = true,
     .repeatable = true,
     .check = check_topic,
     .help = "the topic whose records are deleted; it stays itself; several are shown in one plan"},
    {.name = "before",
     .title = "records before",
     .type = PARAM_CHOICE,
     .def = "end",
     .choices = goals,
     .help = "end: all there are now; offset: one number for all partitions; instant: what was "
             "written before; duration: what is older; each: by hand"},
    {.name = "offset",
     .title = "offset",
     .type = PARAM_INT,
     .when = "before=offset",
     .check = check_goal,
     .help = "the first record that stays, such as 1200"},
    {.name = "instant",
     .title = "instant",
     .type = PARAM_INSTANT,
     .when = "before=instant",
     .check = check_goal,
     .help =
         "for example 2026-11-22 10:30, 10:30 or 2h ago: in the zone shown unless one is given; "
         "2026-11-22T10:30:00.000 is UTC, as for Kafka's tools"},
    {.name = "duration",
     .title = "older than",
     .type = PARAM_DURATION,
     .when = "before=duration",
     .check = check_goal,
     .help = "for example 2h, 7d or PT2H"},
    {.name = "each",
     .title = "offsets",
     .type = PARAM_OFFSETS,
     .repeatable = true,
     .when = "before=each",
     .check = check_goal,
     .help = "topic:partition=offset, as orders:0=1200: the first record that stays"},
    {.name = "partition",
     .title = "only partitions",
     .type = PARAM_TEXT,
     .check = check_partition,
     .empty = "all partitions",
     .help = "for example 0,1,2; empty: all partitions"},
};

static const struct alias aliases[] = {
    {"to-end", "before=end", NULL},
    {"to-offset", "before=offset", "offset"},
    {"to-datetime", "before=instant", "instant"},
    {"older-than", "before=duration", "duration"},
    {"partitions", NULL, "partition"},
    {"set", "before=each", "each"},
    {NULL, NULL, NULL},
};

const struct action action_records_delete = {
    .name = "records-delete",
    .title = "delete records",
    .help = "Delete the records of a topic before an offset or instant, or all there are now.",
    .examples = "orders --to-datetime '2026-11-22 10:30'\n"
                "orders --before each --each orders:0=1200",
    .object = OBJECT_TOPIC,
    .needs_row = true,
    .params = params,
    .nparams = sizeof params / sizeof *params,
    .aliases = aliases,
    .danger = DANGER_HIGH,
    .reads_commits = true,
    .refusal = records_refusal,
    .prefill = topic_prefill,
    .plan = cut_plan,
    .revalidate = topic_snapshot_revalidate,
};

/* ---- the arguments --------------------------------------------------------------------------- */

static const char *value(const struct args *args, const char *name)
{
    return args_value(&action_records_delete, args, name);
}

static const char *resolved(struct arena *a, const char *words, int64_t ms)
{
    return arena_printf(a, "%s (%s)", words, text_moment(a, ms, clock_wall_ms()));
}

static bool parse_time(struct cutting *c, struct arena *a, const struct args *args, bool ago,
                       struct err *err)
{
    const char *text = value(args, ago ? "duration" : "instant");
    int64_t now = clock_wall_ms(), ms;
    struct instant when;

    c->goal = GO_TIME;
    if (!text)
        return err_set(err, ERR_USAGE, "'%s' is needed", ago ? "duration" : "instant");
    if (ago) {
        if (!parse_duration(text, &ms, err))
            return false;
        if (__builtin_sub_overflow(now, ms, &c->when_ms))
            c->when_ms = -1;
    } else {
        if (!parse_instant(text, now, &when, err))
            return false;
        c->when_ms = when.wall_ms;
    }
    if (c->when_ms < 0 || c->when_ms > now)
        return err_set(err, ERR_USAGE, "%s is not between 1970 and now; for all records write end",
                       text);
    c->asked = resolved(a, arena_printf(a, ago ? "older than %s" : "before %s", text), c->when_ms);
    return true;
}

static bool is_named(const struct args *args, const char *topic)
{
    const char *named;

    for (size_t i = 0; (named = args_nth(args, "topic", i)); i++) {
        if (strcmp(named, topic) == 0)
            return true;
    }
    return false;
}

static bool given_before(const struct each *list, size_t n, const struct each *e)
{
    for (size_t i = 0; i < n; i++) {
        if (list[i].partition == e->partition && strcmp(list[i].topic, e->topic) == 0)
            return true;
    }
    return false;
}

/* Of several topics each takes its own; all of them are planned one by one. */
static bool parse_each(struct cutting *c, struct arena *a, const struct args *args, struct err *err)
{
    const char *text;

    c->goal = GO_EACH;
    c->asked = "before chosen offsets";
    c->each = arena_array(a, args->n, sizeof *c->each);
    for (size_t i = 0; (text = args_nth(args, "each", i)); i++) {
        struct each *e = &c->each[c->neach];

        if (!*text)
            continue;
        if (!each_parse(a, text, e, err))
            return false;
        if (given_before(c->each, c->neach, e))
            return err_set(err, ERR_USAGE, "%s:%" PRId32 " is given twice", e->topic, e->partition);
        c->neach++;
    }
    return c->neach > 0 ||
           err_set(err, ERR_USAGE, "no offset is given: write topic:partition=offset");
}

static bool parse_goal(struct cutting *c, struct arena *a, const struct args *args, struct err *err)
{
    const char *to = value(args, "before");
    const char *text = value(args, "offset");

    c->asked = "all there are now";
    if (strcmp(to, "end") == 0)
        return true;
    if (strcmp(to, "each") == 0)
        return parse_each(c, a, args, err);
    if (strcmp(to, "offset") != 0)
        return parse_time(c, a, args, strcmp(to, "duration") == 0, err);
    c->goal = GO_OFFSET;
    if (!text)
        return err_set(err, ERR_USAGE, "'offset' is needed");
    if (!parse_int(text, 0, INT64_MAX, &c->offset, err))
        return err_wrap(err, "offset");
    c->asked = arena_printf(a, "before offset %" PRId64, c->offset);
    return true;
}

/* "0,1,2" as the partitions of a scope. */
static bool parse_partitions(struct cutting *c, struct arena *a, const struct args *args,
                             struct err *err)
{
    const char *text = value(args, "partition");
    struct scope s;

    if (!text)
        return true;
    if (c->goal == GO_EACH)
        return err_set(err, ERR_USAGE,
                       "the partitions are named with their offsets already: "
                       "leave out 'partition'");
    if (!partitions_parse(a, text, &s, err))
        return false;
    c->partitions = s.partitions;
    c->npartitions = s.n;
    return true;
}

bool cutting_parse(struct cutting *c, struct arena *a, const struct args *args, struct err *err)
{
    return parse_goal(c, a, args, err) && parse_partitions(c, a, args, err);
}

/* ---- the form -------------------------------------------------------------------------------- */

static bool each_named(const struct cutting *c, const struct args *args, struct err *err)
{
    for (size_t i = 0; i < c->neach; i++) {
        if (!is_named(args, c->each[i].topic))
            return err_set(err, ERR_USAGE, "%s is not one of the topics named", c->each[i].topic);
    }
    return true;
}

static bool check_topic(const struct action_ctx *x, const struct args *args, const struct param *p,
                        struct err *err)
{
    (void)p;
    return records_topics_ok(x, args, err);
}

static bool check_goal(const struct action_ctx *x, const struct args *args, const struct param *p,
                       struct err *err)
{
    struct cutting c = {0};
    struct arena a;
    bool ok;

    (void)x;
    if (!param_applies(p, args))
        return true;
    arena_init(&a);
    ok = parse_goal(&c, &a, args, err) && each_named(&c, args, err);
    arena_release(&a);
    return ok;
}

static bool check_partition(const struct action_ctx *x, const struct args *args,
                            const struct param *p, struct err *err)
{
    struct cutting c = {0};
    struct arena a;
    bool ok;

    (void)x;
    arena_init(&a);
    ok = !value(args, p->name) || parse_partitions(&c, &a, args, err);
    arena_release(&a);
    return ok;
}
