/* The principals that the ACLs name, and what each of them may do: a row for each resource, prefix
 * or wildcard that a rule about the principal or about everyone names. */
#include "core/resource/access_cells.h"
#include "core/resource/list.h"

#include "core/base/map.h"
#include "core/base/mem.h"
#include "core/insight/access_effect_words.h"

#include <stdlib.h>
#include <string.h>

/* ---- all of them ----------------------------------------------------------------------------- */

enum { PRINCIPAL, RULES, ALLOW, DENY, TOPICS, GROUPS, HOSTS, NOTE, COLUMNS };

static const struct column columns[COLUMNS] = {
    [PRINCIPAL] = {.id = "principal",
                   .title = "PRINCIPAL",
                   .max_width = 60,
                   .help = "Who the rules are for, as Type:name; User:* is everyone."},
    [RULES] = {.id = "rules", .title = "RULES", .kind = VALUE_COUNT, .help = "ACLs for it."},
    [ALLOW] = {.id = "allow",
               .title = "ALLOW",
               .kind = VALUE_COUNT,
               .help = "How many of them allow something."},
    [DENY] = {.id = "deny",
              .title = "DENY",
              .kind = VALUE_COUNT,
              .help = "How many of them deny something."},
    [TOPICS] = {.id = "topics",
                .title = "TOPIC RULES",
                .kind = VALUE_COUNT,
                .help = "How many are about topics."},
    [GROUPS] = {.id = "groups",
                .title = "GROUP RULES",
                .kind = VALUE_COUNT,
                .help = "How many are about consumer groups."},
    [HOSTS] = {.id = "hosts",
               .title = "BY ADDRESS",
               .kind = VALUE_COUNT,
               .priority = 1,
               .help = "How many hold only from one address."},
    [NOTE] = {.id = "note",
              .title = "NOTE",
              .priority = 1,
              .help = "Super users, who need no rules."},
};

struct tally {
    int64_t n[COLUMNS];
};

static void count(struct tally *s, const struct acl *a)
{
    s->n[RULES]++;
    s->n[ALLOW] += a->permission == ACL_ALLOW;
    s->n[DENY] += a->permission == ACL_DENY;
    s->n[TOPICS] += a->resource == ACL_TOPIC;
    s->n[GROUPS] += a->resource == ACL_GROUP;
    s->n[HOSTS] += strcmp(a->host, ACL_WILDCARD) != 0;
}

static void add_principal(struct table *t, const char *principal, const struct tally *s,
                          const char *note)
{
    struct row *r = table_add_row(t, principal);
    cell_text(t, r, PRINCIPAL, principal);
    for (size_t i = RULES; i <= HOSTS; i++)
        cell_num(r, i, s->n[i]);
    if (s->n[DENY])
        cell_sev(r, DENY, SEV_WARN);
    cell_literal(r, NOTE, note);
}

static bool is_super(const struct access_rules *r, const char *principal)
{
    for (size_t i = 0; i < r->settings.nsupers; i++)
        if (strcmp(r->settings.supers[i], principal) == 0)
            return true;
    return false;
}

static void build_all(const struct view *v, struct table *t)
{
    struct access_rules rules;
    struct map by_name;
    const char *name;
    void *s;
    if (!access_rules_in(t, v->model, &rules))
        return;
    const struct acl_list *l = v->model->acls;
    map_init(&by_name);
    for (size_t i = 0; i < l->n; i++) {
        struct tally *one = map_get(&by_name, l->acls[i].principal);
        if (!one)
            map_set(&by_name, l->acls[i].principal, one = xcalloc(1, sizeof *one));
        count(one, &l->acls[i]);
    }
    for (size_t i = 0; i < rules.settings.nsupers; i++)
        if (!map_get(&by_name, rules.settings.supers[i]))
            map_set(&by_name, rules.settings.supers[i], xcalloc(1, sizeof(struct tally)));
    for (size_t i = 0; map_next(&by_name, &i, &name, &s);)
        add_principal(t, arena_strdup(&t->arena, name), s,
                      is_super(&rules, name)        ? "super user: may do everything"
                      : strcmp(name, "User:*") == 0 ? "everyone"
                                                    : "");
    map_release(&by_name, free);
    if (!l->n)
        access_note_empty(t, l->proof);
}

const struct resource resource_principals = {
    .name = "principals",
    .rows = OBJECT_PRINCIPAL,
    .aliases = (const char *const[]){"principal", NULL},
    .title = "principals",
    .help = "The principals that the ACLs are about. Enter shows what a principal may do.",
    .columns = columns,
    .ncolumns = COLUMNS,
    .want = access_want,
    .build = build_all,
    .sort = "principal",
    .opens = "principal-access",
};

/* ---- one of them ----------------------------------------------------------------------------- */

enum { RESOURCE, NAME, PATTERN, MAY, DENIED, HOST, WHY, REASONS, OF_COLUMNS };

static const struct column of_columns[OF_COLUMNS] = {
    [RESOURCE] = {.id = "resource", .title = "RESOURCE", .help = "The kind of thing."},
    [NAME] = {.id = "name",
              .title = "NAME",
              .max_width = 50,
              .help = "Which one; with pattern prefixed the beginning of names, * is all: those "
                      "that no row names more precisely."},
    [PATTERN] = {.id = "pattern", .title = "PATTERN", .help = "literal or prefixed."},
    [MAY] = {.id = "may",
             .title = "MAY",
             .max_width = 60,
             .help = "What the principal may do with it, all rules and denies taken together."},
    [DENIED] = {.id = "denied",
                .title = "DENIED",
                .max_width = 40,
                .help = "What a deny removes, whatever else allows it."},
    [HOST] = {.id = "host",
              .title = "HOST",
              .priority = 1,
              .help = "From this address; * is any that no rule names."},
    [WHY] = {.id = "why",
             .title = "BY",
             .priority = 1,
             .help = "A rule that allows it, or that denies."},
    [REASONS] = {.id = "reasons",
                 .title = "REASONS",
                 .hidden = true,
                 .help = "The rule that allows or denies, for each operation that one does."},
};

struct place {
    enum acl_resource resource;
    enum acl_pattern pattern;
    const char *name;
};

static int by_place(const void *x, const void *y)
{
    const struct place *a = x, *b = y;
    int d = (int)a->resource - (int)b->resource;
    d = d ? d : strcmp(a->name, b->name);
    return d ? d : (int)a->pattern - (int)b->pattern;
}

static size_t places_of(struct arena *a, const struct acl_list *l, const char *principal,
                        struct place **out)
{
    struct place *p = arena_array(a, l->n + 1, sizeof *p);
    size_t n = 0, kept = 0;
    for (size_t i = 0; i < l->n; i++) {
        const struct acl *r = &l->acls[i];
        if (acl_is_known(r) &&
            (strcmp(r->principal, principal) == 0 || strcmp(r->principal, "User:*") == 0))
            p[n++] = (struct place){r->resource, r->pattern, r->name};
    }
    if (n)
        qsort(p, n, sizeof *p, by_place);
    for (size_t i = 0; i < n; i++)
        if (!kept || by_place(&p[kept - 1], &p[i]) != 0)
            p[kept++] = p[i];
    *out = p;
    return kept;
}

struct verdict {
    unsigned may, denied, unknown;
    struct access first; /* that allows, else that denies, or where it is not known which */
    struct access each[ACL_OPERATIONS];
};

static struct verdict judge(const struct access_rules *r, const char *principal, const char *host,
                            const struct place *p)
{
    struct verdict v = {0};
    for (int o = ACL_READ; o <= ACL_IDEMPOTENT_WRITE; o++) {
        if (!(acl_operations_of(p->resource) & 1u << o))
            continue;
        struct access x =
            access_decide(r, &(struct access_query){.principal = principal,
                                                    .host = host,
                                                    .operation = (enum acl_operation)o,
                                                    .resource = p->resource,
                                                    .pattern = p->pattern,
                                                    .name = p->name});
        v.each[o] = x;
        bool unknown = x.why == ACCESS_BY_NETWORK, denied = x.why == ACCESS_DENIED_BY;
        bool first = !v.may && (x.allowed || (!v.denied && !v.unknown && (denied || unknown)));
        if (first)
            v.first = x;
        v.may |= x.allowed ? 1u << o : 0;
        v.denied |= denied ? 1u << o : 0;
        v.unknown |= unknown ? 1u << o : 0;
    }
    return v;
}

static void add_place(struct table *t, const struct place *p, const char *host,
                      const struct verdict *v)
{
    const char *key = arena_printf(&t->arena, "%d\n%d\n%s\n%s", p->resource, p->pattern,
                                   host ? host : "", p->name);
    struct row *r = table_add_row(t, key);
    cell_literal(r, RESOURCE, acl_resource_name(p->resource));
    cell_text(t, r, NAME, p->name);
    cell_literal(r, PATTERN, acl_pattern_name(p->pattern));
    cell_literal(r, MAY, access_operations(&t->arena, v->may));
    cell_names(t, r, MAY);
    if (v->unknown)
        cell_literal(r, MAY,
                     arena_printf(&t->arena, "%s%snot known: %s",
                                  access_operations(&t->arena, v->may), v->may ? "; " : "",
                                  access_operations(&t->arena, v->unknown)));
    else if (!v->may)
        cell_literal(r, MAY, "nothing");
    cell_sev(r, MAY, v->unknown ? SEV_WARN : v->may ? SEV_GOOD : SEV_MUTED);
    cell_literal(r, DENIED, access_operations(&t->arena, v->denied));
    cell_names(t, r, DENIED);
    cell_sev(r, DENIED, SEV_BAD);
    cell_text(t, r, HOST, host ? host : "*");
    if (v->may || v->denied || v->unknown)
        cell_literal(r, WHY, access_words(&t->arena, &v->first));
    else
        cell_literal(r, WHY, "");
    cell_literal(r, REASONS, access_reasons(&t->arena, v->each, v->may | v->denied | v->unknown));
}

static void build_one(const struct view *v, struct table *t)
{
    struct access_rules rules;
    struct place *p;
    if (!access_rules_in(t, v->model, &rules))
        return;
    size_t n = places_of(&t->arena, v->model->acls, v->scope, &p);
    const struct acl **covering =
        arena_array(&t->arena, rules.nsorted + rules.nbroad + 1, sizeof *covering);
    for (size_t i = 0; i < n; i++) {
        struct verdict any = judge(&rules, v->scope, NULL, &p[i]);
        size_t ncovering =
            access_covering(&rules, p[i].resource, p[i].pattern, p[i].name, covering);
        struct access_names hosts =
            access_hosts(&t->arena, &rules.settings, v->scope, covering, ncovering);
        add_place(t, &p[i], NULL, &any);
        for (size_t k = 1; k < hosts.n; k++) {
            struct verdict one = judge(&rules, v->scope, hosts.list[k], &p[i]);
            if (one.may != any.may || one.denied != any.denied || one.unknown != any.unknown)
                add_place(t, &p[i], hosts.list[k], &one);
        }
    }
    if (is_super(&rules, v->scope))
        table_note(t, SEV_INFO, "a super user: may do everything, whatever the ACLs say");
    else if (!n)
        table_note(t, SEV_INFO, "no ACL names %s or everyone: it may do nothing%s", v->scope,
                   rules.settings.everyone == ACCESS_YES ? " that a rule covers" : "");
}

static bool open_resource(const struct table *t, const struct row *row, const char **place,
                          const char **scope)
{
    const char *name = strchr(strchr(strchr(row->key, '\n') + 1, '\n') + 1, '\n') + 1;
    const char *kind = row->cells[RESOURCE].value.text;
    (void)t;
    *scope = name;
    *place = strcmp(kind, "topic") == 0 ? "topic-access" : "group-access";
    return (strcmp(kind, "topic") == 0 || strcmp(kind, "group") == 0) &&
           strcmp(row->cells[PATTERN].value.text, "literal") == 0 &&
           strcmp(name, ACL_WILDCARD) != 0;
}

const struct resource resource_principal_access = {
    .name = "principal-access",
    .rows = OBJECT_ACCESS,
    .title = "permissions of principal",
    .help = "What one principal may do, by the ACLs for it and for everyone, denies and what one "
            "right brings with it taken into account.",
    .scope = SCOPE_PRINCIPAL,
    .columns = of_columns,
    .ncolumns = OF_COLUMNS,
    .want = access_want,
    .build = build_one,
    .sort = "resource",
    .open = open_resource,
    .actions = (const char *const[]){"acl-create", NULL},
};
