/* What a reset is about: the partitions in scope, each with its commit or with what is wrong with
 * it. */
#include "core/action/offsets/offsets_collect.h"

#include "core/action/offsets/offsets_args.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* ---- which partitions ------------------------------------------------------------------------ */

struct rows {
    struct plan *plan;
    struct reset *reset;
    size_t cap;
    const struct metadata *md;
    const struct group_offsets *commits;
};

static struct offset_row *add_row(struct rows *w, const char *topic, int32_t partition)
{
    struct reset *r = w->reset;
    const struct topic *t = metadata_topic(w->md, topic);
    const struct partition *part = t ? topic_partition(t, partition) : NULL;
    const struct group_offset *commit = group_offsets_find(w->commits, topic, partition);
    struct offset_row *row;

    if (r->nrows == w->cap) {
        struct offset_row *more;

        w->cap = w->cap ? w->cap * 2 : 32;
        more = arena_array(&w->plan->arena, w->cap, sizeof *more);
        if (r->nrows)
            memcpy(more, r->rows, r->nrows * sizeof *more);
        r->rows = more;
    }
    row = &r->rows[r->nrows++];
    row->topic = arena_strdup(&w->plan->arena, topic);
    row->partition = partition;
    row->committed = commit ? commit->committed : OFFSET_UNKNOWN;
    row->start = row->end = OFFSET_UNKNOWN;
    if (!t)
        row->trouble = "the topic does not exist";
    else if (t->err_code)
        row->trouble = arena_strdup(&w->plan->arena, t->err);
    else if (!part)
        row->trouble = "the topic has no such partition";
    else if (commit && commit->err)
        row->trouble = plan_str(w->plan, "its commit can't be read: %s", commit->err);
    else if (part->leader < 0)
        row->trouble = "the partition has no leader";
    return row;
}

static bool add_scope(struct rows *w, const struct scope *s, struct err *err)
{
    const struct topic *t = metadata_topic(w->md, s->topic);

    if (!t)
        return err_set(err, ERR_NOT_FOUND,
                       "topic \"%s\" does not exist, or you may not see it (needs Describe on it)",
                       s->topic);
    for (size_t i = 0; i < s->n; i++) {
        if (!topic_partition(t, s->partitions[i]))
            return err_set(err, ERR_NOT_FOUND,
                           "topic \"%s\" has %d partitions, no partition %" PRId32, s->topic,
                           t->npartitions, s->partitions[i]);
        add_row(w, s->topic, s->partitions[i]);
    }
    for (int i = 0; !s->partitions && i < t->npartitions; i++)
        add_row(w, s->topic, t->partitions[i].id);
    return true;
}

static bool add_each(struct rows *w, struct err *err)
{
    const struct reset *r = w->reset;

    for (size_t i = 0; i < r->neach; i++) {
        const struct each *e = &r->each[i];
        const struct topic *t = metadata_topic(w->md, e->topic);

        if (!t)
            return err_set(
                err, ERR_NOT_FOUND,
                "topic \"%s\" does not exist, or you may not see it (needs Describe on it)",
                e->topic);
        if (!topic_partition(t, e->partition))
            return err_set(err, ERR_NOT_FOUND,
                           "topic \"%s\" has %d partitions, no partition %" PRId32, e->topic,
                           t->npartitions, e->partition);
        add_row(w, e->topic, e->partition)->asked = e->offset;
    }
    return true;
}

bool reset_collect(struct plan *p, struct reset *r, const struct metadata *md,
                   const struct group_offsets *commits, struct err *err)
{
    struct rows rows = {.plan = p, .reset = r, .md = md, .commits = commits}, *w = &rows;

    if (r->goal == GOAL_EACH) {
        if (!add_each(w, err))
            return false;
    } else if (r->nscopes) {
        for (size_t i = 0; i < r->nscopes; i++) {
            if (!add_scope(w, &r->scopes[i], err))
                return false;
        }
    } else {
        for (size_t i = 0; i < w->commits->n; i++) {
            if (w->commits->o[i].committed != OFFSET_UNKNOWN || w->commits->o[i].err)
                add_row(w, w->commits->o[i].topic, w->commits->o[i].partition);
        }
    }
    if (r->nrows == 0)
        return err_set(err, ERR_NOT_FOUND,
                       "group %s has no committed offsets: name the topics that it will read",
                       plan_show(w->plan, r->group));
    qsort(r->rows, r->nrows, sizeof *r->rows, offset_row_order);
    return true;
}
