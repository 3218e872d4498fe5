/* From answers to facts: each callback puts what came into the model, closes the trip and lets the
 * feed send the next.
 *
 * An answer that was asked for before the model learnt something newer of the same thing (a change
 * was read back meanwhile) is dropped. What a batch was asked for and did not answer is a failure
 * of its own, so nothing waits for ever. */
#include "core/live/feed_impl.h"

#include "core/base/clock.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

/* ---- the end of a trip ------------------------------------------------------------------------
 */

static bool is_outdated(const struct trip *t, const char *name)
{
    const struct fact *fact = model_fact(t->feed->model, t->kind, name);
    return fact && fact->at_ms > t->asked_ms;
}

/* Of objects that have names; lists of all are asked again by themselves. */
static bool doubts(const struct trip *t, const char *name, enum err_kind failed, int most)
{
    return name && failed != ERR_NONE && feed_doubts(t->feed, t->kind, name, failed, most);
}

static void close_item(struct trip *t, struct item *it, const struct err *err)
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
        err_set(&missing, ERR_BROKER, "The answer did not mention %s", it->name ? it->name : "it");
        model_failed(f->model, t->kind, it->name, &missing);
    }
    fact = model_fact(f->model, t->kind, it->name);
    item_ended(f, it, fact && fact->failed != ERR_NONE);
}

static void close_trip(struct trip *t, const struct err *err)
{
    struct feed *f = t->feed;
    enum fact_kind kind = t->kind;
    bool later = t->priority >= FEED_LATER;
    for (size_t i = 0; i < t->n; i++)
        close_item(t, t->items[i], err);
    trip_free(t);
    /* The last of a kind decides what is asked next: the ends that belong to all the commits. */
    if (later)
        feed_tell_later(f);
    else if (f->running[kind] == 0 && f->due[kind].head >= f->due[kind].v.len)
        feed_tell_now(f);
    else
        feed_tell(f);
    /* Looking at everything again is dear with thousands of items: only after the last answer. */
    if (f->running_all > 0)
        feed_pump(f);
    else
        feed_scan(f);
}

/* ---- one of a kind ----------------------------------------------------------------------------
 */

/* A topic list that changed decides which offsets may be asked: look at everything again. */
void feed_on_metadata(void *trip, void *result, const struct err *err)
{
    struct trip *t = trip;
    struct feed *f = t->feed;
    if (!err)
        model_take_metadata(f->model, result);
    f->anew = true;
    feed_list_came(f, FACT_METADATA);
    close_trip(t, err);
    feed_scan(f);
}

void feed_on_cluster(void *trip, void *result, const struct err *err)
{
    struct trip *t = trip;
    if (!err)
        model_take_cluster(t->feed->model, result);
    close_trip(t, err);
}

void feed_on_group_list(void *trip, void *result, const struct err *err)
{
    struct trip *t = trip;
    if (!err)
        model_take_group_list(t->feed->model, result);
    struct feed *f = t->feed;
    f->anew = true; /* what is gone has no facts any more */
    feed_list_came(f, FACT_GROUP_LIST);
    close_trip(t, err);
    feed_scan(f);
}

void feed_on_acls(void *trip, void *result, const struct err *err)
{
    struct trip *t = trip;
    if (!err)
        model_take_acls(t->feed->model, result);
    close_trip(t, err);
}

void feed_on_users(void *trip, void *result, const struct err *err)
{
    struct trip *t = trip;
    if (!err)
        model_take_users(t->feed->model, result);
    close_trip(t, err);
}

/* ---- groups -----------------------------------------------------------------------------------
 */

void feed_on_groups(void *trip, void *result, const struct err *err)
{
    struct trip *t = trip;
    struct group_desc_list *l = result;
    for (size_t i = 0; l && i < l->n; i++) {
        const struct group_desc *g = l->g[i];
        bool dead = g->fact.failed == ERR_NONE && g->state == GROUP_DEAD;
        if (is_outdated(t, g->id) || doubts(t, g->id, g->fact.failed, INT_MAX) ||
            (dead && doubts(t, g->id, ERR_NOT_FOUND, 1)))
            continue;
        model_take_group(t->feed->model, l->g[i]);
        l->g[i] = NULL;
    }
    group_desc_list_free(l);
    close_trip(t, err);
}

/* The ends that are known by now are older than these commits: a lag from both would be wrong. */
static void overtake_ends(struct feed *f, const struct group_offsets *g)
{
    const char *last = NULL;
    for (size_t i = 0; i < g->n; i++) {
        if (last && strcmp(last, g->o[i].topic) == 0)
            continue;
        last = g->o[i].topic;
        struct item *it = feed_item(f, FACT_TOPIC_OFFSETS, last);
        if (it && it->tried)
            it->overtaken = true; /* found by the next scan */
    }
}

void feed_on_group_offsets(void *trip, void *result, const struct err *err)
{
    struct trip *t = trip;
    struct group_offsets *g = result;
    if (g && is_outdated(t, g->id)) {
        group_offsets_free(g);
    } else if (g) {
        overtake_ends(t->feed, g);
        model_take_group_offsets(t->feed->model, g);
    }
    close_trip(t, err);
}

/* ---- ends and starts --------------------------------------------------------------------------
 */

static struct partition_offsets *slot_of(struct trip *t, const struct offset_answer *a,
                                         struct topic_offsets **cached, const char **name)
{
    if (!*name || strcmp(*name, a->topic) != 0) {
        *name = a->topic;
        *cached = model_topic_offsets(t->feed->model, a->topic);
    }
    return topic_offsets_at(*cached, a->partition);
}

/* A partition without a leader says what the metadata says. */
static bool partition_doubted(const struct trip *t, const struct offset_answer *a)
{
    const struct metadata *md = t->feed->model->metadata;
    const struct topic *topic = md ? metadata_topic(md, a->topic) : NULL;
    const struct partition *p = topic ? topic_partition(topic, a->partition) : NULL;
    return p && !partition_offline(md, p) &&
           doubts(t, a->topic, a->kind, INT_MAX);
}

static void take_offsets(struct trip *t, const struct offset_answers *o, bool ends)
{
    struct topic_offsets *to = NULL;
    const char *name = NULL;
    for (size_t i = 0; i < o->n; i++) {
        const struct offset_answer *a = &o->a[i];
        if (a->err && partition_doubted(t, a))
            continue;
        struct partition_offsets *p = slot_of(t, a, &to, &name);
        if (a->err)
            partition_offsets_failed(p, a->err);
        else if (ends)
            partition_offsets_end(p, told_or(a->offset, OFFSET_UNKNOWN), t->asked_ms);
        else
            partition_offsets_start(p, told_or(a->offset, OFFSET_UNKNOWN), t->asked_ms);
    }
}

/* The topic as a whole failed only when no partition of it has an end from this trip. */
static void judge_topic(struct trip *t, const char *name)
{
    struct topic_offsets *to = model_topic_offsets(t->feed->model, name);
    const char *why = NULL;
    for (int32_t i = 0; i < to->n; i++) {
        if (to->p[i].end_at_ms >= t->asked_ms) {
            fact_learnt(&to->fact);
            return;
        }
        if (to->p[i].why && !why)
            why = to->p[i].why;
    }
    struct err err = {0};
    err_set(&err, ERR_BROKER, "%s", why ? why : "No partition answered");
    fact_failed(&to->fact, &err);
}

static void offsets_half(struct trip *t, void *result, const struct err *err, bool ends)
{
    if (result)
        take_offsets(t, result, ends);
    else
        t->err = *err;
    offset_answers_free(result);
    t->requests[ends ? 0 : 1] = NULL;
    if (--t->pending > 0)
        return;
    if (t->err.kind != ERR_NONE) {
        struct err failed = t->err;
        close_trip(t, &failed);
        return;
    }
    for (size_t i = 0; i < t->n; i++)
        if (!t->items[i]->doubted)
            judge_topic(t, t->items[i]->name);
    model_touch(t->feed->model, FACT_TOPIC_OFFSETS);
    close_trip(t, NULL);
}

void feed_on_ends(void *trip, void *result, const struct err *err)
{
    offsets_half(trip, result, err, true);
}

void feed_on_starts(void *trip, void *result, const struct err *err)
{
    offsets_half(trip, result, err, false);
}

/* ---- configs, ids -----------------------------------------------------------------------------
 */

void feed_on_configs(void *trip, void *result, const struct err *err)
{
    struct trip *t = trip;
    struct config_list *l = result;
    for (size_t i = 0; l && i < l->n; i++) {
        if (is_outdated(t, l->c[i]->name) ||
            doubts(t, l->c[i]->name, l->c[i]->fact.failed, INT_MAX))
            continue;
        model_take_config(t->feed->model, l->c[i]);
        l->c[i] = NULL;
    }
    config_list_free(l);
    close_trip(t, err);
}

void feed_on_journal(void *trip, struct journal *j, const struct journal_stamp *stamp,
                     const struct err *err)
{
    struct trip *t = trip;
    struct feed *f = t->feed;
    t->work = NULL;
    if (!err) {
        model_take_journal(f->model, j);
        f->journal_seen = *stamp;
    }
    close_trip(t, err);
}

void feed_on_topic_ids(void *trip, void *result, const struct err *err)
{
    struct trip *t = trip;
    struct topic_id_list *l = result;
    for (size_t i = 0; l && i < l->n; i++) {
        struct err failed = {0};
        if (l->e[i].id) {
            model_take_topic_id(t->feed->model, l->e[i].topic, l->e[i].id);
            continue;
        }
        if (doubts(t, l->e[i].topic, l->e[i].kind, INT_MAX))
            continue;
        if (l->e[i].err)
            err_set(&failed, l->e[i].kind, "%s", l->e[i].err);
        else
            err_set(&failed, ERR_UNSUPPORTED, "brokers before Kafka 2.8 give topics no ids");
        model_failed(t->feed->model, FACT_TOPIC_ID, l->e[i].topic, &failed);
    }
    topic_id_list_free(l);
    close_trip(t, err);
}
