/* Keeps the verdicts on groups. A page is written anew with each sample of its group; what has to
 * last from one to the next is the hysteresis of each partition. */
#include "core/insight/lag_book.h"

#include "core/base/clock.h"
#include "core/base/mem.h"
#include "core/insight/lag_case.h"

#include <stdlib.h>
#include <string.h>

void lag_book_init(struct lag_book *b, int64_t interval_ms)
{
    b->rules = lag_rules_of(interval_ms);
    map_init(&b->pages);
    b->kept = xcalloc(1, sizeof *b->kept);
}

static void page_free(void *value)
{
    struct lag_page *p = value;
    if (!p)
        return;
    arena_release(&p->arena);
    free(p);
}

void lag_book_release(struct lag_book *b)
{
    map_release(&b->pages, page_free);
    topic_flows_kept_release(b->kept);
    free(b->kept);
}

const struct lag_page *lag_page(const struct lag_book *b, const char *group)
{
    return b ? map_get(&b->pages, group) : NULL;
}

static struct lag_entry *find(const struct lag_page *p, const char *topic, int32_t partition)
{
    size_t low = 0, high = p->n;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        struct lag_entry *e = &p->entries[mid];
        int c = strcmp(e->topic, topic);
        if (c == 0)
            c = (e->partition > partition) - (e->partition < partition);
        if (c == 0)
            return e;
        if (c < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return NULL;
}

const struct partition_verdict *lag_verdict(const struct lag_page *p, const char *topic,
                                            int32_t partition)
{
    const struct lag_entry *e = p ? find(p, topic, partition) : NULL;
    return e ? &e->hold.shown : NULL;
}

/* Partitions of one topic come together: its name is kept once. */
static const char *kept_name(struct lag_page *p, size_t i, const char *topic)
{
    const struct lag_entry *last = i ? &p->entries[i - 1] : NULL;
    return last && strcmp(last->topic, topic) == 0 ? last->topic : arena_strdup(&p->arena, topic);
}

/* What is held has the numbers of the sample that it stands on, but for those that are shown beside
 * it as they are now. */
static void refresh(struct partition_verdict *held, const struct partition_verdict *now)
{
    held->time_lag_ms = now->time_lag_ms;
    held->time_lag_more = now->time_lag_more;
    if (now->lag == OFFSET_UNKNOWN || now->committed == OFFSET_UNKNOWN)
        return; /* its sentence keeps what was known */
    held->lag = now->lag;
    held->moved |= now->verdict != held->verdict && now->committed > held->committed;
    if (held->verdict == VERDICT_AHEAD) /* its sentence is about these two */
        return;
    held->committed = now->committed;
    held->end = now->end;
}

/* A new page with the holds of the old one, each moved on by this sample's verdict. */
static void keep_holds(struct lag_page *fresh, const struct lag_page *old, struct group_case *c,
                       bool new_sample)
{
    fresh->n = c->nparts;
    fresh->entries = arena_array(&fresh->arena, c->nparts, sizeof *fresh->entries);
    for (size_t i = 0; i < c->nparts; i++) {
        struct group_case_part *p = &c->parts[i];
        struct lag_entry *e = &fresh->entries[i];
        const struct lag_entry *was = old ? find(old, p->topic, p->partition) : NULL;
        *e = (struct lag_entry){.topic = kept_name(fresh, i, p->topic), .partition = p->partition};
        if (was)
            e->hold = was->hold;
        fresh->doubtful |= p->v.doubtful;
        if (new_sample || !was || verdict_explains(p->v.verdict, e->hold.shown.verdict))
            verdict_hold(&e->hold, &p->v);
        else if (e->hold.fresh)
            e->hold.shown = p->v; /* more is known of the only sample */
        if (p->v.out == 0) /* also while another verdict is held: it stands still now */
            e->hold.shown.out = 0;
        refresh(&e->hold.shown, &p->v);
        p->v = e->hold.shown;
    }
}

void lag_book_judge(struct lag_book *b, const struct model *m, const struct recording *h,
                    const char *group)
{
    struct lag_page *fresh = xcalloc(1, sizeof *fresh), *old = map_get(&b->pages, group);
    const struct recording_group *g = recording_find(h, group);
    struct arena evidence; /* only the verdicts last */
    arena_init(&fresh->arena);
    arena_init(&evidence);
    struct group_case c = lag_case_make(m, g, group, &b->rules, &evidence);
    fresh->judged_ms = clock_mono_ms();
    fresh->sample_ms = g ? recording_last_ms(g) : 0;
    keep_holds(fresh, old, &c, !old || fresh->sample_ms != old->sample_ms);
    fresh->verdict = group_verdict_of(&c, &b->rules, &fresh->arena);
    arena_release(&evidence);
    page_free(map_set(&b->pages, group, fresh));
}

void lag_book_clock_set(struct lag_book *b, int64_t by_ms)
{
    const char *key;
    size_t at = 0;
    void *value;
    while (map_next(&b->pages, &at, &key, &value)) {
        struct lag_page *p = value;
        p->sample_ms += p->sample_ms ? by_ms : 0;
    }
}

void lag_book_forget(struct lag_book *b, const struct model *m)
{
    const char **gone = NULL, *key;
    size_t n = 0, at = 0;
    void *value;
    if (!m->group_list || m->group_list->nerrors)
        return;
    while (map_next(&b->pages, &at, &key, &value))
        if (!group_listing_find(m->group_list, key)) {
            gone = xrealloc(gone, n + 1, sizeof *gone);
            gone[n++] = key;
        }
    for (size_t i = 0; i < n; i++)
        page_free(map_remove(&b->pages, gone[i]));
    free(gone);
}
