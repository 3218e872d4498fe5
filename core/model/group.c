/* Consumer groups: words, look-ups, lifetimes. Filled by core/kafka, read by resources and insight.
 * Look-ups are by bisection, so the arrays are sorted once when an answer is complete. */
#include "core/model/group.h"

#include "core/base/mem.h"
#include "core/model/offsets.h"

#include <stdlib.h>
#include <string.h>

const char *group_state_name(enum group_state s)
{
    switch (s) {
    case GROUP_PREPARING_REBALANCE:
        return "preparing rebalance";
    case GROUP_COMPLETING_REBALANCE:
        return "completing rebalance";
    case GROUP_STABLE:
        return "stable";
    case GROUP_DEAD:
        return "dead";
    case GROUP_EMPTY:
        return "empty";
    case GROUP_FOREIGN:
        return "share or streams group";
    case GROUP_UNKNOWN:
        break;
    }
    return "unknown (rebalancing?)";
}

const char *group_type_name(enum group_type t)
{
    switch (t) {
    case GROUP_TYPE_CLASSIC:
        return "classic";
    case GROUP_TYPE_CONSUMER:
        return "consumer";
    case GROUP_TYPE_UNKNOWN:
        break;
    }
    return "unknown";
}

bool group_state_active(enum group_state s)
{
    return s != GROUP_EMPTY && s != GROUP_DEAD;
}

/* ---- listing --------------------------------------------------------------------------------- */

struct group_listing *group_listing_new(void)
{
    struct group_listing *g = xcalloc(1, sizeof *g);
    arena_init(&g->arena);
    return g;
}

void group_listing_free(struct group_listing *g)
{
    if (!g)
        return;
    fact_release(&g->fact);
    arena_release(&g->arena);
    free(g);
}

static int entry_by_id(const void *a, const void *b)
{
    return strcmp(((const struct group_entry *)a)->id, ((const struct group_entry *)b)->id);
}

void group_listing_sort(struct group_listing *g)
{
    if (g->ngroups)
        qsort(g->groups, g->ngroups, sizeof *g->groups, entry_by_id);
}

const struct group_entry *group_listing_find(const struct group_listing *g, const char *id)
{
    if (!g || !g->ngroups)
        return NULL;
    struct group_entry wanted = {.id = id};
    return bsearch(&wanted, g->groups, g->ngroups, sizeof *g->groups, entry_by_id);
}

void group_listing_keep(struct group_listing *g, const struct group_listing *before,
                        bool (*stays)(const void *user, const char *id), const void *user)
{
    size_t n = g->ngroups, lacks = 0;
    for (size_t i = 0; before && i < before->ngroups; i++)
        lacks += !group_listing_find(g, before->groups[i].id);
    if (!lacks) /* nearly always */
        return;
    struct group_entry *all = arena_array(&g->arena, n + lacks, sizeof *all);
    if (n)
        memcpy(all, g->groups, n * sizeof *all);
    for (size_t i = 0; i < before->ngroups; i++) {
        const struct group_entry *was = &before->groups[i];
        if (group_listing_find(g, was->id) || !stays(user, was->id))
            continue;
        all[n] = *was;
        all[n].id = arena_strdup(&g->arena, was->id);
        all[n++].missing = true;
        g->nmissing++;
    }
    g->groups = all;
    g->ngroups = n;
    group_listing_sort(g);
}

bool group_listing_drop_missing(struct group_listing *g, const char *id)
{
    const struct group_entry *e = group_listing_find(g, id);
    if (!e || !e->missing)
        return false;
    size_t at = (size_t)(e - g->groups);
    g->ngroups--;
    g->nmissing--;
    memmove(&g->groups[at], &g->groups[at + 1], (g->ngroups - at) * sizeof *g->groups);
    return true;
}

/* ---- description ----------------------------------------------------------------------------- */

struct group_desc *group_desc_new(void)
{
    struct group_desc *g = xcalloc(1, sizeof *g);
    arena_init(&g->arena);
    g->coordinator = -1;
    return g;
}

void group_desc_free(struct group_desc *g)
{
    if (!g)
        return;
    fact_release(&g->fact);
    arena_release(&g->arena);
    free(g);
}

static bool some_stay(const struct group_desc *before, const struct group_desc *now)
{
    for (size_t i = 0; i < now->nmembers; i++)
        for (size_t k = 0; k < before->nmembers; k++)
            if (strcmp(now->members[i].member_id, before->members[k].member_id) == 0)
                return true;
    return false;
}

void group_desc_seen(struct group_desc *g, const struct group_desc *before)
{
    if (!before)
        return;
    g->watched = true;
    g->peopled_ms = before->nmembers ? before->fact.wall_ms : before->peopled_ms;
    g->replaced_after_ms = before->replaced_after_ms;
    g->replaced_ms = before->replaced_ms;
    if (g->nmembers && g->peopled_ms && !some_stay(before, g)) {
        g->replaced_after_ms = g->peopled_ms;
        g->replaced_ms = g->fact.wall_ms;
    }
}

/* ---- committed offsets ----------------------------------------------------------------------- */

struct group_offsets *group_offsets_new(void)
{
    struct group_offsets *g = xcalloc(1, sizeof *g);
    arena_init(&g->arena);
    return g;
}

void group_offsets_free(struct group_offsets *g)
{
    if (!g)
        return;
    fact_release(&g->fact);
    arena_release(&g->arena);
    free(g);
}

static int offset_by_partition(const void *a, const void *b)
{
    const struct group_offset *x = a, *y = b;
    int c = x->topic == y->topic ? 0 : strcmp(x->topic, y->topic);
    return c ? c : (x->partition > y->partition) - (x->partition < y->partition);
}

void group_offsets_sort(struct group_offsets *g)
{
    if (g->n)
        qsort(g->o, g->n, sizeof *g->o, offset_by_partition);
}

void group_offsets_seen(struct group_offsets *g, const struct group_offsets *before)
{
    size_t b = 0;
    g->before_ms = before ? before->fact.at_ms : 0;
    for (size_t i = 0; i < g->n; i++) {
        struct group_offset *o = &g->o[i];
        while (before && b < before->n && offset_by_partition(&before->o[b], o) < 0)
            b++;
        bool there = before && b < before->n && offset_by_partition(&before->o[b], o) == 0;
        bool same = there && before->o[b].committed == o->committed;
        o->before = there ? before->o[b].committed : OFFSET_UNKNOWN;
        o->seen_ms = same ? before->o[b].seen_ms : g->fact.at_ms;
    }
}

const struct group_offset *group_offsets_find(const struct group_offsets *g, const char *topic,
                                              int32_t partition)
{
    if (!g || !g->n)
        return NULL;
    struct group_offset wanted = {.topic = topic, .partition = partition};
    return bsearch(&wanted, g->o, g->n, sizeof *g->o, offset_by_partition);
}

const char *group_host_shown(const char *host)
{
    return host && host[0] == '/' ? host + 1 : host;
}
