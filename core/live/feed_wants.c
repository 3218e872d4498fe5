/* What is wanted, as items: two sets of wants, of which each item has the most urgent claim.
 *
 * The session hands in what lists want whenever that may have changed, all at once; the sampler
 * adds what it wants of thousands of groups bit by bit, and the set before counts until the new one
 * is whole. An item goes when neither set has it and nothing is under way. */
#include "core/live/feed_wants.h"

#include "core/live/feed_impl.h"
#include "core/model/model_fact.h"

#include <limits.h>
#include <stdlib.h>

enum { METADATA_MAX_AGE_MS = 30000 }; /* when it is wanted only to know the partitions */

void item_free(struct item *it)
{
    free(it->name);
    free(it);
}

struct item *feed_item(const struct feed *f, enum fact_kind kind, const char *name)
{
    return map_get(&f->index[kind], name ? name : "");
}

static struct item *item_new(struct feed *f, const struct want *w)
{
    struct item *it = xcalloc(1, sizeof *it);
    it->kind = w->kind;
    it->name = xstrdup(w->name);
    const struct fact *fact = model_fact(f->model, w->kind, w->name);
    it->tried = fact && fact->tried_ms != 0;
    it->failures = fact && fact->failed != ERR_NONE;
    feed_look_again(f, it);
    vec_push(&f->items, it);
    map_set(&f->index[w->kind], w->name ? w->name : "", it);
    return it;
}

/* Two lists of a set want the same: the more urgent counts. */
static void claim(struct feed *f, int set, const struct want *w)
{
    struct feed_set *all = &f->sets[set];
    size_t order = all->n++;
    if (w->max_age_ms < 0)
        return;
    struct item *it = feed_item(f, w->kind, w->name);
    if (!it)
        it = item_new(f, w);
    struct claim *c = &it->claims[set];
    bool again = c->epoch == all->epoch;
    if (!again)
        *c = (struct claim){all->epoch, w->max_age_ms, w->priority, order};
    c->max_age_ms = w->max_age_ms < c->max_age_ms ? w->max_age_ms : c->max_age_ms;
    c->priority = w->priority < c->priority ? w->priority : c->priority;
    all->offsets |= f->sources[w->kind].partitions > 0;
    if (w->kind == FACT_GROUP_OFFSETS && w->max_age_ms < all->commits_pace_ms)
        all->commits_pace_ms = w->max_age_ms;
}

static void open_set(struct feed *f, int set)
{
    f->sets[set] = (struct feed_set){.epoch = f->sets[set].epoch + 1, .commits_pace_ms = INT64_MAX};
}

static bool holds(const struct feed *f, int set, const struct claim *c)
{
    bool also_before = set == SET_LATER && f->adding;
    return c->epoch != 0 && c->epoch + also_before >= f->sets[set].epoch;
}

static void weigh(const struct feed *f, struct item *it)
{
    struct claim most = {.max_age_ms = INT64_MAX, .priority = INT_MAX};
    it->wanted = false;
    for (int s = 0; s < FEED_SETS; s++) {
        const struct claim *c = &it->claims[s];
        if (!holds(f, s, c))
            continue;
        most.max_age_ms = c->max_age_ms < most.max_age_ms ? c->max_age_ms : most.max_age_ms;
        if (c->priority < most.priority) {
            most.priority = c->priority;
            most.order = c->order;
        }
        it->wanted = true;
    }
    if (it->max_age_ms != most.max_age_ms || it->priority != most.priority)
        it->due_ms = 0;
    it->max_age_ms = most.max_age_ms;
    it->priority = most.priority;
    it->order = most.order;
}

/* The retained ones move down; those that are neither wanted nor under way go. */
static void sweep(struct feed *f)
{
    size_t kept = 0;
    for (size_t i = 0; i < f->items.len; i++) {
        struct item *it = f->items.data[i];
        weigh(f, it);
        if (it->wanted || it->in_flight) {
            f->items.data[kept++] = it;
            continue;
        }
        map_remove(&f->index[it->kind], it->name ? it->name : "");
        item_free(it);
    }
    f->items.len = kept;
}

int64_t feed_commits_pace(const struct feed *f)
{
    const int64_t *ms = f->commits_pace_ms;
    return ms[SET_NOW] < ms[SET_LATER] ? ms[SET_NOW] : ms[SET_LATER];
}

static void close_set(struct feed *f, int set)
{
    int64_t pace_before = feed_commits_pace(f);
    /* Which partitions to request is in the metadata, whether the metadata is on screen or not. */
    if (f->sets[set].offsets)
        claim(f, set, &(struct want){FACT_METADATA, NULL, METADATA_MAX_AGE_MS, 0});
    f->commits_pace_ms[set] = f->sets[set].commits_pace_ms;
    f->reschedule |= feed_commits_pace(f) != pace_before;
    for (int k = 0; k < FACT_KINDS; k++) {
        vec_clear(&f->due[k].v);
        f->due[k].head = 0;
    }
    sweep(f);
    feed_scan(f);
}

void feed_set_wants(struct feed *f, const struct wants *w)
{
    open_set(f, SET_NOW);
    for (size_t i = 0; i < w->len; i++)
        claim(f, SET_NOW, &w->list[i]);
    close_set(f, SET_NOW);
}

void feed_later_begin(struct feed *f)
{
    f->adding = true;
    open_set(f, SET_LATER);
}

void feed_later_add(struct feed *f, enum fact_kind kind, const char *name, int64_t max_age_ms)
{
    claim(f, SET_LATER, &(struct want){kind, name, max_age_ms, FEED_LATER});
}

void feed_later_end(struct feed *f)
{
    f->adding = false;
    close_set(f, SET_LATER);
}
