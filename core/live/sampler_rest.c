/* One call of kafka_record_times at a time: a partition where it finds nothing up to the end has
 * nothing left. A user who may not read the topic sees what was shown before. */
#include "core/live/sampler_rest.h"

#include "core/base/clock.h"
#include "core/base/mem.h"
#include "core/base/vec.h"
#include "core/kafka/record_time.h"
#include "core/kafka/request.h"
#include "core/recording/recording_read.h"

#include <stdlib.h>
#include <string.h>

enum { MOST = 100, TIMEOUT_MS = 8000, AGAIN_MS = 60000 };

struct left {
    char *group, *topic;
    int32_t partition;
    int64_t committed, end;
};

struct sampler_rest {
    struct cluster *cluster;
    void (*answered)(void *user, const char *group);
    void *user;
    struct request *request;
    const struct group_verdicts *verdicts;
    struct recording *recording;
    struct VEC(struct left) left;
    int64_t again_ms; /* monotonic: one of them did not answer, and is not asked before */
};

static void forget(struct sampler_rest *s)
{
    for (size_t i = 0; i < s->left.len; i++) {
        free(s->left.data[i].group);
        free(s->left.data[i].topic);
    }
    vec_clear(&s->left);
}

/* One call asks for a partition once. */
static bool is_asked(const struct sampler_rest *s, const char *topic, int32_t partition)
{
    for (size_t i = 0; i < s->left.len; i++)
        if (s->left.data[i].partition == partition && strcmp(s->left.data[i].topic, topic) == 0)
            return true;
    return false;
}

static void collect_page(struct sampler_rest *s, const char *group, const struct judged_group *p)
{
    const struct recording_group *g = recording_find(s->recording, group);
    if (p->verdict.verdict != VERDICT_INACTIVE && p->verdict.verdict != VERDICT_NO_MEMBERS)
        return;
    for (size_t i = 0; g && i < p->n && s->left.len < MOST; i++) {
        const struct judged_partition *e = &p->entries[i];
        const struct partition_verdict *v = &e->hold.shown;
        bool little = v->lag > 0 && v->lag <= RECORDING_IDLE;
        if (!little || is_asked(s, e->topic, e->partition))
            continue;
        const struct recording_part *r = recording_part_at(g, e->topic, e->partition);
        if (r && (r->rest_from != v->committed || r->rest_end != v->end))
            vec_push(&s->left, ((struct left){xstrdup(group), xstrdup(e->topic), e->partition,
                                              v->committed, v->end}));
    }
}

static void take(struct sampler_rest *s, const struct left *l, const struct record_times *times)
{
    const struct record_time *t = NULL;
    for (size_t i = 0; times && i < times->n && !t; i++)
        if (times->r[i].partition == l->partition && strcmp(times->r[i].topic, l->topic) == 0)
            t = &times->r[i];
    bool none = t && (t->at_end || (t->offset.known && t->offset.n >= l->end));
    bool answered = none || (t && (t->offset.known || t->kind == ERR_DENIED));
    if (!answered) { /* a broker that does not answer, a partition on the move */
        s->again_ms = clock_mono_ms() + AGAIN_MS;
        return;
    }
    recording_rest(s->recording, l->group, l->topic, l->partition, l->committed, l->end, none);
}

static void on_answer(void *user, void *result, const struct err *err)
{
    struct sampler_rest *s = user;
    (void)err;
    s->request = NULL;
    for (size_t i = 0; i < s->left.len; i++)
        take(s, &s->left.data[i], result);
    record_times_free(result);
    for (size_t i = 0; i < s->left.len; i++)
        if (i == 0 || strcmp(s->left.data[i].group, s->left.data[i - 1].group) != 0)
            s->answered(s->user, s->left.data[i].group);
    forget(s);
    sampler_rest_request(s, s->verdicts, s->recording); /* what was sampled since, or had no room */
}

void sampler_rest_request(struct sampler_rest *s, const struct group_verdicts *b,
                          struct recording *r)
{
    size_t at = 0;
    const char *group;
    void *value;
    if (s->request || clock_mono_ms() < s->again_ms)
        return;
    s->verdicts = b;
    s->recording = r;
    while (s->left.len < MOST && map_next(&b->pages, &at, &group, &value))
        collect_page(s, group, value);
    if (s->left.len == 0)
        return;
    struct record_query *q = xcalloc(s->left.len, sizeof *q);
    for (size_t i = 0; i < s->left.len; i++)
        q[i] = (struct record_query){s->left.data[i].topic, s->left.data[i].partition,
                                     s->left.data[i].committed};
    s->request = kafka_record_times(s->cluster, q, s->left.len, TIMEOUT_MS, on_answer, s);
    free(q);
}

bool sampler_rest_pending(const struct sampler_rest *s)
{
    return s->request != NULL;
}

struct sampler_rest *sampler_rest_new(struct cluster *c,
                                      void (*answered)(void *user, const char *group), void *user)
{
    struct sampler_rest *s = xcalloc(1, sizeof *s);
    s->cluster = c;
    s->answered = answered;
    s->user = user;
    return s;
}

void sampler_rest_free(struct sampler_rest *s)
{
    if (s->request)
        request_cancel(s->request);
    forget(s);
    vec_release(&s->left);
    free(s);
}
