/* From answers to facts: what came enters the model as the row of its kind says, the batch is
 * closed, and the feed sends the next.
 *
 * An answer that was requested before the model learnt something newer of the same thing (a change
 * was read since) is dropped. What a batch requested and the answer lacks is a failure of its own,
 * so nothing waits without end. */
#include "core/live/feed_impl.h"

#include "core/base/clock.h"
#include "core/model/model_fact.h"

#include <limits.h>

/* ---- what enters the model ------------------------------------------------------------------- */

static bool is_outdated(const struct batch *t, const char *name)
{
    const struct fact *fact = model_fact(t->feed->model, t->kind, name);
    return fact && fact->at_ms > t->asked_ms;
}

/* Of objects that have names; lists of all are asked again by themselves. */
static bool doubts(const struct batch *t, const char *name, enum err_kind failed, int most)
{
    return name && failed != ERR_NONE && feed_doubts(t->feed, t->kind, name, failed, most);
}

static bool leave_out(void *batch, const char *name, enum err_kind failed, int most)
{
    return is_outdated(batch, name) || doubts(batch, name, failed, most);
}

static void outdates(void *batch, enum fact_kind kind, const char *name)
{
    struct batch *t = batch;
    struct item *it = feed_item(t->feed, kind, name);
    if (it && it->tried)
        it->overtaken = true; /* found by the next scan */
}

static struct fact_answer answer_of(struct batch *t, int64_t spec)
{
    return (struct fact_answer){.model = t->feed->model,
                                .asked_ms = t->asked_ms,
                                .spec = spec,
                                .leave_out = leave_out,
                                .outdates = outdates,
                                .user = t};
}

/* ---- the end of a batch ---------------------------------------------------------------------- */

static void close_item(struct batch *t, struct item *it, const struct err *err)
{
    struct feed *f = t->feed;
    bool asked_again = err && err->kind == ERR_NOT_READY; /* by the request itself */
    if (it->doubted || (err && !asked_again && doubts(t, it->name, err->kind, INT_MAX))) {
        it->in_flight = false;
        return;
    }
    const struct fact *fact = model_fact(f->model, t->kind, it->name);
    if (err)
        model_failed(f->model, t->kind, it->name, err);
    else if (!fact || fact->tried_ms < t->asked_ms) {
        struct err missing = {0};
        const char *of = fact_kinds[t->kind].of;
        err_set(&missing, ERR_BROKER, "The answer does not mention %s%s%s",
                of ? of : fact_kinds[t->kind].called, of ? " " : "", of ? it->name : "");
        model_failed(f->model, t->kind, it->name, &missing);
    }
    fact = model_fact(f->model, t->kind, it->name);
    /* It was deleted between the list and this answer, which the next list overtook. */
    if (fact && feed_may_be_lost(it->kind, fact->failed) && feed_list_lacks(f, it)) {
        struct err gone = {0};
        err_set(&gone, ERR_NOT_FOUND, "%s %s no longer exists", fact_kinds[it->kind].of, it->name);
        model_failed(f->model, t->kind, it->name, &gone);
        fact = model_fact(f->model, t->kind, it->name);
    }
    item_ended(f, it, fact && fact->failed != ERR_NONE);
}

static bool is_list(const struct feed *f, enum fact_kind kind)
{
    for (int k = 0; k < FACT_KINDS; k++)
        if (f->sources[k].is_listed && f->sources[k].list == kind)
            return true;
    return false;
}

void feed_close(struct batch *t, const struct err *err)
{
    struct feed *f = t->feed;
    enum fact_kind kind = t->kind;
    bool later = t->priority >= FEED_LATER, list = is_list(f, kind);
    for (size_t i = 0; i < t->n; i++)
        close_item(t, t->items[i], err);
    batch_free(t);
    /* The last of a kind decides what is asked next: the ends that belong to all the commits. */
    if (later)
        feed_tell_later(f);
    else if (f->running[kind] == 0 && f->due[kind].head >= f->due[kind].v.len)
        feed_tell_now(f);
    else
        feed_tell(f);
    /* Looking at all again is costly with thousands of items: only after the last answer, and
     * after a list, which decides what may be asked at all. */
    if (f->running_all > 0 && !list)
        feed_pump(f);
    else
        feed_scan(f);
}

/* All calls of the batch have answered. */
static void conclude(struct batch *t)
{
    struct feed *f = t->feed;
    const struct fact_source *s = &f->sources[t->kind];
    struct err failed = t->err;
    bool ok = failed.kind == ERR_NONE;
    struct fact_answer a = answer_of(t, 0);
    for (size_t i = 0; ok && s->conclude && i < t->n; i++)
        if (!t->items[i]->doubted)
            s->conclude(&a, t->items[i]->name);
    if (is_list(f, t->kind)) {
        f->reschedule = true; /* what was deleted has no facts any more */
        feed_list_came(f, t->kind);
    }
    feed_close(t, ok ? NULL : &failed);
}

void feed_on_answer(void *call, void *answer, const struct err *err)
{
    struct call *c = call;
    struct batch *t = c->batch;
    struct fact_answer a = answer_of(t, c->spec);
    c->request = NULL;
    if (err)
        t->err = *err;
    else
        t->feed->sources[t->kind].take(&a, answer);
    if (--t->pending == 0)
        conclude(t);
}
