/* Log start and high watermark per partition of one topic. Grows with the partitions requested;
 * each side carries its own age, because the two come by different requests and fail apart. */
#include "core/model/offsets.h"

#include "core/base/mem.h"

#include <stdlib.h>

/* Rates are over this long a time; answers farther from each other than a break say nothing about
 * now. */
enum { SMOOTH_MS = 30000, BREAK_MS = 15 * 60000 };

struct topic_offsets *topic_offsets_new(void)
{
    return xcalloc(1, sizeof(struct topic_offsets));
}

void topic_offsets_free(struct topic_offsets *t)
{
    if (!t)
        return;
    for (int32_t i = 0; i < t->n; i++)
        free(t->p[i].why);
    free(t->p);
    fact_release(&t->fact);
    free(t);
}

struct partition_offsets *topic_offsets_at(struct topic_offsets *t, int32_t partition)
{
    if (partition < 0)
        return NULL;
    if (partition >= t->n) {
        t->p = xrealloc(t->p, (size_t)partition + 1, sizeof *t->p);
        for (int32_t i = t->n; i <= partition; i++)
            t->p[i] = (struct partition_offsets){
                .start = OFFSET_UNKNOWN, .end = OFFSET_UNKNOWN, .base = OFFSET_UNKNOWN};
        t->n = partition + 1;
    }
    return &t->p[partition];
}

const struct partition_offsets *topic_offsets_get(const struct topic_offsets *t, int32_t partition)
{
    return t && partition >= 0 && partition < t->n ? &t->p[partition] : NULL;
}

static void clear_why(struct partition_offsets *p)
{
    free(p->why);
    p->why = NULL;
}

void partition_offsets_start(struct partition_offsets *p, int64_t start, int64_t at_ms)
{
    p->start = start;
    p->start_at_ms = at_ms;
    clear_why(p);
}

/* Two places to count from: when the later one is half the window old it becomes the one that
 * counts. So a rate spans the window or half of it, whatever the pace of answers. */
static void move_base(struct partition_offsets *p, int64_t at_ms)
{
    bool restart =
        p->base == OFFSET_UNKNOWN || p->end < p->next || at_ms - p->next_at_ms > BREAK_MS;
    if (!restart && at_ms - p->next_at_ms < SMOOTH_MS / 2)
        return;
    p->base = restart ? p->end : p->next;
    p->base_at_ms = restart ? at_ms : p->next_at_ms;
    p->next = p->end;
    p->next_at_ms = at_ms;
}

void partition_offsets_end(struct partition_offsets *p, int64_t end, int64_t at_ms)
{
    if (p->end != OFFSET_UNKNOWN && end < p->end)
        partition_offsets_rebase(p);
    p->end = end;
    p->end_at_ms = at_ms;
    move_base(p, at_ms);
    clear_why(p);
}

void partition_offsets_rebase(struct partition_offsets *p)
{
    p->base = OFFSET_UNKNOWN;
}

void partition_offsets_failed(struct partition_offsets *p, const char *why)
{
    clear_why(p);
    p->why = xstrdup(why ? why : "failed for an unknown reason");
    partition_offsets_rebase(p);
}

bool partition_offsets_written(const struct partition_offsets *p, int64_t *records, int64_t *ms)
{
    if (!p || p->end == OFFSET_UNKNOWN || p->base == OFFSET_UNKNOWN || p->end < p->base ||
        p->end_at_ms <= p->base_at_ms)
        return false;
    *records = p->end - p->base;
    *ms = p->end_at_ms - p->base_at_ms;
    return true;
}

struct topic_content topic_content(const struct topic_offsets *o, const struct topic *t)
{
    struct topic_content c = {0};
    for (int i = 0; o && i < t->npartitions; i++) {
        const struct partition_offsets *p = topic_offsets_get(o, t->partitions[i].id);
        if (p && p->start != OFFSET_UNKNOWN && p->end != OFFSET_UNKNOWN) {
            c.messages += p->end > p->start ? p->end - p->start : 0;
            c.known++;
        }
    }
    return c;
}
