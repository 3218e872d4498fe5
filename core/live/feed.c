/* The scheduler of reads: what is wanted, what of it is due, when the next is.
 *
 * Each want is an item that lives as long as it is wanted or under way (feed_wants.c). A scan sorts
 * the due ones into a queue per kind, feed_send.c takes them from there in batches, feed_answer.c
 * puts the answers into the model. One timer wakes at the moment the first wanted fact gets stale,
 * and is off when nothing is wanted.
 *
 * Facts that failed are requested again after a growing pause, denied ones after half a minute: a
 * refusal does not change by itself. While the link is down nothing is requested; what is wanted
 * and was never answered gets the link's error as its reason. */
#include "core/live/feed_impl.h"

#include "core/base/clock.h"
#include "core/config/profile.h"
#include "core/kafka/convert.h"
#include "core/loop/job.h"
#include "core/loop/timer.h"
#include "core/model/model_fact.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

enum {
    BACKOFF_MIN_MS = 1000,
    BACKOFF_MAX_MS = 60000,
    BACKOFF_DENIED_MS = 30000,
    UNSURE_MS = 500, /* metadata that differed is to be confirmed */
    TELL_MS = 20,    /* at least between two calls of `changed` while answers pour in */
    TURN_NS =
        2000000,     /* making a call of a thousand partitions takes a while: keys get their turn */
    TELL_SHARE = 10, /* and this many times what the last one took: a tenth of the processor */
    TELL_MAX_MS = 250,
    TELL_LATER_MS = 500,
    LATER_STEP_MS = 500,
    PLANS_SHARE = 8, /* one of this many calls is left to plans, whatever hangs */
    MANY = INT_MAX,
};

static void on_scan(void *feed)
{
    feed_scan(feed);
}

static void on_room(void *feed)
{
    feed_pump(feed);
}

static void on_tell(void *feed)
{
    struct feed *f = feed;
    const struct timer *tell = f->tell;
    uint64_t start = uv_hrtime();
    f->changed(f->user);
    if (timer_was_freed(tell)) /* with the feed, by it */
        return;
    int64_t pause = (int64_t)((uv_hrtime() - start) / 1000000 * TELL_SHARE);
    f->tell_again_ms = clock_mono_ms() + (pause < TELL_MS       ? TELL_MS
                                          : pause > TELL_MAX_MS ? TELL_MAX_MS
                                                                : pause);
}

struct feed *feed_new(struct cluster *c, void (*changed)(void *user), void *user)
{
    struct feed *f = xcalloc(1, sizeof *f);
    f->cluster = c;
    f->sources = fact_sources;
    f->model = cluster_model(c);
    f->changed = changed;
    f->user = user;
    f->commits_pace_ms[SET_NOW] = f->commits_pace_ms[SET_LATER] = INT64_MAX;
    f->was_up = f->model->link == LINK_UP;
    f->calls = cluster_calls(c);
    f->parallel = f->calls->most - f->calls->most / PLANS_SHARE;
    f->room = (struct call_waiter){.go = on_room, .user = f};
    f->turn_ns = TURN_NS;
    for (int k = 0; k < FACT_KINDS; k++)
        map_init(&f->index[k]);
    f->scan = timer_new(cluster_loop(c), on_scan, f);
    f->tell = timer_new(cluster_loop(c), on_tell, f);
    return f;
}

void feed_free(struct feed *f)
{
    if (!f)
        return;
    call_limit_forget(f->calls, &f->room);
    while (f->batches) {
        struct batch *t = f->batches;
        for (int i = 0; i < FACT_SPECS; i++)
            request_cancel(t->calls[i].request);
        job_cancel(t->work);
        batch_free(t);
    }
    for (int k = 0; k < FACT_KINDS; k++) {
        map_release(&f->index[k], NULL);
        vec_release(&f->due[k].v);
    }
    for (size_t i = 0; i < f->items.len; i++)
        item_free(f->items.data[i]);
    vec_release(&f->items);
    timer_free(f->scan);
    timer_free(f->tell);
    free(f);
}

void feed_tell(struct feed *f)
{
    int64_t wait = f->tell_again_ms - clock_mono_ms();
    if (!timer_is_running(f->tell) || timer_left(f->tell) > wait)
        timer_start(f->tell, wait);
}

/* Not on screen: with whatever else comes in the meantime. */
void feed_tell_later(struct feed *f)
{
    if (!timer_is_running(f->tell))
        timer_start(f->tell, TELL_LATER_MS);
}

void feed_tell_now(struct feed *f)
{
    timer_start(f->tell, 0);
}

void item_ended(struct feed *f, struct item *it, bool failed)
{
    (void)f;
    it->in_flight = false;
    it->due_ms = 0;
    it->tried = true;
    it->failures = failed ? it->failures + 1 : 0;
    it->doubts = 0;
    it->given_up &= failed;
}

/* ---- what is due ----------------------------------------------------------------------------- */

/* What was never known and failed because a connection or an answer was lost: a row, a finding
 * waits for it. */
static bool is_missed(const struct fact *fact)
{
    bool lost = fact->failed == ERR_UNREACHABLE || fact->failed == ERR_TIMEOUT ||
                fact->failed == ERR_NOT_READY;
    return lost && !fact_known(fact);
}

int64_t feed_backoff(const struct item *it, const struct fact *fact)
{
    int64_t wait = BACKOFF_MIN_MS;
    if (it->max_age_ms > wait && !is_missed(fact))
        wait = it->max_age_ms;
    for (int i = 1; i < it->failures && wait < BACKOFF_MAX_MS; i++)
        wait *= 2;
    if (fact->failed == ERR_DENIED && wait < BACKOFF_DENIED_MS)
        wait = BACKOFF_DENIED_MS;
    return wait < BACKOFF_MAX_MS ? wait : BACKOFF_MAX_MS;
}

/* Soon, but the later the larger the answer is: a cluster whose replicas come and go all the time
 * must not be sent every request without end. */
static int64_t unsure_ms(const struct feed *f)
{
    const struct metadata *md = f->model->metadata;
    return UNSURE_MS + (md ? md->npartitions / 20 : 0);
}

/* When the item is to be requested again: 0 now, INT64_MAX never. A little early, so that facts
 * which came in a few ms apart are renewed with one wake-up. */
static int64_t due_at(const struct feed *f, const struct item *it)
{
    if (it->doubts)
        return feed_doubt_due(f, it);
    if (it->forced || it->overtaken || !it->tried)
        return 0;
    if (f->paused)
        return INT64_MAX;
    const struct fact *fact = model_fact(f->model, it->kind, it->name);
    if (!fact || !fact->tried_ms)
        return 0;
    if (fact->failed != ERR_NONE)
        return fact->tried_ms + feed_backoff(it, fact);
    if (it->kind == FACT_METADATA && model_unsure(f->model) && it->max_age_ms > unsure_ms(f))
        return fact->at_ms + unsure_ms(f);
    int64_t slack = it->max_age_ms / 8 < 250 ? it->max_age_ms / 8 : 250;
    /* Ends follow the commits they are compared with, which renew them by themselves. */
    if (f->sources[it->kind].commits == COMMITS_FIRST && feed_commits_pace(f) <= it->max_age_ms)
        slack = -it->max_age_ms / 2;
    return fact->at_ms + it->max_age_ms - slack;
}

/* What is not on screen is renewed in steps: each pass over thousands of items finds many due, not
 * one or two. */
static int64_t due_in_steps(const struct feed *f, const struct item *it)
{
    int64_t at = due_at(f, it);
    if (it->priority < FEED_LATER || at == 0 || at > INT64_MAX - LATER_STEP_MS)
        return at;
    return (at + LATER_STEP_MS - 1) / LATER_STEP_MS * LATER_STEP_MS;
}

/* Looked up again only when it may be due: a fact that became newer since is found then. */
static int64_t when_due(const struct feed *f, struct item *it, int64_t now)
{
    bool known = it->due_ms > now && !it->forced && !it->overtaken && it->kind != FACT_METADATA;
    if (!known || f->reschedule)
        it->due_ms = due_in_steps(f, it);
    return it->due_ms;
}

static int by_urgency(const void *a, const void *b)
{
    const struct item *x = *(struct item *const *)a, *y = *(struct item *const *)b;
    if (x->priority != y->priority)
        return x->priority < y->priority ? -1 : 1;
    return (x->order > y->order) - (x->order < y->order);
}

static int64_t fill_queues(struct feed *f, int64_t now)
{
    int64_t next = INT64_MAX;
    for (int k = 0; k < FACT_KINDS; k++) {
        vec_clear(&f->due[k].v);
        f->due[k].head = 0;
    }
    for (size_t i = 0; i < f->items.len; i++) {
        struct item *it = f->items.data[i];
        if (!it->wanted || it->in_flight || (it->doubts && feed_is_gone(f, it)))
            continue;
        int64_t at = when_due(f, it, now);
        if (at <= now)
            vec_push(&f->due[it->kind].v, it);
        else if (at < next)
            next = at;
    }
    for (int k = 0; k < FACT_KINDS; k++)
        if (f->due[k].v.len > 1)
            qsort(f->due[k].v.data, f->due[k].v.len, sizeof *f->due[k].v.data, by_urgency);
    f->reschedule = false;
    return next;
}

/* ---- topics without partitions to ask -------------------------------------------------------- */

/* A topic that the metadata does not have, or has with an error, has no ends to ask for. */
static void drop_unknown_topics(struct feed *f)
{
    struct queue *q = &f->due[FACT_TOPIC_OFFSETS];
    if (!f->model->metadata)
        return;
    size_t kept = q->head;
    for (size_t i = q->head; i < q->v.len; i++) {
        struct item *it = q->v.data[i];
        const struct topic *t = metadata_topic(f->model->metadata, it->name);
        if (t && t->npartitions > 0) {
            q->v.data[kept++] = it;
            continue;
        }
        struct err err = {0};
        it->judged = false;
        if (t && feed_doubts(f, it->kind, it->name, kafka_err_kind(t->err_code), MANY)) {
            feed_scan_soon(f); /* the timer was set without it */
            continue;          /* made a moment ago */
        }
        if (!t && feed_doubts_list(f, it)) {
            feed_scan_soon(f);
            continue;
        }
        if (t && t->err)
            err_set(&err, ERR_BROKER, "%s", t->err);
        else
            err_set(&err, ERR_NOT_FOUND, "Topic %s is not in the cluster's metadata", it->name);
        model_failed(f->model, it->kind, it->name, &err);
        it->forced = it->overtaken = false;
        item_ended(f, it, true);
        feed_tell(f);
    }
    q->v.len = kept;
}

/* Nothing will be requested for now; everyone who waits gets the reason. */
static void fail_untried(struct feed *f)
{
    struct err err = f->model->link_err;
    err_wrap(&err, "Not connected");
    for (size_t i = 0; i < f->items.len; i++) {
        struct item *it = f->items.data[i];
        if (it->in_flight || (it->tried && !it->forced && !it->doubts))
            continue;
        model_failed(f->model, it->kind, it->name, &err);
        it->tried = true;
        it->forced = it->overtaken = false;
        it->due_ms = 0;
        it->doubts = 0;
        feed_tell(f);
    }
}

static void note_link(struct feed *f)
{
    bool up = f->model->link == LINK_UP;
    f->reschedule |= up != f->was_up;
    if (up && !f->was_up)
        for (size_t i = 0; i < f->items.len; i++) {
            struct item *it = f->items.data[i];
            const struct fact *fact = model_fact(f->model, it->kind, it->name);
            it->failures = 0;
            it->overtaken |= fact && fact->failed != ERR_NONE && fact->failed != ERR_DENIED;
        }
    f->was_up = up;
}

void feed_scan(struct feed *f)
{
    note_link(f);
    if (f->model->link == LINK_DOWN) {
        fail_untried(f);
        timer_stop(f->scan);
        return; /* the session scans again when the link changes */
    }
    int64_t now = clock_mono_ms();
    int64_t next = fill_queues(f, now);
    if (next == INT64_MAX)
        timer_stop(f->scan);
    else
        timer_start(f->scan, next - now);
    drop_unknown_topics(f);
    feed_pump(f);
}

void feed_scan_soon(struct feed *f)
{
    timer_start(f->scan, 1);
}

/* ---- what the outside asks ------------------------------------------------------------------- */

void feed_refresh(struct feed *f)
{
    cluster_try_again(f->cluster);
    for (size_t i = 0; i < f->items.len; i++) {
        f->items.data[i]->forced = true;
        f->items.data[i]->failures = 0;
    }
    feed_scan(f);
}

void feed_pause(struct feed *f, bool paused)
{
    f->paused = paused;
    f->reschedule = true;
    feed_scan(f);
}

bool feed_paused(const struct feed *f)
{
    return f->paused;
}

static bool item_open(const struct item *it)
{
    return it->wanted && (!it->tried || it->forced || it->overtaken || it->in_flight || it->doubts);
}

bool feed_settled(const struct feed *f)
{
    size_t left, total;
    feed_progress(f, &left, &total);
    return left == 0 && !timer_is_running(f->tell);
}

void feed_progress(const struct feed *f, size_t *left, size_t *total)
{
    *left = *total = 0;
    for (size_t i = 0; i < f->items.len; i++) {
        *total += f->items.data[i]->wanted;
        *left += item_open(f->items.data[i]);
    }
}
