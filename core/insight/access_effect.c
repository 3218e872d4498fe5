/* Asks of each resource that a changed rule is about, and of those that are named more precisely
 * within it, what each principal may do before and after. Principals that no rule names are asked
 * for as well: the first rule on a resource closes it to them where everyone had access before. */
#include "core/insight/access_effect.h"

#include "core/model/acl_network.h"

#include <stdlib.h>
#include <string.h>

enum { RESOURCES = 1000 }; /* a deny on every topic may concern all rules there are */

struct place {
    enum acl_resource resource;
    enum acl_pattern pattern;
    const char *name;
    const struct place *within; /* the broader one that brought it in; NULL: changed itself */
};

struct looking {
    struct arena *arena;
    const struct access_rules *before, *after;
    const struct acl *const *changed;
    size_t nchanged;
    struct place *places;
    size_t nplaces;
    const struct acl **room; /* of the place being checked: the rules before, then those after */
    size_t nbefore, nafter;
    struct access_effects out;
    size_t cap;
};

/* ---- where ----------------------------------------------------------------------------------- */

static void add_place(struct looking *l, const struct acl *a, const struct place *within)
{
    for (size_t i = 0; i < l->nplaces; i++) {
        const struct place *p = &l->places[i];

        if (p->resource == a->resource && p->pattern == a->pattern && strcmp(p->name, a->name) == 0)
            return;
    }
    if (l->nplaces == RESOURCES) {
        l->out.unseen++;
        return;
    }
    l->places[l->nplaces++] = (struct place){a->resource, a->pattern, a->name, within};
}

static void add_narrower(struct looking *l, const struct place *p, const struct acl **rules,
                         size_t n)
{
    struct acl broad = {.resource = p->resource, .pattern = p->pattern, .name = p->name};

    for (size_t i = 0; i < n; i++) {
        if (access_covers(&broad, rules[i]->resource, rules[i]->pattern, rules[i]->name))
            add_place(l, rules[i], p);
    }
}

static bool is_broad(const struct place *p)
{
    return p->pattern == ACL_PREFIXED || strcmp(p->name, ACL_WILDCARD) == 0;
}

static void find_places(struct looking *l)
{
    size_t own;

    l->places = arena_array(l->arena, RESOURCES, sizeof *l->places);
    for (size_t i = 0; i < l->nchanged; i++) {
        if (acl_is_known(l->changed[i]))
            add_place(l, l->changed[i], NULL);
    }
    own = l->nplaces;
    for (size_t i = 0; i < own; i++) {
        const struct place *p = &l->places[i];

        if (!is_broad(p))
            continue;
        add_narrower(l, p, l->before->sorted, l->before->nsorted);
        add_narrower(l, p, l->after->sorted, l->after->nsorted);
        add_narrower(l, p, l->before->broad, l->before->nbroad);
        add_narrower(l, p, l->after->broad, l->after->nbroad);
    }
}

/* ---- principals ------------------------------------------------------------------------------ */

struct names {
    const char **list;
    size_t n;
};

static void add_name(struct names *names, const char *name)
{
    for (size_t i = 0; i < names->n; i++) {
        if (strcmp(names->list[i], name) == 0)
            return;
    }
    names->list[names->n++] = name;
}

static void cover(struct looking *l, const struct place *p)
{
    l->nbefore = access_covering(l->before, p->resource, p->pattern, p->name, l->room);
    l->nafter = access_covering(l->after, p->resource, p->pattern, p->name, l->room + l->nbefore);
}

static struct names principals_at(struct looking *l)
{
    size_t n = l->nbefore + l->nafter;
    struct names names = {.list = arena_array(l->arena, n + 1, sizeof *names.list)};

    add_name(&names, ""); /* no one's name: only rules for everyone fit */
    for (size_t i = 0; i < n; i++) {
        if (strcmp(l->room[i]->principal, "User:*") != 0)
            add_name(&names, l->room[i]->principal);
    }
    return names;
}

static struct names hosts_at(struct looking *l)
{
    size_t n = l->nbefore + l->nafter;
    struct names names = {.list = arena_array(l->arena, n + 1, sizeof *names.list)};

    names.list[names.n++] = ACL_WILDCARD;
    for (size_t i = 0; i < n; i++) {
        if (acl_host_counts(l->room[i]->host, l->after->settings.networks))
            add_name(&names, l->room[i]->host);
    }
    return names;
}

/* ---- what ------------------------------------------------------------------------------------ */

static unsigned allowed(const struct access_settings *s, const struct acl *const *rules, size_t n,
                        struct access_query *q, bool everyone, bool *uncovered)
{
    unsigned of = acl_operations_of(q->resource), may = 0;

    for (int o = ACL_READ; o <= ACL_IDEMPOTENT_WRITE; o++) {
        if (!(of & 1u << o))
            continue;
        q->operation = (enum acl_operation)o;
        struct access x = access_decide_among(s, rules, n, q);

        *uncovered = x.why == ACCESS_NO_ACL;
        if (x.why == ACCESS_SUPER)
            return of;
        if (x.allowed || (x.if_everyone && everyone))
            may |= 1u << o;
    }
    return may;
}

static bool same(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

/* What a broader place says of the same principal is not said again. */
static bool said_before(const struct looking *l, const struct place *p,
                        const struct access_effect *e)
{
    for (size_t i = 0; p->within && i < l->out.n; i++) {
        const struct access_effect *o = &l->out.e[i];

        if (o->resource == p->within->resource && o->pattern == p->within->pattern &&
            strcmp(o->name, p->within->name) == 0 && same(o->principal, e->principal) &&
            same(o->host, e->host) && o->lost == e->lost && o->gained == e->gained)
            return true;
    }
    return false;
}

static void add_effect(struct looking *l, const struct place *p, const struct access_effect *e)
{
    if (said_before(l, p, e))
        return;
    if (l->out.n == l->cap) {
        struct access_effect *more = arena_array(l->arena, l->cap ? l->cap * 2 : 16, sizeof *more);

        if (l->out.n)
            memcpy(more, l->out.e, l->out.n * sizeof *more);
        l->out.e = more;
        l->cap = l->cap ? l->cap * 2 : 16;
    }
    l->out.e[l->out.n++] = *e;
}

static void look(struct looking *l, const struct place *p, const char *principal, const char *host,
                 bool everyone)
{
    bool any = strcmp(host, ACL_WILDCARD) == 0, bare_before = false, bare_after = false;
    struct access_query q = {.principal = principal,
                             .host = any ? NULL : host,
                             .resource = p->resource,
                             .pattern = p->pattern,
                             .name = p->name};
    unsigned before =
        allowed(&l->before->settings, l->room, l->nbefore, &q, everyone, &bare_before);
    unsigned after =
        allowed(&l->after->settings, l->room + l->nbefore, l->nafter, &q, everyone, &bare_after);
    struct access_effect e = {.principal = *principal ? principal : NULL,
                              .host = any ? NULL : host,
                              .resource = p->resource,
                              .pattern = p->pattern,
                              .name = p->name,
                              .lost = before & ~after,
                              .gained = after & ~before,
                              .closes = bare_before && !bare_after,
                              .opens = bare_after && !bare_before};

    if (e.lost || e.gained)
        add_effect(l, p, &e);
}

/* From an address of its own the answer is shown only where it differs from that for any other. */
static bool same_anywhere(const struct looking *l, size_t from)
{
    const struct access_effect *last;

    if (l->out.n < from + 2)
        return false;
    last = &l->out.e[l->out.n - 1];
    return last->lost == l->out.e[from].lost && last->gained == l->out.e[from].gained;
}

struct access_effects access_effects_of(struct arena *a, const struct access_rules *before,
                                        const struct access_rules *after,
                                        const struct acl *const *changed, size_t nchanged,
                                        bool everyone)
{
    struct looking l = {
        .arena = a, .before = before, .after = after, .changed = changed, .nchanged = nchanged};

    l.room = arena_array(a, before->nsorted + before->nbroad + after->nsorted + after->nbroad + 1,
                         sizeof *l.room);
    find_places(&l);
    for (size_t i = 0; i < l.nplaces; i++) {
        cover(&l, &l.places[i]);
        struct names who = principals_at(&l), hosts = hosts_at(&l);

        for (size_t k = 0; k < who.n; k++) {
            size_t from = l.out.n;

            for (size_t h = 0; h < hosts.n; h++) {
                look(&l, &l.places[i], who.list[k], hosts.list[h], everyone);
                if (h > 0 && same_anywhere(&l, from) && !l.out.e[from].host)
                    l.out.n--;
            }
        }
    }
    return l.out;
}
