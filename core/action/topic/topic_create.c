/* topic-create: a new topic with partitions, replication, settings and, optionally, the brokers of
 * each partition. The name is checked as it is typed; before the plan is shown the broker validates
 * it without creating. */
#include "core/action/topic/topic_create.h"

#include "core/action/complete.h"
#include "core/action/topic/topic_plan.h"
#include "core/action/topic/topic_rules.h"
#include "core/base/parse.h"
#include "core/model/model_fact.h"
#include "core/plan/config_pairs.h"
#include "core/plan/step/step_create_topic.h"

#include <inttypes.h>
#include <string.h>

enum { MOST_PARTITIONS = 1000000, MOST_REPLICAS = 1000 };

static bool check_name(const struct action_ctx *x, const struct args *args, const struct param *p,
                       struct err *err);
static bool check_partitions(const struct action_ctx *x, const struct args *args,
                             const struct param *p, struct err *err);
static bool check_replication(const struct action_ctx *x, const struct args *args,
                              const struct param *p, struct err *err);
static bool check_config(const struct action_ctx *x, const struct args *args, const struct param *p,
                         struct err *err);
static bool check_assignment(const struct action_ctx *x, const struct args *args,
                             const struct param *p, struct err *err);
static bool check_like(const struct action_ctx *x, const struct args *args, const struct param *p,
                       struct err *err);
static void complete_setting(const struct action_ctx *x, const struct args *args,
                             const struct param *p, const char *typed, struct args *out);
static const char *shown_size(const struct action_ctx *x, const struct args *args,
                              const struct param *p, const char *typed, struct arena *a);
static const char *shown_settings(const struct action_ctx *x, const struct args *args,
                                  const struct param *p, const char *typed, struct arena *a);

static const struct param params[] = {
    {.name = "name",
     .title = "name",
     .type = PARAM_TEXT,
     .required = true,
     .check = check_name,
     .help = "1 to 249 letters, digits, '.', '_' and '-'; it can't be changed later"},
    {.name = "partitions",
     .title = "partitions",
     .type = PARAM_INT,
     .check = check_partitions,
     .shown = shown_size,
     .empty = "the broker's default",
     .help =
         "how many logs the topic is split into, such as 12; can grow later, never shrink; empty: "
         "the broker's default"},
    {.name = "replication-factor",
     .title = "replication",
     .type = PARAM_INT,
     .check = check_replication,
     .shown = shown_size,
     .empty = "the broker's default",
     .help = "how many brokers keep each partition, such as 3; empty: the broker's default"},
    {.name = "config",
     .title = "settings",
     .type = PARAM_CONFIG,
     .repeatable = true,
     .check = check_config,
     .shown = shown_settings,
     .empty = "key=value",
     .complete = complete_setting,
     .help = "key=value, such as retention.ms=7d, cleanup.policy=compact, retention.bytes=10GiB"},
    {.name = "replica-assignment",
     .title = "brokers",
     .type = PARAM_TEXT,
     .check = check_assignment,
     .empty = "the controller's choice",
     .help = "brokers of each partition, the first is the preferred leader, such as 1:2,2:3,3:1; "
             "instead of partitions and replication"},
    {.name = "like",
     .title = "like",
     .type = PARAM_TOPIC,
     .check = check_like,
     .help = "a topic whose partitions, replication and own settings are taken over where nothing "
             "else is given; what that one only inherits is not pinned"},
};

static const struct alias aliases[] = {
    {"topic", NULL, "name"},
    {"replication", NULL, "replication-factor"},
    {"assignment", NULL, "replica-assignment"},
    {NULL, NULL, NULL},
};

const struct action action_topic_create = {
    .name = "topic-create",
    .title = "create topic",
    .help = "Create a topic with its partitions, replication and settings.",
    .examples = "logs --partitions 12 --replication-factor 3 retention.ms=7d\n"
                "orders-copy --like orders",
    .object = OBJECT_TOPIC,
    .needs_row = false,
    .params = params,
    .nparams = sizeof params / sizeof *params,
    .aliases = aliases,
    .danger = DANGER_LOW,
    .plan = create_plan,
};

/* ---- the arguments --------------------------------------------------------------------------- */

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
        if (!config_pair_parse(CONFIG_TOPIC, typed, a, &c->key, &c->value, err))
            return false;
        for (size_t k = 0; k < t->nconfig; k++) {
            if (strcmp(t->config[k].key, c->key) == 0)
                return err_set(err, ERR_USAGE, "%s is given twice", c->key);
        }
        t->nconfig += c->value != NULL;
    }
    return true;
}

bool create_keys_listed(const struct create_topic *t, const struct config_set *listed,
                        struct err *err)
{
    for (size_t i = 0; i < t->nconfig; i++) {
        if (!config_key_listed(listed, CONFIG_TOPIC, t->config[i].key, err))
            return false;
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

static bool parse_size(struct arena *a, const struct args *args, struct create_topic *t,
                       struct err *err)
{
    return parse_small(args, "partitions", MOST_PARTITIONS, &t->partitions, err) &&
           parse_small(args, "replication-factor", MOST_REPLICAS, &t->replication, err) &&
           parse_assignment(a, args, t, err);
}

bool create_parse(struct arena *a, const struct args *args, struct create_topic *t, struct err *err)
{
    const char *name = args_get(args, "name");

    memset(t, 0, sizeof *t);
    t->name = arena_strdup(a, name ? name : "");
    return topic_name_ok(t->name, err) && parse_size(a, args, t, err) &&
           parse_config(a, args, t, err);
}

static int live_brokers(const struct metadata *md)
{
    int n = 0;

    for (size_t i = 0; i < md->nbrokers; i++)
        n += md->brokers[i].alive;
    return n;
}

bool create_brokers_ok(const struct metadata *md, const struct create_topic *t, struct err *err)
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

/* ---- the form -------------------------------------------------------------------------------- */

static const struct metadata *known(const struct action_ctx *x)
{
    return x->model ? x->model->metadata : NULL;
}

static bool check_name(const struct action_ctx *x, const struct args *args, const struct param *p,
                       struct err *err)
{
    const char *name = args_get(args, p->name);

    return name && topic_name_ok(name, err) && topic_name_free(known(x), name, err);
}

static bool check_partitions(const struct action_ctx *x, const struct args *args,
                             const struct param *p, struct err *err)
{
    int32_t n;

    (void)x;
    return parse_small(args, p->name, MOST_PARTITIONS, &n, err);
}

static bool check_replication(const struct action_ctx *x, const struct args *args,
                              const struct param *p, struct err *err)
{
    struct create_topic t = {.partitions = -1};

    return parse_small(args, p->name, MOST_REPLICAS, &t.replication, err) &&
           (!known(x) || create_brokers_ok(known(x), &t, err));
}

static bool check_config(const struct action_ctx *x, const struct args *args, const struct param *p,
                         struct err *err)
{
    struct create_topic t = {0};
    struct arena a;
    bool ok;

    (void)p;
    arena_init(&a);
    ok = parse_config(&a, args, &t, err) &&
         create_keys_listed(&t, config_listed(x->model, CONFIG_TOPIC, NULL), err);
    arena_release(&a);
    return ok;
}

static bool check_assignment(const struct action_ctx *x, const struct args *args,
                             const struct param *p, struct err *err)
{
    struct create_topic t = {0};
    struct arena a;
    bool ok;

    (void)p;
    arena_init(&a);
    ok = parse_size(&a, args, &t, err) && (!known(x) || create_brokers_ok(known(x), &t, err));
    arena_release(&a);
    return ok;
}

static bool check_like(const struct action_ctx *x, const struct args *args, const struct param *p,
                       struct err *err)
{
    return topics_there(x->model, args, p->name, err);
}

static void complete_setting(const struct action_ctx *x, const struct args *args,
                             const struct param *p, const char *typed, struct args *out)
{
    (void)args;
    complete_config(CONFIG_TOPIC, config_listed(x->model, CONFIG_TOPIC, NULL), p->name, typed, out);
}

/* What any broker that was read has for new topics; -1: unknown. */
static int64_t brokers_default(const struct action_ctx *x, const char *key)
{
    const struct metadata *md = known(x);
    int64_t n;

    for (size_t i = 0; md && i < md->nbrokers; i++) {
        const struct config_set *set = model_broker_config(x->model, md->brokers[i].id);

        if (set && config_set_int(set, key, &n))
            return n;
    }
    return -1;
}

static const char *shown_size(const struct action_ctx *x, const struct args *args,
                              const struct param *p, const char *typed, struct arena *a)
{
    bool partitions = strcmp(p->name, "partitions") == 0;
    const char *like = args_get(args, "like");
    const struct topic *t = known(x) && like ? metadata_topic(known(x), like) : NULL;
    int64_t n;

    if (*typed)
        return NULL;
    if (args_get(args, "replica-assignment"))
        return "as the brokers given say";
    if (t && t->npartitions > 0)
        return arena_printf(a, "%d, as %s has it",
                            (int)(partitions ? t->npartitions : t->partitions[0].nreplicas), like);
    n = brokers_default(x, partitions ? "num.partitions" : "default.replication.factor");
    return n > 0 ? arena_printf(a, "%" PRId64 ", the broker's default", n) : NULL;
}

/* What is taken over of the topic that the new one is like. */
static const char *shown_settings(const struct action_ctx *x, const struct args *args,
                                  const struct param *p, const char *typed, struct arena *a)
{
    const char *like = args_get(args, "like"), *all = NULL;
    const struct config_set *set = x->model && like ? model_topic_config(x->model, like) : NULL;

    if (*typed || args_get(args, p->name))
        return NULL;
    for (size_t i = 0; set && i < set->n; i++) {
        const struct config_entry *e = &set->entries[i];

        if (config_entry_overridden(set, e) && e->value)
            all = arena_printf(a, "%s%s%s=%s", all ? all : "", all ? ", " : "", e->name,
                               config_pair_shown(CONFIG_TOPIC, e->name, e->value, a));
    }
    return all ? arena_printf(a, "%s, as %s has it", all, like) : NULL;
}
