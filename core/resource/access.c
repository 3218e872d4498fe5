/* Who may use a topic, who may use a group: one row for each principal that a rule about it names,
 * and one for everyone else. An address that a rule names has a row of its own where the answer
 * differs. */
#include "core/insight/access_effect_words.h"
#include "core/resource/access_cells.h"
#include "core/resource/list.h"

#include "core/base/text.h"

#include <string.h>

enum { GROUPS_SHOWN = 3, MOST_OPERATIONS = 8 };

/* What a list asks for: column and operation. */
struct question {
    size_t column;
    enum acl_operation operation;
};

struct asking {
    struct table *t;
    const struct access_rules *rules;
    enum acl_resource resource;
    const char *name;
    const struct question *questions;
    size_t nquestions;
    size_t principal, host, why; /* columns */
    size_t denied, reasons;
    size_t consume;                       /* 0: the list has no such column */
    struct access first[MOST_OPERATIONS]; /* of the principal, from any address */
};

static struct access decide(const struct asking *q, const char *principal, const char *host,
                            enum acl_operation operation)
{
    return access_decide(q->rules, &(struct access_query){.principal = principal,
                                                          .host = host,
                                                          .operation = operation,
                                                          .resource = q->resource,
                                                          .pattern = ACL_LITERAL,
                                                          .name = q->name});
}

/* ---- consuming: a topic together with a group ------------------------------------------------ */

static bool may_use_group(const struct asking *q, const char *principal, const char *host,
                          enum acl_pattern pattern, const char *name)
{
    return access_decide(q->rules, &(struct access_query){.principal = principal,
                                                          .host = host,
                                                          .operation = ACL_READ,
                                                          .resource = ACL_GROUP,
                                                          .pattern = pattern,
                                                          .name = name})
        .allowed;
}

static bool grants_group(const struct acl *a, const char *principal)
{
    return a->resource == ACL_GROUP && a->permission == ACL_ALLOW &&
           access_implies(a->operation, ACL_READ) &&
           (strcmp(a->principal, principal) == 0 || strcmp(a->principal, "User:*") == 0);
}

/* "billing, search, those that start with etl-"; "" when there is none. */
static const char *groups_of(const struct asking *q, const char *principal, const char *host)
{
    const struct access_rules *r = q->rules;
    const char *text = "";
    size_t n = 0;
    for (size_t i = 0; i < r->nsorted + r->nbroad; i++) {
        const struct acl *a = i < r->nbroad ? r->broad[i] : r->sorted[i - r->nbroad];
        if (!grants_group(a, principal) || !may_use_group(q, principal, host, a->pattern, a->name))
            continue;
        if (a->pattern == ACL_LITERAL && strcmp(a->name, ACL_WILDCARD) == 0)
            return "every group";
        if (n++ < GROUPS_SHOWN)
            text = arena_printf(&q->t->arena, "%s%s%s%s", text, *text ? ", " : "",
                                a->pattern == ACL_PREFIXED ? "groups that start with " : "",
                                text_visible(&q->t->arena, a->name, strlen(a->name)));
    }
    return n > GROUPS_SHOWN ? arena_printf(&q->t->arena, "%s and %zu more", text, n - GROUPS_SHOWN)
                            : text;
}

static void cell_consume(const struct asking *q, struct row *r, const char *principal,
                         const char *host, const struct access *read)
{
    if (read->why == ACCESS_SUPER) {
        cell_literal(r, q->consume, "every group");
        return;
    }
    if (!read->allowed) {
        cell_none(r, q->consume);
        return;
    }
    const char *groups = groups_of(q, principal, host);
    if (!*groups && may_use_group(q, principal, host, ACL_LITERAL, ACL_WILDCARD))
        groups = "groups that no rule names";
    cell_literal(r, q->consume, *groups ? groups : "no group");
    cell_sev(r, q->consume, *groups ? SEV_GOOD : SEV_WARN);
}

/* Which of the noes are a deny's. */
static void cell_denied_by(const struct asking *q, struct row *r, const struct access *x)
{
    unsigned denied = 0;
    for (size_t i = 0; i < q->nquestions; i++)
        denied |= x[i].why == ACCESS_DENIED_BY ? 1u << q->questions[i].operation : 0;
    cell_literal(r, q->denied, access_operations(&q->t->arena, denied));
    cell_names(q->t, r, q->denied);
}

static void cell_reasons(const struct asking *q, struct row *r, const struct access *x)
{
    struct access by_operation[ACL_OPERATIONS] = {{0}};
    unsigned ops = 0;
    for (size_t i = 0; i < q->nquestions; i++) {
        by_operation[q->questions[i].operation] = x[i];
        ops |= 1U << q->questions[i].operation;
    }
    cell_literal(r, q->reasons, access_reasons(&q->t->arena, by_operation, ops));
}

/* ---- rows ------------------------------------------------------------------------------------ */

static bool same_as_anywhere(const struct asking *q, const struct access *x)
{
    for (size_t i = 0; i < q->nquestions; i++)
        if (x[i].allowed != q->first[i].allowed || x[i].why != q->first[i].why)
            return false;
    return true;
}

static void add_row(struct asking *q, const char *principal, const char *host,
                    const struct access *x)
{
    struct table *t = q->t;
    struct row *r =
        table_add_row(t, host ? arena_printf(&t->arena, "%s\n%s", principal, host)
                              : arena_strdup(&t->arena, *principal ? principal : "everyone else"));
    cell_text(t, r, q->principal, *principal ? principal : "everyone else");
    cell_text(t, r, q->host, host ? host : "*");
    for (size_t i = 0; i < q->nquestions; i++)
        cell_access(r, q->questions[i].column, &x[i]);
    cell_denied_by(q, r, x);
    cell_reasons(q, r, x);
    if (q->consume)
        cell_consume(q, r, principal, host, &x[0]);
    cell_literal(r, q->why, access_words(&t->arena, &x[0]));
    if (!*principal)
        cell_sev(r, q->principal, SEV_MUTED);
}

static void ask(struct asking *q, const char *principal, const char *host)
{
    struct access x[MOST_OPERATIONS];
    for (size_t i = 0; i < q->nquestions; i++)
        x[i] = decide(q, principal, host, q->questions[i].operation);
    if (host && same_as_anywhere(q, x))
        return;
    if (!host)
        memcpy(q->first, x, sizeof x);
    add_row(q, principal, host, x);
}

static void ask_all(struct asking *q)
{
    struct arena *a = &q->t->arena;
    const struct access_rules *r = q->rules;
    const struct acl **covering = arena_array(a, r->nsorted + r->nbroad + 1, sizeof *covering);
    size_t n = access_covering(r, q->resource, ACL_LITERAL, q->name, covering);
    struct access_names who = access_principals(a, r, covering, n);
    for (size_t i = 0; i < who.n; i++) {
        struct access_names hosts = access_hosts(a, &r->settings, who.list[i], covering, n);
        for (size_t k = 0; k < hosts.n; k++)
            ask(q, who.list[i], hosts.list[k]);
    }
}

static bool open_principal(const struct table *t, const struct row *row, const char **place,
                           const char **scope)
{
    (void)t;
    *place = "principal-access";
    *scope = row->key;
    return !strchr(row->key, '\n') && strcmp(row->key, "everyone else") != 0;
}

#define WHO                                                                                        \
    {                                                                                              \
        .id = "principal", .title = "PRINCIPAL", .max_width = 50,                                  \
        .help = "Principals that a rule about it names; everyone else: those that none names."     \
    }
#define FROM                                                                                       \
    {                                                                                              \
        .id = "host", .title = "HOST", .help = "From this address; * is any that no rule names."   \
    }
#define TAKEN_AWAY                                                                                 \
    {                                                                                              \
        .id = "denied", .title = "DENIED", .hidden = true,                                         \
        .help = "The operations above that a deny removes, whatever else allows them."             \
    }
#define REASONS                                                                                    \
    {                                                                                              \
        .id = "reasons", .title = "REASONS", .hidden = true,                                       \
        .help = "The rule that decides, or that there is none, for each of the operations above."  \
    }
#define MAY(op, heading, prio, words)                                                              \
    {                                                                                              \
        .id = (op), .title = (heading), .priority = (prio),                                        \
        .help =                                                                                    \
            words " denied: a deny matches, whatever else allows it; no: no rule allows it; not "  \
                  "known: it depends on a setting that brokers don't show."                        \
    }

/* ---- a topic --------------------------------------------------------------------------------- */

enum {
    T_WHO,
    T_READ,
    T_WRITE,
    T_CONSUME,
    T_DESCRIBE,
    T_CREATE,
    T_DELETE,
    T_ALTER,
    T_CONFIGS,
    T_HOST,
    T_WHY,
    T_DENIED,
    T_REASONS,
    T_COLUMNS
};

static const struct column topic_columns[T_COLUMNS] = {
    [T_WHO] = WHO,
    [T_READ] = MAY("read", "READ", 0, "Fetch records, and delete a group's offsets."),
    [T_WRITE] = MAY("write", "WRITE", 0, "Produce records."),
    [T_CONSUME] = {.id = "consume",
                   .title = "CONSUME IN",
                   .max_width = 40,
                   .help = "The groups in which this principal may read the topic and commit: that "
                           "needs Read on the topic and on the group."},
    [T_DESCRIBE] =
        MAY("describe", "DESCRIBE", 1, "See that it is there, its partitions and offsets."),
    [T_CREATE] = MAY("create", "CREATE", 2, "Create a topic of this name."),
    [T_DELETE] = MAY("delete", "DELETE", 1, "Delete the topic, or records of it."),
    [T_ALTER] = MAY("alter", "ALTER", 2, "Add partitions."),
    [T_CONFIGS] = MAY("settings", "SETTINGS", 2, "Change its settings."),
    [T_HOST] = FROM,
    [T_WHY] = {.id = "why",
               .title = "WHY (READ)",
               .priority = 1,
               .help = "The rule that decides about reading, or why none does."},
    [T_DENIED] = TAKEN_AWAY,
    [T_REASONS] = REASONS,
};

static void build_topic(const struct view *v, struct table *t)
{
    static const struct question questions[] = {
        {T_READ, ACL_READ},
        {T_WRITE, ACL_WRITE},
        {T_DESCRIBE, ACL_DESCRIBE},
        {T_CREATE, ACL_CREATE},
        {T_DELETE, ACL_DELETE},
        {T_ALTER, ACL_ALTER},
        {T_CONFIGS, ACL_ALTER_CONFIGS},
    };
    struct access_rules rules;
    if (!access_rules_in(t, v->model, &rules))
        return;
    ask_all(&(struct asking){.t = t,
                             .rules = &rules,
                             .resource = ACL_TOPIC,
                             .name = v->scope,
                             .questions = questions,
                             .nquestions = sizeof questions / sizeof *questions,
                             .principal = T_WHO,
                             .host = T_HOST,
                             .why = T_WHY,
                             .denied = T_DENIED,
                             .reasons = T_REASONS,
                             .consume = T_CONSUME});
}

const struct resource resource_topic_access = {
    .name = "topic-access",
    .rows = OBJECT_ACCESS,
    .aliases = (const char *const[]){"who-can", NULL},
    .title = "who may use topic",
    .help = "Who may read and write a topic, by the ACLs: wildcards, prefixes, denies and what one "
            "right brings with it are resolved as the brokers do it.",
    .scope = SCOPE_TOPIC,
    .columns = topic_columns,
    .ncolumns = T_COLUMNS,
    .want = access_want,
    .build = build_topic,
    .sort = "principal",
    .open = open_principal,
};

/* ---- a group --------------------------------------------------------------------------------- */

enum { G_WHO, G_READ, G_DESCRIBE, G_DELETE, G_HOST, G_WHY, G_DENIED, G_REASONS, G_COLUMNS };

static const struct column group_columns[G_COLUMNS] = {
    [G_WHO] = WHO,
    [G_READ] = MAY("read", "READ", 0, "Join it and commit offsets, also reset them."),
    [G_DESCRIBE] = MAY("describe", "DESCRIBE", 1, "See its members and offsets."),
    [G_DELETE] = MAY("delete", "DELETE", 1, "Delete it, or its offsets."),
    [G_HOST] = FROM,
    [G_WHY] = {.id = "why",
               .title = "WHY (READ)",
               .priority = 1,
               .help = "The rule that decides about Read, or why none does."},
    [G_DENIED] = TAKEN_AWAY,
    [G_REASONS] = REASONS,
};

static void build_group(const struct view *v, struct table *t)
{
    static const struct question questions[] = {
        {G_READ, ACL_READ}, {G_DESCRIBE, ACL_DESCRIBE}, {G_DELETE, ACL_DELETE}};
    struct access_rules rules;
    if (!access_rules_in(t, v->model, &rules))
        return;
    ask_all(&(struct asking){.t = t,
                             .rules = &rules,
                             .resource = ACL_GROUP,
                             .name = v->scope,
                             .questions = questions,
                             .nquestions = sizeof questions / sizeof *questions,
                             .principal = G_WHO,
                             .host = G_HOST,
                             .why = G_WHY,
                             .denied = G_DENIED,
                             .reasons = G_REASONS});
}

const struct resource resource_group_access = {
    .name = "group-access",
    .rows = OBJECT_ACCESS,
    .title = "who may use group",
    .help = "Who may read in a consumer group, see and delete it, by the ACLs.",
    .scope = SCOPE_GROUP,
    .columns = group_columns,
    .ncolumns = G_COLUMNS,
    .want = access_want,
    .build = build_group,
    .sort = "principal",
    .open = open_principal,
};
