/* leaders-elect: returns leadership to the preferred replicas, or, where a partition has no leader
 * and none of its in-sync replicas comes back, to any replica that is up (unclean: what only the
 * others had is lost). This file has the parameters and what rows of which list mean;
 * leaders_plan.c makes the plan. */
#include "core/action/topic/leaders_elect.h"

#include "core/action/complete.h"
#include "core/action/options.h"
#include "core/action/topic/leaders_plan.h"
#include "core/action/topic/topic_rules.h"
#include "core/base/parse.h"
#include "core/insight/findings.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static bool check_topic(const struct action_ctx *x, const struct args *args, const struct param *p,
                        struct err *err);
static bool check_election(const struct action_ctx *x, const struct args *args,
                           const struct param *p, struct err *err);
static const char *refusal(const struct action_ctx *x, const char *object);
static void prefill(const struct action_ctx *x, const char *object, struct args *args);
static const char *noun(const struct args *args);

static const char *const elections[] = {"preferred", "unclean", NULL};

static const struct param params[] = {
    {.name = "topic",
     .title = "topic",
     .type = PARAM_SCOPE,
     .repeatable = true,
     .check = check_topic,
     .help = "topic (all its partitions that need it) or topic:0,1,2; several are shown in one "
             "plan"},
    {.name = "all",
     .title = "all that need it",
     .type = PARAM_BOOL,
     .help = "yes: every partition of the cluster whose leader is not the preferred one"},
    {.name = "broker",
     .title = "only of broker",
     .type = PARAM_BROKER,
     .empty = "of all brokers",
     .help = "the id of a broker: only partitions that it should lead, such as 3"},
    {.name = "election",
     .title = "election",
     .type = PARAM_CHOICE,
     .def = "preferred",
     .choices = elections,
     .check = check_election,
     .help = "preferred: the first replica, when it is in sync; unclean: any replica that is up, "
             "only for partitions without a leader, and records are lost"},
};

static const struct alias aliases[] = {
    {"election-type", NULL, "election"},
    {"all-topic-partitions", "all=true", NULL},
    {NULL, NULL, NULL},
};

const struct action action_leaders_elect = {
    .name = "leaders-elect",
    .title = "elect leaders",
    .help = "Give partitions back to their preferred leaders, or a leader to those that have none.",
    .examples = "orders:0,1\n"
                "--all",
    .by_row = true,
    .needs_row = false,
    .params = params,
    .nparams = sizeof params / sizeof *params,
    .aliases = aliases,
    .danger = DANGER_LOW,
    .refusal = refusal,
    .prefill = prefill,
    .plan = election_plan,
    .noun = noun,
};

/* ---- the arguments --------------------------------------------------------------------------- */

bool election_parse(struct election *e, struct arena *a, const struct args *args, struct err *err)
{
    const char *type = args_value(&action_leaders_elect, args, "election");
    const char *topic = args_get(args, "topic"), *broker = args_get(args, "broker");
    int64_t id = -1;

    memset(e, 0, sizeof *e);
    e->unclean = type && strcmp(type, "unclean") == 0;
    if (broker && *broker && !parse_int(broker, 0, INT32_MAX, &id, err))
        return err_wrap(err, "broker");
    e->broker = (int32_t)id;
    if (topic && *topic) {
        if (args_yes(args, "all"))
            return err_set(err, ERR_USAGE, "name topics or say 'all', not both");
        return scope_parse(a, topic, &e->scope, err);
    }
    if (e->unclean)
        return err_set(err, ERR_USAGE,
                       "an unclean election loses records: name each topic, there is no 'all'");
    return args_yes(args, "all") ||
           err_set(err, ERR_USAGE, "name a topic, topic:0,1 or say 'all' for all that need it");
}

/* ---- what a row means ------------------------------------------------------------------------ */

/* "orders-3" → "orders:3" */
static void from_name(const char *key, struct args *args)
{
    const char *dash = strrchr(key, '-');
    char text[300];

    if (!dash)
        return;
    snprintf(text, sizeof text, "%.*s:%s", (int)(dash - key), key, dash + 1);
    args_set(args, "topic", text);
}

/* The key is "kind\nplace\nscope", see core/resource/findings.c. */
static void from_finding(const char *key, struct args *args)
{
    size_t kind = strcspn(key, "\n");
    const char *scope = strrchr(key, '\n');
    bool topic = strncmp(key + kind, "\ntopic\n", 7) == 0; /* else it is one line for many */
    bool preferred = strncmp(key, finding_kind_name(FINDING_NOT_PREFERRED), kind) == 0;

    if (!preferred && strncmp(key, finding_kind_name(FINDING_OFFLINE), kind) != 0)
        return;
    if (topic && scope[1])
        args_set(args, "topic", scope + 1);
    else if (preferred)
        args_set(args, "all", "true");
    if (!preferred)
        args_set(args, "election", "unclean");
}

static void prefill(const struct action_ctx *x, const char *object, struct args *args)
{
    char text[300];

    if (!object)
        return;
    if (x->rows == OBJECT_PARTITION && x->of == OBJECT_TOPIC) {
        snprintf(text, sizeof text, "%s:%s", x->scope ? x->scope : "", object);
        args_set(args, "topic", text);
    } else if (x->rows == OBJECT_PARTITION && x->of == OBJECT_BROKER) {
        from_name(object, args);
    } else if (x->rows == OBJECT_FINDING) {
        from_finding(object, args);
    } else if (x->rows == OBJECT_BROKER) {
        args_set(args, "all", "true");
        args_set(args, "broker", object);
    } else if (x->rows == OBJECT_TOPIC) {
        args_set(args, "topic", object);
    }
}

/* ---- is there anything to do? ---------------------------------------------------------------- */

static bool needs_one(const struct metadata *md, const struct partition *p, int32_t broker)
{
    bool off = partition_offline(md, p) || p->leader != partition_preferred(p);

    return off && (broker < 0 || broker == partition_preferred(p));
}

static bool in_scope(const struct scope *s, int32_t partition)
{
    for (size_t i = 0; i < s->n; i++) {
        if (s->partitions[i] == partition)
            return true;
    }
    return !s->partitions;
}

static bool any_needs(const struct metadata *md, const struct election *e)
{
    for (size_t i = 0; i < md->ntopics; i++) {
        const struct topic *t = &md->topics[i];

        if (e->scope.topic && strcmp(e->scope.topic, t->name) != 0)
            continue;
        for (int k = 0; k < t->npartitions; k++) {
            if (in_scope(&e->scope, t->partitions[k].id) &&
                needs_one(md, &t->partitions[k], e->broker))
                return true;
        }
    }
    return false;
}

static const char *refusal(const struct action_ctx *x, const char *object)
{
    const struct metadata *md = x->model ? x->model->metadata : NULL;
    const char *why = NULL;
    struct election e;
    struct arena a;
    struct args args;

    if (!object)
        return NULL;
    args_init(&args);
    arena_init(&a);
    prefill(x, object, &args);
    if (args.n == 0)
        why = "it is not about leaders";
    else if (md && election_parse(&e, &a, &args, NULL) && !any_needs(md, &e))
        why = "each partition is led by its preferred replica";
    arena_release(&a);
    args_release(&args);
    return why;
}

/* ---- the form -------------------------------------------------------------------------------- */

static bool check_topic(const struct action_ctx *x, const struct args *args, const struct param *p,
                        struct err *err)
{
    const struct metadata *md = x->model ? x->model->metadata : NULL;
    const char *text;
    struct scope s;
    struct arena a;
    bool ok = true;

    arena_init(&a);
    for (size_t i = 0; ok && (text = args_nth(args, p->name, i)); i++) {
        if (!*text)
            continue;
        ok = scope_parse(&a, text, &s, err) && (!md || topic_there(md, s.topic, ERR_USAGE, err));
    }
    arena_release(&a);
    return ok;
}

static bool check_election(const struct action_ctx *x, const struct args *args,
                           const struct param *p, struct err *err)
{
    struct election e;
    struct arena a;
    bool ok;

    (void)x;
    (void)p;
    arena_init(&a);
    ok = election_parse(&e, &a, args, err);
    arena_release(&a);
    return ok;
}

static const char *noun(const struct args *args)
{
    const char *first = args_get(args, "topic");

    return first && strchr(first, ':') ? "partition" : "topic";
}
