/* The ACLs: who may do what. An empty list is only shown as empty when that is proven; the library
 * hides a refusal behind an empty answer, so the list says what it knows. */
#include "core/insight/access.h"
#include "core/model/acl_network.h"
#include "core/model/acl_text.h"
#include "core/resource/access_cells.h"
#include "core/resource/list.h"

#include "core/base/text_compare.h"

#include <string.h>

enum { PRINCIPAL, PERMISSION, OPERATION, RESOURCE, NAME, PATTERN, HOST, NOTE, ACL, COLUMNS };

static const struct column columns[COLUMNS] = {
    [PRINCIPAL] = {.id = "principal",
                   .title = "PRINCIPAL",
                   .max_width = 50,
                   .help = "Who the rule is for, as Type:name; User:* is everyone."},
    [PERMISSION] = {.id = "permission",
                    .title = "PERMISSION",
                    .help =
                        "allow or deny; a deny that matches takes precedence over every allow."},
    [OPERATION] = {.id = "operation",
                   .title = "OPERATION",
                   .help =
                       "What the rule is about. All means every operation; allowing Read, Write, "
                       "Delete or Alter also allows Describe."},
    [RESOURCE] = {.id = "resource",
                  .title = "RESOURCE",
                  .help = "The kind of thing: topic, group, cluster or transactional-id."},
    [NAME] = {.id = "name",
              .title = "NAME",
              .max_width = 50,
              .help =
                  "Which one: a full name, * for all of them, or a beginning when the pattern is "
                  "prefixed."},
    [PATTERN] = {.id = "pattern",
                 .title = "PATTERN",
                 .help = "literal: exactly this name (* is all); prefixed: every name that begins "
                         "with it."},
    [HOST] = {.id = "host",
              .title = "HOST",
              .priority = 1,
              .help = "From which address the rule holds; * is any. Kafka compares addresses as "
                      "text, never host names; networks such as 10.0.0.0/8 count from 4.4 on."},
    [NOTE] = {.id = "note",
              .title = "NOTE",
              .help = "Rules that can't take effect, that add nothing to another, that are about "
                      "nothing that is there, or that this program's library can't name."},
    [ACL] = {.id = "acl",
             .title = "ACL",
             .hidden = true,
             .help = "The whole rule in seven words, as acl-delete and acl-import take it."},
};

static void want(const struct view *v, struct wants *w)
{
    const struct acl_list *l = v->model->acls;
    if (l && acl_any_network(l->acls, l->n))
        access_want(v, w); /* which of them count */
    wants_add(w, FACT_ACLS, NULL, AGE_USUAL, 0);
    wants_add(w, FACT_METADATA, NULL, 30000, 1); /* which rules are about nothing that is there */
    wants_add(w, FACT_GROUP_LIST, NULL, 30000, 1);
}

/* Nothing of that name is listed; what this user may not see is not listed either. */
static bool is_unused(const struct model *m, const struct acl *a)
{
    if (a->pattern != ACL_LITERAL || strcmp(a->name, ACL_WILDCARD) == 0)
        return false;
    if (a->resource == ACL_TOPIC)
        return m->metadata && !metadata_topic(m->metadata, a->name);
    return a->resource == ACL_GROUP && m->group_list && !m->group_list->nerrors &&
           !group_listing_find(m->group_list, a->name);
}

static const char *note_of(struct table *t, const struct model *m, const struct access_rules *rules,
                           const struct acl *a)
{
    if (!acl_is_known(a))
        return "kind not known to the client library";
    enum acl_networks networks = rules->settings.networks;
    if (acl_no_effect(a, networks))
        return acl_no_effect(a, networks);
    if (networks == ACL_NETWORKS_UNKNOWN && acl_is_network(a->host))
        return "a network: without effect before Kafka 4.4; not every broker's version is known";
    if (a->pattern == ACL_PREFIXED && strcmp(a->name, ACL_WILDCARD) == 0)
        return "not a wildcard: names that start with an asterisk";
    const struct acl *shadow = access_shadow(rules, a);
    if (shadow && shadow->permission != a->permission)
        return arena_printf(&t->arena, "has no effect because of: %s",
                            acl_words(&t->arena, shadow));
    if (shadow)
        return arena_printf(&t->arena, "adds nothing to: %s", acl_words(&t->arena, shadow));
    if (is_unused(m, a))
        return arena_printf(&t->arena, "unused: no such %s is seen",
                            acl_resource_name(a->resource));
    return "";
}

/* Rules that the library can't name may look the same, and are distinguished by their place. */
static const char *key_of(struct table *t, const struct acl *a, size_t i)
{
    const char *spelt = acl_spell(&t->arena, a);
    return acl_is_known(a) ? spelt : arena_printf(&t->arena, "%s #%zu", spelt, i);
}

static void add_acl(struct table *t, const struct model *m, const struct access_rules *rules,
                    const struct acl *a, size_t i)
{
    const char *key = key_of(t, a, i);
    struct row *r = table_add_row(t, key);
    cell_text(t, r, PRINCIPAL, a->principal);
    cell_literal(r, PERMISSION, acl_permission_name(a->permission));
    cell_sev(r, PERMISSION, a->permission == ACL_DENY ? SEV_BAD : SEV_GOOD);
    cell_literal(r, OPERATION, acl_operation_name(a->operation));
    cell_literal(r, RESOURCE, acl_resource_name(a->resource));
    cell_text(t, r, NAME, a->name);
    cell_literal(r, PATTERN, acl_pattern_name(a->pattern));
    cell_text(t, r, HOST, a->host);
    cell_text(t, r, ACL, key);
    cell_literal(r, NOTE, note_of(t, m, rules, a));
    bool harmless = text_starts_ci(r->cells[NOTE].value.text, "adds nothing") ||
                    text_starts_ci(r->cells[NOTE].value.text, "unused");
    if (r->cells[NOTE].value.text[0])
        cell_sev(r, NOTE, harmless ? SEV_MUTED : SEV_WARN);
}

static void build(const struct view *v, struct table *t)
{
    if (!build_need(t, v->model, FACT_ACLS, NULL))
        return;
    const struct acl_list *l = v->model->acls;
    struct access_settings settings = {.networks =
                                           access_settings_in(&t->arena, v->model).networks};
    struct access_rules rules = access_rules_of(&t->arena, l->acls, l->n, &settings);
    for (size_t i = 0; i < l->n; i++)
        add_acl(t, v->model, &rules, &l->acls[i], i);
    if (!l->n)
        access_note_empty(t, l->proof);
}

/* The principal as it is, where what is shown is that. */
static bool open_principal(const struct table *t, const struct row *row, const char **place,
                           const char **scope)
{
    struct arena arena;
    struct acl a;
    (void)t;
    *place = "principal-access";
    *scope = row->cells[PRINCIPAL].value.text;
    arena_init(&arena);
    bool same =
        acl_parse(&arena, row->cells[ACL].value.text, &a, NULL) && strcmp(a.principal, *scope) == 0;
    arena_release(&arena);
    return same;
}

const struct resource resource_acls = {
    .name = "acls",
    .rows = OBJECT_ACL,
    .aliases = (const char *const[]){"acl", NULL},
    .title = "ACLs",
    .help = "Access control lists: the rules that allow or deny principals to do something with "
            "topics, groups and the cluster; sorted by principal or by resource they are in "
            "groups. They do not apply to super users. Enter shows what the principal may do.",
    .tab = true,
    .columns = columns,
    .ncolumns = COLUMNS,
    .want = want,
    .build = build,
    .sort = "principal",
    .open = open_principal,
    .actions = (const char *const[]){"acl-create", "acl-delete", "acl-import", NULL},
};
