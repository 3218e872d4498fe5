/* group-delete: delete a group without members, with all its commits. The journal keeps them, and
 * undo commits them again. A group whose commits keep changing would be back at once, so it is
 * watched like one that is reset. */
#include "core/action/complete.h"
#include "core/action/offsets/commit_watch.h"
#include "core/action/offsets/commits_table.h"
#include "core/action/offsets/group_rules.h"
#include "core/model/model_fact.h"
#include "core/plan/command_line.h"
#include "core/plan/step.h"
#include "core/plan/step/step_group.h"

#include <string.h>

static const char *refusal(const struct action_ctx *x, const char *object);
static struct job *make_plan(const struct action_ctx *x, const struct args *args, plan_done *done,
                             void *user);

static const struct param params[] = {
    {.name = "group",
     .title = "group",
     .type = PARAM_GROUP,
     .required = true,
     .repeatable = true,
     .help = "the consumer group to delete, with all its committed offsets; it must have no "
             "members"},
    COMMIT_WATCH_PARAMS,
};

const struct action action_group_delete = {
    .name = "group-delete",
    .title = "delete group",
    .help = "Delete a consumer group without members, with its committed offsets.",
    .examples = "billing --dry-run",
    .object = OBJECT_GROUP,
    .needs_row = true,
    .params = params,
    .nparams = sizeof params / sizeof *params,
    .danger = DANGER_HIGH,
    .at_once = true,
    .refusal = refusal,
    .prefill = group_prefill,
    .plan = make_plan,
};

struct deletion {
    const char *group;
    int64_t watch_ms;
    bool anyway;
};

static void show(struct plan *p, const char *group, const struct group_offset **list, size_t n,
                 const struct profile *profile)
{
    struct buf b;

    p->title = plan_show(p, plan_str(p, "delete group %s with %zu committed offset%s",
                                     group_shown(p, group), n, n == 1 ? "" : "s"));
    p->confirm = group_shown(p, group);
    plan_sum(p,
             "%zu committed offset%s will be forgotten: a consumer that joins this group then "
             "starts where its auto.offset.reset says",
             n, n == 1 ? "" : "s");
    commits_warn(p, list, n);
    buf_init(&b, 0);
    command_start(&b, "kafka-consumer-groups", profile);
    buf_adds(&b, " --delete");
    command_option(&b, "group", group);
    p->command = arena_strdup(&p->arena, buf_str(&b));
    buf_release(&b);
}

static void fill(struct planning *p, const struct deletion *d, const struct group_offsets *o)
{
    struct plan *plan = p->plan;
    const struct group_offset **list = arena_array(&plan->arena, o->n, sizeof *list);
    struct plan_step *s = plan_add_group_deletion(plan, d->group);
    size_t n = 0;

    plan->preview = commits_table();
    for (size_t i = 0; i < o->n; i++) {
        const struct group_offset *one = &o->o[i];

        if (!one->err && one->committed == OFFSET_UNKNOWN)
            continue;
        list[n++] = one;
        commits_table_add(plan->preview, one, NULL);
        if (one->err)
            continue;
        group_deletion_keep(plan, s, one->topic, one->partition, one->committed);
        if (!d->anyway)
            group_commit_fact(plan, d->group, one->topic, one->partition, one->committed);
    }
    show(plan, d->group, list, n, cluster_profile(p->cluster));
}

static void on_reads(struct planning *p)
{
    const struct deletion *d = p->state;
    struct err err = {0};
    const struct group_desc *g = reads_group(&p->reads, d->group, &err);
    const struct group_offsets *o = g ? reads_group_offsets(&p->reads, d->group, &err) : NULL;

    if (!o || !group_must_exist(p, g, o, NULL, &err)) {
        planning_fail(p, &err);
        return;
    }
    group_must_be_inactive(p->plan, g);
    fill(p, d, o);
    if (!d->anyway)
        commit_watch(p, o, d->watch_ms);
    planning_done(p);
}

static struct job *make_plan(const struct action_ctx *x, const struct args *args, plan_done *done,
                             void *user)
{
    struct planning *p = planning_new(x, &action_group_delete, args, done, user);
    struct deletion *d = arena_alloc(&p->plan->arena, sizeof *d);
    struct err err = {0};

    p->state = d;
    *d = (struct deletion){.group = arena_strdup(&p->plan->arena, args_get(args, "group"))};
    if (!commit_watch_args(p, &d->watch_ms, &d->anyway, &err)) {
        job_cancel(&p->job);
        return planning_refuse(x->cluster, &err, done, user);
    }
    reads_want(&p->reads, FACT_GROUP, d->group);
    reads_want(&p->reads, FACT_GROUP_OFFSETS, d->group);
    planning_read(p, on_reads);
    return &p->job;
}

static const char *refusal(const struct action_ctx *x, const char *object)
{
    const struct group_desc *g = object ? model_group(x->model, object) : NULL;

    if (g && g->state == GROUP_DEAD)
        return "there is no group of that name";
    return g && g->nmembers ? "this group has members: only an empty one can be deleted" : NULL;
}
