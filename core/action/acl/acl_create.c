/* acl-create: rules for one or more principals, by operation or by what a kind of program needs.
 * acl_ask.c makes bindings of the parameters. What could never have an effect, or can't be sent, is
 * refused as it is typed. */
#include "core/action/acl/acl_create.h"

#include "core/action/acl/acl_ask.h"
#include "core/action/acl/acl_effect.h"
#include "core/action/topic/topic_rules.h"
#include "core/base/text_compare.h"

#include <string.h>

static bool check_principal(const struct action_ctx *x, const struct args *args,
                            const struct param *p, struct err *err);
static bool check_template(const struct action_ctx *x, const struct args *args,
                           const struct param *p, struct err *err);
static bool check_operation(const struct action_ctx *x, const struct args *args,
                            const struct param *p, struct err *err);
static bool check_topic(const struct action_ctx *x, const struct args *args, const struct param *p,
                        struct err *err);
static bool check_names(const struct action_ctx *x, const struct args *args, const struct param *p,
                        struct err *err);
static bool check_resource(const struct action_ctx *x, const struct args *args,
                           const struct param *p, struct err *err);
static bool check_host(const struct action_ctx *x, const struct args *args, const struct param *p,
                       struct err *err);
static void complete_principal(const struct action_ctx *x, const struct args *args,
                               const struct param *p, const char *typed, struct args *out);
static void complete_operation(const struct action_ctx *x, const struct args *args,
                               const struct param *p, const char *typed, struct args *out);
static void prefill(const struct action_ctx *x, const char *object, struct args *args);
static struct job *plan(const struct action_ctx *x, const struct args *args, plan_done *done,
                        void *user);

static const char *const templates[] = {
    "none",    "producer", "idempotent-producer", "transactional-producer", "consumer",
    "streams", NULL,
};
static const char *const permissions[] = {"allow", "deny", NULL};
static const char *const patterns[] = {"literal", "prefixed", NULL};

static const struct param params[] = {
    {.name = "principal",
     .title = "principal",
     .type = PARAM_TEXT,
     .required = true,
     .repeatable = true,
     .check = check_principal,
     .complete = complete_principal,
     .help = "who the rule is for, such as User:alice; User:* is everyone"},
    {.name = "template",
     .title = "template",
     .type = PARAM_CHOICE,
     .choices = templates,
     .def = "none",
     .check = check_template,
     .help = "producer: Write, Describe, Create on topics; idempotent-producer: also "
             "IdempotentWrite on the cluster; transactional-producer: also Write, Describe on its "
             "ids; consumer: Read, Describe, and Read on groups; streams: All on what begins with "
             "the group, its application id; none: the operations named below"},
    {.name = "permission",
     .title = "permission",
     .type = PARAM_CHOICE,
     .choices = permissions,
     .def = "allow",
     .help = "allow: they may do it; deny: they may not, whatever else allows it"},
    {.name = "operation",
     .title = "operations",
     .type = PARAM_TEXT,
     .repeatable = true,
     .check = check_operation,
     .complete = complete_operation,
     .help = "Read, Write, Create, Delete, Alter, Describe, DescribeConfigs, AlterConfigs, "
             "ClusterAction, IdempotentWrite or All; several with commas; not with a template"},
    {.name = "topic",
     .title = "topics",
     .type = PARAM_TOPIC,
     .repeatable = true,
     .check = check_topic,
     .help = "a topic's name, * for all of them, or with pattern prefixed the beginning of names"},
    {.name = "group",
     .title = "groups",
     .type = PARAM_GROUP,
     .repeatable = true,
     .check = check_resource,
     .help = "a consumer group, in the same way; for streams the application id"},
    {.name = "transactional-id",
     .title = "transactional ids",
     .type = PARAM_TEXT,
     .repeatable = true,
     .check = check_resource,
     .help = "a transactional id, in the same way"},
    {.name = "kafka-cluster",
     .title = "the cluster",
     .type = PARAM_BOOL,
     .help = "yes: the operations on the cluster itself; behind this verb --cluster says the same, "
             "and -c names a cluster of the configuration"},
    {.name = "output-topic",
     .title = "output topics",
     .type = PARAM_TOPIC,
     .repeatable = true,
     .check = check_names,
     .help = "only for streams: topics that the application writes"},
    {.name = "pattern",
     .title = "pattern",
     .type = PARAM_CHOICE,
     .choices = patterns,
     .def = "literal",
     .help = "literal: exactly these names; prefixed: every name that starts with them"},
    {.name = "host",
     .title = "from hosts",
     .type = PARAM_TEXT,
     .repeatable = true,
     .check = check_host,
     .empty = "from anywhere",
     .help = "an IP address, as the brokers see it, or from Kafka 4.4 on a network such as "
             "10.0.0.0/8; empty or *: from anywhere"},
};

static const struct alias aliases[] = {
    {"allow-principal", "permission=allow", "principal"},
    {"deny-principal", "permission=deny", "principal"},
    {"allow-host", NULL, "host"},
    {"deny-host", NULL, "host"},
    {"resource-pattern-type", NULL, "pattern"},
    {"producer", "template=producer", NULL},
    {"consumer", "template=consumer", NULL},
    {"transactional-producer", "template=transactional-producer", NULL},
    {"streams", "template=streams", NULL},
    {"cluster", "kafka-cluster=yes", NULL},
    {"delegation-token", "beyond=delegation-token", "topic"},
    {"user-principal", "beyond=user", "topic"},
    {NULL, NULL, NULL},
};

const struct action action_acl_create = {
    .name = "acl-create",
    .title = "create ACLs",
    .help = "Allow or deny principals something, by operation or by what a producer, a consumer or "
            "a streams application needs.",
    .examples = "User:alice --template consumer --topic orders --group billing\n"
                "User:alice --operation Read,Describe --topic orders",
    .object = OBJECT_ACL,
    .params = params,
    .nparams = sizeof params / sizeof *params,
    .aliases = aliases,
    .danger = DANGER_LOW,
    .plans_together = true,
    .prefill = prefill,
    .plan = plan,
};

/* ---- as it is typed -------------------------------------------------------------------------- */

static bool check_principal(const struct action_ctx *x, const struct args *args,
                            const struct param *p, struct err *err)
{
    const char *name;
    bool ok = acl_ask_carried(args, err);

    (void)x;
    for (size_t i = 0; ok && (name = args_nth(args, p->name, i)); i++)
        ok = !*name || acl_principal_ok(name, err);
    return ok;
}

static bool check_names(const struct action_ctx *x, const struct args *args, const struct param *p,
                        struct err *err)
{
    const char *name;
    bool ok = true;

    (void)x;
    for (size_t i = 0; ok && (name = args_nth(args, p->name, i)); i++)
        ok = !*name || strcmp(name, ACL_WILDCARD) == 0 || topic_name_ok(name, err);
    return ok;
}

static bool check_resource(const struct action_ctx *x, const struct args *args,
                           const struct param *p, struct err *err)
{
    (void)x;
    return acl_ask_resources(args, p->name, err);
}

static bool check_topic(const struct action_ctx *x, const struct args *args, const struct param *p,
                        struct err *err)
{
    return check_names(x, args, p, err) && check_resource(x, args, p, err);
}

static bool check_template(const struct action_ctx *x, const struct args *args,
                           const struct param *p, struct err *err)
{
    (void)x;
    (void)p;
    return acl_ask_template(args, err);
}

static bool check_operation(const struct action_ctx *x, const struct args *args,
                            const struct param *p, struct err *err)
{
    unsigned operations;

    (void)x;
    (void)p;
    return acl_ask_operations(args, &operations, err);
}

/* A mistake is reported at the field that can correct it; the last one checks all of it. */
static bool check_host(const struct action_ctx *x, const struct args *args, const struct param *p,
                       struct err *err)
{
    struct acl_set set = {0};
    struct arena arena;
    bool ok;

    (void)x;
    (void)p;
    arena_init(&arena);
    ok = acl_ask(&arena, args, &set, err);
    arena_release(&arena);
    return ok;
}

static void complete_principal(const struct action_ctx *x, const struct args *args,
                               const struct param *p, const char *typed, struct args *out)
{
    const struct acl_list *l = x->model ? x->model->acls : NULL;

    (void)args;
    for (size_t i = 0; l && i < l->n; i++) {
        const char *principal = l->acls[i].principal;
        bool before = false;

        for (size_t k = 0; k < i && !before; k++)
            before = strcmp(l->acls[k].principal, principal) == 0;
        if (!before && text_starts_ci(principal, typed))
            args_add(out, p->name, principal);
    }
}

static void complete_operation(const struct action_ctx *x, const struct args *args,
                               const struct param *p, const char *typed, struct args *out)
{
    (void)x;
    (void)args;
    for (int o = ACL_ALL; o <= ACL_IDEMPOTENT_WRITE; o++) {
        if (text_starts_ci(acl_operation_name((enum acl_operation)o), typed))
            args_add(out, p->name, acl_operation_name((enum acl_operation)o));
    }
}

/* Only of a list that is about one principal: the selected row is not meant. */
static void prefill(const struct action_ctx *x, const char *object, struct args *args)
{
    (void)object;
    if (x->of == OBJECT_PRINCIPAL && x->scope)
        args_add(args, "principal", x->scope);
}

/* ---- the plan -------------------------------------------------------------------------------- */

/* What depends on the brokers' version. */
static bool can_matter(const struct acl_change *c, struct err *err)
{
    for (size_t i = 0; i < c->add.n; i++) {
        if (!acl_makes_sense(&c->add.a[i], c->settings.networks, err))
            return false;
    }
    return acl_networks_known(c, err);
}

static void on_settings(struct planning *p)
{
    const struct acl_set *wanted = p->state;
    struct acl_change c = {0};
    struct err err = {0};
    const struct acl_list *now = reads_acls(&p->reads, &err);
    const char *principals = NULL, *one;

    if (!now) {
        planning_fail(p, &err);
        return;
    }
    acl_take_settings(p, &c);
    acl_change_split(&p->plan->arena, &c, now, wanted);
    if (!can_matter(&c, &err)) {
        planning_fail(p, &err);
        return;
    }
    for (size_t i = 0; (one = args_nth(p->plan->args, "principal", i)); i++)
        principals = principals ? plan_str(p->plan, "%s, %s", principals, plan_show(p->plan, one))
                                : plan_show(p->plan, one);
    p->plan->title = plan_str(p->plan, "ACLs for %s", principals);
    p->plan->confirm =
        args_nth(p->plan->args, "principal", 1) ? plan_str(p->plan, "%zu", c.add.n) : principals;
    acl_change_plan(p->plan, &c, cluster_profile(p->cluster));
    planning_done(p);
}

static void on_read(struct planning *p)
{
    acl_read_settings(p, p->state, on_settings);
}

static struct job *plan(const struct action_ctx *x, const struct args *args, plan_done *done,
                        void *user)
{
    struct planning *p = planning_new(x, &action_acl_create, args, done, user);
    struct acl_set *wanted = arena_alloc(&p->plan->arena, sizeof *wanted);
    struct err err = {0};

    p->state = wanted;
    if (!acl_ask(&p->plan->arena, p->plan->args, wanted, &err)) {
        job_cancel(&p->job);
        return planning_refuse(x->cluster, &err, done, user);
    }
    reads_want(&p->reads, FACT_ACLS, NULL);
    reads_want(&p->reads, FACT_METADATA, NULL);
    planning_read(p, on_read);
    return &p->job;
}
