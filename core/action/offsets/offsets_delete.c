/* offsets-delete: delete what a group has committed for a topic it no longer reads. The broker
 * allows that in an active group, too, as long as no member is subscribed to the topic; what it
 * refuses it refuses partition by partition (OffsetMetadataManager.deleteOffsets). */
#include "core/action/complete.h"
#include "core/action/offsets/commit_watch.h"
#include "core/action/offsets/commits_table.h"
#include "core/action/offsets/group_rules.h"
#include "core/action/offsets/offset_scope.h"
#include "core/model/model_fact.h"
#include "core/plan/command_line.h"
#include "core/plan/step.h"
#include "core/plan/step/step_offset.h"

#include <inttypes.h>
#include <string.h>

static bool check_topic(const struct action_ctx *x, const struct args *args, const struct param *p,
                        struct err *err);
static void complete_topic(const struct action_ctx *x, const struct args *args,
                           const struct param *p, const char *typed, struct args *out);
static void prefill(const struct action_ctx *x, const char *object, struct args *args);
static struct job *make_plan(const struct action_ctx *x, const struct args *args, plan_done *done,
                             void *user);

static const struct param params[] = {
    {.name = "group",
     .title = "group",
     .type = PARAM_GROUP,
     .required = true,
     .help = "the consumer group; it may be active if none of its members reads the topic"},
    {.name = "topic",
     .title = "topics",
     .type = PARAM_SCOPE,
     .required = true,
     .repeatable = true,
     .check = check_topic,
     .complete = complete_topic,
     .help = "topic (all its partitions with a commit) or topic:0,1,2"},
    COMMIT_WATCH_PARAMS,
};

const struct action action_offsets_delete = {
    .name = "offsets-delete",
    .title = "delete offsets",
    .help = "Forget what a group has committed for topics that it no longer reads.",
    .examples = "billing --topic orders",
    .object = OBJECT_GROUP,
    .needs_row = true,
    .params = params,
    .nparams = sizeof params / sizeof *params,
    .danger = DANGER_LOW,
    .prefill = prefill,
    .plan = make_plan,
};

struct deletion {
    const char *group;
    struct scope *scopes;
    size_t nscopes;
    const struct group_offset **list;
    size_t n;
    int64_t watch_ms;
    bool anyway;
};

/* ---- what is deleted ------------------------------------------------------------------------- */

static void add(struct deletion *d, const struct group_offset *o)
{
    if (o->committed != OFFSET_UNKNOWN || o->err)
        d->list[d->n++] = o;
}

static bool take_partitions(struct deletion *d, const struct scope *s,
                            const struct group_offsets *o, struct err *err)
{
    for (size_t i = 0; i < s->n; i++) {
        const struct group_offset *one = group_offsets_find(o, s->topic, s->partitions[i]);

        if (!one || (one->committed == OFFSET_UNKNOWN && !one->err))
            return err_set(err, ERR_NOT_FOUND, "group %s has no commit on %s-%" PRId32, d->group,
                           s->topic, s->partitions[i]);
        add(d, one);
    }
    return true;
}

static bool take_topic(struct deletion *d, const struct scope *s, const struct group_offsets *o,
                       struct err *err)
{
    size_t before = d->n;

    for (size_t i = 0; i < o->n; i++) {
        if (strcmp(o->o[i].topic, s->topic) == 0)
            add(d, &o->o[i]);
    }
    return d->n > before ||
           err_set(err, ERR_NOT_FOUND, "group %s has no commits on topic %s", d->group, s->topic);
}

static bool collect(struct deletion *d, struct arena *a, const struct group_offsets *o,
                    struct err *err)
{
    d->list = arena_array(a, o->n, sizeof *d->list);
    for (size_t i = 0; i < d->nscopes; i++) {
        const struct scope *s = &d->scopes[i];

        if (s->partitions ? !take_partitions(d, s, o, err) : !take_topic(d, s, o, err))
            return false;
    }
    return true;
}

/* ---- who reads it ---------------------------------------------------------------------------- */

static bool has_topic(const struct member_partition *list, size_t n, const char *topic)
{
    for (size_t i = 0; i < n; i++) {
        if (strcmp(list[i].topic, topic) == 0)
            return true;
    }
    return false;
}

static const struct member *reader(const struct group_desc *g, const char *topic)
{
    for (size_t i = 0; i < g->nmembers; i++) {
        const struct member *m = &g->members[i];

        if (has_topic(m->owns, m->nowns, topic) || has_topic(m->target, m->ntarget, topic))
            return m;
    }
    return NULL;
}

/* The library reports what members own, not what they subscribe to: a member without a partition of
 * the topic shows only by the broker's refusal. */
static void judge(struct plan *p, const struct deletion *d, const struct group_desc *g)
{
    for (size_t i = 0; i < d->nscopes; i++) {
        const char *topic = d->scopes[i].topic;
        const struct member *m = reader(g, topic);

        plan_fact(p, PLAN_FACT_TOPIC_READER, g->id, topic, m ? m->client_id : "no member");
        if (m)
            plan_block(p,
                       "%s is read by %s on %s: only offsets of a topic that no member is "
                       "subscribed to can be deleted",
                       topic, m->client_id, m->host);
    }
    if (group_inactive(g) || p->blocked)
        return;
    p->danger = DANGER_HIGH;
    plan_warn(p,
              "group %s is active: the broker refuses each partition of a topic that a member "
              "is subscribed to",
              g->id);
    plan_warn(p, "while it is active the offsets can't be committed again");
}

/* ---- the plan -------------------------------------------------------------------------------- */

static void add_steps(struct plan *p, const struct deletion *d)
{
    p->preview = commits_table();
    for (size_t i = 0; i < d->n; i++) {
        const struct group_offset *o = d->list[i];
        struct offset_step step = {
            .group = d->group,
            .topic = o->topic,
            .partition = o->partition,
            .from = o->committed,
        };

        commits_table_add(p->preview, o, NULL);
        if (o->err) {
            plan_block(p, "%s-%" PRId32 ": %s", o->topic, o->partition, o->err);
            continue;
        }
        plan_add_offset_deletion(p, &step);
        if (!d->anyway)
            group_commit_fact(p, d->group, o->topic, o->partition, o->committed);
    }
}

static void show(struct plan *p, const struct deletion *d, const struct profile *profile)
{
    struct buf b;

    p->title = plan_show(p, plan_str(p, "delete %zu committed offset%s of %s", d->n,
                                     d->n == 1 ? "" : "s", group_shown(p, d->group)));
    p->confirm = group_shown(p, d->group);
    plan_sum(p, "a member that reads them again starts where its auto.offset.reset says");
    commits_warn(p, d->list, d->n);
    buf_init(&b, 0);
    command_start(&b, "kafka-consumer-groups", profile);
    buf_adds(&b, " --delete-offsets");
    command_option(&b, "group", d->group);
    scopes_to_command(&b, d->scopes, d->nscopes);
    p->command = arena_strdup(&p->arena, buf_str(&b));
    buf_release(&b);
}

static void on_reads(struct planning *p)
{
    struct deletion *d = p->state;
    struct err err = {0};
    const struct group_desc *g = reads_group(&p->reads, d->group, &err);
    const struct group_offsets *o = g ? reads_group_offsets(&p->reads, d->group, &err) : NULL;

    if (!o || !group_must_exist(p, g, o, NULL, &err) || !collect(d, &p->plan->arena, o, &err)) {
        planning_fail(p, &err);
        return;
    }
    judge(p->plan, d, g);
    add_steps(p->plan, d);
    show(p->plan, d, cluster_profile(p->cluster));
    if (!d->anyway && group_inactive(g))
        commit_watch(p, o, d->watch_ms);
    planning_done(p);
}

static struct job *make_plan(const struct action_ctx *x, const struct args *args, plan_done *done,
                             void *user)
{
    struct planning *p = planning_new(x, &action_offsets_delete, args, done, user);
    struct deletion *d = arena_alloc(&p->plan->arena, sizeof *d);
    struct err err = {0};

    *d = (struct deletion){.group = arena_strdup(&p->plan->arena, args_get(args, "group"))};
    p->state = d;
    if (!scopes_parse(&p->plan->arena, args, &d->scopes, &d->nscopes, &err) ||
        !commit_watch_args(p, &d->watch_ms, &d->anyway, &err)) {
        job_cancel(&p->job);
        return planning_refuse(x->cluster, &err, done, user);
    }
    reads_want(&p->reads, FACT_GROUP, d->group);
    reads_want(&p->reads, FACT_GROUP_OFFSETS, d->group);
    planning_read(p, on_reads);
    return &p->job;
}

/* ---- the form -------------------------------------------------------------------------------- */

static bool check_topic(const struct action_ctx *x, const struct args *args, const struct param *p,
                        struct err *err)
{
    struct deletion d = {0};
    struct arena a;
    bool ok;

    (void)x;
    (void)p;
    arena_init(&a);
    ok = scopes_parse(&a, args, &d.scopes, &d.nscopes, err);
    arena_release(&a);
    return ok;
}

/* In the list of a group's partitions, the topic of the selected one, as a whole. */
static void prefill(const struct action_ctx *x, const char *object, struct args *args)
{
    const char *dash = x->row ? strrchr(x->row, '-') : NULL;

    if (object)
        args_set(args, "group", object);
    if (dash && x->rows == OBJECT_PARTITION && x->of == OBJECT_GROUP)
        args_set(args, "topic", arena_strndup(&args->arena, x->row, (size_t)(dash - x->row)));
}

/* The topics it has commits on, or all where that is not known. */
static void complete_topic(const struct action_ctx *x, const struct args *args,
                           const struct param *p, const char *typed, struct args *out)
{
    const char *group = args_get(args, "group"), *last = "";
    const struct group_offsets *o = group && x->model ? model_group_offsets(x->model, group) : NULL;

    if (!o)
        complete_topics(x->model, p->name, typed, out);
    for (size_t i = 0; o && i < o->n; i++) {
        if (strcmp(o->o[i].topic, last) != 0 && strncmp(o->o[i].topic, typed, strlen(typed)) == 0)
            args_add(out, p->name, o->o[i].topic);
        last = o->o[i].topic;
    }
}
