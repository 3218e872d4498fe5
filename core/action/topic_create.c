/* topic-create: a new topic with partitions, replication, settings, and if wanted the brokers of
 * each partition. The name is checked as it is typed; before the plan is shown the broker validates
 * it without creating. */
#include "core/action/topic_create.h"

#include "core/action/complete.h"
#include "core/action/config_pairs.h"
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
    {.name = "like",
     .title = "like",
     .type = PARAM_TOPIC,
     .help = "a topic whose partitions, replication and own settings are taken over where nothing "
             "else is given; what that one only inherits is not pinned"},
};

static const struct alias aliases[] = {
    {"topic", NULL, "name"},
    {"replication", NULL, "replication-factor"},
    {"assignment", NULL, "replica-assignment"},
    {NULL, NULL, NULL},
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

bool create_parse(struct arena *a, const struct args *args, struct create_topic *t, struct err *err)
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

static bool like_known(const struct metadata *md, const char *like, struct err *err)
{
    return !like || !*like || !md || topic_there(md, like, ERR_USAGE, err);
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
    if (strcmp(param, "like") == 0)
        ok = like_known(md, args_get(args, "like"), err);
    else if (strcmp(param, "name") == 0)
        ok = name && topic_name_ok(name, err) && topic_name_free(md, name, err);
    else if (strcmp(param, "partitions") == 0)
        ok = parse_small(args, param, 1000000, &t.partitions, err);
    else if (strcmp(param, "replication-factor") == 0)
        ok = parse_small(args, param, 1000, &t.replication, err) &&
             (!md || create_brokers_ok(md, &t, err));
    else if (strcmp(param, "config") == 0)
        ok = parse_config(&a, args, &t, err) &&
             create_keys_listed(&t, config_listed(x->model, CONFIG_TOPIC, NULL), err);
    else if (strcmp(param, "replica-assignment") == 0)
        ok = parse_small(args, "partitions", 1000000, &t.partitions, err) &&
             parse_small(args, "replication-factor", 1000, &t.replication, err) &&
             parse_assignment(&a, args, &t, err) && (!md || create_brokers_ok(md, &t, err));
    arena_release(&a);
    return ok;
}

static void complete(const struct action_ctx *x, const struct args *args, const char *param,
                     const char *typed, struct args *out)
{
    (void)args;
    if (strcmp(param, "config") == 0)
        complete_config(CONFIG_TOPIC, config_listed(x->model, CONFIG_TOPIC, NULL), param, typed, out);
    else if (strcmp(param, "like") == 0)
        complete_topics(x->model, param, typed, out);
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
    .plan = create_plan,
};
