/* From a journal entry to a current plan, in stages: which cluster it is (so that the right file is
 * read), the entry and its plan, then a new read of everything its steps touch. What the new plan
 * rests on becomes its facts: what is there, the ids of the topics, the state of the groups, and
 * the entry's own result, so that two people who undo the same change don't do it twice. */
#include "core/action/history/entry_plan.h"

#include "core/action/offsets/group_rules.h"
#include "core/action/register.h"
#include "core/base/clock.h"
#include "core/base/parse_instant.h"
#include "core/base/vec.h"
#include "core/journal/journal_fetch.h"
#include "core/journal/journal_read.h"
#include "core/plan/step.h"
#include "core/plan/step/step_acl.h"
#include "core/plan/step/step_config.h"
#include "core/plan/step/step_offset.h"

#include <inttypes.h>
#include <string.h>

enum { KNOWN_MS = 3000, AGAIN_MS = 300 };

struct entry {
    const struct entry_verb *verb;
    const char *id;
    struct entry_look *looks;
    int64_t until_ms; /* monotonic: brokers may not know of the entry's change before */
    size_t asked;     /* steps of the new plan whose verb has given its warnings */
    struct names {
        const char **list;
        size_t n;
    } topics, groups;
};

/* ---- what must be read ----------------------------------------------------------------------- */

static void add_name(struct planning *p, struct names *names, const char *name)
{
    for (size_t i = names->n; name && i-- > 0;) {
        if (strcmp(names->list[i], name) == 0)
            return;
    }
    if (!name)
        return;
    if (!names->list)
        names->list = arena_array(&p->plan->arena, p->plan->of->nsteps, sizeof *names->list);
    names->list[names->n++] = name;
}

static bool want_steps(struct planning *p, struct entry *e)
{
    struct plan *of = p->plan->of;
    bool any = false;

    if (!e->looks)
        e->looks = arena_array(&p->plan->arena, of->nsteps, sizeof *e->looks);
    e->topics.n = e->groups.n = 0;
    for (size_t i = 0; i < of->nsteps; i++) {
        const struct plan_step *s = &of->steps[i];

        /* A step that only waited wrote nothing; one without payload can't be made again. */
        e->looks[i].concerns = s->payload && !s->kind->patience && e->verb->concerns(s);
        if (!e->looks[i].concerns)
            continue;
        any = true;
        s->kind->want(s, &p->reads);
        add_name(p, &e->topics, s->kind->topic ? s->kind->topic(s) : NULL);
        add_name(p, &e->groups, s->kind->group ? s->kind->group(s) : NULL);
    }
    for (size_t i = 0; i < e->groups.n; i++)
        reads_want(&p->reads, FACT_GROUP, e->groups.list[i]);
    if (e->topics.n)
        reads_want_topic_ids(&p->reads, e->topics.list, e->topics.n);
    return any;
}

/* ---- the current state ----------------------------------------------------------------------- */

static void judge_topic(struct planning *p, const char *topic)
{
    const struct plan_fact *was;
    const char *id = reads_topic_id(&p->reads, topic);
    const char *shown = plan_show(p->plan, topic);

    plan_fact(p->plan, PLAN_FACT_TOPIC_ID, topic, NULL, id);
    was =
        plan_fact_find(p->plan->of, &(struct plan_fact){.id = PLAN_FACT_TOPIC_ID, .object = topic});
    if (!id && was && !was->value)
        return; /* brokers without topic ids: what was written is compared anyway */
    if (!id)
        plan_block(p->plan, "topic %s no longer exists, or you may not see it", shown);
    else if (was && was->value && strcmp(was->value, id) != 0)
        plan_block(p->plan,
                   "topic %s was deleted and created again since: its id was %s and is now %s",
                   shown, was->value, id);
}

static bool judge_objects(struct planning *p, const struct entry *e, struct err *err)
{
    for (size_t i = 0; i < e->topics.n; i++)
        judge_topic(p, e->topics.list[i]);
    for (size_t i = 0; i < e->groups.n; i++) {
        const struct group_desc *g = reads_group(&p->reads, e->groups.list[i], err);

        if (!g)
            return false;
        group_must_be_inactive(p->plan, g);
    }
    return true;
}

static bool same(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

static void look(struct planning *p, struct plan_step *s, struct entry_look *l)
{
    s->now = NULL;
    err_clear(&l->err);
    s->read = l->read = s->kind->read(p->plan->of, s, &p->reads, &l->as_intended, &l->err);
    l->as_before = l->read && same(s->now, s->before);
}

/* Brokers learn of a change one after another, within moments (KRaft: each reads the metadata log for
 * itself), and any of them is asked. What was read back a moment ago and is not there may be that. */
static bool not_known_yet(const struct plan *of, const struct entry *e)
{
    for (size_t i = 0; i < of->nsteps; i++) {
        if (e->looks[i].concerns && of->steps[i].state == STEP_DONE && !e->looks[i].as_intended)
            return clock_mono_ms() < e->until_ms;
    }
    return false;
}

static void on_reads(struct planning *p);

static void read_again(struct job *j)
{
    struct planning *p = (struct planning *)j;
    const struct reads *known = p->reads.known;

    reads_release(&p->reads);
    reads_init(&p->reads, p->cluster);
    p->reads.known = known;
    want_steps(p, p->state);
    planning_read(p, on_reads);
}

static void on_reads(struct planning *p)
{
    struct entry *e = p->state;
    struct plan *of = p->plan->of;
    struct err err = {0};

    for (size_t i = 0; i < of->nsteps; i++) {
        if (e->looks[i].concerns)
            look(p, &of->steps[i], &e->looks[i]);
    }
    if (not_known_yet(of, e)) {
        job_after(&p->job, cluster_loop(p->cluster), AGAIN_MS, read_again);
        return;
    }
    for (size_t i = 0; i < of->nsteps; i++) {
        if (e->looks[i].read)
            plan_fact(p->plan, PLAN_FACT_STEP, of->steps[i].object, of->steps[i].what,
                      of->steps[i].now);
    }
    if (judge_objects(p, e, &err))
        e->verb->judge(p, e->looks);
    else
        planning_fail(p, &err);
}

/* Monotonic; 0: it ended long ago, or has not. */
static int64_t known_by(const struct journal_entry *found)
{
    int64_t now = clock_wall_ms(), ago;
    struct instant ended;

    if (!found->ended || !parse_instant(found->ended, now, &ended, NULL))
        return 0;
    ago = now - ended.wall_ms;
    return ago >= 0 && ago < KNOWN_MS ? clock_mono_ms() + KNOWN_MS - ago : 0;
}

static void take_entry(struct planning *p, struct entry *e, const struct journal_entry *found)
{
    struct plan *plan = p->plan;

    plan_fact(plan, PLAN_FACT_JOURNAL_RESULT, e->id, NULL, found->status ? found->status : "none");
    plan->danger = plan->of->danger;
    plan->confirm = plan_show(plan, plan->of->confirm ? plan->of->confirm : e->id);
    e->until_ms = known_by(found);
}

static void on_journal(void *user, struct journal *j, const struct journal_stamp *stamp,
                       const struct err *failed)
{
    struct planning *p = user;
    struct entry *e = p->state;
    struct err err = {0};
    const struct journal_entry *found = j ? journal_need(j, e->id, &err) : NULL;

    (void)stamp;
    p->work = NULL;
    if (failed)
        err = *failed;
    else if (found && e->verb->may(found, &err))
        p->plan->of = journal_plan(found, &err);
    if (p->plan->of)
        take_entry(p, e, found);
    journal_free(j);
    if (!p->plan->of)
        planning_fail(p, &err);
    else if (want_steps(p, e))
        planning_read(p, on_reads);
    else
        e->verb->judge(p, e->looks);
}

static void on_cluster(struct planning *p)
{
    struct err err = {0};
    const struct cluster_desc *d = reads_cluster(&p->reads, &err);

    if (d && !d->cluster_id)
        err_set(&err, ERR_BROKER,
                "the cluster does not report its id, by which its journal is "
                "kept");
    if (!d || !d->cluster_id)
        planning_fail(p, &err);
    else
        p->work = journal_fetch(cluster_loop(p->cluster), d->cluster_id, true, NULL, on_journal, p);
}

struct job *entry_plan(const struct entry_verb *v, const struct action *a,
                       const struct action_ctx *x, const struct args *args, plan_done *done,
                       void *user)
{
    struct planning *p = planning_new(x, a, args, done, user);
    struct entry *e = arena_alloc(&p->plan->arena, sizeof *e);

    e->verb = v;
    e->id = arena_strdup(&p->plan->arena, args_get(args, a->params[0].name));
    p->state = e;
    reads_want(&p->reads, FACT_CLUSTER, NULL);
    planning_read(p, on_cluster);
    return &p->job;
}

/* ---- what the verbs warn of ------------------------------------------------------------------ */

/* The parameter of acl-create that names such a resource; NULL: it has none. */
static const char *param_of(enum acl_resource r)
{
    const char *name = acl_resource_name(r);

    if (r == ACL_CLUSTER)
        return "kafka-cluster";
    return action_param(action_find("acl-create"), name) ? name : NULL;
}

static bool any_step(const struct plan *p, const struct step_kind *kind)
{
    bool any = false;

    for (size_t i = 0; i < p->nsteps && !any; i++)
        any = p->steps[i].kind == kind;
    return any;
}

/* Each rule that comes back is a plan of its own; of many, none is made. */
static const char *verb_that_adds(const struct plan *p, const struct acl_step *s)
{
    enum { MOST = 20 };

    return p->nsteps <= MOST && param_of(s->acl.resource) ? "acl-create" : NULL;
}

/* The verb that makes the same step, on which object of it. NULL: none warns of such a step. */
static const char *verb_of(const struct plan *p, const struct plan_step *s, const char **object)
{
    *object = "";
    if (s->kind == &step_config) {
        *object = ((const struct config_step *)s->payload)->name;
        return "config-alter";
    }
    if (s->kind == &step_offset) {
        *object = ((const struct offset_step *)s->payload)->group;
        return any_step(p->of, &step_group) ? "group-create" : "offsets-reset";
    }
    if (s->kind == &step_acl_create) {
        *object = ((const struct acl_step *)s->payload)->spelt;
        return verb_that_adds(p, s->payload);
    }
    return s->kind == &step_acl_delete ? "acl-delete" : NULL;
}

bool entry_is_judged(const struct plan *p)
{
    const char *object;
    bool all = true;

    for (size_t i = 0; i < p->nsteps && all; i++)
        all = verb_of(p, &p->steps[i], &object) != NULL;
    return all;
}

static void ask_for_acl(struct args *args, const struct acl *a)
{
    args_set(args, "principal", a->principal);
    args_set(args, "permission", a->permission == ACL_DENY ? "deny" : "allow");
    args_set(args, "operation", acl_operation_name(a->operation));
    args_set(args, param_of(a->resource), a->resource == ACL_CLUSTER ? "yes" : a->name);
    args_set(args, "pattern", acl_pattern_name(a->pattern));
    args_set(args, "host", a->host);
}

/* The step as arguments of its verb. */
static void ask_for(struct args *args, const struct plan_step *s, struct arena *a)
{
    static const char *const types[] = {
        [CONFIG_TOPIC] = "topic", [CONFIG_BROKER] = "broker", [CONFIG_GROUP] = "group"};

    if (s->kind == &step_config) {
        const struct config_step *c = s->payload;

        args_set(args, "name", c->name);
        args_set(args, "type", types[c->type]);
        if (c->op == CONFIG_DELETE)
            args_add(args, "revert", c->key);
        else
            args_add(args, "set", arena_printf(a, "%s=%s", c->key, *c->value ? c->value : "[]"));
    } else if (s->kind == &step_offset) {
        const struct offset_step *o = s->payload;

        args_set(args, "group", o->group);
        args_set(args, "to", "each");
        args_add(args, "each",
                 arena_printf(a, "%s:%" PRId32 "=%" PRId64, o->topic, o->partition, o->to));
    } else if (s->kind == &step_acl_create) {
        ask_for_acl(args, &((const struct acl_step *)s->payload)->acl);
    } else {
        args_add(args, "acl", ((const struct acl_step *)s->payload)->spelt);
    }
}

static bool warned_before(const struct plan *p, size_t i, const char *verb, const char *object)
{
    const char *of;

    while (i-- > 0) {
        const char *other = verb_of(p, &p->steps[i], &of);

        if (other && strcmp(other, verb) == 0 && strcmp(of, object) == 0)
            return true;
    }
    return false;
}

static void take_warnings(struct plan *p, const struct plan *part)
{
    for (size_t i = 0; i < part->nwarnings; i++) {
        size_t k = 0;

        while (k < p->nwarnings && strcmp(p->warnings[k], part->warnings[i]) != 0)
            k++;
        if (k == p->nwarnings)
            plan_warn(p, "%s", part->warnings[i]);
    }
    for (size_t i = 0; i < part->nwatches; i++) {
        const struct plan_watch *w = &part->watches[i];

        plan_add_watch(p, w->seen, w->until_ms - w->since_ms);
    }
    if (part->danger > p->danger)
        p->danger = part->danger;
}

static void ask_next(struct planning *p);

static void on_part(void *user, struct plan *part, const struct err *err)
{
    struct planning *p = user;

    p->work = NULL;
    if (part) {
        take_warnings(p->plan, part);
    } else {
        p->plan->danger = DANGER_HIGH;
        plan_warn(p->plan, "what this does beyond its steps is unknown: %s",
                  plan_show(p->plan, err->msg));
    }
    plan_free(part);
    ask_next(p);
}

static void ask_next(struct planning *p)
{
    struct entry *e = p->state;
    struct plan *plan = p->plan;
    const char *verb = NULL, *object = NULL, *of;
    struct action_ctx x = {.cluster = p->cluster, .model = cluster_model(p->cluster)};
    struct args args;

    for (; e->asked < plan->nsteps; e->asked++) {
        verb = verb_of(plan, &plan->steps[e->asked], &object);
        if (verb && !warned_before(plan, e->asked, verb, object))
            break;
    }
    if (e->asked == plan->nsteps) {
        planning_done(p);
        return;
    }
    args_init(&args);
    for (size_t i = e->asked; i < plan->nsteps; i++) {
        const char *other = verb_of(plan, &plan->steps[i], &of);

        if (other && strcmp(other, verb) == 0 && strcmp(of, object) == 0)
            ask_for(&args, &plan->steps[i], &plan->arena);
    }
    e->asked++;
    p->work = action_plan(action_find(verb), &x, &args, on_part, p);
    args_release(&args);
}

void entry_done(struct planning *p)
{
    if (p->recheck || p->plan->blocked)
        planning_done(p);
    else
        ask_next(p);
}

/* ---- for the form ---------------------------------------------------------------------------- */

const char *entry_refusal(const struct action_ctx *x, const char *object, entry_why_not *why_not)
{
    const struct journal *j = x->model ? x->model->journal : NULL;
    const struct journal_entry *e = j && object ? journal_find(j, object) : NULL;

    return !object ? "select a change first" : e ? why_not(e) : NULL;
}

void entry_prefill(const struct action_ctx *x, const char *object, struct args *args)
{
    (void)x;
    if (object)
        args_add(args, "id", object);
}

void entry_complete(const struct action_ctx *x, const struct param *p, const char *typed,
                    struct args *out, entry_why_not *why_not)
{
    const struct journal *j = x->model ? x->model->journal : NULL;

    for (size_t i = j ? j->n : 0; i-- > 0;) {
        const struct journal_entry *e = &j->entries[i];

        if (!why_not(e) && strncmp(e->id, typed, strlen(typed)) == 0)
            args_add(out, p->name, e->id);
    }
}
