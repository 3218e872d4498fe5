/* Cells and wants that several group lists share. */
#include "core/resource/group_cells.h"

#include "core/base/buf.h"
#include "core/base/text_human.h"
#include "core/model/model_fact.h"

#include <string.h>

enum group_state group_state_now(const struct model *m, const struct group_entry *g)
{
    const struct group_desc *d = model_group(m, g->id);
    const struct fact *listed = &m->group_list_fact;
    return d && d->fact.at_ms >= listed->at_ms ? d->state : g->state;
}

void cell_group_state(struct row *r, size_t col, enum group_state s)
{
    static const struct {
        int rank;
        enum severity sev;
    } looks[] = {
        [GROUP_UNKNOWN] = {2, SEV_WARN},
        [GROUP_PREPARING_REBALANCE] = {0, SEV_WARN},
        [GROUP_COMPLETING_REBALANCE] = {1, SEV_WARN},
        [GROUP_STABLE] = {3, SEV_GOOD},
        [GROUP_DEAD] = {5, SEV_MUTED},
        [GROUP_EMPTY] = {4, SEV_MUTED},
        [GROUP_FOREIGN] = {2, SEV_WARN},
    };
    cell_literal(r, col, group_state_name(s));
    cell_rank(r, col, looks[s].rank);
    cell_sev(r, col, looks[s].sev);
}

void cell_group_lag(struct table *t, struct row *r, size_t col, const struct model *m,
                    const char *group, bool known, const struct group_lag *lag)
{
    if (!known) {
        cell_missing(t, r, col, m, FACT_GROUP_OFFSETS, group);
        return;
    }
    int counted = lag->partitions - lag->no_commit - lag->unknown;
    if (counted == 0 && lag->unknown) {
        if (lag->why)
            cell_failed(t, r, col, lag->why);
        else
            t->complete = false; /* the ends are on their way */
        return;
    }
    if (counted == 0) {
        cell_none(r, col);
        return;
    }
    cell_num(r, col, lag->total);
    cell_bound(r, col, lag->unknown || lag->old ? BOUND_LEAST : BOUND_NONE);
    r->cells[col].value.part = lag->why != NULL;
    if (lag->losing)
        cell_sev(r, col, SEV_BAD);
}

void note_part_of_groups(struct table *t, const struct group_listing *l)
{
    table_note(t, SEV_BAD, "not the whole list: %zu broker%s did not answer (%s)", l->nerrors,
               l->nerrors == 1 ? "" : "s", l->error ? l->error : "no reason given");
}

const char *group_lag_note(struct arena *a, const struct group_lag *lag)
{
    struct buf b;
    char num[TEXT_NUM];
    buf_init(&b, 0);
    if (lag->losing)
        buf_addf(&b, "data lost: %s record%s", text_count(num, lag->lost),
                 lag->lost == 1 ? "" : "s");
    if (lag->ahead)
        buf_addf(&b, "%sahead of the log end on %d", b.len ? "; " : "", lag->ahead);
    if (lag->no_commit)
        buf_addf(&b, "%sno commit on %d", b.len ? "; " : "", lag->no_commit);
    if (lag->unknown)
        buf_addf(&b, "%send not known of %d", b.len ? "; " : "", lag->unknown);
    if (lag->old)
        buf_addf(&b, "%send not read again of %d", b.len ? "; " : "", lag->old);
    const char *text = b.len ? arena_strdup(a, buf_str(&b)) : NULL;
    buf_release(&b);
    return text;
}

/* Committed and owned partitions come by topic, so equal names are adjacent. */
static bool is_next(const char **last, const char *topic)
{
    bool next = !*last || !same_topic(*last, topic);
    *last = topic;
    return next;
}

void group_topics(const struct model *m, const char *group,
                  void (*each)(void *user, const char *topic, bool committed), void *user)
{
    const struct group_offsets *o = model_group_offsets(m, group);
    const struct group_desc *d = model_group(m, group);
    const char *last = NULL;
    for (size_t i = 0; o && i < o->n; i++)
        if (is_next(&last, o->o[i].topic))
            each(user, last, true);
    for (size_t i = 0; d && i < d->nmembers; i++)
        for (size_t k = 0; k < d->members[i].nowns; k++)
            if (is_next(&last, d->members[i].owns[k].topic))
                each(user, last, false);
}

struct want_ends {
    struct wants *w;
    int64_t max_age_ms;
    int priority;
};

static void want_ends(void *user, const char *topic, bool committed)
{
    const struct want_ends *e = user;
    (void)committed;
    wants_add(e->w, FACT_TOPIC_OFFSETS, topic, e->max_age_ms, e->priority);
}

void want_group_topics(const struct model *m, struct wants *w, const char *group,
                       int64_t max_age_ms, int priority)
{
    group_topics(m, group, want_ends, &(struct want_ends){w, max_age_ms, priority});
}

const struct group_desc *group_scope(const struct view *v, struct table *t)
{
    if (!build_need(t, v->model, FACT_GROUP, v->scope))
        return NULL;
    const char *id = *v->scope ? v->scope : "\"\"";
    const struct group_desc *d = model_group(v->model, v->scope);
    if (d->state == GROUP_DEAD)
        table_note(t, SEV_WARN, "group %s does not exist (its coordinator says: dead)", id);
    else if (d->state == GROUP_FOREIGN)
        table_note(t, SEV_WARN,
                   "group %s is a share or streams group: kafka-share-groups and "
                   "kafka-streams-groups show it",
                   id);
    else if (d->state == GROUP_EMPTY)
        table_note(t, SEV_INFO, "group %s has no active members", id);
    else if (d->state != GROUP_STABLE)
        table_note(t, SEV_WARN, "group %s is rebalancing: who owns what may change", id);
    return d;
}

void cell_host(struct table *t, struct row *r, size_t col, const char *host)
{
    cell_text(t, r, col, group_host_shown(host));
}
