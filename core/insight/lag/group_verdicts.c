/* Keeps the verdicts on groups. A verdict is written again with each sample of its group; what has
 * to last from one to the next is the hysteresis of each partition. */
#include "core/insight/lag/group_verdicts.h"

#include "core/base/clock.h"
#include "core/base/mem.h"
#include "core/insight/lag/turns.h"
#include "core/insight/lag/verdict_group.h"
#include "core/insight/lag/verdict_input.h"
#include "core/model/model_fact.h"
#include "core/recording/recording_read.h"

#include <stdlib.h>
#include <string.h>

void group_verdicts_init(struct group_verdicts *b, int64_t interval_ms)
{
    b->rules = lag_rules_of(interval_ms);
    map_init(&b->pages);
    b->kept = xcalloc(1, sizeof *b->kept);
}

static void page_free(void *value)
{
    struct judged_group *p = value;
    if (!p)
        return;
    arena_release(&p->arena);
    free(p);
}

void group_verdicts_release(struct group_verdicts *b)
{
    map_release(&b->pages, page_free);
    topic_flows_kept_release(b->kept);
    free(b->kept);
}

const struct judged_group *judged_group(const struct group_verdicts *b, const char *group)
{
    return b ? map_get(&b->pages, group) : NULL;
}

bool group_verdict_is_due(const struct group_verdicts *b, const struct model *m, const char *group)
{
    const struct judged_group *p = judged_group(b, group);
    return !p || (!p->described && model_group(m, group));
}

static struct judged_partition *find(const struct judged_group *p, const char *topic,
                                     int32_t partition)
{
    size_t low = 0, high = p->n;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        struct judged_partition *e = &p->entries[mid];
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

const struct partition_verdict *lag_verdict(const struct judged_group *p, const char *topic,
                                            int32_t partition)
{
    const struct judged_partition *e = p ? find(p, topic, partition) : NULL;
    return e ? &e->hold.shown : NULL;
}

/* Partitions of one topic come together: its name is stored once. */
static const char *kept_name(struct judged_group *p, size_t i, const char *topic)
{
    const struct judged_partition *last = i ? &p->entries[i - 1] : NULL;
    return last && strcmp(last->topic, topic) == 0 ? last->topic : arena_strdup(&p->arena, topic);
}

/* What is held has the numbers of the sample that it is based on, except those that are shown next
 * to it as they are now. */
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
static void keep_holds(struct judged_group *reads, const struct judged_group *old,
                       struct verdict_input *c, bool new_sample)
{
    reads->n = c->nparts;
    reads->entries = arena_array(&reads->arena, c->nparts, sizeof *reads->entries);
    for (size_t i = 0; i < c->nparts; i++) {
        struct verdict_input_part *p = &c->parts[i];
        struct judged_partition *e = &reads->entries[i];
        const struct judged_partition *was = old ? find(old, p->topic, p->partition) : NULL;
        *e = (struct judged_partition){.topic = kept_name(reads, i, p->topic),
                                       .partition = p->partition};
        if (was)
            e->hold = was->hold;
        /* While partitions are shared out again no member has any. */
        if (was && !c->assigned && c->state_known && group_state_active(c->state))
            p->abandoned = was->abandoned;
        e->abandoned = p->abandoned;
        reads->doubtful |= p->v.doubtful;
        if (new_sample || !was || verdict_explains(p->v.verdict, e->hold.shown.verdict))
            verdict_debounce(&e->hold, &p->v);
        else if (e->hold.first)
            e->hold.shown = p->v; /* more is known of the only sample */
        if (p->v.out == 0)        /* also while another verdict is held: the commit is not moving
                                     now */
            e->hold.shown.out = 0;
        refresh(&e->hold.shown, &p->v);
        p->v = e->hold.shown;
    }
}

static void keep_way(struct judged_group *reads, const struct judged_group *old,
                     struct verdict_input *c, bool new_sample)
{
    reads->way = old ? old->way : 0;
    reads->unsure = old ? old->unsure : 0;
    if (new_sample)
        reads->way = turns_way(&c->sum, reads->way, &reads->unsure);
    c->way = reads->way;
}

void group_verdicts_judge(struct group_verdicts *b, const struct model *m,
                          const struct recording *h, const char *group)
{
    struct judged_group *reads = xcalloc(1, sizeof *reads), *old = map_get(&b->pages, group);
    const struct recording_group *g = recording_find(h, group);
    struct arena evidence; /* only the verdicts last */
    arena_init(&reads->arena);
    arena_init(&evidence);
    struct verdict_input c = verdict_input_make(m, g, group, &b->rules, &evidence);
    reads->described = c.described;
    reads->judged_ms = clock_mono_ms();
    reads->sample_ms = g ? recording_last_ms(g) : 0;
    bool new_sample = !old || reads->sample_ms != old->sample_ms;
    keep_holds(reads, old, &c, new_sample);
    keep_way(reads, old, &c, new_sample);
    reads->verdict = group_verdict_of(&c, &b->rules, &reads->arena);
    arena_release(&evidence);
    page_free(map_set(&b->pages, group, reads));
}

void group_verdicts_clock_set(struct group_verdicts *b, int64_t by_ms)
{
    const char *key;
    size_t at = 0;
    void *value;
    while (map_next(&b->pages, &at, &key, &value)) {
        struct judged_group *p = value;
        p->sample_ms += p->sample_ms ? by_ms : 0;
    }
}

void group_verdicts_forget(struct group_verdicts *b, const struct model *m)
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
