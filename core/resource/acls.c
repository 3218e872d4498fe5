/* The ACLs: who may do what. An empty list is only shown as empty when that is proven; the library
 * hides a refusal behind an empty answer, so the list says what it knows. */
#include "core/resource/build.h"
#include "core/resource/list.h"

#include <string.h>

enum { PRINCIPAL, PERMISSION, OPERATION, RESOURCE, NAME, PATTERN, HOST, NOTE, ACL, COLUMNS };

static const struct column columns[COLUMNS] = {
    [PRINCIPAL] = {.id = "principal",
                   .title = "PRINCIPAL",
                   .max_width = 50,
                   .help = "Whom the rule is for, as Type:name; User:* is everybody."},
    [PERMISSION] = {.id = "permission",
                    .title = "PERMISSION",
                    .help = "allow or deny; a deny that fits wins over every allow."},
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
                      "text, not host names or networks."},
    [NOTE] = {.id = "note",
              .title = "NOTE",
              .priority = 2,
              .help = "Rules that can't take effect, and parts that this program's library can't "
                      "name."},
    [ACL] = {.id = "acl",
             .title = "ACL",
             .hidden = true,
             .help = "The whole rule in seven words, as acl-delete and acl-import take it."},
};

static void want(const struct view *v, struct wants *w)
{
    (void)v;
    wants_add(w, FACT_ACLS, NULL, 10000, 0);
}

static const char *note_of(const struct acl *a)
{
    if (!acl_is_known(a))
        return "kind not known to the client library";
    if (acl_no_effect(a))
        return acl_no_effect(a);
    if (a->pattern == ACL_PREFIXED && strcmp(a->name, "*") == 0)
        return "not a wildcard: names that begin with an asterisk";
    return "";
}

/* Rules that the library can't name may look the same, and are told apart by their place. */
static const char *key_of(struct table *t, const struct acl *a, size_t i)
{
    const char *spelt = acl_spell(&t->arena, a);
    return acl_is_known(a) ? spelt : arena_printf(&t->arena, "%s #%zu", spelt, i);
}

static void add_acl(struct table *t, const struct acl *a, size_t i)
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
    cell_literal(r, NOTE, note_of(a));
    if (r->cells[NOTE].value.text[0])
        cell_sev(r, NOTE, SEV_WARN);
}

static void note_empty(struct table *t, enum acl_proof proof)
{
    switch (proof) {
    case ACL_PROOF_DENIED:
        table_note(t, SEV_WARN,
                   "ACLs can't be seen: this user lacks Describe on the cluster (ACL Describe on "
                   "Cluster kafka-cluster)");
        break;
    case ACL_PROOF_NO_AUTHORIZER:
        table_note(t, SEV_WARN,
                   "the brokers run without an authorizer: there are no ACLs, and everybody may do "
                   "everything");
        break;
    case ACL_PROOF_SEEN:
        table_note(t, SEV_INFO,
                   "no ACLs: only super users may do anything, unless "
                   "allow.everyone.if.no.acl.found is set");
        break;
    case ACL_PROOF_NONE:
        table_note(t, SEV_WARN,
                   "empty, or not permitted: the cluster's answer does not tell which");
        break;
    }
}

static void build(const struct view *v, struct table *t)
{
    if (!build_need(t, v->model, FACT_ACLS, NULL))
        return;
    const struct acl_list *l = v->model->acls;
    for (size_t i = 0; i < l->n; i++)
        add_acl(t, &l->acls[i], i);
    if (!l->n)
        note_empty(t, l->proof);
}

const struct resource resource_acls = {
    .name = "acls",
    .aliases = (const char *const[]){"acl", NULL},
    .title = "ACLs",
    .help = "Access control lists: the rules that allow or deny principals to do something with "
            "topics, groups and the cluster. Super users stand above them.",
    .tab = true,
    .columns = columns,
    .ncolumns = COLUMNS,
    .want = want,
    .build = build,
    .refresh_ms = 10000,
    .sort = "principal",
    .actions = (const char *const[]){"acl-create", "acl-delete", NULL},
};
