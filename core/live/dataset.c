/* Live queries: opened and shared by viewers, built from the model by their resource, judged
 * current or stale by the facts they want. The session calls dataset_update after the model
 * changed; a list that is costly is built at most for a tenth of the time, so a flood of answers
 * can't keep the keyboard waiting. */
#include "core/live/dataset.h"

#include "core/base/clock.h"
#include "core/live/session.h"
#include "core/model/model_fact.h"

#include <stdlib.h>
#include <string.h>

enum { BUILD_SHARE = 10 }; /* a table may take one tenth of the time that passes */

static struct view dataset_view(const struct session *s, const struct dataset *d)
{
    return (struct view){.model = &s->model,
                         .scope = d->scope,
                         .visible = (const char *const *)d->visible,
                         .nvisible = d->nvisible,
                         .all = d->all,
                         .costliest = d->costliest,
                         .each = d->each,
                         .within = d->within};
}

static bool same_scope(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : a == b;
}

static void drop_visible(struct dataset *d)
{
    for (size_t i = 0; i < d->nvisible; i++)
        free(d->visible[i]);
    free(d->visible);
    d->visible = NULL;
    d->nvisible = 0;
}

struct dataset *dataset_open(struct session *s, const struct resource *r, const char *scope)
{
    for (size_t i = 0; i < s->datasets.v.len; i++) {
        struct dataset *d = s->datasets.v.data[i];
        if (d->resource == r && same_scope(d->scope, scope)) {
            d->viewers++;
            return d;
        }
    }
    struct dataset *d = xcalloc(1, sizeof *d);
    int64_t again;
    d->resource = r;
    d->scope = xstrdup(scope);
    d->viewers = 1;
    d->costliest = true;
    d->table = table_new(r->columns, r->ncolumns);
    d->built_of = UINT64_MAX;
    vec_push(&s->datasets.v, d);
    session_touch(s);
    /* What is known already is shown in the very first frame. */
    dataset_want(s, d);
    dataset_update(s, d, &again);
    return d;
}

static void dataset_free(struct dataset *d)
{
    drop_visible(d);
    table_free(d->table);
    free(d->scope);
    free(d->err);
    free(d);
}

void dataset_close(struct session *s, struct dataset *d)
{
    if (!d || --d->viewers > 0)
        return;
    for (size_t i = 0; i < s->datasets.v.len; i++)
        if (s->datasets.v.data[i] == d) {
            vec_remove(&s->datasets.v, i);
            break;
        }
    dataset_free(d);
    session_touch(s);
}

static bool same_keys(const struct dataset *d, const char *const *keys, size_t n)
{
    if (n != d->nvisible)
        return false;
    for (size_t i = 0; i < n; i++)
        if (strcmp(d->visible[i], keys[i]) != 0)
            return false;
    return true;
}

void dataset_set_visible(struct session *s, struct dataset *d, const char *const *keys, size_t n)
{
    if (same_keys(d, keys, n))
        return;
    char **copy = n ? xcalloc(n, sizeof *copy) : NULL;
    for (size_t i = 0; i < n; i++)
        copy[i] = xstrdup(keys[i]);
    drop_visible(d);
    d->visible = copy;
    d->nvisible = n;
    session_touch(s);
}

void dataset_set_all(struct session *s, struct dataset *d, bool all)
{
    if (d->all == all)
        return;
    d->all = all;
    session_touch(s);
}

void dataset_set_costliest(struct session *s, struct dataset *d, bool costliest)
{
    if (d->costliest == costliest)
        return;
    d->costliest = costliest;
    session_touch(s);
}

void dataset_set_each(struct session *s, struct dataset *d, bool each)
{
    if (!d->resource->folds || d->each == each)
        return;
    d->each = each;
    d->built_of = UINT64_MAX;
    session_touch(s);
}

void dataset_set_within(struct session *s, struct dataset *d, bool within)
{
    if (!d->resource->folds || d->within == within)
        return;
    d->within = within;
    d->built_of = UINT64_MAX;
    session_touch(s);
}

void dataset_want(struct session *s, struct dataset *d)
{
    struct view v = dataset_view(s, d);
    d->first_want = s->wants.len;
    if (d->resource->want)
        d->resource->want(&v, &s->wants);
    d->nwants = s->wants.len - d->first_want;
}

/* A number that grows with every change of what this list is made of. */
static uint64_t facts_seen(const struct session *s, const struct dataset *d)
{
    bool counted[FACT_KINDS] = {false};
    uint64_t sum = s->model.link_since_wall_ms != 0;
    if (d->nwants == 0)
        return sum + s->model.log.next_seq;
    for (size_t i = 0; i < d->nwants; i++) {
        enum fact_kind kind = s->wants.list[d->first_want + i].kind;
        sum += counted[kind] ? 0 : s->model.generation[kind];
        counted[kind] = true;
    }
    return sum;
}

static void build(struct session *s, struct dataset *d, uint64_t seen)
{
    struct view v = dataset_view(s, d);
    int64_t start = clock_mono_ms();
    struct table *reads = resource_build(d->resource, &v);
    table_free(d->table);
    d->table = reads;
    d->generation++;
    d->built_of = seen;
    d->built_at_ms = clock_mono_ms();
    d->build_cost_ms = d->built_at_ms - start;
}

struct judgement {
    enum dataset_state state;
    int64_t at_ms;
    const char *why;
    bool complete;
    size_t wanted, answered;
};

static struct judgement judge(const struct session *s, const struct dataset *d)
{
    struct judgement j = {.state = DATASET_FRESH, .complete = true};
    const struct fact *own = NULL;
    for (size_t i = 0; i < d->nwants; i++) {
        const struct want *w = &s->wants.list[d->first_want + i];
        const struct fact *f = model_fact(&s->model, w->kind, w->name);
        if (i == 0)
            own = f;
        j.wanted += w->max_age_ms >= 0;
        j.answered += w->max_age_ms >= 0 && f && f->tried_ms != 0;
        if (f && fact_known(f) && (j.at_ms == 0 || f->at_ms < j.at_ms))
            j.at_ms = f->at_ms;
    }
    j.complete = j.answered == j.wanted;
    if (d->nwants == 0)
        return j;
    if (!own || !fact_known(own)) {
        bool failed = own && own->failed != ERR_NONE;
        j.state = failed ? DATASET_FAILED : DATASET_LOADING;
        j.why = failed ? own->why : NULL;
        if (j.state == DATASET_LOADING && s->model.link == LINK_DOWN) {
            j.state = DATASET_FAILED;
            j.why = s->model.link_err.msg;
        }
    } else if (s->model.link == LINK_DOWN) {
        j.state = DATASET_STALE;
        j.why = s->model.link_err.msg;
    } else if (own->failed != ERR_NONE) {
        j.state = DATASET_STALE;
        j.why = own->why;
    }
    return j;
}

static bool apply_judgement(struct dataset *d, const struct judgement *j)
{
    bool changed =
        d->state != j->state || !same_scope(d->err, j->why) || d->answered != j->answered;
    d->state = j->state;
    d->wanted = j->wanted;
    d->answered = j->answered;
    d->at_ms = d->table->at_ms ? d->table->at_ms : j->at_ms;
    d->table->complete = j->complete;
    if (!same_scope(d->err, j->why)) {
        free(d->err);
        d->err = xstrdup(j->why);
    }
    return changed;
}

bool dataset_update(struct session *s, struct dataset *d, int64_t *again_ms)
{
    uint64_t seen = facts_seen(s, d);
    bool changed = false;
    *again_ms = -1;
    if (seen != d->built_of) {
        int64_t wait = d->built_at_ms + d->build_cost_ms * BUILD_SHARE - clock_mono_ms();
        if (d->generation > 0 && wait > 0) {
            *again_ms = wait;
        } else {
            build(s, d, seen);
            changed = true;
        }
    }
    struct judgement j = judge(s, d);
    return apply_judgement(d, &j) || changed;
}
