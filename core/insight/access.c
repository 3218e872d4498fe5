/* The authorizer's procedure. Rules are in two lists: those with a plain name, sorted, and the few
 * that cover many names; a question looks up the first and walks the second. */
#include "core/insight/access.h"

#include "core/model/acl_network.h"
#include "core/model/acl_text.h"

#include <stdlib.h>
#include <string.h>

/* ---- what decides, besides the ACLs ---------------------------------------------------------- */

/* "User:a;User:CN=b,O=c" (StandardAuthorizer#getConfiguredSuperUsers). */
static void split_supers(struct arena *a, struct access_settings *s, const char *text)
{
    size_t most = 1;

    for (const char *c = text; *c; c++)
        most += *c == ';';
    s->supers = arena_array(a, most, sizeof *s->supers);
    while (*text) {
        size_t len = strcspn(text, ";"), start = strspn(text, " ");

        if (start < len) {
            char *name = arena_strndup(a, text + start, len - start);

            for (size_t n = strlen(name); n > 0 && name[n - 1] == ' '; n--)
                name[n - 1] = '\0';
            s->supers[s->nsupers++] = name;
        }
        text += len + (text[len] == ';');
    }
}

/* A user who may read a broker's settings sees all of their names. Kafka 4.4 was the first to have
 * these (what 4.3.1 and 4.4.0 list): without any of them it is older. */
static enum acl_networks networks_of(const struct config_set *broker)
{
    static const char *const new[] = {"errors.deadletterqueue.topic.name.prefix",
                                      "log.remote.copy.lag.ms", "group.streams.assignors"};

    for (size_t i = 0; i < sizeof new / sizeof *new; i++) {
        if (config_set_find(broker, new[i]))
            return ACL_NETWORKS_YES;
    }
    /* A service that lists a choice of them says nothing of those it leaves out. */
    return config_set_find(broker, "log.retention.ms") ? ACL_NETWORKS_NO : ACL_NETWORKS_UNKNOWN;
}

enum acl_networks access_networks_of(const struct config_set *const *brokers, size_t n)
{
    enum acl_networks all = n && brokers[0] ? networks_of(brokers[0]) : ACL_NETWORKS_UNKNOWN;

    for (size_t i = 1; i < n; i++) {
        if (!brokers[i] || networks_of(brokers[i]) != all)
            return ACL_NETWORKS_UNKNOWN;
    }
    return all;
}

struct access_settings access_settings_of(struct arena *a, const struct config_set *broker)
{
    struct access_settings s = {0};
    const struct config_entry *e;

    if (!broker)
        return s;
    e = config_set_find(broker, "super.users");
    s.supers_known = !e || e->value;
    if (e && e->value)
        split_supers(a, &s, e->value);
    e = config_set_find(broker, "allow.everyone.if.no.acl.found");
    if (!e)
        s.everyone = ACCESS_NO;
    else if (e->value)
        s.everyone = strcasecmp(e->value, "true") == 0 ? ACCESS_YES : ACCESS_NO;
    s.networks = networks_of(broker);
    return s;
}

/* ---- the rules ------------------------------------------------------------------------------- */

static bool is_broad(const struct acl *a)
{
    return a->pattern != ACL_LITERAL || strcmp(a->name, ACL_WILDCARD) == 0;
}

static int by_name(const void *x, const void *y)
{
    const struct acl *a = *(const struct acl *const *)x, *b = *(const struct acl *const *)y;
    int d = (int)a->resource - (int)b->resource;

    return d ? d : strcmp(a->name, b->name);
}

static int by_owner(const void *x, const void *y)
{
    const struct acl *a = *(const struct acl *const *)x, *b = *(const struct acl *const *)y;
    int d = (int)a->resource - (int)b->resource;

    return d ? d : strcmp(a->principal, b->principal);
}

struct access_rules access_rules_of(struct arena *a, const struct acl *acls, size_t n,
                                    const struct access_settings *settings)
{
    struct access_rules r = {.settings = *settings};

    r.sorted = arena_array(a, n, sizeof *r.sorted);
    r.broad = arena_array(a, n, sizeof *r.broad);
    for (size_t i = 0; i < n; i++) {
        if (is_broad(&acls[i]))
            r.broad[r.nbroad++] = &acls[i];
        else
            r.sorted[r.nsorted++] = &acls[i];
    }
    if (r.nsorted)
        qsort(r.sorted, r.nsorted, sizeof *r.sorted, by_name);
    r.owned = arena_array(a, r.nbroad, sizeof *r.owned);
    if (r.nbroad) {
        qsort(r.broad, r.nbroad, sizeof *r.broad, by_name);
        memcpy(r.owned, r.broad, r.nbroad * sizeof *r.owned);
        qsort(r.owned, r.nbroad, sizeof *r.owned, by_owner);
    }
    return r;
}

bool access_covers(const struct acl *rule, enum acl_resource resource, enum acl_pattern pattern,
                   const char *name)
{
    bool any = pattern == ACL_LITERAL && strcmp(name, ACL_WILDCARD) == 0;

    if (rule->resource != resource || rule->pattern == ACL_PATTERN_UNKNOWN)
        return false;
    if (rule->pattern == ACL_PREFIXED)
        return !any && strncmp(name, rule->name, strlen(rule->name)) == 0;
    if (strcmp(rule->name, ACL_WILDCARD) == 0)
        return true;
    return pattern == ACL_LITERAL && strcmp(name, rule->name) == 0;
}

/* The first rule with this literal name, or where it would stand. */
static size_t first_named(const struct access_rules *r, enum acl_resource resource,
                          const char *name)
{
    size_t low = 0, high = r->nsorted;

    while (low < high) {
        size_t mid = low + (high - low) / 2;
        const struct acl *a = r->sorted[mid];
        int d = (int)a->resource - (int)resource;

        d = d ? d : strcmp(a->name, name);
        if (d < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

size_t access_covering(const struct access_rules *r, enum acl_resource resource,
                       enum acl_pattern pattern, const char *name, const struct acl **out)
{
    size_t n = 0;

    if (pattern == ACL_LITERAL) {
        for (size_t i = first_named(r, resource, name); i < r->nsorted; i++) {
            if (!access_covers(r->sorted[i], resource, pattern, name))
                break;
            out[n++] = r->sorted[i];
        }
    }
    for (size_t i = 0; i < r->nbroad; i++) {
        if (access_covers(r->broad[i], resource, pattern, name))
            out[n++] = r->broad[i];
    }
    return n;
}

/* ---- the decision ---------------------------------------------------------------------------- */

bool access_implies(enum acl_operation allowed, enum acl_operation asked)
{
    if (allowed == asked || allowed == ACL_ALL)
        return true;
    if (asked == ACL_DESCRIBE)
        return allowed == ACL_READ || allowed == ACL_WRITE || allowed == ACL_DELETE ||
               allowed == ACL_ALTER;
    return asked == ACL_DESCRIBE_CONFIGS && allowed == ACL_ALTER_CONFIGS;
}

/* Whether the rule is for where the request comes from. */
static bool from_there(const struct acl *rule, const struct access_query *q, enum acl_networks n)
{
    if (strcmp(rule->host, ACL_WILDCARD) == 0)
        return true;
    if (!q->host)
        return false;
    if (strchr(rule->host, '/'))
        return n == ACL_NETWORKS_YES && acl_network_has(rule->host, q->host);
    return strcmp(rule->host, q->host) == 0;
}

/* A deny implies nothing beyond what it names. */
static bool applies(const struct acl *rule, const struct access_query *q, enum acl_networks n)
{
    if (strcmp(rule->principal, q->principal) != 0 && strcmp(rule->principal, "User:*") != 0)
        return false;
    if (!from_there(rule, q, n))
        return false;
    if (rule->permission == ACL_DENY)
        return rule->operation == q->operation || rule->operation == ACL_ALL;
    return rule->permission == ACL_ALLOW && access_implies(rule->operation, q->operation);
}

static bool is_super(const struct access_settings *s, const char *principal)
{
    for (size_t i = 0; i < s->nsupers; i++) {
        if (strcmp(s->supers[i], principal) == 0)
            return true;
    }
    return false;
}

/* One walk through the rules that cover the resource. */
struct walk {
    struct access x;
    enum acl_networks networks; /* as if the brokers were so */
    bool networks_seen;
};

/* Checks one rule that covers the resource; false: it denies, and that is the end. */
static bool weigh(const struct acl *rule, const struct access_query *q, struct walk *w)
{
    struct access *x = &w->x;

    w->networks_seen |= q->host && strchr(rule->host, '/');
    if (x->why == ACCESS_NO_ACL) {
        x->why = ACCESS_NONE_APPLIES;
        x->by = rule;
    }
    if (!applies(rule, q, w->networks))
        return true;
    if (rule->permission == ACL_DENY) {
        x->why = ACCESS_DENIED_BY;
        x->by = rule;
        return false;
    }
    if (x->why == ACCESS_NONE_APPLIES) {
        x->why = ACCESS_ALLOWED_BY;
        x->by = rule;
    }
    return true;
}

static struct access conclude(const struct access_settings *s, struct access x)
{
    x.allowed = x.why == ACCESS_ALLOWED_BY || (x.why == ACCESS_NO_ACL && s->everyone == ACCESS_YES);
    x.if_super = !x.allowed && !s->supers_known;
    x.if_everyone = x.why == ACCESS_NO_ACL && s->everyone == ACCESS_NOT_SHOWN;
    return x;
}

/* Where the rules are: in the order, or those that are known to cover it. */
struct rules_of {
    const struct access_rules *all;
    const struct acl *const *covering; /* where all is NULL */
    size_t n;
};

static void walk(const struct rules_of *of, const struct access_query *q, struct walk *w)
{
    const struct access_rules *r = of->all;
    bool open = true;

    for (size_t i = 0; !r && open && i < of->n; i++)
        open = weigh(of->covering[i], q, w);
    if (r && q->pattern == ACL_LITERAL) {
        for (size_t i = first_named(r, q->resource, q->name);
             open && i < r->nsorted &&
             access_covers(r->sorted[i], q->resource, q->pattern, q->name);
             i++)
            open = weigh(r->sorted[i], q, w);
    }
    for (size_t i = 0; r && open && i < r->nbroad; i++) {
        if (access_covers(r->broad[i], q->resource, q->pattern, q->name))
            open = weigh(r->broad[i], q, w);
    }
}

/* Where it is not known whether networks count, it matters only if that makes a difference. */
static struct access decide(const struct access_settings *s, const struct rules_of *of,
                            const struct access_query *q)
{
    bool known = s->networks != ACL_NETWORKS_UNKNOWN;
    struct walk w = {.x.why = ACCESS_NO_ACL, .networks = known ? s->networks : ACL_NETWORKS_NO};
    struct walk with = {.x.why = ACCESS_NO_ACL, .networks = ACL_NETWORKS_YES};
    struct access x, y;

    if (is_super(s, q->principal))
        return (struct access){.allowed = true, .why = ACCESS_SUPER};
    walk(of, q, &w);
    x = conclude(s, w.x);
    /* A deny ends the walk, and takes precedence over everything else. */
    if (known || !w.networks_seen || x.why == ACCESS_DENIED_BY)
        return x;
    walk(of, q, &with);
    y = conclude(s, with.x);
    if (x.allowed != y.allowed)
        x = (struct access){.why = ACCESS_BY_NETWORK, .by = y.by, .if_super = !s->supers_known};
    return x;
}

struct access access_decide_among(const struct access_settings *s,
                                  const struct acl *const *covering, size_t n,
                                  const struct access_query *q)
{
    return decide(s, &(struct rules_of){.covering = covering, .n = n}, q);
}

struct access access_decide(const struct access_rules *r, const struct access_query *q)
{
    return decide(&r->settings, &(struct rules_of){.all = r}, q);
}

char *access_words(struct arena *a, const struct access *x)
{
    switch (x->why) {
    case ACCESS_SUPER:
        return arena_strdup(a, "allowed: a super user");
    case ACCESS_DENIED_BY:
        return arena_printf(a, "denied by: %s", acl_words(a, x->by));
    case ACCESS_ALLOWED_BY:
        return arena_printf(a, "allowed by: %s", acl_words(a, x->by));
    case ACCESS_NONE_APPLIES:
        return arena_printf(
            a, "denied: there are rules for it, and none allows this (one of them: %s)",
            acl_words(a, x->by));
    case ACCESS_BY_NETWORK:
        return arena_printf(a,
                            "unknown: Kafka matches networks from 4.4 on, the version of some "
                            "broker here is unknown, and it decides: %s",
                            acl_words(a, x->by));
    case ACCESS_NO_ACL:
        break;
    }
    return arena_printf(a, "%s: no rule covers it, and allow.everyone.if.no.acl.found %s",
                        x->allowed ? "allowed" : "denied",
                        x->if_everyone ? "is taken for false, as the broker does not show it"
                        : x->allowed   ? "is true"
                                       : "is false");
}

/* ---- rules that change nothing --------------------------------------------------------------- */

/* Whether b is for every address that a is for; a network that may not count is for none. */
static bool from_all_of(const struct acl *b, const struct acl *a, enum acl_networks n)
{
    if (strcmp(b->host, a->host) == 0 || strcmp(b->host, ACL_WILDCARD) == 0)
        return true;
    return n == ACL_NETWORKS_YES && strchr(b->host, '/') && acl_network_has(b->host, a->host);
}

static bool for_all_of(const struct acl *b, const struct acl *a, enum acl_networks n)
{
    return (strcmp(b->principal, a->principal) == 0 || strcmp(b->principal, "User:*") == 0) &&
           from_all_of(b, a, n) && access_covers(b, a->resource, a->pattern, a->name);
}

/* Whether b makes a redundant: what a decides, b decides already. */
static bool shadows(const struct acl *b, const struct acl *a, enum acl_networks n)
{
    if (b == a || !acl_is_known(b) || !for_all_of(b, a, n))
        return false;
    if (b->permission == ACL_ALLOW)
        return a->permission == ACL_ALLOW && access_implies(b->operation, a->operation);
    if (b->operation == ACL_ALL)
        return true;
    /* An allow that brings Describe with it keeps that under a deny of the one operation. */
    return b->operation == a->operation &&
           (a->permission == ACL_DENY ||
            !(a->operation == ACL_READ || a->operation == ACL_WRITE || a->operation == ACL_DELETE ||
              a->operation == ACL_ALTER || a->operation == ACL_ALTER_CONFIGS));
}

/* Among the prefixes and wildcards of one principal. */
static const struct acl *broad_shadow(const struct access_rules *r, const struct acl *rule,
                                      const char *principal)
{
    struct acl key = {.resource = rule->resource, .principal = principal};
    const struct acl *wanted = &key;
    size_t low = 0, high = r->nbroad;

    while (low < high) {
        size_t mid = low + (high - low) / 2;

        if (by_owner(&r->owned[mid], &wanted) < 0)
            low = mid + 1;
        else
            high = mid;
    }
    for (; low < r->nbroad && by_owner(&r->owned[low], &wanted) == 0; low++) {
        if (shadows(r->owned[low], rule, r->settings.networks))
            return r->owned[low];
    }
    return NULL;
}

const struct acl *access_shadow(const struct access_rules *r, const struct acl *rule)
{
    const struct acl *shadow;

    if (!acl_is_known(rule))
        return NULL;
    for (size_t i = first_named(r, rule->resource, rule->name);
         i < r->nsorted && r->sorted[i]->resource == rule->resource &&
         strcmp(r->sorted[i]->name, rule->name) == 0;
         i++) {
        if (shadows(r->sorted[i], rule, r->settings.networks))
            return r->sorted[i];
    }
    shadow = broad_shadow(r, rule, "User:*");
    return shadow ? shadow : broad_shadow(r, rule, rule->principal);
}
