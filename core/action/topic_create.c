/* topic-create: a new topic with partitions, replication, settings, and if wanted the brokers of
 * each partition. The name is checked as it is typed; before the plan is shown the broker validates
 * it without creating. */
#include "core/action/command_line.h"
#include "core/action/complete.h"
#include "core/action/config_pairs.h"
#include "core/action/planning.h"
#include "core/action/topic_rules.h"
#include "core/base/parse.h"

#include <inttypes.h>
#include <string.h>

static const struct param params[] = {
    {.name = "name",
     .title = "name",
     .type = PARAM_TEXT,
     .required = true,
     .help = "1 to 249 letters, digits, '.', '_' and '-'; it can't be changed later"},
    {.name = "partitions",
     .title = "partitions",
     .type = PARAM_INT,
     .help = "how many logs the topic is split into, as 12; can grow later, never shrink; empty: "
             "the broker's default"},
    {.name = "replication-factor",
     .title = "replication",
     .type = PARAM_INT,
     .help = "how many brokers keep each partition, as 3; empty: the broker's default"},
    {.name = "config",
     .title = "settings",
     .type = PARAM_CONFIG,
     .repeatable = true,
     .help = "key=value, as retention.ms=7d, cleanup.policy=compact, retention.bytes=10GiB"},
    {.name = "replica-assignment",
     .title = "brokers",
     .type = PARAM_TEXT,
     .help = "brokers of each partition, the first is the preferred leader, as 1:2,2:3,3:1; "
             "instead of partitions and replication"},
};

static const struct alias aliases[] = {
    {"topic", NULL, "name"},
    {"replication", NULL, "replication-factor"},
    {"assignment", NULL, "replica-assignment"},
    {NULL, NULL, NULL},
};

struct creating {
    struct create_topic topic;
    int32_t broker;     /* whose defaults are shown */
    int32_t partitions; /* effective, -1: not known */
    int32_t replication;
    int64_t min_isr; /* effective, -1: not known */
};

/* ---- the arguments -------------------------------------------------------------------------- */

static bool parse_small(const struct args *args, const char *name, int64_t max, int32_t *out,
                        struct err *err)
{
    const char *text = args_get(args, name);
    int64_t n;

    *out = -1;
    if (!text || !*text || strcmp(text, "-1") == 0)
        return true;
    if (!parse_int(text, 1, max, &n, err))
        return err_wrap(err, "%s", name);
    *out = (int32_t)n;
    return true;
}

static bool parse_config(struct arena *a, const struct args *args, struct create_topic *t,
                         struct err *err)
{
    const char *typed;

    t->config = arena_array(a, args->n, sizeof *t->config);
    for (size_t i = 0; (typed = args_nth(args, "config", i)); i++) {
        struct config_pair *c = &t->config[t->nconfig];

        if (!*typed)
            continue;
        if (!config_pair_parse(CONFIG_TOPIC, typed, true, a, &c->key, &c->value, err))
            return false;
        for (size_t k = 0; k < t->nconfig; k++) {
            if (strcmp(t->config[k].key, c->key) == 0)
                return err_set(err, ERR_USAGE, "%s is given twice", c->key);
        }
        t->nconfig += c->value != NULL;
    }
    return true;
}

static bool parse_assignment(struct arena *a, const struct args *args, struct create_topic *t,
                             struct err *err)
{
    const char *text = args_get(args, "replica-assignment");

    if (!text || !*text)
        return true;
    if (!assignment_parse(a, text, t, err))
        return false;
    if ((t->partitions != -1 && t->partitions != t->nassignments) ||
        (t->replication != -1 && t->replication != t->nassigned[0]))
        return err_set(
            err, ERR_USAGE,
            "the brokers given make %d partitions with %d replicas: leave out partitions "
            "and replication, or make them agree",
            t->nassignments, t->nassigned[0]);
    return true;
}

static bool parse_args(struct arena *a, const struct args *args, struct create_topic *t,
                       struct err *err)
{
    const char *name = args_get(args, "name");

    memset(t, 0, sizeof *t);
    t->name = arena_strdup(a, name ? name : "");
    return topic_name_ok(t->name, err) &&
           parse_small(args, "partitions", 1000000, &t->partitions, err) &&
           parse_small(args, "replication-factor", 1000, &t->replication, err) &&
           parse_config(a, args, t, err) && parse_assignment(a, args, t, err);
}

static int live_brokers(const struct metadata *md)
{
    int n = 0;

    for (size_t i = 0; i < md->nbrokers; i++)
        n += md->brokers[i].alive;
    return n;
}

static bool brokers_known(const struct metadata *md, const struct create_topic *t, struct err *err)
{
    for (int i = 0; i < t->nassignments; i++) {
        for (int k = 0; k < t->nassigned[i]; k++) {
            const struct broker *b = metadata_broker(md, t->assignment[i][k]);

            if (!b || !b->alive)
                return err_set(err, ERR_USAGE, "broker %" PRId32 " is not in the cluster",
                               t->assignment[i][k]);
        }
    }
    if (t->replication > live_brokers(md))
        return err_set(err, ERR_USAGE, "%" PRId32 " replicas need as many brokers; %d are up",
                       t->replication, live_brokers(md));
    return true;
}

static bool check(const struct action_ctx *x, const struct args *args, const char *param,
                  struct err *err)
{
    const struct metadata *md = x->model ? x->model->metadata : NULL;
    const char *name = args_get(args, "name");
    struct create_topic t = {.partitions = -1, .replication = -1};
    struct arena a;
    bool ok = true;

    arena_init(&a);
    if (strcmp(param, "name") == 0)
        ok = name && topic_name_ok(name, err) && topic_name_free(md, name, err);
    else if (strcmp(param, "partitions") == 0)
        ok = parse_small(args, param, 1000000, &t.partitions, err);
    else if (strcmp(param, "replication-factor") == 0)
        ok = parse_small(args, param, 1000, &t.replication, err) &&
             (!md || brokers_known(md, &t, err));
    else if (strcmp(param, "config") == 0)
        ok = parse_config(&a, args, &t, err);
    else if (strcmp(param, "replica-assignment") == 0)
        ok = parse_small(args, "partitions", 1000000, &t.partitions, err) &&
             parse_small(args, "replication-factor", 1000, &t.replication, err) &&
             parse_assignment(&a, args, &t, err) && (!md || brokers_known(md, &t, err));
    arena_release(&a);
    return ok;
}

static void complete(const struct action_ctx *x, const struct args *args, const char *param,
                     const char *typed, struct args *out)
{
    (void)args;
    if (strcmp(param, "config") == 0)
        complete_config(CONFIG_TOPIC, param, typed, out);
    else if (strcmp(param, "name") == 0)
        complete_topics(x->model, param, typed, out);
}

/* ---- what it would be ----------------------------------------------------------------------- */

enum { COL_SETTING, COL_VALUE, COL_NOTE };
static const struct column columns[] = {
    [COL_SETTING] = {.id = "setting",
                     .title = "SETTING",
                     .kind = VALUE_TEXT,
                     .help = "What is set on the new topic."},
    [COL_VALUE] = {.id = "value", .title = "VALUE", .kind = VALUE_TEXT, .help = "To what."},
    [COL_NOTE] = {.id = "note", .title = "NOTE", .kind = VALUE_TEXT, .help = "What it means."},
};

static void add_line(struct table *t, const char *setting, const char *value, const char *note)
{
    struct row *r = table_add_row(t, setting);

    cell_text(t, r, COL_SETTING, setting);
    cell_text(t, r, COL_VALUE, value);
    cell_text(t, r, COL_NOTE, note);
}

static void add_number(struct table *t, const char *setting, int32_t asked, int32_t effective)
{
    char value[32] = "the broker's default";

    if (effective >= 0)
        snprintf(value, sizeof value, "%" PRId32, effective);
    add_line(t, setting, value, asked < 0 && effective >= 0 ? "the broker's default" : NULL);
}

static const char *replica_text(struct arena *a, const int32_t *replicas, int n)
{
    char *text = arena_printf(a, "%" PRId32, replicas[0]);

    for (int i = 1; i < n; i++)
        text = arena_printf(a, "%s, %" PRId32, text, replicas[i]);
    return text;
}

static void make_preview(struct plan *p, const struct creating *c)
{
    const struct create_topic *topic = &c->topic;
    struct table *t = table_new(columns, sizeof columns / sizeof *columns);
    struct arena *a = &t->arena;

    add_line(t, "name", topic->name, NULL);
    add_number(t, "partitions", topic->partitions, c->partitions);
    add_number(t, "replication", topic->replication, c->replication);
    for (size_t i = 0; i < topic->nconfig; i++) {
        const struct config_pair *pair = &topic->config[i];

        add_line(t, pair->key, config_pair_shown(CONFIG_TOPIC, pair->key, pair->value, a),
                 config_key_find(CONFIG_TOPIC, pair->key)->meaning);
    }
    for (int i = 0; i < topic->nassignments; i++)
        add_line(t, arena_printf(a, "brokers of partition %d", i),
                 replica_text(a, topic->assignment[i], topic->nassigned[i]),
                 arena_printf(a, "preferred leader %" PRId32, topic->assignment[i][0]));
    t->complete = true;
    p->preview = t;
}

static void make_command(struct plan *p, const struct create_topic *t,
                         const struct profile *profile)
{
    struct buf b;

    buf_init(&b, 0);
    command_start(&b, "kafka-topics", profile);
    buf_adds(&b, " --create");
    command_option(&b, "topic", t->name);
    if (t->nassignments) {
        command_option(&b, "replica-assignment", args_get(p->args, "replica-assignment"));
    } else {
        if (t->partitions > 0)
            buf_addf(&b, " --partitions %" PRId32, t->partitions);
        if (t->replication > 0)
            buf_addf(&b, " --replication-factor %" PRId32, t->replication);
    }
    for (size_t i = 0; i < t->nconfig; i++)
        command_option(&b, "config",
                       plan_str(p, strchr(t->config[i].value, ',') ? "%s=[%s]" : "%s=%s",
                                t->config[i].key, t->config[i].value));
    p->command = arena_strdup(&p->arena, buf_str(&b));
    buf_release(&b);
}

static const char *config_of(const struct create_topic *t, const char *key)
{
    for (size_t i = 0; i < t->nconfig; i++) {
        if (strcmp(t->config[i].key, key) == 0)
            return t->config[i].value;
    }
    return NULL;
}

static void warn(struct plan *p, const struct creating *c)
{
    const struct create_topic *t = &c->topic;
    const char *unclean = config_of(t, "unclean.leader.election.enable");

    if (c->replication == 1)
        plan_warn(p, "with one replica, each partition is gone while its broker is down, and lost "
                     "with its disk");
    if (c->replication > 0 && c->min_isr > c->replication)
        plan_warn(p,
                  "min.insync.replicas is %" PRId64 " but there are only %" PRId32
                  " replicas: producers with acks=all will never succeed",
                  c->min_isr, c->replication);
    else if (c->replication > 1 && c->min_isr == c->replication)
        plan_warn(p, "min.insync.replicas equals the replication: producers with acks=all stop "
                     "as soon as one broker is down");
    if (unclean && strcmp(unclean, "true") == 0)
        plan_warn(p, "unclean leader election can lose records that were acknowledged");
    if (strncmp(t->name, "__", 2) == 0)
        plan_warn(p, "names that begin with two underscores are Kafka's own by custom");
}

/* ---- stages --------------------------------------------------------------------------------- */

static void on_valid(void *user, void *result, const struct err *err)
{
    struct planning *p = user;
    struct creating *c = p->state;

    if (!planning_valid(p, result, err))
        return;
    plan_add_create_topic(p->plan, &c->topic);
    p->plan->title = plan_str(p->plan, "create topic %s", c->topic.name);
    p->plan->confirm = arena_strdup(&p->plan->arena, c->topic.name);
    plan_fact(p->plan, NULL, "topic %s", c->topic.name);
    plan_sum(p->plan, "validated by the broker; undoing it would mean deleting the topic with its "
                      "records");
    make_preview(p->plan, c);
    make_command(p->plan, &c->topic, cluster_profile(p->cluster));
    warn(p->plan, c);
    planning_done(p);
}

static void validate(struct planning *p)
{
    struct creating *c = p->state;

    p->request = create_topic_request(p->cluster, &c->topic, true, on_valid, p);
}

static void set_default(const struct config_set *set, const char *key, int64_t *out)
{
    if (*out < 0 && set)
        config_set_int(set, key, out);
}

static void on_defaults(struct planning *p)
{
    struct creating *c = p->state;
    const struct create_topic *t = &c->topic;
    char broker[16];
    const struct config_set *set;
    const char *isr = config_of(t, "min.insync.replicas");
    int64_t partitions = t->nassignments ? t->nassignments : t->partitions;
    int64_t replication = t->nassignments ? t->nassigned[0] : t->replication;

    snprintf(broker, sizeof broker, "%" PRId32, c->broker);
    /* Not being allowed to see the broker's settings is no reason not to create a topic. */
    set = fresh_config(&p->fresh, CONFIG_BROKER, broker, NULL);
    c->min_isr = -1;
    if (isr)
        parse_int(isr, 0, INT32_MAX, &c->min_isr, NULL);
    set_default(set, "num.partitions", &partitions);
    set_default(set, "default.replication.factor", &replication);
    set_default(set, "min.insync.replicas", &c->min_isr);
    c->partitions = (int32_t)partitions;
    c->replication = (int32_t)replication;
    validate(p);
}

static void on_metadata(struct planning *p)
{
    struct creating *c = p->state;
    struct err err = {0};
    const struct metadata *md = fresh_metadata(&p->fresh, &err);
    char broker[16];

    if (!md || !topic_name_free(md, c->topic.name, &err) || !brokers_known(md, &c->topic, &err)) {
        planning_fail(p, &err);
        return;
    }
    for (size_t i = 0; i < md->nbrokers && c->broker < 0; i++) {
        if (md->brokers[i].alive)
            c->broker = md->brokers[i].id;
    }
    snprintf(broker, sizeof broker, "%" PRId32, c->broker);
    fresh_want_config(&p->fresh, CONFIG_BROKER, broker);
    planning_read(p, on_defaults);
}

static struct job *plan(const struct action_ctx *x, const struct args *args, plan_done *done,
                        void *user)
{
    struct planning *p = planning_new(x, action_find("topic-create"), args, done, user);
    struct creating *c = arena_alloc(&p->plan->arena, sizeof *c);
    struct err err = {0};

    p->state = c;
    c->broker = -1;
    if (!parse_args(&p->plan->arena, args, &c->topic, &err)) {
        job_cancel(&p->job);
        return planning_refuse(x->cluster, &err, done, user);
    }
    fresh_want(&p->fresh, FRESH_METADATA, NULL);
    planning_read(p, on_metadata);
    return &p->job;
}

const struct action action_topic_create = {
    .name = "topic-create",
    .title = "create topic",
    .help = "Create a topic with its partitions, replication and settings.",
    .resource = "topics",
    .needs_row = false,
    .params = params,
    .nparams = sizeof params / sizeof *params,
    .aliases = aliases,
    .danger = DANGER_LOW,
    .check = check,
    .complete = complete,
    .plan = plan,
};
