/* acl-create: rules for one or more principals, by operation or by what a kind of program needs.
 * acl_ask.c makes bindings of the parameters. What could never matter, or can't be carried, is
 * refused as it is typed. */
#include "core/action/acl_create.h"

#include "core/action/complete.h"
#include "core/action/topic_rules.h"
#include "core/base/text.h"

#include <string.h>

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
     .help = "whom the rule is for, as User:alice; User:* is everybody"},
    {.name = "template",
     .title = "for a",
     .type = PARAM_CHOICE,
     .choices = templates,
     .def = "none",
     .help = "producer: Write, Describe, Create on topics; transactional: also Write, Describe on "
             "its ids; consumer: Read, Describe, and Read on groups; streams: All on what begins "
             "with the group, its application id; none: as said below"},
    {.name = "permission",
     .title = "permission",
     .type = PARAM_CHOICE,
     .choices = permissions,
     .def = "allow",
     .help = "allow or deny; a deny that fits wins over every allow"},
    {.name = "operation",
     .title = "operations",
     .type = PARAM_TEXT,
     .repeatable = true,
     .help = "Read, Write, Create, Delete, Alter, Describe, DescribeConfigs, AlterConfigs, "
             "ClusterAction, IdempotentWrite or All; several with commas; not with a template"},
    {.name = "topic",
     .title = "topics",
     .type = PARAM_TOPIC,
     .repeatable = true,
     .help = "a topic's name, * for all of them, or with pattern prefixed the beginning of names"},
    {.name = "group",
     .title = "groups",
     .type = PARAM_GROUP,
     .repeatable = true,
     .help = "a consumer group, in the same way; for streams the application id"},
    {.name = "transactional-id",
     .title = "transactional ids",
     .type = PARAM_TEXT,
     .repeatable = true,
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
     .help = "only for streams: topics that the application writes"},
    {.name = "pattern",
     .title = "pattern",
     .type = PARAM_CHOICE,
     .choices = patterns,
     .def = "literal",
     .help = "literal: exactly these names; prefixed: every name that begins so"},
    {.name = "host",
     .title = "from hosts",
     .type = PARAM_TEXT,
     .repeatable = true,
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

/* ---- as it is typed ------------------------------------------------------------------------- */

static bool names_ok(const struct args *args, const char *param, struct err *err)
{
    const char *name;

    for (size_t i = 0; (name = args_nth(args, param, i)); i++) {
        bool principal = strcmp(param, "principal") == 0;

        if (!*name || (!principal && strcmp(name, ACL_WILDCARD) == 0))
            continue;
        if (principal ? !acl_principal_ok(name, err) : !topic_name_ok(name, err))
            return false;
    }
    return true;
}

/* What is wrong is told at the field that can right it; the last one looks at all of it. */
static bool check(const struct action_ctx *x, const struct args *args, const char *param,
                  struct err *err)
{
    struct acl_set set = {0};
    struct arena arena;
    unsigned operations;
    bool ok = true;

    (void)x;
    arena_init(&arena);
    if (strcmp(param, "principal") == 0)
        ok = acl_ask_carried(args, err) && names_ok(args, param, err);
    else if (strcmp(param, "output-topic") == 0)
        ok = names_ok(args, param, err);
    else if (strcmp(param, "template") == 0)
        ok = acl_ask_template(args, err);
    else if (strcmp(param, "operation") == 0)
        ok = acl_ask_operations(args, &operations, err);
    else if (strcmp(param, "topic") == 0)
        ok = names_ok(args, param, err) && acl_ask_resources(args, param, err);
    else if (strcmp(param, "group") == 0 || strcmp(param, "transactional-id") == 0)
        ok = acl_ask_resources(args, param, err);
    else if (strcmp(param, "host") == 0)
        ok = acl_ask(&arena, args, &set, err);
    arena_release(&arena);
    return ok;
}

static void complete_principals(const struct model *m, const char *param, const char *typed,
                                struct args *out)
{
    for (size_t i = 0; m && m->acls && i < m->acls->n; i++) {
        const char *principal = m->acls->acls[i].principal;
        bool before = false;

        for (size_t k = 0; k < i && !before; k++)
            before = strcmp(m->acls->acls[k].principal, principal) == 0;
        if (!before && text_starts_ci(principal, typed))
            args_add(out, param, principal);
    }
}

static void complete(const struct action_ctx *x, const struct args *args, const char *param,
                     const char *typed, struct args *out)
{
    (void)args;
    if (strcmp(param, "principal") == 0)
        complete_principals(x->model, param, typed, out);
    else if (strcmp(param, "topic") == 0 || strcmp(param, "output-topic") == 0)
        complete_topics(x->model, param, typed, out);
    else if (strcmp(param, "group") == 0)
        complete_groups(x->model, param, typed, out);
    for (int o = ACL_ALL; strcmp(param, "operation") == 0 && o <= ACL_IDEMPOTENT_WRITE; o++) {
        if (text_starts_ci(acl_operation_name((enum acl_operation)o), typed))
            args_add(out, param, acl_operation_name((enum acl_operation)o));
    }
}

/* Only of a list that is about one principal: the row that happens to be selected is not meant. */
static void prefill(const struct action_ctx *x, const char *object, struct args *args)
{
    (void)object;
    if (x->resource && strcmp(x->resource, "principal-access") == 0)
        args_add(args, "principal", x->scope);
}

/* ---- the plan ------------------------------------------------------------------------------- */

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
    const struct acl_list *now = fresh_acls(&p->fresh, &err);
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
    fresh_want(&p->fresh, FRESH_ACLS, NULL);
    fresh_want(&p->fresh, FRESH_METADATA, NULL);
    planning_read(p, on_read);
    return &p->job;
}

const struct action action_acl_create = {
    .name = "acl-create",
    .title = "create ACLs",
    .help = "Allow or deny principals something, by operation or by what a producer, a consumer or "
            "a streams application needs.",
    .resource = "acls",
    .params = params,
    .nparams = sizeof params / sizeof *params,
    .aliases = aliases,
    .danger = DANGER_LOW,
    .whole = true,
    .prefill = prefill,
    .check = check,
    .complete = complete,
    .plan = plan,
};
