/* The conditions on a group that offsets-reset, offsets-delete, group-delete and group-create
 * share: that it exists (a typo must not make a new one), that it has no members, and the facts
 * that are compared again before anything is sent. */
#include "core/action/offsets/group_rules.h"

#include "core/base/text_compare.h"
#include "core/base/text_human.h"

#include <inttypes.h>
#include <stdio.h>

const char *group_shown(struct plan *p, const char *id)
{
    return *id ? plan_show(p, id) : "\"\"";
}

/* A streams group commits as consumers do, a share group does not. */
static const char *foreign(const struct group_desc *g, const struct group_offsets *o)
{
    bool commits = o && o->n > 0;

    if (g->state != GROUP_FOREIGN && !(g->state == GROUP_DEAD && commits))
        return NULL;
    return commits
               ? "is a streams group, not a consumer group: kafka-streams-groups is the tool for "
                 "it"
               : "is a share or streams group, not a consumer group: kafka-share-groups and "
                 "kafka-streams-groups are the tools for them";
}

bool group_is_consumers(const struct planning *p, const struct group_desc *g,
                        const struct group_offsets *o, struct err *err)
{
    const char *why = foreign(g, o);

    return !why || err_set(err, ERR_GUARD, "group %s %s", group_shown(p->plan, g->id), why);
}

bool group_exists(const struct group_desc *g, const struct group_offsets *o)
{
    return (g->state != GROUP_DEAD && *g->id) || o->n > 0;
}

bool group_must_exist(const struct planning *p, const struct group_desc *g,
                      const struct group_offsets *o, const char *else_what, struct err *err)
{
    const struct model *m = cluster_model(p->cluster);
    const char *near = NULL;
    int best = 4;

    if (!group_is_consumers(p, g, o, err))
        return false;
    if (group_exists(g, o))
        return true;
    for (size_t i = 0; m->group_list && i < m->group_list->ngroups; i++) {
        int d = text_distance(g->id, m->group_list->groups[i].id, 3);

        if (d < best) {
            best = d;
            near = m->group_list->groups[i].id;
        }
    }
    /* Coordinators deny who may not describe it, so this is no guess. */
    return err_set(err, ERR_NOT_FOUND, "group \"%s\" does not exist%s%s%s%s%s",
                   plan_show(p->plan, g->id), else_what ? ", " : "", else_what ? else_what : "",
                   near ? "; did you mean " : "", near ? plan_show(p->plan, near) : "",
                   near ? "?" : "");
}

bool group_inactive(const struct group_desc *g)
{
    return (g->state == GROUP_EMPTY || g->state == GROUP_DEAD) && g->nmembers == 0;
}

static const char *member_list(struct plan *p, const struct group_desc *g)
{
    struct buf b;
    char *text;

    buf_init(&b, 2000);
    for (size_t i = 0; i < g->nmembers && i < 8; i++) {
        const struct member *m = &g->members[i];

        buf_addf(&b, "%s%s on %s", i ? ", " : "", m->client_id ? m->client_id : "?",
                 m->host ? group_host_shown(m->host) : "?");
        if (m->instance_id)
            buf_addf(&b, " (static id %s)", m->instance_id);
    }
    if (g->nmembers > 8)
        buf_addf(&b, " and %zu more", g->nmembers - 8);
    text = arena_strdup(&p->arena, buf_str(&b));
    buf_release(&b);
    return text;
}

void group_state_fact(struct plan *p, const struct group_desc *g)
{
    plan_fact(p, PLAN_FACT_GROUP_STATE, g->id, NULL, group_state_name(g->state));
}

void group_must_be_inactive(struct plan *p, const struct group_desc *g)
{
    const char *members = member_list(p, g), *why = foreign(g, NULL);

    if (why) {
        plan_block(p, "group %s %s", g->id, why);
        return;
    }
    group_state_fact(p, g);
    plan_fact(p, PLAN_FACT_GROUP_MEMBERS, g->id, NULL, g->nmembers ? members : "none");
    if (group_inactive(g))
        return;
    if (g->nmembers)
        plan_block(p, "group %s is active (%s); first stop its %zu member%s: %s", g->id,
                   group_state_name(g->state), g->nmembers, g->nmembers == 1 ? "" : "s", members);
    else
        plan_block(p, "group %s is active (%s); wait until it is empty", g->id,
                   group_state_name(g->state));
}

void group_commit_fact(struct plan *p, const char *group, const char *topic, int32_t partition,
                       int64_t committed)
{
    char number[TEXT_NUM];

    snprintf(number, sizeof number, "%" PRId64, committed);
    plan_fact(p, PLAN_FACT_COMMIT, group, plan_str(p, "%s-%" PRId32, topic, partition),
              committed == OFFSET_UNKNOWN ? NULL : number);
}
