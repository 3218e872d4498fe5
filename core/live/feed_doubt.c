/* Answers that are not the last word: objects deleted or moved while they are read.
 *
 * An answer contradicts the list of all (metadata, listing of groups) when it does not know an
 * object that is listed there, or says that the broker that should answer has moved or is not
 * ready. Then the list is requested once more. What it no longer has was deleted: code that makes
 * rows of the list leaves it out, and a request by name ends with that answer. What is still there
 * is requested again, after growing pauses and for some seconds; only then it counts as failed.
 * Nothing of this is in the model until then: a value from before stays what it was. */
#include "core/live/feed_impl.h"

#include "core/base/clock.h"
#include "core/model/model_fact.h"

enum {
    DOUBT_MS = 10000, /* this long, as clients of Kafka go on asking for longer */
    PAUSE_MIN_MS = 50,
    PAUSE_MAX_MS = 1000,
};

/* As the newest list has it; false also when there is none yet, or never one. */
static bool is_listed(const struct feed *f, const struct item *it)
{
    const struct fact_source *s = &f->sources[it->kind];
    return s->is_listed && s->is_listed(f->model, it->name);
}

/* NULL: that list is not wanted, or it is of nothing that is listed. */
static struct item *list_item(const struct feed *f, const struct item *it)
{
    const struct fact_source *s = &f->sources[it->kind];
    struct item *list = s->is_listed ? feed_item(f, s->list, NULL) : NULL;
    return list && list->wanted ? list : NULL;
}

static bool is_silence(enum err_kind failed)
{
    return failed == ERR_TIMEOUT || failed == ERR_UNREACHABLE;
}

/* A broker that has not responded for this long may be missing from the next metadata; another
 * request would take as long again. */
static bool contradicts(const struct feed *f, const struct item *it, enum err_kind failed)
{
    if (failed == ERR_NOT_READY)
        return true;
    if (failed == ERR_NOT_FOUND || (is_silence(failed) && f->sources[it->kind].answers_itself))
        return is_listed(f, it);
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
    if (!it->failures || it->in_flight || it->doubts || it->given_up || !is_listed(f, it))
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
    for (size_t i = 0; i < f->items.len; i++) {
        struct item *it = f->items.data[i];
        const struct fact_source *s = &f->sources[it->kind];
        if (it->failures && s->is_listed && s->list == list)
            feed_look_again(f, it);
    }
}

bool feed_doubts_list(struct feed *f, struct item *it)
{
    struct item *list = list_item(f, it);
    if (!list || it->failures || it->doubts || it->given_up)
        return false;
    it->doubts = 1;
    it->doubted_ms = clock_mono_ms();
    it->again_ms = it->doubted_ms + PAUSE_MIN_MS;
    it->may_be_gone = true;
    it->due_ms = 0;
    list->forced = true;
    return true;
}

bool feed_list_lacks(const struct feed *f, const struct item *it)
{
    const struct fact_source *s = &f->sources[it->kind];
    const struct fact *list = s->is_listed ? model_fact(f->model, s->list, NULL) : NULL;
    return list && fact_known(list) && !s->answers_itself && !is_listed(f, it);
}

bool feed_may_be_lost(enum fact_kind kind, enum err_kind failed)
{
    bool of_group = kind == FACT_GROUP || kind == FACT_GROUP_OFFSETS;
    return failed == ERR_BROKER || (failed == ERR_NOT_READY && !of_group);
}

int64_t feed_doubt_due(const struct feed *f, const struct item *it)
{
    const struct item *list = list_item(f, it);
    if (list && (list->forced || list->in_flight))
        return INT64_MAX; /* its answer has everything checked again */
    return it->again_ms;
}

bool feed_is_gone(struct feed *f, struct item *it)
{
    if (!it->may_be_gone || feed_doubt_due(f, it) == INT64_MAX || is_listed(f, it))
        return false;
    struct err err = {0};
    err_set(&err, ERR_NOT_FOUND, "%s %s no longer exists", fact_kinds[it->kind].of, it->name);
    model_failed(f->model, it->kind, it->name, &err);
    it->forced = it->overtaken = false;
    item_ended(f, it, true);
    feed_tell(f);
    return true;
}
