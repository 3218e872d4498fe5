/* topic-delete: a topic with all its records, permanently. The plan names what is lost: how many
 * records, when the last was written, who reads it and how much of it no group has read yet. Topics
 * are named one by one, never by a pattern; the id is checked again just before, because a topic of
 * the same name may be another by then. Kafka's own topics only go with a word of their own:
 * brokers do not protect them. */
#include "core/action/complete.h"
#include "core/action/topic/topic_rules.h"
#include "core/action/topic/topic_snapshot.h"
#include "core/base/clock.h"
#include "core/base/text_human.h"
#include "core/plan/command_line.h"
#include "core/plan/step/step_create_topic.h"
#include "core/plan/step/step_delete_topic.h"

#include <inttypes.h>
#include <string.h>

static bool check_topic(const struct action_ctx *x, const struct args *args, const struct param *p,
                        struct err *err);
static const char *refusal(const struct action_ctx *x, const char *object);
static struct job *delete_plan(const struct action_ctx *x, const struct args *args, plan_done *done,
                               void *user);

static const struct param params[] = {
    {.name = "topic",
     .title = "topic",
     .type = PARAM_TOPIC,
     .required = true,
     .repeatable = true,
     .check = check_topic,
     .help = "the topic to delete, with all its records; several are shown in one plan"},
    {.name = "internal",
     .title = "internal topics",
     .type = PARAM_BOOL,
     .help = "yes: also topics Kafka itself needs; without __consumer_offsets all groups forget "
             "where they were"},
};

const struct action action_topic_delete = {
    .name = "topic-delete",
    .title = "delete topic",
    .help = "Delete topics with all their records, permanently.",
    .examples = "orders payments --dry-run",
    .object = OBJECT_TOPIC,
    .needs_row = true,
    .params = params,
    .nparams = sizeof params / sizeof *params,
    .at_once = true,
    .danger = DANGER_HIGH,
    .reads_commits = true,
    .refusal = refusal,
    .prefill = topic_prefill,
    .plan = delete_plan,
    .revalidate = topic_snapshot_revalidate,
};

enum { COL_WHAT, COL_STATE, COL_PARTITIONS, COL_RECORDS, COL_UNREAD, COL_WRITTEN, COL_NOTE };
static const struct column columns[] = {
    [COL_WHAT] = {.id = "what",
                  .title = "WHAT",
                  .kind = VALUE_TEXT,
                  .help = "What is deleted, and which groups it affects."},
    [COL_STATE] = {.id = "state",
                   .title = "STATE",
                   .kind = VALUE_TEXT,
                   .help = "Of a group that has commits on the topic."},
    [COL_PARTITIONS] = {.id = "partitions",
                        .title = "PARTITIONS",
                        .kind = VALUE_TEXT,
                        .help = "Partitions × replicas; of a group: those with a commit."},
    [COL_RECORDS] = {.id = "records",
                     .title = "RECORDS",
                     .kind = VALUE_COUNT,
                     .help = "Log end minus log start: at most this many records are deleted."},
    [COL_UNREAD] = {.id = "unread",
                    .title = "UNREAD",
                    .kind = VALUE_COUNT,
                    .help = "Records that the group has not read yet and never will."},
    [COL_WRITTEN] = {.id = "written",
                     .title = "LAST WRITE",
                     .kind = VALUE_TEXT,
                     .help = "The latest timestamp of a record."},
    [COL_NOTE] = {.id = "note", .title = "NOTE", .kind = VALUE_TEXT, .help = "What is special."},
};

struct deleting {
    struct topic_snapshot snapshot; /* first: see topic_snapshot_read */
    bool internal;                  /* may be one of Kafka's own */
};

/* ---- the table ------------------------------------------------------------------------------- */

static void topic_row(struct table *t, const struct topic_snapshot *w)
{
    struct row *r = table_add_row(t, arena_printf(&t->arena, "topic %s", w->topic));
    char when[TEXT_NUM];

    cell_textf(t, r, COL_WHAT, "topic %s", w->topic);
    cell_none(r, COL_STATE);
    cell_text(t, r, COL_PARTITIONS, topic_snapshot_shape(w, &t->arena));
    if (w->records >= 0)
        cell_num(r, COL_RECORDS, w->records);
    else
        cell_failed(t, r, COL_RECORDS, NULL);
    cell_none(r, COL_UNREAD);
    if (w->written_ms >= 0)
        cell_textf(t, r, COL_WRITTEN, "%s (%s)",
                   text_ago(&t->arena, clock_wall_ms() - w->written_ms),
                   text_instant(when, w->written_ms));
    else if (w->records == 0)
        cell_none(r, COL_WRITTEN);
    else
        cell_failed(t, r, COL_WRITTEN, NULL);
    cell_note(t, r, COL_NOTE, w->id ? arena_printf(&t->arena, "id %s", w->id) : NULL);
    r->sev = SEV_BAD;
}

static void reader_row(struct table *t, const struct topic_snapshot *w,
                       const struct topic_reader *g)
{
    struct row *r = table_add_row(t, arena_printf(&t->arena, "group %s", g->group));

    cell_textf(t, r, COL_WHAT, "group %s", g->group);
    cell_text(t, r, COL_STATE, group_state_name(g->state));
    cell_number(t, r, COL_PARTITIONS, (int64_t)g->partitions);
    cell_none(r, COL_RECORDS);
    if (g->partitions == 0)
        cell_none(r, COL_UNREAD);
    else if (w->records >= 0)
        cell_num(r, COL_UNREAD, g->unread);
    else
        cell_failed(t, r, COL_UNREAD, NULL);
    cell_none(r, COL_WRITTEN);
    cell_note(t, r, COL_NOTE,
              g->owned ? arena_printf(&t->arena, "its members read %zu partition%s now", g->owned,
                                      g->owned == 1 ? "" : "s")
                       : NULL);
    if (g->owned)
        r->sev = SEV_WARN;
}

static void make_preview(struct plan *p, const struct topic_snapshot *w)
{
    struct table *t = table_new(columns, sizeof columns / sizeof *columns);

    topic_row(t, w);
    for (size_t i = 0; i < w->nreaders; i++)
        reader_row(t, w, &w->readers[i]);
    t->complete = true;
    p->preview = t;
}

/* ---- warnings -------------------------------------------------------------------------------- */

static const char *broker_says(const struct topic_snapshot *w, const char *key)
{
    const struct config_entry *e = w->broker ? config_set_find(w->broker, key) : NULL;

    return e && e->value ? e->value : "";
}

static bool may_return(const struct topic_snapshot *w)
{
    return strcmp(broker_says(w, "auto.create.topics.enable"), "false") != 0;
}

static void warn_return(struct plan *p, const struct topic_snapshot *w)
{
    const char *automatic = broker_says(w, "auto.create.topics.enable");

    if (strcmp(automatic, "true") == 0)
        plan_warn(p,
                  "auto.create.topics.enable is on: as soon as a client writes to %s or asks for "
                  "it, the topic is there again, empty and with the brokers' defaults",
                  w->topic);
    else if (strcmp(automatic, "false") != 0)
        plan_warn(p, "whether clients can make topics by asking for them is not known "
                     "(auto.create.topics.enable can't be read): it may come back, empty");
}

static void warn_readers(struct plan *p, const struct topic_snapshot *w)
{
    size_t active = 0;

    for (size_t i = 0; i < w->nreaders; i++)
        active += group_state_active(w->readers[i].state);
    if (w->nreaders)
        plan_warn(p, "%zu group%s read%s it or did so, %zu with members now", w->nreaders,
                  w->nreaders == 1 ? "" : "s", w->nreaders == 1 ? "s" : "", active);
    if (w->doubt)
        plan_warn(p, "more groups may read it: %s", w->doubt);
}

/* How old the last record is, by those times that can be true; −1: not known. A record that is
 * stamped ahead says nothing, but clocks differ by some seconds. */
static int64_t last_age(const struct topic_snapshot *w, int64_t now)
{
    enum { CLOCKS_DIFFER_MS = 60000 };
    int64_t youngest = -1;

    for (size_t i = 0; i < w->nparts; i++) {
        int64_t ago = now - w->parts[i].written_ms;

        if (w->parts[i].written_ms < 0 || ago < -CLOCKS_DIFFER_MS)
            continue;
        ago = ago < 0 ? 0 : ago;
        youngest = youngest < 0 || ago < youngest ? ago : youngest;
    }
    return youngest;
}

static void warn(struct plan *p, const struct topic_snapshot *w)
{
    int64_t ago = last_age(w, clock_wall_ms());

    if (ago >= 0 && ago < 3600000)
        plan_warn(p, "a producer %s: the last record was written %s",
                  ago < 60000 ? "writes to it" : "wrote to it not long ago, and may again",
                  text_ago(&p->arena, ago));
    if (!w->id)
        plan_warn(p, "these brokers give topics no ids (Kafka has them since 2.8): only its logs "
                     "show that it is still the same topic");
    if (w->records < 0)
        plan_warn(p, "how many records it has is not known for all partitions");
    if (topic_name_internal(w->topic))
        plan_warn(p,
                  "%s is one of Kafka's own topics: the cluster's groups or transactions lose "
                  "their state",
                  w->topic);
    if (w->why_config)
        plan_warn(p, "its settings can't be read, so they are not kept in the journal: %s",
                  w->why_config);
    warn_readers(p, w);
    warn_return(p, w);
}

/* ---- the plan -------------------------------------------------------------------------------- */

/* Its own settings only: what it inherits would be pinned. */
static void add_settings(struct plan *p, const struct topic_snapshot *w, struct create_topic *t)
{
    t->config = arena_array(&p->arena, w->config ? w->config->n : 0, sizeof *t->config);
    for (size_t i = 0; w->config && i < w->config->n; i++) {
        const struct config_entry *e = &w->config->entries[i];

        if (!config_entry_overridden(w->config, e) || !e->value)
            continue;
        t->config[t->nconfig].key = e->name;
        t->config[t->nconfig++].value = e->value;
    }
}

static void add_replicas(struct plan *p, const struct topic_snapshot *w, struct create_topic *t)
{
    t->nassignments = (int)w->nparts;
    t->assignment = arena_array(&p->arena, w->nparts, sizeof *t->assignment);
    t->nassigned = arena_array(&p->arena, w->nparts, sizeof *t->nassigned);
    for (size_t i = 0; i < w->nparts; i++) {
        const struct partition *part = &w->meta->partitions[i];

        t->nassigned[i] = part->nreplicas;
        t->assignment[i] = arena_array(&p->arena, (size_t)part->nreplicas, sizeof **t->assignment);
        memcpy(t->assignment[i], part->replicas, (size_t)part->nreplicas * sizeof *part->replicas);
    }
}

static void add_step(struct plan *p, const struct topic_snapshot *w, const struct profile *profile)
{
    struct create_topic shell = {.name = w->topic, .partitions = -1, .replication = -1};
    struct delete_topic d = {.id = w->id, .shell = &shell, .may_return = may_return(w)};

    add_settings(p, w, &shell);
    add_replicas(p, w, &shell);
    plan_add_delete_topic(p, &d, profile);
}

/* A log that grows is no reason to stop; records in a topic that was empty are. */
static void add_facts(struct plan *p, const struct topic_snapshot *w)
{
    topic_snapshot_facts(p, w);
    plan_fact(p, PLAN_FACT_RECORDS, w->topic, NULL, w->records == 0 ? "none" : "some");
}

static void judge(struct plan *p, const struct deleting *d)
{
    if (strcmp(broker_says(&d->snapshot, "delete.topic.enable"), "false") == 0)
        plan_block(p, "the brokers do not delete topics (delete.topic.enable=false)");
    if (topic_name_internal(d->snapshot.topic) && !d->internal)
        plan_block(p, "%s is one of Kafka's own topics; with 'internal' it can be deleted anyway",
                   d->snapshot.topic);
    if (!d->snapshot.id && d->snapshot.records < 0)
        plan_block(p,
                   "the id of %s is unknown, so klamm can't check that it is still the same topic "
                   "when it is deleted",
                   d->snapshot.topic);
}

static void on_known(struct planning *p)
{
    struct deleting *d = p->state;
    struct topic_snapshot *w = &d->snapshot;
    struct plan *plan = p->plan;
    struct buf b;

    plan->title = plan_show(plan, plan_str(plan, "delete topic %s", w->topic));
    plan->confirm = plan_show(plan, w->topic);
    plan->detail = w;
    add_step(plan, w, cluster_profile(p->cluster));
    add_facts(plan, w);
    make_preview(plan, w);
    plan_sum(plan, "the journal keeps its settings and the brokers of its partitions");
    warn(plan, w);
    judge(plan, d);
    buf_init(&b, 0);
    command_start(&b, "kafka-topics", cluster_profile(p->cluster));
    buf_adds(&b, " --delete");
    command_topic_pattern(&b, w->topic);
    plan->command = arena_strdup(&plan->arena, buf_str(&b));
    buf_release(&b);
    planning_done(p);
}

static struct job *delete_plan(const struct action_ctx *x, const struct args *args, plan_done *done,
                               void *user)
{
    struct planning *p = planning_new(x, &action_topic_delete, args, done, user);
    struct deleting *d = arena_alloc(&p->plan->arena, sizeof *d);

    p->state = d;
    d->internal = args_yes(args, "internal");
    topic_snapshot_read(p, args_get(args, "topic"), on_known);
    return &p->job;
}

/* ---- the form -------------------------------------------------------------------------------- */

static bool check_topic(const struct action_ctx *x, const struct args *args, const struct param *p,
                        struct err *err)
{
    const char *name;

    for (size_t i = 0; (name = args_nth(args, p->name, i)); i++) {
        if (topic_name_internal(name) && !args_yes(args, "internal"))
            return err_set(err, ERR_GUARD, "%s is one of Kafka's own topics: only with 'internal'",
                           name);
    }
    return topics_there(x->model, args, p->name, err);
}

static const char *refusal(const struct action_ctx *x, const char *object)
{
    const struct metadata *md = x->model ? x->model->metadata : NULL;

    if (object && md && !metadata_topic(md, object))
        return "there is no topic of that name, or you may not see it";
    return object && topic_name_internal(object)
               ? "it is one of Kafka's own topics; :topic-delete NAME --internal plans it anyway"
               : NULL;
}
