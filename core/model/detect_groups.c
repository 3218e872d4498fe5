/* Events of groups: listed or not, their state, their members, and commits that went back. States
 * are compared between listings and members between descriptions, so that the two, which come at
 * different times, can't contradict each other. */
#include "core/model/detect_impl.h"

#include "core/base/arena.h"
#include "core/base/clock.h"
#include "core/model/model_impl.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct event event_of(const struct fact *before, int64_t seen_ms, enum event_kind kind,
                             const char *group, enum severity sev)
{
    struct event e = {.kind = kind,
                      .of = EVENT_OF_GROUP,
                      .sev = sev,
                      .object = (char *)(uintptr_t)group,
                      .partition = -1};
    detect_when(&e, before, seen_ms);
    return e;
}

/* ---- the listing ----------------------------------------------------------------------------- */

static const char *state_words(enum group_state s)
{
    return s == GROUP_UNKNOWN ? "rebalancing" : group_state_name(s);
}

static void compare_state(struct model *m, const struct group_entry *was,
                          const struct group_entry *is, int64_t seen_ms)
{
    if (was->state == is->state)
        return;
    struct event e = event_of(&m->group_list_fact, seen_ms, EVENT_GROUP_STATE, is->id,
                              is->state == GROUP_STABLE  ? SEV_GOOD
                              : is->state == GROUP_EMPTY ? SEV_WARN
                                                         : SEV_INFO);
    e.before = (char *)(uintptr_t)state_words(was->state);
    e.after = (char *)(uintptr_t)state_words(is->state);
    events_add(&m->events, &e);
}

static void tell_new(struct model *m, const struct group_entry *g, int64_t seen_ms)
{
    if (m->events.gone_groups.len) {
        void *gone = map_remove(&m->events.gone_groups, g->id);
        free(gone);
        if (gone) /* it had only been left out */
            return;
    }
    struct event e = event_of(&m->group_list_fact, seen_ms, EVENT_GROUP_NEW, g->id, SEV_INFO);
    e.after = (char *)(uintptr_t)state_words(g->state);
    events_add(&m->events, &e);
}

void detect_groups(struct model *m, const struct group_listing *now)
{
    const struct group_listing *old = m->group_list;
    int64_t seen_ms = clock_mono_ms();
    size_t i = 0, k = 0;
    if (!old)
        return;
    while (i < old->ngroups || k < now->ngroups) {
        int c = i == old->ngroups   ? 1
                : k == now->ngroups ? -1
                                    : strcmp(old->groups[i].id, now->groups[k].id);
        /* A list that lacks the answer of some broker says nothing about what is not in it. */
        if (c < 0 && !now->nerrors)
            detect_gone_group(m, old->groups[i].id);
        else if (c > 0 && !old->nerrors)
            tell_new(m, &now->groups[k], seen_ms);
        else if (c == 0 && old->groups[i].missing) /* it had only been left out */
            free(map_remove(&m->events.gone_groups, now->groups[k].id));
        else if (c == 0)
            compare_state(m, &old->groups[i], &now->groups[k], seen_ms);
        i += c <= 0;
        k += c >= 0;
    }
}

/* ---- the description ------------------------------------------------------------------------- */

/* A static member that comes back has a new member id and its old name. */
static bool is_member(const struct group_desc *g, const struct member *who)
{
    for (size_t i = 0; i < g->nmembers; i++) {
        const struct member *one = &g->members[i];
        if (who->instance_id && one->instance_id ? strcmp(who->instance_id, one->instance_id) == 0
                                                 : strcmp(who->member_id, one->member_id) == 0)
            return true;
    }
    return false;
}

static void tell_members(struct model *m, const struct group_desc *has,
                         const struct group_desc *has_not, const struct fact *before,
                         enum event_kind kind, int64_t seen_ms)
{
    struct arena a;
    arena_init(&a);
    for (size_t i = 0; i < has->nmembers; i++) {
        const struct member *who = &has->members[i];
        if (is_member(has_not, who))
            continue;
        const char *host = who->host && who->host[0] == '/' ? who->host + 1 : who->host;
        struct event e = event_of(before, seen_ms, kind, has->id, SEV_INFO);
        e.what =
            arena_printf(&a, "%s at %s%s%s", who->client_id, host ? host : "?",
                         who->instance_id ? " as " : "", who->instance_id ? who->instance_id : "");
        events_add(&m->events, &e);
    }
    arena_release(&a);
}

void detect_group(struct model *m, const struct group_desc *before, const struct group_desc *now)
{
    if (now->state == GROUP_DEAD) {
        detect_failed(m, FACT_GROUP, now->id, ERR_NOT_FOUND);
        return;
    }
    if (now->state == GROUP_FOREIGN) /* its name is of another kind of group now */
        model_group_is_gone(m, now->id);
    if (!before || before->state == GROUP_DEAD)
        return;
    int64_t at = now->fact.at_ms;
    tell_members(m, before, now, &before->fact, EVENT_MEMBER_LEFT, at);
    tell_members(m, now, before, &before->fact, EVENT_MEMBER_JOINED, at);
}

/* ---- commits --------------------------------------------------------------------------------- */

void detect_offsets(struct model *m, const struct group_offsets *now)
{
    const struct group_offsets *old = map_get(&m->group_offsets, now->id);
    if (!old || !fact_known(&old->fact))
        return;
    for (size_t i = 0; i < now->n; i++) {
        const struct group_offset *o = &now->o[i];
        if (o->err || o->before == OFFSET_UNKNOWN || o->committed == OFFSET_UNKNOWN ||
            o->committed >= o->before)
            continue;
        char before[24], after[24], what[300];
        struct event e =
            event_of(&old->fact, now->fact.at_ms, EVENT_OFFSETS_BACK, now->id, SEV_WARN);
        snprintf(what, sizeof what, "%s-%" PRId32, o->topic, o->partition);
        snprintf(before, sizeof before, "%" PRId64, o->before);
        snprintf(after, sizeof after, "%" PRId64, o->committed);
        e.what = what;
        e.before = before;
        e.after = after;
        events_add(&m->events, &e);
    }
}
