/* One call of ListOffsets (read committed) at a time for the partitions that may be blocked. A
 * partition that several groups read is requested once. */
#include "core/live/sampler_stable.h"

#include "core/base/clock.h"
#include "core/base/mem.h"
#include "core/base/vec.h"
#include "core/kafka/offsets.h"
#include "core/kafka/request.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 500 };

struct standing {
    char *group, *topic;
    int32_t partition;
};

struct sampler_stable {
    struct cluster *cluster;
    int64_t interval_ms, asked_ms;
    void (*answered)(void *user, const char *group);
    void *user;
    struct request *request;
    struct recording *recording;
    struct VEC(struct standing) standing;
};

static void forget(struct sampler_stable *s)
{
    for (size_t i = 0; i < s->standing.len; i++) {
        free(s->standing.data[i].group);
        free(s->standing.data[i].topic);
    }
    vec_clear(&s->standing);
}

static bool stands(const struct sampler_stable *s, const struct judged_partition *e)
{
    const struct partition_verdict *v = &e->hold.shown;
    return v->unchanged_ms >= 2 * s->interval_ms && v->lag != OFFSET_UNKNOWN &&
           (double)v->lag > v->noise && v->verdict != VERDICT_NO_MEMBERS;
}

static void collect(struct sampler_stable *s, const struct group_verdicts *b)
{
    size_t at = 0;
    const char *group;
    void *value;
    while (map_next(&b->pages, &at, &group, &value)) {
        const struct judged_group *p = value;
        for (size_t i = 0; i < p->n && s->standing.len < MOST; i++)
            if (stands(s, &p->entries[i]))
                vec_push(&s->standing,
                         ((struct standing){xstrdup(group), xstrdup(p->entries[i].topic),
                                            p->entries[i].partition}));
    }
}

static char *key_of(const char *topic, int32_t partition)
{
    return xasprintf("%s-%" PRId32, topic, partition);
}

static void take(struct sampler_stable *s, const struct offset_answers *o)
{
    struct map by_name;
    int64_t now = clock_wall_ms();
    map_init(&by_name);
    for (size_t i = 0; i < o->n; i++) {
        char *key = key_of(o->a[i].topic, o->a[i].partition);
        if (o->a[i].offset.known)
            map_set(&by_name, key, &o->a[i]);
        free(key);
    }
    for (size_t i = 0; i < s->standing.len; i++) {
        const struct standing *p = &s->standing.data[i];
        char *key = key_of(p->topic, p->partition);
        const struct offset_answer *a = map_get(&by_name, key);
        if (a)
            recording_stable(s->recording, p->group, p->topic, p->partition, a->offset.n, now);
        free(key);
    }
    map_release(&by_name, NULL);
}

/* A refusal changes nothing: the partition is judged without. */
static void on_answer(void *user, void *result, const struct err *err)
{
    struct sampler_stable *s = user;
    (void)err;
    s->request = NULL;
    if (result)
        take(s, result);
    offset_answers_free(result);
    for (size_t i = 0; i < s->standing.len; i++)
        if (i == 0 || strcmp(s->standing.data[i].group, s->standing.data[i - 1].group) != 0)
            s->answered(s->user, s->standing.data[i].group);
    forget(s);
}

static void ask(struct sampler_stable *s)
{
    struct offset_query *q = xcalloc(s->standing.len, sizeof *q);
    struct map asked;
    size_t n = 0;
    map_init(&asked);
    for (size_t i = 0; i < s->standing.len; i++) {
        const struct standing *p = &s->standing.data[i];
        char *key = key_of(p->topic, p->partition);
        if (!map_set(&asked, key, s))
            q[n++] = (struct offset_query){p->topic, p->partition, OFFSET_SPEC_LATEST};
        free(key);
    }
    s->request = kafka_list_offsets(s->cluster, q, n, true, on_answer, s);
    map_release(&asked, NULL);
    free(q);
}

void sampler_stable_request(struct sampler_stable *s, const struct group_verdicts *b,
                            struct recording *r)
{
    int64_t now = clock_mono_ms();
    if (s->request || now - s->asked_ms < s->interval_ms)
        return;
    s->recording = r;
    collect(s, b);
    if (s->standing.len == 0)
        return;
    s->asked_ms = now;
    ask(s);
}

bool sampler_stable_pending(const struct sampler_stable *s)
{
    return s->request != NULL;
}

struct sampler_stable *sampler_stable_new(struct cluster *c, int64_t interval_ms,
                                          void (*answered)(void *user, const char *group),
                                          void *user)
{
    struct sampler_stable *s = xcalloc(1, sizeof *s);
    s->cluster = c;
    s->interval_ms = interval_ms;
    s->answered = answered;
    s->user = user;
    return s;
}

void sampler_stable_free(struct sampler_stable *s)
{
    if (s->request)
        request_cancel(s->request);
    forget(s);
    vec_release(&s->standing);
    free(s);
}
