/* Answers that are not the last word: what goes while one looks, and what moves.
 *
 * An answer contradicts the list of all (metadata, listing of groups) when it does not know an
 * object that is listed there, or says that whoever should answer has moved or is not ready. Then
 * the list is asked for once more. What it has no longer is gone: whoever made rows of the list
 * leaves it out, and who asked by name is told so. What is still there is asked about again, after
 * growing pauses and for some seconds; only then it counts as failed. Nothing of this is in the
 * model meanwhile: a value from before stays what it was. */
#include "core/live/feed_impl.h"

#include "core/base/clock.h"

#include <stdlib.h>

enum {
    DOUBT_MS = 10000, /* so long, as clients of Kafka go on asking for longer */
    PAUSE_MIN_MS = 50,
    PAUSE_MAX_MS = 1000,
};

/* FACT_KINDS: of nothing that is listed. */
static enum fact_kind list_of(enum fact_kind kind)
{
    switch (kind) {
    case FACT_TOPIC_OFFSETS:
    case FACT_TOPIC_CONFIG:
    case FACT_TOPIC_ID:
    case FACT_BROKER_CONFIG:
        return FACT_METADATA;
    case FACT_GROUP:
    case FACT_GROUP_OFFSETS:
    case FACT_GROUP_CONFIG:
        return FACT_GROUP_LIST;
    default:
        return FACT_KINDS;
    }
}

/* As the newest list has it; false also when there is none yet. */
static bool is_listed(const struct model *m, const struct item *it)
{
    const struct broker *b;
    switch (list_of(it->kind)) {
    case FACT_METADATA:
        if (it->kind != FACT_BROKER_CONFIG)
            return m->metadata && metadata_topic(m->metadata, it->name);
        b = m->metadata ? metadata_broker(m->metadata, (int32_t)strtol(it->name, NULL, 10)) : NULL;
        return b && b->alive;
    case FACT_GROUP_LIST: /* a part of it proves nothing */
        return m->group_list &&
               (m->group_list->nerrors || group_listing_find(m->group_list, it->name));
    default:
        return false;
    }
}

/* NULL: nobody wants that list, or it is of nothing that is listed. */
static struct item *list_item(const struct feed *f, const struct item *it)
{
    enum fact_kind kind = list_of(it->kind);
    struct item *list = kind == FACT_KINDS ? NULL : feed_item(f, kind, NULL);
    return list && list->wanted ? list : NULL;
}

static bool is_silence(enum err_kind failed)
{
    return failed == ERR_TIMEOUT || failed == ERR_UNREACHABLE;
}

/* A broker that is silent for so long is one that the next metadata may have no more; asking it
 * once more would take as long again. */
static bool contradicts(const struct feed *f, const struct item *it, enum err_kind failed)
{
    if (failed == ERR_NOT_READY)
        return true;
    if (failed == ERR_NOT_FOUND || (is_silence(failed) && it->kind == FACT_BROKER_CONFIG))
        return is_listed(f->model, it);
    return false;
}

bool feed_doubts(struct feed *f, enum fact_kind kind, const char *name, enum err_kind failed,
                 int most)
{
    struct item *it = feed_item(f, kind, name);
    if (!it || it->judged)
        return it && it->doubted;
    int64_t now = clock_mono_ms();
    it->judged = true;
    if (is_silence(failed)) /* once, however quickly the next answer stays away */
        most = 1;
    if (it->given_up && !it->doubts)
        return it->doubted = false;
    it->doubted = contradicts(f, it, failed) && it->doubts < most &&
                  (!it->doubts || now - it->doubted_ms < DOUBT_MS);
    it->given_up = !it->doubted && it->doubts;
    if (!it->doubted)
        return false;
    if (!it->doubts++)
        it->doubted_ms = now;
    it->may_be_gone = failed != ERR_NOT_READY;
    int64_t pause = it->doubts > 5 ? PAUSE_MAX_MS : (int64_t)PAUSE_MIN_MS << (it->doubts - 1);
    it->again_ms = now + pause;
    it->due_ms = 0;
    struct item *list = list_item(f, it);
    if (list)
        list->forced = true; /* one that is under way may be older than the doubt */
    return true;
}

/* Brokers learn of a topic one after the other, so it may be missing in one list and back in the
 * next. */
void feed_look_again(const struct feed *f, struct item *it)
{
    if (!it->failures || it->in_flight || it->doubts || it->given_up || !is_listed(f->model, it))
        return;
    const struct fact *fact = model_fact(f->model, it->kind, it->name);
    if (!fact || fact->failed != ERR_NOT_FOUND)
        return;
    it->doubts = 1;
    it->doubted_ms = clock_mono_ms();
    it->again_ms = it->doubted_ms + PAUSE_MIN_MS;
    it->may_be_gone = true;
    it->due_ms = 0;
}

void feed_list_came(struct feed *f, enum fact_kind list)
{
    for (size_t i = 0; i < f->items.len; i++)
        if (f->items.data[i]->failures && list_of(f->items.data[i]->kind) == list)
            feed_look_again(f, f->items.data[i]);
}

int64_t feed_doubt_due(const struct feed *f, const struct item *it)
{
    const struct item *list = list_item(f, it);
    if (list && (list->forced || list->in_flight))
        return INT64_MAX; /* its answer has everything looked at again */
    return it->again_ms;
}

bool feed_is_gone(struct feed *f, struct item *it)
{
    if (!it->may_be_gone || feed_doubt_due(f, it) == INT64_MAX || is_listed(f->model, it))
        return false;
    struct err err = {0};
    err_set(&err, ERR_NOT_FOUND, "%s is not there any more", it->name);
    model_failed(f->model, it->kind, it->name, &err);
    it->forced = it->overtaken = false;
    item_ended(f, it, true);
    feed_tell(f);
    return true;
}
