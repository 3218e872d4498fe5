/* Making the plan of leaders-elect from a new read of the metadata: which partitions of the scope
 * need an election and can have one. Only those are sent, one by one. Who leads each of them is the
 * plan's fact, so that nothing is requested for a partition that has been elected in the
 * meantime. */
#include "core/action/topic/leaders_plan.h"

#include "core/action/register.h"
#include "core/action/topic/leaders_elect.h"
#include "core/action/topic/topic_rules.h"
#include "core/base/clock.h"
#include "core/base/text_human.h"
#include "core/model/model_fact.h"
#include "core/plan/command_line.h"
#include "core/plan/step/step_elect.h"

#include <inttypes.h>
#include <string.h>

enum { SHOWN_ALL = 200 }; /* rows of partitions that stay as they are */

enum { COL_PARTITION, COL_LEADER, COL_NEW, COL_REPLICAS, COL_ISR, COL_NOTE };
static const struct column columns[] = {
    [COL_PARTITION] = {.id = "partition",
                       .title = "PARTITION",
                       .kind = VALUE_TEXT,
                       .help = "Topic and partition."},
    [COL_LEADER] = {.id = "leader",
                    .title = "LEADER",
                    .kind = VALUE_ID,
                    .help = "The broker that leads it now; –: none."},
    [COL_NEW] = {.id = "new",
                 .title = "NEW",
                 .kind = VALUE_TEXT,
                 .help = "The broker that will lead it."},
    [COL_REPLICAS] = {.id = "replicas",
                      .title = "REPLICAS",
                      .kind = VALUE_TEXT,
                      .help = "The first is the preferred leader."},
    [COL_ISR] = {.id = "isr",
                 .title = "IN SYNC",
                 .kind = VALUE_TEXT,
                 .help = "Replicas in sync; of a partition without a leader: the last ones."},
    [COL_NOTE] = {.id = "note", .title = "NOTE", .kind = VALUE_TEXT, .help = "Why."},
};

struct choosing {
    struct election e;
    const struct metadata *md;
    struct table *table;
    size_t stay, cant;
    const char **topics; /* with a step */
    size_t ntopics;
};

/* ---- one partition --------------------------------------------------------------------------- */

static bool is_up(const struct metadata *md, int32_t id)
{
    const struct broker *b = metadata_broker(md, id);

    return b && b->alive;
}

static int replicas_up(const struct metadata *md, const struct partition *p)
{
    int n = 0;

    for (int i = 0; i < p->nreplicas; i++)
        n += is_up(md, p->replicas[i]);
    return n;
}

/* NULL: it can be elected; else why it stays as it is, and whether that is bad. */
static const char *why_not(const struct choosing *c, const struct partition *p, bool *bad)
{
    int32_t first = partition_preferred(p);
    bool led = !partition_offline(c->md, p);

    *bad = false;
    if (c->e.unclean && led)
        return "has a leader: left alone";
    if (!c->e.unclean && led && p->leader == first)
        return "is led by the preferred one already";
    *bad = true;
    if (c->e.unclean)
        return replicas_up(c->md, p) ? NULL : "no broker with a replica is up";
    if (!is_up(c->md, first))
        return "the preferred one is not up";
    if (!partition_in_isr(p, first))
        return led ? "the preferred one is not in sync"
                   : "no leader, and the preferred one is not in sync";
    return NULL;
}

/* What the last leader's log held, as far as klamm has seen it itself. */
static const char *last_seen(const struct planning *p, const struct topic *t, int32_t partition,
                             struct arena *a)
{
    const struct topic_offsets *o = model_offsets(cluster_model(p->cluster), t->name);
    const struct partition_offsets *part = topic_offsets_get(o, partition);
    char count[TEXT_NUM], age[TEXT_NUM];

    if (!part || part->end == OFFSET_UNKNOWN)
        return "how far the last leader's log reached is not known";
    return arena_printf(a, "the log ended at %s when it was last seen, %s ago",
                        text_count(count, part->end),
                        text_duration(age, clock_mono_ms() - part->end_at_ms));
}

static void add_row(struct planning *p, const struct choosing *c, const struct topic *t,
                    const struct partition *part, const char *why, bool bad)
{
    struct table *table = c->table;
    const char *name = arena_printf(&table->arena, "%s-%" PRId32, t->name, part->id);
    struct row *r = table_add_row(table, name);

    cell_text(table, r, COL_PARTITION, name);
    if (part->leader < 0)
        cell_none(r, COL_LEADER);
    else
        cell_num(r, COL_LEADER, part->leader);
    if (why)
        cell_none(r, COL_NEW);
    else if (c->e.unclean)
        cell_literal(r, COL_NEW, "any that is up");
    else
        cell_number(table, r, COL_NEW, partition_preferred(part));
    cell_ids(table, r, COL_REPLICAS, part->replicas, part->nreplicas);
    cell_ids(table, r, COL_ISR, part->isr, part->nisr);
    cell_note(table, r, COL_NOTE,
              why            ? why
              : c->e.unclean ? last_seen(p, t, part->id, &table->arena)
                             : NULL);
    r->sev = why && !bad ? SEV_MUTED : bad && why ? SEV_WARN : SEV_NONE;
}

static void add_step(struct planning *p, struct choosing *c, const struct topic *t,
                     const struct partition *part)
{
    struct elect_leader e = {
        .topic = t->name,
        .partition = part->id,
        .unclean = c->e.unclean,
        .from = part->leader,
        .to = c->e.unclean ? -1 : partition_preferred(part),
    };

    plan_add_elect(p->plan, &e);
    plan_fact(p->plan, PLAN_FACT_LEADER, plan_str(p->plan, "%s-%" PRId32, t->name, part->id), NULL,
              plan_str(p->plan, "%" PRId32, part->leader));
    if (c->ntopics == 0 || strcmp(c->topics[c->ntopics - 1], t->name) != 0)
        c->topics[c->ntopics++] = t->name;
}

static void choose(struct planning *p, struct choosing *c, const struct topic *t,
                   const struct partition *part)
{
    bool bad, quiet = !c->e.scope.topic;
    const char *why = why_not(c, part, &bad);

    if (c->e.broker >= 0 && partition_preferred(part) != c->e.broker)
        return;
    if (!why)
        add_step(p, c, t, part);
    c->stay += why && !bad;
    c->cant += why && bad;
    /* Of the whole cluster, what is fine already is only counted. */
    if (!why || bad || (!quiet && c->table->nrows < SHOWN_ALL))
        add_row(p, c, t, part, why, bad);
}

/* ---- the scope ------------------------------------------------------------------------------- */

static bool choose_topic(struct planning *p, struct choosing *c, const struct topic *t,
                         struct err *err)
{
    const struct scope *s = &c->e.scope;

    if (t->err_code)
        return err_set(err, ERR_BROKER, "topic %s: %s", t->name, t->err);
    for (size_t i = 0; i < s->n; i++) {
        const struct partition *part = topic_partition(t, s->partitions[i]);

        if (!part)
            return err_set(err, ERR_NOT_FOUND, "topic %s has %d partitions, no partition %" PRId32,
                           t->name, t->npartitions, s->partitions[i]);
        choose(p, c, t, part);
    }
    for (int i = 0; !s->partitions && i < t->npartitions; i++)
        choose(p, c, t, &t->partitions[i]);
    return true;
}

static bool choose_all(struct planning *p, struct choosing *c, struct err *err)
{
    const struct topic *t;

    if (c->e.scope.topic) {
        t = topic_there(c->md, c->e.scope.topic, ERR_NOT_FOUND, err);
        return t && choose_topic(p, c, t, err);
    }
    for (size_t i = 0; i < c->md->ntopics; i++) {
        if (!c->md->topics[i].err_code)
            choose_topic(p, c, &c->md->topics[i], NULL);
    }
    return true;
}

/* ---- the plan -------------------------------------------------------------------------------- */

/* Kafka's tool takes one partition, or a file. */
static void make_command(struct planning *p, const struct choosing *c)
{
    struct plan *plan = p->plan;
    struct buf b, json;

    if (plan->nsteps == 0)
        return;
    buf_init(&b, 0);
    buf_init(&json, 0);
    buf_adds(&json, "{\"partitions\":[");
    for (size_t i = 0; i < plan->nsteps; i++) {
        const struct elect_leader *e = plan->steps[i].payload;

        buf_addf(&json, "%s{\"topic\":\"%s\",\"partition\":%" PRId32 "}", i ? "," : "", e->topic,
                 e->partition);
    }
    buf_adds(&json, "]}");
    command_file(&b, buf_str(&json));
    command_start(&b, "kafka-leader-election", cluster_profile(p->cluster));
    buf_addf(&b, " --election-type %s --path-to-json-file " COMMAND_FILE,
             c->e.unclean ? "unclean" : "preferred");
    plan->command = arena_strdup(&plan->arena, buf_str(&b));
    buf_release(&b);
    buf_release(&json);
}

static void name_it(struct planning *p, const struct choosing *c)
{
    struct plan *plan = p->plan;
    const char *topic = planning_arg(p, "topic");
    const char *of = topic ? plan_show(plan, topic) : "all partitions that need it";

    if (c->e.broker >= 0)
        of = plan_str(plan, "%s, of broker %" PRId32, of, c->e.broker);
    plan->title =
        plan_str(plan, "elect %s leaders – %s", c->e.unclean ? "unclean" : "preferred", of);
    plan->confirm = topic ? plan_show(plan, topic) : plan_str(plan, "%zu", plan->nsteps);
}

static void say(struct planning *p, const struct choosing *c)
{
    struct plan *plan = p->plan;

    plan_sum(plan, "%zu partition%s; %zu need%s none, %zu can't have one", plan->nsteps,
             plan->nsteps == 1 ? "" : "s", c->stay, c->stay == 1 ? "s" : "", c->cant);
    if (plan->nsteps == 0)
        return;
    if (!c->e.unclean) {
        plan_sum(plan, "producers and consumers of these partitions find the new leader by "
                       "themselves, within a second or so");
        return;
    }
    plan->danger = DANGER_HIGH;
    plan_warn(plan, "records are lost: whatever the last in-sync replicas had and the new leader "
                    "has not; how many is not known before it leads");
    plan_warn(plan, "consumers that are ahead of the new log end start where their "
                    "auto.offset.reset says; bring back a broker of the last in-sync replicas "
                    "instead, if that can be done");
}

static void on_ids(struct planning *p)
{
    struct choosing *c = p->state;

    for (size_t i = 0; i < c->ntopics; i++)
        plan_fact(p->plan, PLAN_FACT_TOPIC_ID, c->topics[i], NULL,
                  reads_topic_id(&p->reads, c->topics[i]));
    p->plan->preview = c->table;
    c->table->complete = true;
    name_it(p, c);
    say(p, c);
    make_command(p, c);
    planning_done(p);
}

static void on_metadata(struct planning *p)
{
    struct choosing *c = p->state;
    struct err err = {0};

    c->md = reads_metadata(&p->reads, &err);
    if (!c->md) {
        planning_fail(p, &err);
        return;
    }
    c->topics = arena_array(&p->plan->arena, c->md->ntopics, sizeof *c->topics);
    c->table = table_new(columns, sizeof columns / sizeof *columns);
    if (!choose_all(p, c, &err)) {
        table_free(c->table);
        planning_fail(p, &err);
        return;
    }
    p->plan->preview = c->table;
    if (c->ntopics)
        reads_want_topic_ids(&p->reads, c->topics, c->ntopics);
    planning_read(p, on_ids);
}

struct job *election_plan(const struct action_ctx *x, const struct args *args, plan_done *done,
                          void *user)
{
    struct planning *p = planning_new(x, action_find("leaders-elect"), args, done, user);
    struct choosing *c = arena_alloc(&p->plan->arena, sizeof *c);
    struct err err = {0};

    p->state = c;
    if (!election_parse(&c->e, &p->plan->arena, args, &err)) {
        job_cancel(&p->job);
        return planning_refuse(x->cluster, &err, done, user);
    }
    reads_want(&p->reads, FACT_METADATA, NULL);
    planning_read(p, on_metadata);
    return &p->job;
}
