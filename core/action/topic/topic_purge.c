/* topic-purge: the classic way to empty a topic, guided. retention.ms is set to 1, the brokers
 * delete what is there at their next check, and then the old value is restored, or the inherited
 * one applies again. Three steps of one plan: the last is sent whatever happens before it, also
 * when the plan is stopped or klamm quits, and what an interrupted klamm left behind is found in
 * the journal and restored by undo. records-delete is quicker and changes no setting; use this
 * where brokers don't allow that one. */
#include "core/action/complete.h"
#include "core/action/topic/deletion_preview.h"
#include "core/base/clock.h"
#include "core/base/parse_duration.h"
#include "core/base/text_human.h"
#include "core/model/model_fact.h"
#include "core/plan/command_line.h"
#include "core/plan/config_pairs.h"
#include "core/plan/step/step_config.h"
#include "core/plan/step/step_wait_empty.h"

#include <inttypes.h>
#include <string.h>

#define KEY "retention.ms"
#define SHORTEST "1"

enum {
    CHECK_DEFAULT_MS = 300000, /* log.retention.check.interval.ms of Kafka */
    SLACK_MS = 60000,          /* brokers don't check at the same moment, and deleting takes time */
};

static bool check_topic(const struct action_ctx *x, const struct args *args, const struct param *p,
                        struct err *err);
static const char *refusal(const struct action_ctx *x, const char *object);
static struct job *purge_plan(const struct action_ctx *x, const struct args *args, plan_done *done,
                              void *user);

static const struct param params[] = {
    {.name = "topic",
     .title = "topic",
     .type = PARAM_TOPIC,
     .required = true,
     .check = check_topic,
     .help = "the topic to empty; the topic and its settings stay"},
    {.name = "at-most",
     .title = "wait at most",
     .type = PARAM_DURATION,
     .empty = "twice log.retention.check.interval.ms, plus a minute",
     .help = "how long to wait, as 15min; then the old retention is restored even if records are "
             "left; empty: twice log.retention.check.interval.ms of the brokers, plus a minute"},
};

const struct action action_topic_purge = {
    .name = "topic-purge",
    .title = "purge topic",
    .help =
        "Empty a topic: set retention.ms=1, wait until its records are deleted, restore the value.",
    .examples = "orders --at-most 15min",
    .object = OBJECT_TOPIC,
    .needs_row = true,
    .params = params,
    .nparams = sizeof params / sizeof *params,
    .danger = DANGER_HIGH,
    .refusal = refusal,
    .prefill = topic_prefill,
    .plan = purge_plan,
    .revalidate = topic_snapshot_revalidate,
};

struct purging {
    struct topic_snapshot snapshot; /* first: see topic_snapshot_read */
    struct cut *cuts;
    const struct config_entry *entry; /* of retention.ms */
    const char *was;                  /* its own value; NULL: inherited */
    int64_t check_ms;                 /* between two checks of a broker; -1: unknown */
    int64_t longest_ms;
};

static const char *const keeps_all =
    "its cleanup.policy is empty, so brokers delete nothing by " KEY
    ": records-delete does it there";

/* ---- what is asked --------------------------------------------------------------------------- */

static bool find_times(struct planning *p, struct purging *g, struct err *err)
{
    const char *text = planning_arg(p, "at-most");
    int64_t check = CHECK_DEFAULT_MS;

    g->check_ms = -1;
    if (g->snapshot.broker)
        config_set_int(g->snapshot.broker, "log.retention.check.interval.ms", &g->check_ms);
    if (g->check_ms > 0)
        check = g->check_ms;
    g->longest_ms = 2 * check + SLACK_MS;
    if (!text)
        return true;
    return parse_duration(text, &g->longest_ms, err) &&
           (g->longest_ms > 0 || err_set(err, ERR_USAGE, "at-most: must be more than 0"));
}

static void add_steps(struct plan *p, const struct purging *g)
{
    struct config_step set = {
        .type = CONFIG_TOPIC,
        .name = g->snapshot.topic,
        .key = KEY,
        .op = CONFIG_SET,
        .value = SHORTEST,
        .was_set = g->was != NULL,
        .was = g->was,
    };
    struct config_step back = set;
    struct wait_empty wait = {.topic = g->snapshot.topic, .longest_ms = g->longest_ms};
    struct plan_step *s;

    plan_add_config(p, &set);
    wait.goals = arena_array(&p->arena, g->snapshot.nparts, sizeof *wait.goals);
    for (size_t i = 0; i < g->snapshot.nparts; i++) {
        if (g->snapshot.parts[i].trouble)
            continue; /* the plan is blocked for it */
        wait.goals[wait.n].partition = g->snapshot.parts[i].id;
        wait.goals[wait.n++].goal = g->snapshot.parts[i].end;
    }
    plan_add_wait_empty(p, &wait)->role = STEP_AFTER;
    back.op = g->was ? CONFIG_SET : CONFIG_DELETE;
    back.value = g->was;
    back.was_set = true;
    back.was = SHORTEST;
    s = plan_add_config(p, &back);
    s->role = STEP_RESTORES;
    s->cant_undo = "it only restores what the purge had changed; the records are deleted";
}

/* ---- what is shown --------------------------------------------------------------------------- */

static void warn(struct plan *p, const struct purging *g)
{
    char span[TEXT_NUM], longest[TEXT_NUM];
    const char *was =
        g->was ? config_pair_shown(CONFIG_TOPIC, KEY, g->was, &p->arena) : "inherited";

    if (g->check_ms > 0)
        plan_sum(p,
                 "brokers check every %s; klamm waits at most %s, then restores " KEY
                 " (%s) in any "
                 "case",
                 text_duration(span, g->check_ms), text_duration(longest, g->longest_ms), was);
    else
        plan_sum(p,
                 "how often brokers check is unknown (5 min unless changed); klamm waits at "
                 "most %s, then restores " KEY " (%s) in any case",
                 text_duration(longest, g->longest_ms), was);
    plan_sum(p, "quitting while it waits restores " KEY
                ", too; should klamm be killed, the next start "
                "says so, and :undo restores it");
    plan_warn(p, "what is written to %s until then is deleted, too", g->snapshot.topic);
    if (g->snapshot.written_ms > clock_wall_ms() + 1000)
        plan_warn(p,
                  "records with timestamps ahead of now stay until then: retention depends on the "
                  "timestamp; records-delete deletes them");
}

static void make_command(struct plan *p, const struct purging *g, const struct profile *profile)
{
    struct buf b;

    buf_init(&b, 0);
    command_start(&b, "kafka-configs", profile);
    buf_adds(&b, " --alter");
    command_option(&b, "topic", g->snapshot.topic);
    command_option(&b, "add-config", KEY "=" SHORTEST);
    buf_addf(&b, " && { sleep %" PRId64 "; ", (g->longest_ms + 999) / 1000);
    command_start(&b, "kafka-configs", profile);
    buf_adds(&b, " --alter");
    command_option(&b, "topic", g->snapshot.topic);
    if (g->was)
        command_option(&b, "add-config", plan_str(p, KEY "=%s", g->was));
    else
        command_option(&b, "delete-config", KEY);
    buf_adds(&b, "; }");
    p->command = arena_strdup(&p->arena, buf_str(&b));
    buf_release(&b);
}

static void show(struct planning *p, struct purging *g)
{
    struct plan *plan = p->plan;

    plan->title =
        plan_str(plan, "purge topic %s by " KEY "=" SHORTEST, plan_show(plan, g->snapshot.topic));
    plan->confirm = plan_show(plan, g->snapshot.topic);
    plan->detail = &g->snapshot;
    records_preview(plan, g->cuts, g->snapshot.nparts);
    records_warn(plan, &g->snapshot, g->cuts, g->snapshot.nparts);
    warn(plan, g);
    make_command(plan, g, cluster_profile(p->cluster));
}

/* ---- the plan -------------------------------------------------------------------------------- */

static void on_valid(void *user, void *result, const struct err *err)
{
    struct planning *p = user;
    struct purging *g = p->state;

    if (!planning_valid(p, result, err))
        return;
    if (records_going(g->cuts, g->snapshot.nparts) > 0)
        add_steps(p->plan, g);
    topic_snapshot_facts(p->plan, &g->snapshot);
    plan_fact(p->plan, PLAN_FACT_SETTING, g->snapshot.topic, KEY, g->was);
    plan_fact(p->plan, PLAN_FACT_SETTING, g->snapshot.topic, "cleanup.policy",
              topic_snapshot_setting(&g->snapshot, "cleanup.policy"));
    show(p, g);
    planning_done(p);
}

static bool judge(struct planning *p, struct purging *g, struct err *err)
{
    const struct topic_snapshot *w = &g->snapshot;

    if (!w->config)
        return err_set(err, ERR_DENIED,
                       "the settings of %s can't be read, so its " KEY " could not be restored: %s",
                       w->topic, w->why_config);
    if (records_refused(p->plan, w, err))
        return false;
    if (topic_snapshot_keeps_all(w))
        return err_set(err, ERR_GUARD, "%s: %s", w->topic, keeps_all);
    g->entry = config_set_find(w->config, KEY);
    if (!g->entry || !g->entry->value)
        return err_set(err, ERR_BROKER, "the broker does not report the " KEY " of %s", w->topic);
    if (config_entry_overridden(w->config, g->entry))
        g->was = arena_strdup(&p->plan->arena, g->entry->value);
    if (g->was && strcmp(g->was, SHORTEST) == 0)
        return err_set(err, ERR_GUARD,
                       KEY " of %s is " SHORTEST " already: a purge is under way, or was "
                           "interrupted (the journal has the value from before, and :undo puts it "
                           "back)",
                       w->topic);
    return true;
}

static void on_known(struct planning *p)
{
    static const struct config_change shortest = {KEY, CONFIG_SET, SHORTEST};
    struct purging *g = p->state;
    struct err err = {0};

    if (!judge(p, g, &err) || !find_times(p, g, &err)) {
        planning_fail(p, &err);
        return;
    }
    g->cuts = arena_array(&p->plan->arena, g->snapshot.nparts, sizeof *g->cuts);
    for (size_t i = 0; i < g->snapshot.nparts; i++) {
        struct topic_part *part = &g->snapshot.parts[i];

        g->cuts[i].part = part;
        g->cuts[i].to = part->trouble ? OFFSET_UNKNOWN : part->end;
        if (part->trouble)
            plan_block(p->plan, "%s-%" PRId32 ": %s", g->snapshot.topic, part->id, part->trouble);
    }
    p->request = kafka_alter_config(p->cluster, CONFIG_TOPIC, g->snapshot.topic, &shortest, 1, true,
                                    on_valid, p);
}

static struct job *purge_plan(const struct action_ctx *x, const struct args *args, plan_done *done,
                              void *user)
{
    struct planning *p = planning_new(x, &action_topic_purge, args, done, user);

    p->state = arena_alloc(&p->plan->arena, sizeof(struct purging));
    topic_snapshot_read(p, args_get(args, "topic"), on_known);
    return &p->job;
}

/* ---- the form -------------------------------------------------------------------------------- */

static const char *refusal(const struct action_ctx *x, const char *object)
{
    const struct config_set *set = object && x->model ? model_topic_config(x->model, object) : NULL;

    return set && config_keeps_all(set) ? keeps_all : records_refusal(x, object);
}

static bool check_topic(const struct action_ctx *x, const struct args *args, const struct param *p,
                        struct err *err)
{
    const char *topic = args_get(args, p->name), *why;

    if (topic && (why = refusal(x, topic)))
        return err_set(err, ERR_GUARD, "%s: %s", topic, why);
    return records_topics_ok(x, args, err);
}
