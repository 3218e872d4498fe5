/* The groups that read one topic, with their lag on it. Kafka keeps no such list: it is found by
 * reading the committed offsets of every group, so it costs more than other lists and says so while
 * it is not complete. */
#include "core/model/model_fact.h"
#include "core/resource/group_cells.h"
#include "core/resource/list.h"

#include <string.h>

enum { GROUP, STATE, PARTITIONS, OWNED, LAG, NOTE, BOUNDS, COLUMNS };

static const struct column columns[COLUMNS] = {
    [GROUP] = {.id = "group",
               .title = "GROUP",
               .max_width = 60,
               .help = "A consumer group that has committed offsets on this topic or owns some of "
                       "its partitions."},
    [STATE] = {.id = "state",
               .title = "STATE",
               .help = "stable: members read; empty: it has no members."},
    [PARTITIONS] = {.id = "partitions",
                    .title = "PARTITIONS",
                    .kind = VALUE_COUNT,
                    .priority = 2,
                    .help = "Partitions of this topic with a commit or an owner in the group."},
    [OWNED] = {.id = "owned",
               .title = "OWNED",
               .kind = VALUE_COUNT,
               .priority = 1,
               .help = "Partitions of this topic that a member of the group reads now."},
    [LAG] = {.id = "lag",
             .title = "LAG",
             .kind = VALUE_COUNT,
             .help = "Records of this topic that the group has not read yet, at most."},
    [NOTE] = {.id = "note",
              .title = "NOTE",
              .priority = 1,
              .help = "Partitions without a commit, data lost, commits ahead of the log end."},
    [BOUNDS] = COLUMN_BOUNDS,
};

static void want(const struct view *v, struct wants *w)
{
    const struct group_listing *l = v->model->group_list;
    wants_add(w, FACT_GROUP_LIST, NULL, AGE_USUAL, 0);
    wants_add(w, FACT_METADATA, NULL, AGE_USUAL, 0); /* which partitions have ends, and where */
    wants_add(w, FACT_TOPIC_OFFSETS, v->scope, AGE_USUAL, 1);
    for (size_t i = 0; l && i < l->ngroups; i++) {
        wants_add(w, FACT_GROUP_OFFSETS, l->groups[i].id, 10000, 0);
        wants_add(w, FACT_GROUP, l->groups[i].id, 20000, 2);
    }
}

static bool add_group(struct table *t, const struct model *m, const char *topic,
                      const struct group_entry *g)
{
    const struct group_offsets *o = model_group_offsets(m, g->id);
    struct group_lag lag;
    int owned;
    build_asked(t, m, FACT_GROUP_OFFSETS, g->id);
    if (!group_lag_on(m, g->id, topic, &lag, &owned))
        return o != NULL;
    struct row *r = table_add_row(t, g->id);
    cell_text(t, r, GROUP, r->key);
    build_costly(t, m, FACT_GROUP_OFFSETS, g->id);
    cell_group_state(r, STATE, group_state_now(m, g));
    cell_num(r, PARTITIONS, lag.partitions);
    if (model_group(m, g->id))
        cell_num(r, OWNED, owned);
    else
        cell_missing(t, r, OWNED, m, FACT_GROUP, g->id);
    cell_group_lag(t, r, LAG, m, g->id, o != NULL, &lag);
    const char *note = group_lag_note(&t->arena, &lag);
    cell_literal(r, NOTE, note ? note : "");
    cell_bounds(t, r, BOUNDS);
    return o != NULL;
}

/* Which groups could not be read, with the first of the reasons. */
static void note_unseen(struct table *t, const struct model *m, size_t looked)
{
    const struct group_listing *l = m->group_list;
    const struct fact *why = NULL;
    size_t denied = 0;
    for (size_t i = 0; i < l->ngroups; i++) {
        const struct fact *f = model_fact(m, FACT_GROUP_OFFSETS, l->groups[i].id);
        if (f && !fact_known(f) && f->failed != ERR_NONE) {
            denied += f->failed == ERR_DENIED;
            why = why ? why : f;
        }
    }
    if (denied)
        table_note(t, SEV_WARN,
                   "checked %zu of %zu groups: this user may not see the offsets of %zu (ACL "
                   "Describe on Group)",
                   looked, l->ngroups, denied);
    else if (why)
        table_note(t, SEV_WARN, "checked %zu of %zu groups: %s", looked, l->ngroups, why->why);
    else
        table_note(t, SEV_WARN, "checked %zu of %zu groups", looked, l->ngroups);
}

static void build(const struct view *v, struct table *t)
{
    const struct model *m = v->model;
    if (!build_need(t, m, FACT_GROUP_LIST, NULL))
        return;
    const struct group_listing *l = m->group_list;
    size_t looked = 0;
    for (size_t i = 0; i < l->ngroups; i++)
        looked += add_group(t, m, v->scope, &l->groups[i]);
    build_asked(t, m, FACT_METADATA, NULL);
    if (m->metadata && !metadata_topic(m->metadata, v->scope))
        note_no_topic(t, v->scope);
    else if (l->nerrors)
        note_part_of_groups(t, l);
    else if (looked < l->ngroups)
        note_unseen(t, m, looked);
    else if (!t->nrows)
        table_note(t, SEV_INFO, "no group that this user may see has committed offsets on %s",
                   v->scope);
}

const struct resource resource_topic_groups = {
    .name = "topic-groups",
    .rows = OBJECT_GROUP,
    .aliases = (const char *const[]){"readers", NULL},
    .title = "groups reading topic",
    .help = "The consumer groups that read a topic, with what each has not read of it yet.",
    .scope = SCOPE_TOPIC,
    .columns = columns,
    .ncolumns = COLUMNS,
    .want = want,
    .build = build,
    .sort = "-lag",
    .opens = "group",
    .actions = (const char *const[]){"offsets-reset", NULL},
};
