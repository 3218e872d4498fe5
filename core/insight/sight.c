/* What proves that nothing is hidden: brokers without an authorizer, or rules by which no principal
 * may do the same on the cluster without describing every topic. Operations on the cluster alone
 * prove nothing: All on it shows no topic. */
#include "core/insight/sight.h"

#include "core/insight/access.h"
#include "core/model/model_fact.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum {
    PACE_MS = 60000,
    PEERS_MAX = 32, /* principals: with more of them it is not found out */
};

#define BIT(operation) (UINT32_C(1) << (operation))

static bool knows_operations(const struct model *m)
{
    return m->cluster && m->cluster->operations_known;
}

static bool may_describe(const struct model *m)
{
    return knows_operations(m) && (m->cluster->operations & BIT(ACL_DESCRIBE));
}

bool cluster_shows_groups(const struct model *m)
{
    return !knows_operations(m) || may_describe(m);
}

static const struct config_set *some_settings(const struct model *m)
{
    for (size_t i = 0; m->metadata && i < m->metadata->nbrokers; i++) {
        const struct config_set *c = model_broker_config(m, m->metadata->brokers[i].id);
        if (c)
            return c;
    }
    return NULL;
}

void sight_want(const struct model *m, struct wants *w)
{
    char id[16];
    wants_add(w, FACT_CLUSTER, NULL, AGE_USUAL, 1);
    if (!may_describe(m))
        return;
    wants_add(w, FACT_ACLS, NULL, PACE_MS, 1);
    for (size_t i = 0; m->metadata && i < m->metadata->nbrokers; i++) {
        snprintf(id, sizeof id, "%" PRId32, m->metadata->brokers[i].id);
        if (!m->metadata->brokers[i].alive)
            continue;
        wants_add(w, FACT_BROKER_CONFIG, id, 5 * PACE_MS, 2); /* allow.everyone.if.no.acl.found */
        return;
    }
}

/* ---- by the rules ---------------------------------------------------------------------------- */

static bool is_everyone(const char *principal)
{
    return strcmp(principal, "User:*") == 0;
}

/* Whether the rule applies to this principal; about everyone: any rule may. */
static bool denies(const struct acl *a, const char *principal)
{
    bool describe =
        a->operation == ACL_ALL || a->operation == ACL_DESCRIBE || a->operation == ACL_OP_UNKNOWN;
    return a->permission != ACL_ALLOW && describe &&
           (is_everyone(principal) || is_everyone(a->principal) ||
            strcmp(a->principal, principal) == 0);
}

static bool allows_every(const struct acl *a, const char *principal)
{
    return a->permission == ACL_ALLOW && access_implies(a->operation, ACL_DESCRIBE) &&
           a->pattern == ACL_LITERAL && strcmp(a->name, ACL_WILDCARD) == 0 &&
           strcmp(a->host, ACL_WILDCARD) == 0 &&
           (is_everyone(a->principal) || strcmp(a->principal, principal) == 0);
}

static bool describes_every_topic(const struct acl_list *l, const char *principal)
{
    bool every = false;
    for (size_t i = 0; i < l->n; i++) {
        if (l->acls[i].resource != ACL_TOPIC)
            continue;
        if (denies(&l->acls[i], principal))
            return false;
        every |= allows_every(&l->acls[i], principal);
    }
    return every;
}

struct peers { /* principals that may do one operation on the cluster, by a rule */
    const char *principal[PEERS_MAX];
    size_t n;
    bool too_many;
    bool ruled;  /* some rule is about the cluster: so no one is let in for lack of one */
    bool topics; /* some rule is about topics */
};

static void add_peer(struct peers *p, const char *principal)
{
    for (size_t i = 0; i < p->n; i++)
        if (strcmp(p->principal[i], principal) == 0)
            return;
    if (p->n < PEERS_MAX)
        p->principal[p->n++] = principal;
    else
        p->too_many = true;
}

static struct peers peers_of(const struct acl_list *l, enum acl_operation operation)
{
    struct peers p = {.n = 0};
    for (size_t i = 0; i < l->n; i++) {
        const struct acl *a = &l->acls[i];
        p.topics |= a->resource == ACL_TOPIC;
        p.ruled |= a->resource == ACL_CLUSTER;
        if (a->resource == ACL_CLUSTER && a->permission == ACL_ALLOW &&
            access_implies(a->operation, operation))
            add_peer(&p, a->principal);
    }
    return p;
}

/* Whether the rules, wherever they are for, let this principal do all of that. */
static bool may_do_as_much(const struct acl_list *l, const char *principal, uint32_t operations)
{
    for (size_t i = 0; i < l->n; i++) {
        const struct acl *a = &l->acls[i];
        if (a->resource != ACL_CLUSTER || a->permission != ACL_ALLOW ||
            (!is_everyone(a->principal) && strcmp(a->principal, principal) != 0))
            continue;
        for (enum acl_operation op = ACL_READ; op <= ACL_IDEMPOTENT_WRITE; op++)
            if (access_implies(a->operation, op))
                operations &= ~BIT(op);
    }
    return !(operations & ~(BIT(ACL_ALL) | BIT(ACL_OP_UNKNOWN)));
}

static bool everyone_is_allowed(const struct model *m)
{
    struct arena a;
    arena_init(&a);
    enum access_set everyone = access_settings_of(&a, some_settings(m)).everyone;
    arena_release(&a);
    return everyone != ACCESS_NO;
}

/* A user who may do everything on the cluster is a super user, unless the rules, or that there are
 * none, let others do the same. */
static bool may_hide_topics(const struct model *m, bool everything)
{
    struct peers p = peers_of(m->acls, everything ? ACL_CLUSTER_ACTION : ACL_DESCRIBE);
    size_t alike = 0;
    for (size_t i = 0; i < p.n; i++) {
        if (!may_do_as_much(m->acls, p.principal[i], m->cluster->operations))
            continue;
        if (!describes_every_topic(m->acls, p.principal[i]))
            return true;
        alike++;
    }
    if (p.too_many || (!everything && !alike))
        return true;
    return !p.ruled && p.topics && everyone_is_allowed(m);
}

enum sight cluster_sight(const struct model *m)
{
    const uint32_t all =
        BIT(ACL_DESCRIBE) | BIT(ACL_ALTER) | BIT(ACL_CREATE) | BIT(ACL_CLUSTER_ACTION);
    bool some = m->metadata->ntopics > 0;
    enum sight part = some ? SIGHT_PART : SIGHT_NOTHING;
    const struct fact *rules = model_fact(m, FACT_ACLS, NULL);
    if (m->acls && m->acls->proof == ACL_PROOF_NO_AUTHORIZER)
        return SIGHT_WHOLE;
    if (!knows_operations(m))
        return some ? SIGHT_WHOLE : SIGHT_NOTHING;
    if (!may_describe(m))
        return part;
    bool everything = (m->cluster->operations & all) == all;
    if (!m->acls || !rules || !fact_known(rules)) /* on their way, or not to be had */
        return everything && (!rules || rules->failed == ERR_NONE) ? SIGHT_WHOLE : part;
    return may_hide_topics(m, everything) ? part : SIGHT_WHOLE;
}
