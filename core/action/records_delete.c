/* records-delete: records of a topic before an offset, before an instant, or all there are now
 * (purge). What goes out is what the plan shows: offsets, never "the end", so that what is written
 * after the plan was made stays. Brokers refuse topics that are only compacted and Kafka's own
 * ones; both are said before. */
#include "core/action/command_line.h"
#include "core/action/complete.h"
#include "core/action/offset_scope.h"
#include "core/action/records.h"
#include "core/action/step_records.h"
#include "core/base/clock.h"
#include "core/base/parse.h"
#include "core/base/text.h"

#include <inttypes.h>
#include <string.h>

static const char *const goals[] = {"end", "offset", "instant", "duration", "each", NULL};

static const struct param params[] = {
    {.name = "topic",
     .title = "topic",
     .type = PARAM_TOPIC,
     .required = true,
     .repeatable = true,
     .help = "the topic whose records go; it stays itself; several are shown in one plan"},
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
     .help = "the first record that stays, as 1200"},
    {.name = "instant",
     .title = "instant",
     .type = PARAM_INSTANT,
     .when = "before=instant",
     .help =
         "as 2026-11-22 10:30, 10:30, 2h ago: in the zone shown unless one is given; "
         "2026-11-22T10:30:00.000 is UTC, as for Kafka's tools"},
    {.name = "duration",
     .title = "older than",
     .type = PARAM_DURATION,
     .when = "before=duration",
     .help = "as 2h, 7d or PT2H"},
    {.name = "each",
     .title = "offsets",
     .type = PARAM_OFFSETS,
     .repeatable = true,
     .when = "before=each",
     .help = "topic:partition=offset, as orders:0=1200: the first record that stays"},
    {.name = "partition",
     .title = "only partitions",
     .type = PARAM_TEXT,
     .help = "as 0,1,2; empty: all of them"},
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

enum { TAG_TIME = 1 };
enum goal { GO_END, GO_OFFSET, GO_TIME, GO_EACH };

struct cutting {
    struct topic_world world; /* first: see topic_world_read */
    enum goal goal;
    int64_t offset;
    int64_t when_ms;
    const char *asked; /* "before 2 h ago (…)" */
    struct each *each;
    size_t neach;
    int32_t *partitions; /* NULL: all */
    size_t npartitions;
    struct cut *cuts;
    size_t n;
};

/* ---- the arguments -------------------------------------------------------------------------- */

static const char *value(const struct args *args, const char *name)
{
    return args_value(action_find("records-delete"), args, name);
}

static const char *resolved(struct arena *a, const char *words, int64_t ms)
{
    char local[TEXT_NUM], utc[TEXT_NUM];

    return arena_printf(a, "%s (%s = %s)", words, text_instant(local, ms),
                        text_instant_utc(utc, ms));
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
    if (!scope_parse(a, arena_printf(a, "-:%s", text), &s, err))
        return false;
    c->partitions = s.partitions;
    c->npartitions = s.n;
    return true;
}

static bool parse(struct cutting *c, struct arena *a, const struct args *args, struct err *err)
{
    return parse_goal(c, a, args, err) && parse_partitions(c, a, args, err);
}

/* ---- which records -------------------------------------------------------------------------- */

static bool in_scope(const struct cutting *c, int32_t partition)
{
    for (size_t i = 0; i < c->npartitions; i++) {
        if (c->partitions[i] == partition)
            return true;
    }
    for (size_t i = 0; i < c->neach; i++) {
        if (c->each[i].partition == partition && strcmp(c->each[i].topic, c->world.topic) == 0)
            return true;
    }
    return !c->partitions && c->goal != GO_EACH;
}

/* The first record of that time or later; NULL: not told. */
static const struct offset_answer *first_of(const struct planning *p, int32_t partition)
{
    const struct offset_answers *l = fresh_offsets(&p->fresh, TAG_TIME, NULL);

    for (size_t i = 0; l && i < l->n; i++) {
        if (l->a[i].partition == partition && !l->a[i].err)
            return &l->a[i];
    }
    return NULL;
}

static int64_t wanted(const struct planning *p, const struct cutting *c, const struct cut *cut)
{
    const struct offset_answer *first;

    if (c->goal == GO_END)
        return cut->part->end;
    if (c->goal == GO_OFFSET)
        return c->offset;
    for (size_t i = 0; i < c->neach; i++) {
        if (c->each[i].partition == cut->part->id && strcmp(c->each[i].topic, c->world.topic) == 0)
            return c->each[i].offset;
    }
    first = first_of(p, cut->part->id);
    return first ? told_or(first->offset, cut->part->end) : OFFSET_UNKNOWN;
}

/* A log is cut at one offset. Where the first record that is young enough is stamped ahead of now,
 * by its producer's clock, those behind it may be as old as the ones that go. */
static void tell_stamped_ahead(struct planning *p, const struct cutting *c, struct cut *cut)
{
    const struct offset_answer *first = c->goal == GO_TIME ? first_of(p, cut->part->id) : NULL;
    char when[TEXT_NUM], count[TEXT_NUM];
    int64_t behind;

    if (!first || !first->offset.known || told_or(first->timestamp, 0) <= clock_wall_ms())
        return;
    behind = cut->part->end - first->offset.n - 1;
    if (behind <= 0)
        return;
    cut->note = plan_str(p->plan, "record %" PRId64 " is stamped ahead of now: what is behind it stays",
                         first->offset.n);
    plan_warn(p->plan,
              "%s-%" PRId32 ": record %" PRId64 " is stamped %s, ahead of now; the %s record%s "
              "behind it stay, also those that are older",
              c->world.topic, cut->part->id, first->offset.n,
              text_instant(when, first->timestamp.n), text_count(count, behind),
              behind == 1 ? "" : "s");
}

static void decide(struct planning *p, const struct cutting *c, struct cut *cut)
{
    int64_t to;

    cut->to = OFFSET_UNKNOWN;
    if (!in_scope(c, cut->part->id)) {
        cut->note = "not asked for";
        return;
    }
    if (cut->part->trouble) {
        plan_block(p->plan, "%s-%" PRId32 ": %s", c->world.topic, cut->part->id,
                   cut->part->trouble);
        return;
    }
    to = wanted(p, c, cut);
    if (to == OFFSET_UNKNOWN)
        plan_block(p->plan, "%s-%" PRId32 ": which record is the first of that time is not told",
                   c->world.topic, cut->part->id);
    else if (to > cut->part->end)
        plan_block(p->plan, "%s-%" PRId32 ": offset %" PRId64 " is past the log end %" PRId64,
                   c->world.topic, cut->part->id, to, cut->part->end);
    else if (to <= cut->part->start)
        cut->note =
            cut->part->start == cut->part->end ? "is empty" : "starts there or later already";
    else
        cut->to = to;
    tell_stamped_ahead(p, c, cut);
}

static void add_steps(struct plan *p, const struct cutting *c)
{
    for (size_t i = 0; i < c->n; i++) {
        const struct cut *cut = &c->cuts[i];
        struct delete_records d = {
            .topic = c->world.topic,
            .partition = cut->part->id,
            .from = cut->part->start,
            .to = cut->to,
        };

        if (cut->to != OFFSET_UNKNOWN)
            plan_add_delete_records(p, &d);
    }
}

/* ---- Kafka's command line ------------------------------------------------------------------- */

static void make_command(struct plan *p, const struct profile *profile)
{
    struct buf b, json;

    if (p->nsteps == 0 || p->blocked) /* the tool would delete what it can of it */
        return;
    buf_init(&b, 0);
    buf_init(&json, 0);
    buf_adds(&json, "{\"partitions\":[");
    for (size_t i = 0; i < p->nsteps; i++) {
        const struct delete_records *d = p->steps[i].payload;

        buf_addf(&json, "%s{\"topic\":\"%s\",\"partition\":%" PRId32 ",\"offset\":%" PRId64 "}",
                 i ? "," : "", d->topic, d->partition, d->to);
    }
    buf_adds(&json, "],\"version\":1}");
    command_file(&b, buf_str(&json));
    command_start(&b, "kafka-delete-records", profile);
    buf_adds(&b, " --offset-json-file " COMMAND_FILE);
    p->command = arena_strdup(&p->arena, buf_str(&b));
    buf_release(&b);
    buf_release(&json);
}

/* ---- the plan ------------------------------------------------------------------------------- */

static void hand_over(struct planning *p)
{
    struct cutting *c = p->state;
    struct plan *plan = p->plan;

    for (size_t i = 0; i < c->n; i++)
        decide(p, c, &c->cuts[i]);
    plan->asked = c->asked;
    plan->title =
        plan_str(plan, "delete records of %s – %s", plan_show(plan, c->world.topic), c->asked);
    plan->confirm = plan_show(plan, c->world.topic);
    plan->detail = &c->world;
    add_steps(plan, c);
    topic_world_facts(plan, &c->world);
    plan_fact(plan, topic_world_setting(&c->world, "cleanup.policy"), "cleanup.policy of %s",
              c->world.topic);
    records_preview(plan, c->cuts, c->n);
    records_warn(plan, &c->world, c->cuts, c->n);
    make_command(plan, cluster_profile(p->cluster));
    planning_done(p);
}

static void ask_time(struct planning *p, const struct cutting *c)
{
    struct offset_query q = {.topic = c->world.topic, .spec = c->when_ms};

    for (size_t i = 0; i < c->world.nparts; i++) {
        q.partition = c->world.parts[i].id;
        if (!c->world.parts[i].trouble && in_scope(c, q.partition))
            fresh_want_offsets(&p->fresh, TAG_TIME, &q, 1);
    }
}

static bool partitions_there(const struct cutting *c, struct err *err)
{
    for (size_t i = 0; i < c->npartitions; i++) {
        if (!topic_partition(c->world.meta, c->partitions[i]))
            return err_set(err, ERR_NOT_FOUND, "topic %s has %zu partitions, no partition %" PRId32,
                           c->world.topic, c->world.nparts, c->partitions[i]);
    }
    for (size_t i = 0; i < c->neach; i++) {
        if (strcmp(c->each[i].topic, c->world.topic) == 0 &&
            !topic_partition(c->world.meta, c->each[i].partition))
            return err_set(err, ERR_NOT_FOUND, "topic %s has %zu partitions, no partition %" PRId32,
                           c->world.topic, c->world.nparts, c->each[i].partition);
    }
    return true;
}

static void on_known(struct planning *p)
{
    struct cutting *c = p->state;
    struct err err = {0};

    if (records_refused(p->plan, &c->world, &err) || !partitions_there(c, &err)) {
        planning_fail(p, &err);
        return;
    }
    c->n = c->world.nparts;
    c->cuts = arena_array(&p->plan->arena, c->n, sizeof *c->cuts);
    for (size_t i = 0; i < c->n; i++)
        c->cuts[i].part = &c->world.parts[i];
    if (c->goal == GO_TIME)
        ask_time(p, c);
    planning_read(p, hand_over);
}

static struct job *cut_plan(const struct action_ctx *x, const struct args *args, plan_done *done,
                            void *user)
{
    struct planning *p = planning_new(x, action_find("records-delete"), args, done, user);
    struct cutting *c = arena_alloc(&p->plan->arena, sizeof *c);
    struct err err = {0};

    p->state = c;
    if (!parse(c, &p->plan->arena, args, &err)) {
        job_cancel(&p->job);
        return planning_refuse(x->cluster, &err, done, user);
    }
    topic_world_read(p, args_get(args, "topic"), on_known);
    return &p->job;
}

/* ---- the form ------------------------------------------------------------------------------- */

static bool each_named(const struct cutting *c, const struct args *args, struct err *err)
{
    for (size_t i = 0; i < c->neach; i++) {
        if (!is_named(args, c->each[i].topic))
            return err_set(err, ERR_USAGE, "%s is not one of the topics named", c->each[i].topic);
    }
    return true;
}

static bool check(const struct action_ctx *x, const struct args *args, const char *param,
                  struct err *err)
{
    struct cutting c = {0};
    struct arena a;
    bool ok = true;

    arena_init(&a);
    if (strcmp(param, "topic") == 0)
        ok = records_topics_ok(x, args, err);
    else if (strcmp(param, value(args, "before")) == 0)
        ok = parse_goal(&c, &a, args, err) && each_named(&c, args, err);
    else if (strcmp(param, "partition") == 0 && value(args, param))
        ok = parse_partitions(&c, &a, args, err);
    arena_release(&a);
    return ok;
}

static void complete(const struct action_ctx *x, const struct args *args, const char *param,
                     const char *typed, struct args *out)
{
    topic_complete(x, args, param, typed, out);
    if (strcmp(param, "before") == 0)
        complete_choices(goals, param, typed, out);
}

const struct action action_records_delete = {
    .name = "records-delete",
    .title = "delete records",
    .help = "Delete the records of a topic before an offset or instant, or all there are now.",
    .resource = "topics",
    .needs_row = true,
    .params = params,
    .nparams = sizeof params / sizeof *params,
    .aliases = aliases,
    .danger = DANGER_HIGH,
    .reads_commits = true,
    .refusal = records_refusal,
    .prefill = topic_prefill,
    .check = check,
    .complete = complete,
    .plan = cut_plan,
    .still = topic_world_still,
};
