/* Rules of the model for the lists of who may do what. Each list makes them again when it is built;
 * that is sorting pointers. */
#include "core/resource/access_cells.h"

#include "core/insight/access_effect_words.h"
#include "core/model/acl_network.h"
#include "core/model/model_fact.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Some broker reports what decides besides the ACLs; whether networks count is asked of all. */
static size_t brokers_asked(const struct model *m, struct arena *a, const struct broker ***out)
{
    const struct metadata *md = m->metadata;
    bool all = m->acls && acl_any_network(m->acls->acls, m->acls->n);
    size_t n = 0;
    *out = arena_array(a, md ? md->nbrokers : 0, sizeof **out);
    for (size_t i = 0; md && i < md->nbrokers && (all || n == 0); i++)
        if (md->brokers[i].alive)
            (*out)[n++] = &md->brokers[i];
    return n;
}

static const char *id_of(struct arena *a, const struct broker *b)
{
    return arena_printf(a, "%" PRId32, b->id);
}

void access_want(const struct view *v, struct wants *w)
{
    const struct broker **brokers;
    size_t n = brokers_asked(v->model, &w->arena, &brokers);
    wants_add(w, FACT_ACLS, NULL, AGE_USUAL, 0);
    wants_add(w, FACT_METADATA, NULL, 30000, 0);
    for (size_t i = 0; i < n; i++)
        wants_add(w, FACT_BROKER_CONFIG, id_of(&w->arena, brokers[i]), AGE_USUAL, 0);
}

void access_note_empty(struct table *t, enum acl_proof proof)
{
    switch (proof) {
    case ACL_PROOF_DENIED:
        table_note(t, SEV_WARN,
                   "ACLs can't be seen: this user lacks Describe on the cluster (ACL Describe on "
                   "Cluster kafka-cluster)");
        break;
    case ACL_PROOF_NO_AUTHORIZER:
        table_note(t, SEV_WARN,
                   "the brokers run without an authorizer: there are no ACLs, and everyone may do "
                   "everything");
        break;
    case ACL_PROOF_SEEN:
        table_note(t, SEV_INFO,
                   "no ACLs: only super users may do anything, unless "
                   "allow.everyone.if.no.acl.found is set");
        break;
    case ACL_PROOF_NONE:
        table_note(t, SEV_WARN, "empty, or not permitted: the cluster's answer does not say which");
        break;
    }
}

static void note_settings(struct table *t, const struct access_settings *s, bool answered)
{
    const char *why = answered ? "the brokers don't show" : "this user may not see";
    if (!s->supers_known && s->everyone == ACCESS_NOT_SHOWN)
        table_note(t, SEV_INFO,
                   "%s super.users: these users may do everything. "
                   "allow.everyone.if.no.acl.found is not shown either, and taken to be false",
                   why);
    else if (!s->supers_known)
        table_note(t, SEV_INFO, "%s super.users: these users may do everything", why);
    else if (s->everyone == ACCESS_NOT_SHOWN)
        table_note(t, SEV_INFO, "%s allow.everyone.if.no.acl.found: it is taken to be false", why);
}

struct access_settings access_settings_in(struct arena *a, const struct model *m)
{
    const struct broker **brokers;
    size_t n = brokers_asked(m, a, &brokers);
    const struct config_set **sets = arena_array(a, n, sizeof *sets), *one = NULL;
    for (size_t i = 0; i < n; i++) {
        sets[i] = model_broker_config(m, brokers[i]->id);
        one = one ? one : sets[i];
    }
    struct access_settings s = access_settings_of(a, one);
    s.networks = access_networks_of(sets, n);
    return s;
}

/* What is not known is shown once all that are asked have answered, if only by a failure. */
static void note_unknown(struct table *t, const struct model *m, const struct access_settings *s)
{
    const struct broker **brokers;
    size_t n = brokers_asked(m, &t->arena, &brokers);
    bool asked = true, answered = false;
    for (size_t i = 0; i < n; i++) {
        asked &= build_asked(t, m, FACT_BROKER_CONFIG, id_of(&t->arena, brokers[i]));
        answered |= model_broker_config(m, brokers[i]->id) != NULL;
    }
    if (asked)
        note_settings(t, s, answered);
}

bool access_rules_in(struct table *t, const struct model *m, struct access_rules *out)
{
    if (!build_need(t, m, FACT_ACLS, NULL))
        return false;
    const struct acl_list *l = m->acls;
    if (!l->n && l->proof != ACL_PROOF_SEEN) {
        access_note_empty(t, l->proof);
        return false;
    }
    struct access_settings s = access_settings_in(&t->arena, m);
    note_unknown(t, m, &s);
    *out = access_rules_of(&t->arena, l->acls, l->n, &s);
    return true;
}

void cell_access(struct row *r, size_t col, const struct access *x)
{
    bool open = x->if_everyone || x->why == ACCESS_BY_NETWORK;
    cell_yes_no(r, col, x->allowed ? 1 : open ? -1 : 0);
    if (x->allowed) {
        cell_literal(r, col, "yes");
        cell_sev(r, col, SEV_GOOD);
    } else if (x->why == ACCESS_DENIED_BY) {
        cell_literal(r, col, "denied");
        cell_sev(r, col, SEV_BAD);
    } else if (open) {
        cell_literal(r, col, "not known");
        cell_sev(r, col, SEV_WARN);
    } else {
        cell_literal(r, col, "no");
        cell_sev(r, col, SEV_MUTED);
    }
}

char *access_reasons(struct arena *a, const struct access x[ACL_OPERATIONS], unsigned ops)
{
    char *text = arena_strdup(a, ""), *words[ACL_OPERATIONS] = {NULL};
    for (int o = 0; o < ACL_OPERATIONS; o++)
        words[o] = ops & 1U << o ? access_words(a, &x[o]) : NULL;
    for (int o = 0; o < ACL_OPERATIONS; o++) {
        unsigned same = 0;
        for (int k = o; words[o] && k < ACL_OPERATIONS; k++)
            same |= words[k] && strcmp(words[k], words[o]) == 0 ? 1U << k : 0;
        if (!same || !(ops & same))
            continue;
        ops &= ~same;
        text = arena_printf(a, "%s%s%s %s", text, *text ? "; " : "", access_operations(a, same),
                            words[o]);
    }
    return text;
}

/* ---- names ----------------------------------------------------------------------------------- */

static void add_name(struct access_names *names, const char *name)
{
    for (size_t i = 0; i < names->n; i++) {
        const char *has = names->list[i];
        if (has == name || (has && name && strcmp(has, name) == 0))
            return;
    }
    names->list[names->n++] = name;
}

struct access_names access_principals(struct arena *a, const struct access_rules *r,
                                      const struct acl *const *covering, size_t n)
{
    struct access_names names = {
        .list = arena_array(a, n + r->settings.nsupers + 1, sizeof *names.list)};
    add_name(&names, "");
    for (size_t i = 0; i < n; i++)
        if (strcmp(covering[i]->principal, "User:*") != 0)
            add_name(&names, covering[i]->principal);
    for (size_t i = 0; i < r->settings.nsupers; i++)
        add_name(&names, r->settings.supers[i]);
    return names;
}

struct access_names access_hosts(struct arena *a, const struct access_settings *s,
                                 const char *principal, const struct acl *const *covering, size_t n)
{
    size_t most = 1;
    for (size_t i = 0; i < n; i++)
        most += strcmp(covering[i]->host, ACL_WILDCARD) != 0;
    struct access_names names = {.list = arena_array(a, most, sizeof *names.list)};
    add_name(&names, NULL);
    for (size_t i = 0; i < n; i++)
        if (strcmp(covering[i]->host, ACL_WILDCARD) != 0 &&
            acl_host_counts(covering[i]->host, s->networks) &&
            (strcmp(covering[i]->principal, principal) == 0 ||
             strcmp(covering[i]->principal, "User:*") == 0))
            add_name(&names, covering[i]->host);
    return names;
}
