/* The middle of every verb about ACLs: from the requested bindings and the existing ones to a plan.
 * The verbs differ only in how they arrive at the requested ones. */
#include "core/action/acl/acl_change.h"

#include "core/action/acl/acl_effect.h"
#include "core/model/acl_network.h"
#include "core/model/acl_text.h"
#include "core/plan/command_line.h"
#include "core/plan/step/step_acl.h"

#include <string.h>

enum { COMMANDS_SHOWN = 8 };

/* ---- sets ------------------------------------------------------------------------------------ */

static bool set_has(const struct acl_set *s, const struct acl *a)
{
    for (size_t i = 0; i < s->n; i++) {
        if (acl_same(&s->a[i], a))
            return true;
    }
    return false;
}

void acl_set_push(struct arena *arena, struct acl_set *s, const struct acl *a)
{
    if (s->n == s->cap) {
        struct acl *more = arena_array(arena, s->cap ? s->cap * 2 : 16, sizeof *more);

        if (s->n)
            memcpy(more, s->a, s->n * sizeof *more);
        s->a = more;
        s->cap = s->cap ? s->cap * 2 : 16;
    }
    s->a[s->n++] = acl_copy(arena, a);
}

bool acl_set_add(struct arena *arena, struct acl_set *s, const struct acl *a)
{
    if (set_has(s, a))
        return false;
    acl_set_push(arena, s, a);
    return true;
}

const struct acl *acl_set_sorted(struct arena *arena, const struct acl_set *s)
{
    struct acl *copy = arena_array(arena, s->n, sizeof *copy);

    if (s->n)
        memcpy(copy, s->a, s->n * sizeof *copy);
    acl_sort(copy, s->n);
    return copy;
}

void acl_change_split(struct arena *arena, struct acl_change *c, const struct acl_list *now,
                      const struct acl_set *wanted)
{
    c->now = now;
    for (size_t i = 0; i < wanted->n; i++)
        acl_set_push(arena, acl_among(now->acls, now->n, &wanted->a[i]) ? &c->there : &c->add,
                     &wanted->a[i]);
}

/* ---- what goes together ---------------------------------------------------------------------- */

const char *acl_operations_text(struct arena *a, enum acl_resource r)
{
    unsigned of = acl_operations_of(r);
    const char *text = "";

    for (int o = ACL_ALL; o <= ACL_IDEMPOTENT_WRITE; o++) {
        if (of & 1u << o)
            text = arena_printf(a, "%s%s%s", text, *text ? ", " : "",
                                acl_operation_name((enum acl_operation)o));
    }
    return text;
}

bool acl_beyond(const char *word)
{
    static const char *const words[] = {"user",           "delegation-token", "CreateTokens",
                                        "create-tokens",  "DescribeTokens",   "describe-tokens",
                                        "TwoPhaseCommit", "two-phase-commit"};

    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcasecmp(words[i], word) == 0)
            return true;
    }
    return false;
}

bool acl_principal_ok(const char *principal, struct err *err)
{
    const char *colon = strchr(principal, ':');

    if (!colon || colon == principal || !colon[1])
        return err_set(err, ERR_USAGE,
                       "a principal is Type:name, such as User:alice; User:* is everyone");
    if (strcmp(colon + 1, "*") == 0 && strncmp(principal, "User:", 5) != 0)
        return err_set(err, ERR_USAGE, "only User:* stands for everyone");
    return true;
}

bool acl_can_carry(const struct acl *a, struct err *err)
{
    return acl_is_known(a) ||
           err_set(err, ERR_UNSUPPORTED,
                   "the client library has no words for ACLs about a %s with %s: use Kafka's own "
                   "kafka-acls for them",
                   acl_resource_name(a->resource), acl_operation_name(a->operation));
}

bool acl_makes_sense(const struct acl *a, enum acl_networks networks, struct err *err)
{
    bool ok = true;
    struct arena arena;

    arena_init(&arena);
    if (!acl_can_carry(a, err))
        ok = false;
    else if (!(acl_operations_of(a->resource) & 1u << a->operation))
        ok = err_set(err, ERR_USAGE, "nothing needs %s on a %s: a %s has %s",
                     acl_operation_name(a->operation), acl_resource_name(a->resource),
                     acl_resource_name(a->resource), acl_operations_text(&arena, a->resource));
    else if (!*a->name)
        ok = err_set(err, ERR_USAGE, "the %s needs a name", acl_resource_name(a->resource));
    else if (acl_no_effect(a, networks))
        ok = err_set(err, ERR_USAGE, "%s: this %s", acl_words(&arena, a),
                     acl_no_effect(a, networks));
    arena_release(&arena);
    return ok && acl_principal_ok(a->principal, err);
}

bool acl_networks_known(const struct acl_change *c, struct err *err)
{
    for (size_t i = 0; c->settings.networks == ACL_NETWORKS_UNKNOWN && i < c->add.n; i++) {
        if (acl_is_network(c->add.a[i].host))
            return err_set(
                err, ERR_GUARD,
                "it is unknown whether a rule for the network %s would have an effect: brokers "
                "match networks from Kafka 4.4 on, and the versions of these brokers differ or "
                "are unknown: one does not answer, or this user may not see their settings",
                c->add.a[i].host);
    }
    return true;
}

/* ---- the table ------------------------------------------------------------------------------- */

enum { CHANGE, PRINCIPAL, PERMISSION, OPERATION, RESOURCE, NAME, PATTERN, HOST, NOTE };
static const struct column columns[] = {
    [CHANGE] = {.id = "change", .title = "CHANGE", .help = "What is done with the rule."},
    [PRINCIPAL] = {.id = "principal", .title = "PRINCIPAL", .help = "Who the rule is for."},
    [PERMISSION] = {.id = "permission", .title = "PERMISSION", .help = "Allow or deny."},
    [OPERATION] = {.id = "operation", .title = "OPERATION", .help = "What it is about."},
    [RESOURCE] = {.id = "resource", .title = "RESOURCE", .help = "The kind of thing."},
    [NAME] = {.id = "name", .title = "NAME", .help = "Which one, or the beginning of its name."},
    [PATTERN] = {.id = "pattern",
                 .title = "PATTERN",
                 .priority = 1,
                 .help =
                     "literal: exactly this name (* is all); prefixed: names that start with it."},
    [HOST] = {.id = "host", .title = "HOST", .priority = 1, .help = "From where it holds."},
    [NOTE] = {.id = "note", .title = "NOTE", .priority = 2, .help = "What to know about it."},
};

static void add_row(struct table *t, const struct acl *a, const char *change, enum severity sev,
                    const char *note)
{
    struct row *r = table_add_row(t, acl_spell(&t->arena, a));

    cell_literal(r, CHANGE, change);
    cell_sev(r, CHANGE, sev);
    cell_text(t, r, PRINCIPAL, a->principal);
    cell_literal(r, PERMISSION, acl_permission_name(a->permission));
    cell_literal(r, OPERATION, acl_operation_name(a->operation));
    cell_literal(r, RESOURCE, acl_resource_name(a->resource));
    cell_text(t, r, NAME, a->name);
    cell_literal(r, PATTERN, acl_pattern_name(a->pattern));
    cell_text(t, r, HOST, a->host);
    cell_note(t, r, NOTE, note);
}

static const char *add_note(const struct acl_change *c, const struct acl *a)
{
    if (a->pattern == ACL_PREFIXED && strcmp(a->name, ACL_WILDCARD) == 0)
        return "not a wildcard: names that start with an asterisk";
    if (a->resource == ACL_TOPIC && a->pattern == ACL_LITERAL && c->topics &&
        strcmp(a->name, ACL_WILDCARD) != 0 && !metadata_topic(c->topics, a->name))
        return "there is no such topic now, or you may not see it";
    return NULL;
}

static struct table *one_column(const struct acl_change *c)
{
    struct table *t = table_new(columns, sizeof columns / sizeof *columns);

    for (size_t i = 0; i < c->add.n; i++)
        add_row(t, &c->add.a[i], "add", SEV_GOOD, add_note(c, &c->add.a[i]));
    for (size_t i = 0; i < c->remove.n; i++)
        add_row(t, &c->remove.a[i], "remove", SEV_WARN,
                acl_no_effect(&c->remove.a[i], c->settings.networks));
    for (size_t i = 0; i < c->there.n; i++)
        add_row(t, &c->there.a[i], "none", SEV_MUTED, "is there already: nothing to do");
    for (size_t i = 0; i < c->gone.n; i++)
        add_row(t, &c->gone.a[i], "none", SEV_MUTED, "is not there: nothing to do");
    return t;
}

enum { TO_ADD, TO_REMOVE, ABOUT };
static const struct column two[] = {
    [TO_ADD] = {.id = "add", .title = "TO ADD", .help = "In the file, and not in the cluster."},
    [TO_REMOVE] = {.id = "remove",
                   .title = "TO REMOVE",
                   .help = "In the cluster, and not in the file."},
    [ABOUT] = {.id = "note", .title = "NOTE", .priority = 1, .help = "What to know about it."},
};

static void add_side(struct table *t, const struct acl *a, size_t column, const char *note)
{
    struct row *r = table_add_row(t, acl_spell(&t->arena, a));

    cell_none(r, TO_ADD);
    cell_none(r, TO_REMOVE);
    cell_text(t, r, column, acl_words(&t->arena, a));
    cell_sev(r, column, column == TO_ADD ? SEV_GOOD : SEV_WARN);
    cell_note(t, r, ABOUT, note);
}

static struct table *two_columns(const struct acl_change *c)
{
    struct table *t = table_new(two, sizeof two / sizeof *two);

    for (size_t i = 0; i < c->add.n; i++)
        add_side(t, &c->add.a[i], TO_ADD, add_note(c, &c->add.a[i]));
    for (size_t i = 0; i < c->remove.n; i++)
        add_side(t, &c->remove.a[i], TO_REMOVE,
                 acl_no_effect(&c->remove.a[i], c->settings.networks));
    return t;
}

/* ---- Kafka's own command line ---------------------------------------------------------------- */

static bool alike(const struct acl *a, const struct acl *b)
{
    struct acl other = *b;

    other.operation = a->operation;
    return acl_same(a, &other);
}

static void add_resource(struct buf *b, const struct acl *a)
{
    if (a->resource == ACL_CLUSTER)
        buf_adds(b, " --cluster");
    else
        command_option(b, acl_resource_name(a->resource), a->name);
    if (a->pattern == ACL_PREFIXED)
        command_option(b, "resource-pattern-type", "prefixed");
}

/* The operations of one principal on one resource make one command; *shown counts them. */
static void add_commands(struct buf *b, const struct acl_set *s, const char *what,
                         const struct profile *profile, size_t *shown)
{
    for (size_t i = 0; i < s->n; i++) {
        const struct acl *a = &s->a[i];
        const char *side = a->permission == ACL_DENY ? "deny" : "allow";
        char option[32];
        size_t k = 0;

        while (k < i && !alike(&s->a[k], a))
            k++;
        if (k < i || ++*shown > COMMANDS_SHOWN)
            continue;
        if (b->len)
            buf_adds(b, " && ");
        command_start(b, "kafka-acls", profile);
        buf_adds(b, what);
        snprintf(option, sizeof option, "%s-principal", side);
        command_option(b, option, a->principal);
        snprintf(option, sizeof option, "%s-host", side);
        if (strcmp(a->host, ACL_WILDCARD) != 0)
            command_option(b, option, a->host);
        for (k = i; k < s->n; k++) {
            if (alike(&s->a[k], a))
                command_option(b, "operation", acl_operation_name(s->a[k].operation));
        }
        add_resource(b, a);
    }
}

static void make_command(struct plan *p, const struct acl_change *c, const struct profile *profile)
{
    size_t shown = 0;
    struct buf b;

    buf_init(&b, 0);
    add_commands(&b, &c->add, " --add", profile, &shown);
    add_commands(&b, &c->remove, " --remove --force", profile, &shown);
    if (b.len && shown <= COMMANDS_SHOWN)
        p->command = arena_strdup(&p->arena, buf_str(&b));
    buf_release(&b);
}

/* ---- the plan -------------------------------------------------------------------------------- */

static void add_facts(struct plan *p, const struct acl_set *s, const char *value)
{
    for (size_t i = 0; i < s->n; i++)
        plan_fact(p, PLAN_FACT_ACL, acl_spell(&p->arena, &s->a[i]), NULL, value);
}

static void warn_of_words(struct plan *p, const struct acl_set *s)
{
    bool type = false, everyone = false, deny = false;

    for (size_t i = 0; i < s->n; i++) {
        const struct acl *a = &s->a[i];

        type |= strncmp(a->principal, "User:", 5) != 0;
        everyone |= strcmp(a->principal, "User:*") == 0 && a->permission == ACL_ALLOW;
        deny |= a->permission == ACL_DENY;
    }
    if (type)
        plan_warn(p, "brokers know every client as User:…, unless a principal builder of your own "
                     "is configured: rules for another type then never apply");
    if (everyone)
        plan_warn(p, "User:* is everyone who can connect, anonymous clients too");
    if (deny)
        plan_warn(p,
                  "a deny takes precedence over every allow, however general the deny and precise "
                  "the allow; it denies only what it names: anyone who has Read keeps Describe");
}

void acl_change_plan(struct plan *p, const struct acl_change *c, const struct profile *profile)
{
    for (size_t i = 0; i < c->add.n; i++)
        plan_add_acl_create(p, &c->add.a[i]);
    for (size_t i = 0; i < c->remove.n; i++)
        plan_add_acl_delete(p, &c->remove.a[i]);
    add_facts(p, &c->add, NULL);
    add_facts(p, &c->there, "in force");
    add_facts(p, &c->remove, "in force");
    add_facts(p, &c->gone, NULL);
    p->preview = c->two_columns ? two_columns(c) : one_column(c);
    p->preview->complete = true;
    if (c->there.n && !c->two_columns)
        plan_sum(p, "%zu of them %s there already: nothing to do", c->there.n,
                 c->there.n == 1 ? "is" : "are");
    warn_of_words(p, &c->add);
    acl_change_effects(p, c, profile);
    make_command(p, c, profile);
}
