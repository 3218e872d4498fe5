/* Making the plan of offsets-reset and group-create: metadata, group and commits first, then the
 * log ends (so that a commit is never newer than the end it is compared with), then the arithmetic.
 * The commits are watched for a while before it is sent. What the plan rests on becomes its facts: state and
 * members of the group, ids of the topics, the commits. */
#include "core/action/offsets/offsets_plan.h"

#include "core/action/offsets/commit_watch.h"
#include "core/action/offsets/group_rules.h"
#include "core/action/offsets/offsets_args.h"
#include "core/action/offsets/offsets_collect.h"
#include "core/action/offsets/offsets_show.h"
#include "core/action/offsets/offsets_source.h"
#include "core/action/register.h"
#include "core/plan/step.h"
#include "core/plan/step/step_offset.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { TAG_START, TAG_END, TAG_TIME };

static void start_reads(struct planning *p);
static void on_reads(struct planning *p);
static void on_ends(struct planning *p);

struct job *reset_start(const struct action_ctx *x, const struct args *args, const char *verb,
                        plan_done *done, void *user)
{
    struct planning *p = planning_new(x, action_find(verb), args, done, user);
    struct reset *r = arena_alloc(&p->plan->arena, sizeof *r);
    struct err err = {0};

    p->state = r;
    if (!reset_parse(r, &p->plan->arena, args, &err) ||
        !commit_watch_args(p, &r->watch_ms, &r->anyway, &err)) {
        err.kind = ERR_USAGE;
        job_cancel(&p->job);
        return planning_refuse(x->cluster, &err, done, user);
    }
    r->creates = strcmp(verb, "group-create") == 0;
    if (r->ignored)
        plan_warn(p->plan, "“%s” after the zone means nothing: it is ignored, as by Kafka's tool",
                  r->ignored);
    if (r->like)
        reset_find_record(p, start_reads);
    else
        start_reads(p);
    return &p->job;
}

/* ---- stages ---------------------------------------------------------------------------------- */

static void ask_offsets(struct planning *p, const struct reset *r)
{
    struct offset_query *q = arena_array(&p->plan->arena, r->nrows, sizeof *q);
    const char **topics = arena_array(&p->plan->arena, r->nrows, sizeof *topics);
    size_t n = 0, ntopics = 0;

    for (size_t i = 0; i < r->nrows; i++) {
        const struct offset_row *row = &r->rows[i];

        if (row->trouble)
            continue;
        q[n].topic = row->topic;
        q[n++].partition = row->partition;
        if (ntopics == 0 || strcmp(topics[ntopics - 1], row->topic) != 0)
            topics[ntopics++] = row->topic;
    }
    if (n == 0)
        return;
    reads_want_topic_ids(&p->reads, topics, ntopics);
    for (size_t i = 0; i < n; i++)
        q[i].spec = OFFSET_SPEC_EARLIEST;
    reads_want_offsets(&p->reads, TAG_START, q, n);
    for (size_t i = 0; i < n; i++)
        q[i].spec = OFFSET_SPEC_LATEST;
    reads_want_offsets(&p->reads, TAG_END, q, n);
    for (size_t i = 0; i < n; i++)
        q[i].spec = r->when_ms;
    if (r->goal == GOAL_TIME)
        reads_want_offsets(&p->reads, TAG_TIME, q, n);
}

static void start_reads(struct planning *p)
{
    const struct reset *r = p->state;

    reads_want(&p->reads, FACT_METADATA, NULL);
    reads_want(&p->reads, FACT_GROUP, r->group);
    reads_want(&p->reads, FACT_GROUP_OFFSETS, r->group);
    if (r->from)
        reads_want(&p->reads, FACT_GROUP_OFFSETS, r->from);
    planning_read(p, on_reads);
}

/* A group that exists is moved; one that does not is made, and only by the verb that says so. */
static bool right_group(struct planning *p, const struct group_desc *g,
                        const struct group_offsets *o, struct err *err)
{
    const struct reset *r = p->state;

    if (!r->creates)
        return group_must_exist(p, g, o, "and resetting would create it: group-create does that",
                                err);
    if (!group_is_consumers(p, g, o, err))
        return false;
    if (!group_exists(g, o))
        return true;
    return err_set(err, ERR_USAGE,
                   "group %s exists already (%s, %zu committed offsets): offsets-reset moves it",
                   plan_show(p->plan, r->group), group_state_name(g->state), o->n);
}

static void on_reads(struct planning *p)
{
    struct reset *r = p->state;
    struct err err = {0};
    const struct metadata *md = reads_metadata(&p->reads, &err);
    const struct group_desc *g = md ? reads_group(&p->reads, r->group, &err) : NULL;
    const struct group_offsets *o = g ? reads_group_offsets(&p->reads, r->group, &err) : NULL;
    bool any = false;

    if (!o || !right_group(p, g, o, &err) || (r->from && !reset_take_group(p, &err)) ||
        !reset_collect(p->plan, r, md, o, &err)) {
        planning_fail(p, &err);
        return;
    }
    group_must_be_inactive(p->plan, g);
    for (size_t i = 0; i < r->nrows; i++)
        any = any || !r->rows[i].trouble;
    if (!any) {
        on_ends(p);
        return;
    }
    ask_offsets(p, r);
    planning_read(p, on_ends);
}

struct offset_row *reset_row(const struct reset *r, const char *topic, int32_t partition)
{
    struct offset_row key = {.topic = topic, .partition = partition};

    return bsearch(&key, r->rows, r->nrows, sizeof key, offset_row_order);
}

static bool take_answers(struct planning *p, int tag, struct err *err)
{
    const struct offset_answers *l = reads_offsets(&p->reads, tag, err);

    for (size_t i = 0; l && i < l->n; i++) {
        const struct offset_answer *a = &l->a[i];
        struct offset_row *row = reset_row(p->state, a->topic, a->partition);

        if (!row || row->trouble)
            continue;
        if (a->err) {
            row->trouble = plan_show(p->plan, a->err);
        } else if (tag == TAG_START) {
            row->start = reported_or(a->offset, OFFSET_UNKNOWN);
        } else if (tag == TAG_END) {
            row->end = reported_or(a->offset, OFFSET_UNKNOWN);
        } else {
            row->timed = true;
            row->at_time = a->offset;
            row->record_time = a->timestamp;
        }
    }
    return l != NULL;
}

/* Commits that may move, because the person allowed it, are not facts. */
static void add_facts(struct planning *p, const struct reset *r)
{
    const char *last = "";

    for (size_t i = 0; i < r->nrows; i++) {
        const struct offset_row *row = &r->rows[i];

        if (strcmp(last, row->topic) != 0)
            plan_fact(p->plan, PLAN_FACT_TOPIC_ID, row->topic, NULL,
                      reads_topic_id(&p->reads, row->topic));
        last = row->topic;
        if (!r->anyway)
            group_commit_fact(p->plan, r->group, row->topic, row->partition, row->committed);
    }
}

static void add_steps(struct plan *p, struct reset *r)
{
    for (size_t i = 0; i < r->nrows; i++) {
        struct offset_row *row = &r->rows[i];
        struct offset_step step = {
            .group = r->group,
            .topic = row->topic,
            .partition = row->partition,
            .from = row->committed,
        };

        if (!row->trouble && (row->start == OFFSET_UNKNOWN || row->end == OFFSET_UNKNOWN))
            row->trouble = "its log start or end is not known";
        if (!row->trouble && r->goal == GOAL_TIME && !row->timed)
            row->trouble = "which record is the first of that time is not known";
        offset_row_resolve(row, r->goal, r->n);
        step.to = row->to;
        if (offset_row_changes(row))
            plan_add_offset(p, &step);
    }
}

/* Names what prevents it; as Kafka's tool, one such partition stops all of it. */
static void block_for_rows(struct plan *p, const struct reset *r)
{
    size_t trouble = 0, cant = 0;

    for (size_t i = 0; i < r->nrows; i++) {
        const struct offset_row *row = &r->rows[i];

        if (row->trouble && trouble++ < 5)
            plan_block(p, "%s-%" PRId32 ": %s", row->topic, row->partition, row->trouble);
        else if (!row->trouble && row->note == NOTE_CANT && cant++ < 5)
            plan_block(p, "%s-%" PRId32 " has no commit that could be shifted", row->topic,
                       row->partition);
    }
    if (trouble > 5 || cant > 5)
        plan_block(p, "%zu partitions in all; name the others with 'topic'", trouble + cant);
}

static void on_times(struct planning *p)
{
    const struct reset *r = p->state;

    p->plan->detail = r;
    reset_show(p->plan, r, cluster_profile(p->cluster));
    planning_done(p);
}

static void on_ends(struct planning *p)
{
    struct reset *r = p->state;
    struct err err = {0};
    bool asked = false;

    for (size_t i = 0; i < r->nrows; i++)
        asked = asked || !r->rows[i].trouble;
    if (asked && (!take_answers(p, TAG_START, &err) || !take_answers(p, TAG_END, &err) ||
                  (r->goal == GOAL_TIME && !take_answers(p, TAG_TIME, &err)))) {
        planning_fail(p, &err);
        return;
    }
    add_facts(p, r);
    add_steps(p->plan, r);
    block_for_rows(p->plan, r);
    if (r->anyway)
        plan_warn(p->plan, "any client that commits for this group may overwrite it at "
                           "once");
    if (!r->anyway && !r->creates && !plan_is_empty(p->plan))
        commit_watch(p, reads_group_offsets(&p->reads, r->group, NULL), r->watch_ms);
    reset_find_times(p, on_times);
}

/* ---- still good? ----------------------------------------------------------------------------- */

/* What is planned for that group: of the plan, or of one of its parts. */
static const struct reset *reset_of(const struct plan *p, const char *group)
{
    const struct reset *r = p->detail;

    for (size_t i = 0; i < p->nparts; i++) {
        r = p->parts[i]->detail;
        if (strcmp(r->group, group) == 0)
            return r;
    }
    return p->nparts ? NULL : r;
}

/* Log ends grow and time passes: that alone is no reason to stop. But an offset that the log has
 * left behind would send the group to its auto.offset.reset. */
bool reset_revalidate(const struct plan *old, const struct plan *now, struct err *why)
{
    for (size_t i = 0; i < old->nsteps; i++) {
        const struct offset_step *s = old->steps[i].payload;
        const struct reset *r = reset_of(now, s->group);
        const struct offset_row *row = r ? reset_row(r, s->topic, s->partition) : NULL;

        if (!row || row->trouble)
            return err_set(why, ERR_GUARD, "%s: %s", old->steps[i].object,
                           row ? row->trouble : "is no longer in scope");
        if (r->goal != GOAL_CURRENT && (s->to < row->start || s->to > row->end))
            return err_set(why, ERR_GUARD,
                           "the log of %s now reaches from %" PRId64 " to %" PRId64 ", and %" PRId64
                           " is outside",
                           old->steps[i].object, row->start, row->end, s->to);
    }
    return true;
}
