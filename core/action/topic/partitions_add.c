/* partitions-add: more partitions for a topic. Records stay where they are, so a key may continue
 * in another partition: its order, and its compaction, end there. The broker validates it before
 * the plan is shown; how many partitions there were is the plan's fact. */
#include "core/action/complete.h"
#include "core/action/topic/topic_create.h"
#include "core/action/topic/topic_rules.h"
#include "core/base/parse.h"
#include "core/model/config_value.h"
#include "core/plan/command_line.h"
#include "core/plan/step/step_add_partitions.h"
#include "core/plan/step/step_create_topic.h"

#include <inttypes.h>
#include <string.h>

static bool check_topic(const struct action_ctx *x, const struct args *args, const struct param *p,
                        struct err *err);
static bool check_total(const struct action_ctx *x, const struct args *args, const struct param *p,
                        struct err *err);
static const char *shown_total(const struct action_ctx *x, const struct args *args,
                               const struct param *p, const char *typed, struct arena *a);
static const char *refusal(const struct action_ctx *x, const char *object);
static struct job *add_plan(const struct action_ctx *x, const struct args *args, plan_done *done,
                            void *user);

static const struct param params[] = {
    {.name = "topic",
     .title = "topic",
     .type = PARAM_TOPIC,
     .required = true,
     .repeatable = true,
     .check = check_topic,
     .help = "the topic that gets more partitions; several are shown in one plan"},
    {.name = "partitions",
     .title = "partitions",
     .type = PARAM_INT,
     .required = true,
     .check = check_total,
     .shown = shown_total,
     .help = "the new total, such as 24; partitions can't be removed again"},
    {.name = "replica-assignment",
     .title = "brokers",
     .type = PARAM_TEXT,
     .check = check_total,
     .empty = "the controller's choice",
     .help =
         "brokers of the new partitions only, the first is the preferred leader, such as 1:2,2:3; "
         "empty: the controller's choice"},
};

static const struct alias aliases[] = {
    {"assignment", NULL, "replica-assignment"},
    {NULL, NULL, NULL},
};

const struct action action_partitions_add = {
    .name = "partitions-add",
    .title = "add partitions",
    .help = "Give a topic more partitions; this can't be undone.",
    .examples = "orders --partitions 24",
    .object = OBJECT_TOPIC,
    .needs_row = true,
    .params = params,
    .nparams = sizeof params / sizeof *params,
    .aliases = aliases,
    .danger = DANGER_HIGH,
    .refusal = refusal,
    .prefill = topic_prefill,
    .plan = add_plan,
};

enum { COL_WHAT, COL_NOW, COL_NEW, COL_NOTE };
static const struct column columns[] = {
    [COL_WHAT] = {.id = "what", .title = "WHAT", .kind = VALUE_TEXT, .help = "What changes."},
    [COL_NOW] = {.id = "now", .title = "NOW", .kind = VALUE_TEXT, .help = "As it is."},
    [COL_NEW] = {.id = "new", .title = "NEW", .kind = VALUE_TEXT, .help = "As it will be."},
    [COL_NOTE] = {.id = "note", .title = "NOTE", .kind = VALUE_TEXT, .help = "What it means."},
};

/* ---- the arguments --------------------------------------------------------------------------- */

static bool parse(struct add_partitions *g, struct arena *a, const struct args *args,
                  struct err *err)
{
    const char *total = args_get(args, "partitions");
    const char *brokers = args_get(args, "replica-assignment");
    struct create_topic t = {0};
    int64_t n;

    memset(g, 0, sizeof *g);
    g->topic = arena_strdup(a, args_get(args, "topic"));
    if (!total || !parse_int(total, 1, 1000000, &n, err))
        return err_wrap(err, "partitions");
    g->total = (int32_t)n;
    if (!brokers || !*brokers)
        return true;
    if (!assignment_parse(a, brokers, &t, err))
        return false;
    g->assignment = t.assignment;
    g->nassigned = t.nassigned;
    g->nassignments = t.nassignments;
    return true;
}

static bool brokers_ok(const struct metadata *md, const struct topic *t,
                       const struct add_partitions *g, struct err *err)
{
    struct create_topic as = {
        .replication = -1,
        .assignment = g->assignment,
        .nassigned = g->nassigned,
        .nassignments = g->nassignments,
    };
    int replicas = t->npartitions ? t->partitions[0].nreplicas : 0;

    if (!g->nassignments)
        return true;
    if (g->nassignments != g->total - t->npartitions)
        return err_set(err, ERR_USAGE, "brokers of %d partitions are given, and %d are new",
                       g->nassignments, g->total - t->npartitions);
    if (replicas && g->nassigned[0] != replicas)
        return err_set(err, ERR_USAGE, "%d brokers for each are given, and the others have %d",
                       g->nassigned[0], replicas);
    return create_brokers_ok(md, &as, err);
}

static bool fits(const struct metadata *md, struct add_partitions *g, struct err *err)
{
    const struct topic *t = topic_there(md, g->topic, ERR_NOT_FOUND, err);

    if (!t)
        return false;
    if (t->err_code)
        return err_set(err, ERR_BROKER, "topic %s: %s", g->topic, t->err);
    g->from = t->npartitions;
    if (g->total < g->from)
        return err_set(err, ERR_USAGE,
                       "%s has %" PRId32 " partitions already, and Kafka can't remove any",
                       g->topic, g->from);
    return g->total == g->from || brokers_ok(md, t, g, err);
}

/* ---- the plan -------------------------------------------------------------------------------- */

static void make_preview(struct plan *p, const struct add_partitions *g)
{
    struct table *t = table_new(columns, sizeof columns / sizeof *columns);
    struct row *r = table_add_row(t, "partitions");

    cell_literal(r, COL_WHAT, "partitions");
    cell_number(t, r, COL_NOW, g->from);
    cell_number(t, r, COL_NEW, g->total);
    cell_note(t, r, COL_NOTE, g->total == g->from ? "has as many already" : NULL);
    for (int i = 0; i < g->nassignments; i++) {
        r = table_add_row(t, arena_printf(&t->arena, "%" PRId32, g->from + i));
        cell_textf(t, r, COL_WHAT, "brokers of partition %" PRId32, g->from + i);
        cell_none(r, COL_NOW);
        cell_ids(t, r, COL_NEW, g->assignment[i], g->nassigned[i]);
        cell_textf(t, r, COL_NOTE, "preferred leader %" PRId32, g->assignment[i][0]);
    }
    t->complete = true;
    p->preview = t;
}

static void warn(struct planning *p, const struct add_partitions *g)
{
    const struct config_set *set = reads_config(&p->reads, CONFIG_TOPIC, g->topic, NULL);
    const struct config_entry *policy = set ? config_set_find(set, "cleanup.policy") : NULL;

    plan_warn(p->plan, "records with the same key may go to another partition from now on: their "
                       "order across the change is lost, and consumers that keep state by "
                       "partition miss what they had");
    if (!policy || !policy->value)
        plan_warn(p->plan,
                  "whether %s is compacted can't be read; if it is, old values of a key "
                  "stay in its old partition permanently",
                  g->topic);
    else if (config_list_has(policy->value, "compact"))
        plan_warn(p->plan,
                  "%s is compacted: a key that moves leaves its last value behind in the "
                  "old partition permanently, and readers find two",
                  g->topic);
    plan_warn(p->plan, "consumers that start at the end (auto.offset.reset=latest) miss what is "
                       "written to new partitions before they notice them");
}

static void add_replicas(struct buf *b, const int32_t *replicas, int n, bool first)
{
    for (int i = 0; i < n; i++)
        buf_addf(b, "%s%" PRId32, i ? ":" : first ? "" : ",", replicas[i]);
}

/* Kafka's tool wants the brokers of all partitions, and ignores those that are there. */
static void make_command(struct planning *p, const struct add_partitions *g)
{
    const struct topic *t = metadata_topic(reads_metadata(&p->reads, NULL), g->topic);
    struct buf b;

    buf_init(&b, 0);
    command_start(&b, "kafka-topics", cluster_profile(p->cluster));
    buf_adds(&b, " --alter");
    command_topic_pattern(&b, g->topic);
    buf_addf(&b, " --partitions %" PRId32, g->total);
    if (g->nassignments)
        buf_adds(&b, " --replica-assignment ");
    for (int i = 0; g->nassignments && i < t->npartitions; i++)
        add_replicas(&b, t->partitions[i].replicas, t->partitions[i].nreplicas, i == 0);
    for (int i = 0; i < g->nassignments; i++)
        add_replicas(&b, g->assignment[i], g->nassigned[i], false);
    p->plan->command = arena_strdup(&p->plan->arena, buf_str(&b));
    buf_release(&b);
}

static void hand_over(struct planning *p)
{
    struct add_partitions *g = p->state;
    struct plan *plan = p->plan;

    plan->title = plan_str(plan, "add partitions to %s", plan_show(plan, g->topic));
    plan->confirm = plan_show(plan, g->topic);
    plan_fact(plan, PLAN_FACT_TOPIC_ID, g->topic, NULL, reads_topic_id(&p->reads, g->topic));
    plan_fact(plan, PLAN_FACT_PARTITIONS, g->topic, NULL, plan_str(plan, "%" PRId32, g->from));
    make_preview(plan, g);
    if (g->total > g->from) {
        plan_add_partitions(plan, g);
        plan_sum(plan, "%" PRId32 " new partition%s, validated by the broker", g->total - g->from,
                 g->total - g->from == 1 ? "" : "s");
        warn(p, g);
        make_command(p, g);
    }
    planning_done(p);
}

static void on_valid(void *user, void *result, const struct err *err)
{
    struct planning *p = user;

    if (planning_valid(p, result, err))
        hand_over(p);
}

static void on_reads(struct planning *p)
{
    struct add_partitions *g = p->state;
    struct err err = {0};
    const struct metadata *md = reads_metadata(&p->reads, &err);

    if (!md || !fits(md, g, &err)) {
        planning_fail(p, &err);
        return;
    }
    if (g->total == g->from)
        hand_over(p);
    else
        p->request = add_partitions_request(p->cluster, g, true, on_valid, p);
}

static struct job *add_plan(const struct action_ctx *x, const struct args *args, plan_done *done,
                            void *user)
{
    struct planning *p = planning_new(x, &action_partitions_add, args, done, user);
    struct add_partitions *g = arena_alloc(&p->plan->arena, sizeof *g);
    struct err err = {0};

    p->state = g;
    if (!parse(g, &p->plan->arena, args, &err)) {
        job_cancel(&p->job);
        return planning_refuse(x->cluster, &err, done, user);
    }
    reads_want(&p->reads, FACT_METADATA, NULL);
    reads_want_topic_ids(&p->reads, &g->topic, 1);
    reads_want_config(&p->reads, CONFIG_TOPIC, g->topic);
    planning_read(p, on_reads);
    return &p->job;
}

/* ---- the form -------------------------------------------------------------------------------- */

static const char *refusal(const struct action_ctx *x, const char *object)
{
    (void)x;
    return object && topic_name_internal(object)
               ? "it is one of Kafka's own topics: with more partitions its groups or transactions "
                 "would not find their state"
               : NULL;
}

static bool check_topic(const struct action_ctx *x, const struct args *args, const struct param *p,
                        struct err *err)
{
    const char *name, *why;

    for (size_t i = 0; (name = args_nth(args, p->name, i)); i++) {
        if ((why = refusal(x, name)))
            return err_set(err, ERR_GUARD, "%s: %s", name, why);
    }
    return true;
}

/* Each topic by itself: what is wrong with one is reported with its name. */
static bool check_total(const struct action_ctx *x, const struct args *args, const struct param *p,
                        struct err *err)
{
    const struct metadata *md = x->model ? x->model->metadata : NULL;
    const char *name, *total = args_get(args, "partitions");
    struct add_partitions g;
    struct arena a;
    bool ok = true;

    (void)p;
    arena_init(&a);
    for (size_t i = 0; total && *total && ok && (name = args_nth(args, "topic", i)); i++) {
        ok = parse(&g, &a, args, err);
        g.topic = name;
        ok = ok && (!md || fits(md, &g, err));
    }
    arena_release(&a);
    return ok;
}

static const char *shown_total(const struct action_ctx *x, const struct args *args,
                               const struct param *p, const char *typed, struct arena *a)
{
    const struct metadata *md = x->model ? x->model->metadata : NULL;
    const char *name = args_get(args, "topic");
    const struct topic *t = md && name ? metadata_topic(md, name) : NULL;

    (void)p;
    return !*typed && t && !args_nth(args, "topic", 1) ? arena_printf(a, "%d now", t->npartitions)
                                                       : NULL;
}
