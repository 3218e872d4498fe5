/* The plan of records-delete: which offset each partition is cut at, and what that deletes. */
#include "core/action/topic/records_plan.h"

#include "core/action/register.h"
#include "core/action/topic/records_delete.h"
#include "core/base/clock.h"
#include "core/base/text_human.h"
#include "core/plan/command_line.h"
#include "core/plan/step/step_delete_records.h"

#include <inttypes.h>
#include <string.h>

enum { TAG_TIME = 1 };

/* ---- which records --------------------------------------------------------------------------- */

static bool in_scope(const struct cutting *c, int32_t partition)
{
    for (size_t i = 0; i < c->npartitions; i++) {
        if (c->partitions[i] == partition)
            return true;
    }
    for (size_t i = 0; i < c->neach; i++) {
        if (c->each[i].partition == partition && strcmp(c->each[i].topic, c->snapshot.topic) == 0)
            return true;
    }
    return !c->partitions && c->goal != GO_EACH;
}

/* The first record of that time or later; NULL: unknown. */
static const struct offset_answer *first_of(const struct planning *p, int32_t partition)
{
    const struct offset_answers *l = reads_offsets(&p->reads, TAG_TIME, NULL);

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
        if (c->each[i].partition == cut->part->id &&
            strcmp(c->each[i].topic, c->snapshot.topic) == 0)
            return c->each[i].offset;
    }
    first = first_of(p, cut->part->id);
    return first ? reported_or(first->offset, cut->part->end) : OFFSET_UNKNOWN;
}

/* A log is cut at one offset. Where the first record that is young enough is stamped ahead of now,
 * by its producer's clock, those behind it may be as old as the ones that go. */
static void tell_stamped_ahead(struct planning *p, const struct cutting *c, struct cut *cut)
{
    const struct offset_answer *first = c->goal == GO_TIME ? first_of(p, cut->part->id) : NULL;
    char when[TEXT_NUM], count[TEXT_NUM];
    int64_t behind;

    if (!first || !first->offset.known || reported_or(first->timestamp, 0) <= clock_wall_ms())
        return;
    behind = cut->part->end - first->offset.n - 1;
    if (behind <= 0)
        return;
    cut->note =
        plan_str(p->plan, "record %" PRId64 " is stamped ahead of now: what is behind it stays",
                 first->offset.n);
    plan_warn(p->plan,
              "%s-%" PRId32 ": record %" PRId64 " is stamped %s, ahead of now; the %s record%s "
              "behind it stay, also those that are older",
              c->snapshot.topic, cut->part->id, first->offset.n,
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
        plan_block(p->plan, "%s-%" PRId32 ": %s", c->snapshot.topic, cut->part->id,
                   cut->part->trouble);
        return;
    }
    to = wanted(p, c, cut);
    if (to == OFFSET_UNKNOWN)
        plan_block(p->plan, "%s-%" PRId32 ": which record is the first of that time is unknown",
                   c->snapshot.topic, cut->part->id);
    else if (to > cut->part->end)
        plan_block(p->plan, "%s-%" PRId32 ": offset %" PRId64 " is past the log end %" PRId64,
                   c->snapshot.topic, cut->part->id, to, cut->part->end);
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
            .topic = c->snapshot.topic,
            .partition = cut->part->id,
            .from = cut->part->start,
            .to = cut->to,
        };

        if (cut->to != OFFSET_UNKNOWN)
            plan_add_delete_records(p, &d);
    }
}

/* ---- Kafka's command line -------------------------------------------------------------------- */

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

/* ---- the plan -------------------------------------------------------------------------------- */

static void hand_over(struct planning *p)
{
    struct cutting *c = p->state;
    struct plan *plan = p->plan;

    for (size_t i = 0; i < c->n; i++)
        decide(p, c, &c->cuts[i]);
    plan->asked = c->asked;
    plan->title =
        plan_str(plan, "delete records of %s – %s", plan_show(plan, c->snapshot.topic), c->asked);
    plan->confirm = plan_show(plan, c->snapshot.topic);
    plan->detail = &c->snapshot;
    add_steps(plan, c);
    topic_snapshot_facts(plan, &c->snapshot);
    plan_fact(plan, PLAN_FACT_SETTING, c->snapshot.topic, "cleanup.policy",
              topic_snapshot_setting(&c->snapshot, "cleanup.policy"));
    records_preview(plan, c->cuts, c->n);
    records_warn(plan, &c->snapshot, c->cuts, c->n);
    make_command(plan, cluster_profile(p->cluster));
    planning_done(p);
}

static void ask_time(struct planning *p, const struct cutting *c)
{
    struct offset_query q = {.topic = c->snapshot.topic, .spec = c->when_ms};

    for (size_t i = 0; i < c->snapshot.nparts; i++) {
        q.partition = c->snapshot.parts[i].id;
        if (!c->snapshot.parts[i].trouble && in_scope(c, q.partition))
            reads_want_offsets(&p->reads, TAG_TIME, &q, 1);
    }
}

static bool partitions_there(const struct cutting *c, struct err *err)
{
    for (size_t i = 0; i < c->npartitions; i++) {
        if (!topic_partition(c->snapshot.meta, c->partitions[i]))
            return err_set(err, ERR_NOT_FOUND, "topic %s has %zu partitions, no partition %" PRId32,
                           c->snapshot.topic, c->snapshot.nparts, c->partitions[i]);
    }
    for (size_t i = 0; i < c->neach; i++) {
        if (strcmp(c->each[i].topic, c->snapshot.topic) == 0 &&
            !topic_partition(c->snapshot.meta, c->each[i].partition))
            return err_set(err, ERR_NOT_FOUND, "topic %s has %zu partitions, no partition %" PRId32,
                           c->snapshot.topic, c->snapshot.nparts, c->each[i].partition);
    }
    return true;
}

static void on_known(struct planning *p)
{
    struct cutting *c = p->state;
    struct err err = {0};

    if (records_refused(p->plan, &c->snapshot, &err) || !partitions_there(c, &err)) {
        planning_fail(p, &err);
        return;
    }
    c->n = c->snapshot.nparts;
    c->cuts = arena_array(&p->plan->arena, c->n, sizeof *c->cuts);
    for (size_t i = 0; i < c->n; i++)
        c->cuts[i].part = &c->snapshot.parts[i];
    if (c->goal == GO_TIME)
        ask_time(p, c);
    planning_read(p, hand_over);
}

struct job *cut_plan(const struct action_ctx *x, const struct args *args, plan_done *done,
                     void *user)
{
    struct planning *p = planning_new(x, action_find("records-delete"), args, done, user);
    struct cutting *c = arena_alloc(&p->plan->arena, sizeof *c);
    struct err err = {0};

    p->state = c;
    if (!cutting_parse(c, &p->plan->arena, args, &err)) {
        job_cancel(&p->job);
        return planning_refuse(x->cluster, &err, done, user);
    }
    topic_snapshot_read(p, args_get(args, "topic"), on_known);
    return &p->job;
}
