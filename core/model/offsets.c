/* Log start and high watermark per partition of one topic. Grows with the partitions asked for;
 * each side carries its own age, because the two come by different requests and fail apart. */
#include "core/model/offsets.h"

#include "core/base/mem.h"

#include <stdlib.h>

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
                .start = OFFSET_UNKNOWN, .end = OFFSET_UNKNOWN, .prev_end = OFFSET_UNKNOWN};
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

void partition_offsets_end(struct partition_offsets *p, int64_t end, int64_t at_ms)
{
    if (p->end != OFFSET_UNKNOWN && at_ms > p->end_at_ms) {
        p->prev_end = p->end;
        p->prev_end_at_ms = p->end_at_ms;
    }
    p->end = end;
    p->end_at_ms = at_ms;
    clear_why(p);
}

void partition_offsets_failed(struct partition_offsets *p, const char *why)
{
    clear_why(p);
    p->why = xstrdup(why ? why : "failed for an unknown reason");
}

bool partition_offsets_rate(const struct partition_offsets *p, double *per_second)
{
    if (!p || p->end == OFFSET_UNKNOWN || p->prev_end == OFFSET_UNKNOWN || p->end < p->prev_end ||
        p->end_at_ms <= p->prev_end_at_ms)
        return false;
    *per_second =
        (double)(p->end - p->prev_end) * 1000.0 / (double)(p->end_at_ms - p->prev_end_at_ms);
    return true;
}

struct topic_content topic_content(const struct topic_offsets *o, const struct topic *t)
{
    struct topic_content c = {0};
    double one;
    for (int i = 0; o && i < t->npartitions; i++) {
        const struct partition_offsets *p = topic_offsets_get(o, t->partitions[i].id);
        if (p && p->start != OFFSET_UNKNOWN && p->end != OFFSET_UNKNOWN) {
            c.messages += p->end > p->start ? p->end - p->start : 0;
            c.known++;
        }
        if (partition_offsets_rate(p, &one)) {
            c.rate += one;
            c.rated++;
        }
    }
    return c;
}
