/* From queues to calls: which due items go out next, in which batch.
 *
 * Called by the feed after every scan and every answer. What is on screen goes before what is not,
 * whatever its kind; within one urgency the kinds go in their own order. The
 * number of calls under way is bounded per kind, in all, and together with those of plans:
 * librdkafka's coordinator cache is small, and brokers have others to serve. End offsets wait for the commits of the same urgency, or
 * a lag could come out negative; descriptions of groups let commits go first, because the lag is
 * what a list of groups is opened for. */
#include "core/live/feed_impl.h"

#include "core/base/clock.h"
#include "core/base/mem.h"
#include "core/kafka/offsets.h"

#include <stdlib.h>

enum {
    COMMITS_HOLD_MS = 3000, /* a hanging coordinator holds ends back no longer than this */
    OTHERS_SHARE = 4,       /* one of this many calls is left to other kinds */
};

static struct item *head(const struct queue *q)
{
    return q->head < q->v.len ? q->v.data[q->head] : NULL;
}

/* ---- may it go? ------------------------------------------------------------------------------ */

static bool commits_waiting(const struct feed *f, int priority)
{
    const struct item *waiting = head(&f->due[FACT_GROUP_OFFSETS]);
    return waiting && waiting->priority <= priority;
}

/* Not those that a hanging coordinator keeps. */
static bool commits_asked(const struct feed *f, int priority)
{
    int64_t now = clock_mono_ms();
    for (const struct batch *t = f->batches; t; t = t->next)
        if (t->kind == FACT_GROUP_OFFSETS && t->priority <= priority &&
            now - t->asked_ms < COMMITS_HOLD_MS)
            return true;
    return false;
}

static bool commits_let_go(const struct feed *f, enum commits_first first, int priority)
{
    if (first == COMMITS_FIRST)
        return !commits_waiting(f, priority) && !commits_asked(f, priority);
    if (first == COMMITS_PREFERRED)
        return !(commits_waiting(f, priority) && commits_asked(f, priority));
    return true;
}

/* A coordinator that died holds its requests until the deadline. With enough of its groups, no
 * metadata and no settings would be requested either, if commits could take all calls there are. */
static int most_of(const struct feed *f, const struct fact_source *s)
{
    int most = f->parallel - f->parallel / OTHERS_SHARE;
    return s->parallel < most ? s->parallel : most;
}

static bool may_go(const struct feed *f, enum fact_kind kind, const struct item *it)
{
    const struct fact_source *s = &f->sources[kind];
    if (f->running[kind] >= most_of(f, s) || f->running_all >= f->parallel)
        return false;
    return (!s->ready || s->ready(f->model)) && commits_let_go(f, s->commits, it->priority);
}

static bool next_kind(const struct feed *f, enum fact_kind *kind)
{
    const struct item *best = NULL;
    for (int k = 0; k < FACT_KINDS; k++) {
        const struct item *it = head(&f->due[k]);
        if (it && (!best || it->priority < best->priority) && may_go(f, (enum fact_kind)k, it)) {
            best = it;
            *kind = (enum fact_kind)k;
        }
    }
    return best != NULL;
}

/* ---- batches --------------------------------------------------------------------------------- */

static size_t partitions_of(const struct feed *f, const struct item *it)
{
    const struct topic *topic = metadata_topic(f->model->metadata, it->name);
    return topic ? (size_t)topic->npartitions : 0;
}

/* As many of the queue's head as go into one call: of one urgency, so that what is on screen does
 * not wait for a full batch. */
static void batch_fill(struct feed *f, struct batch *t)
{
    const struct fact_source *s = &f->sources[t->kind];
    struct queue *q = &f->due[t->kind];
    size_t most = q->v.len - q->head, partitions = 0;
    if (most > s->batch)
        most = s->batch;
    t->items = xcalloc(most, sizeof *t->items);
    struct item *it;
    while (t->n < most && (it = head(q)) && it->priority == t->priority) {
        partitions += s->partitions ? partitions_of(f, it) : 0;
        if (t->n > 0 && partitions > s->partitions)
            break;
        it->in_flight = true;
        it->forced = it->overtaken = false;
        it->judged = it->doubted = false;
        t->items[t->n++] = it;
        q->head++;
    }
}

static int calls_of(const struct fact_source *s)
{
    return !s->ask ? 0 : s->partitions ? s->nspecs : 1;
}

static struct batch *batch_new(struct feed *f, enum fact_kind kind)
{
    struct batch *t = xcalloc(1, sizeof *t);
    t->feed = f;
    t->taken = calls_of(&f->sources[kind]);
    t->kind = kind;
    t->priority = f->due[kind].v.data[f->due[kind].head]->priority;
    t->asked_ms = clock_mono_ms();
    batch_fill(f, t);
    t->next = f->batches;
    if (f->batches)
        f->batches->prev = t;
    f->batches = t;
    f->running[kind]++;
    f->running_all++;
    return t;
}

void batch_free(struct batch *t)
{
    struct feed *f = t->feed;
    if (t->prev)
        t->prev->next = t->next;
    else
        f->batches = t->next;
    if (t->next)
        t->next->prev = t->prev;
    f->running[t->kind]--;
    f->running_all--;
    call_limit_give(f->calls, t->taken);
    free(t->items);
    free(t);
}

/* ---- calls ----------------------------------------------------------------------------------- */

static void ask(struct batch *t, int i, int64_t spec, const struct fact_query *q)
{
    struct feed *f = t->feed;
    t->calls[i] = (struct call){.batch = t, .spec = spec};
    t->calls[i].request = f->sources[t->kind].ask(f->cluster, q, feed_on_answer, &t->calls[i]);
}

static void ask_by_name(struct batch *t)
{
    const char **names = xcalloc(t->n, sizeof *names);
    for (size_t i = 0; i < t->n; i++)
        names[i] = t->items[i]->name;
    t->pending = 1;
    ask(t, 0, 0, &(struct fact_query){.names = names, .n = t->n});
    free(names);
}

/* Log ends and log starts are two calls: one call asks a partition for one thing. */
static void ask_by_partition(struct batch *t)
{
    const struct fact_source *s = &t->feed->sources[t->kind];
    struct VEC(struct offset_query) q = {0};
    for (size_t i = 0; i < t->n; i++) {
        const struct topic *topic = metadata_topic(t->feed->model->metadata, t->items[i]->name);
        for (int p = 0; topic && p < topic->npartitions; p++)
            vec_push(&q, ((struct offset_query){topic->name, topic->partitions[p].id, 0}));
    }
    t->pending = s->nspecs;
    for (int k = 0; k < s->nspecs; k++) {
        for (size_t i = 0; i < q.len; i++)
            q.data[i].spec = s->specs[k];
        ask(t, k, s->specs[k], &(struct fact_query){.partitions = q.data, .npartitions = q.len});
    }
    vec_release(&q);
}

static void batch_send(struct batch *t)
{
    const struct fact_source *s = &t->feed->sources[t->kind];
    if (!s->ask)
        feed_read_journal(t);
    else if (s->partitions)
        ask_by_partition(t);
    else
        ask_by_name(t);
}

/* Making a call of a thousand partitions takes a while: keys get their turn between slices. */
void feed_pump(struct feed *f)
{
    enum fact_kind kind = FACT_METADATA;
    uint64_t until = uv_hrtime() + f->turn_ns;
    while (f->model->link != LINK_DOWN && next_kind(f, &kind)) {
        if (uv_hrtime() >= until) {
            feed_scan_soon(f);
            return;
        }
        if (!call_limit_take(f->calls, calls_of(&f->sources[kind]), &f->room))
            return;
        batch_send(batch_new(f, kind));
    }
}
