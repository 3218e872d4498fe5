/* One call of kafka_record_times at a time, at a user's request. The answers are stored with the
 * partition and are good for as long as its commit stays where it is. */
#include "core/live/sampler_exact.h"

#include "core/base/clock.h"
#include "core/base/mem.h"
#include "core/base/text_human.h"
#include "core/insight/lag/lag.h"
#include "core/kafka/record_time.h"
#include "core/kafka/request.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 500, TIMEOUT_MS = 10000 };

struct sampler_exact {
    struct cluster *cluster;
    void (*answered)(void *user, const char *group);
    void *user;
    struct request *request;
    struct recording *recording;
    char *group;
};

const char *exact_sentence(struct arena *a, const char *group, const struct record_times *l,
                           int64_t now_ms, enum severity *sev)
{
    const struct record_time *oldest = NULL;
    char at[TEXT_NUM];
    const char *why = NULL;
    size_t unknown = 0;
    for (size_t i = 0; i < l->n; i++) {
        const struct record_time *t = &l->r[i];
        why = t->err && !(why && t->at_end) ? t->err : why;
        unknown += !t->timestamp.known && !t->at_end;
        if (t->timestamp.known && (!oldest || t->timestamp.n < oldest->timestamp.n))
            oldest = t;
    }
    *sev = oldest && !unknown ? SEV_INFO : SEV_WARN;
    if (!oldest)
        return arena_printf(a, "group %s: no unread record has a known time%s%s", group,
                            why ? ": " : "", why ? why : "");
    const char *what =
        arena_printf(a, "%s-%" PRId32 " at %" PRId64 ", written %s, at %s", oldest->topic,
                     oldest->partition, oldest->offset.n, text_ago(a, now_ms - oldest->timestamp.n),
                     text_instant(at, oldest->timestamp.n));
    if (!unknown)
        return arena_printf(a, "group %s: the oldest unread record is %s", group, what);
    return arena_printf(a,
                        "group %s: the oldest unread record that was read is %s; %zu partition%s "
                        "gave none%s%s",
                        group, what, unknown, unknown == 1 ? "" : "s", why ? ": " : "",
                        why ? why : "");
}

static void say_oldest(struct sampler_exact *s, const struct record_times *l)
{
    struct model *m = cluster_model(s->cluster);
    enum severity sev;
    struct arena a;
    arena_init(&a);
    const char *text = exact_sentence(&a, s->group, l, clock_wall_ms(), &sev);
    log_add(&m->log, sev, m->cluster_name, "%s", text);
    arena_release(&a);
}

static void on_answer(void *user, void *result, const struct err *err)
{
    struct sampler_exact *s = user;
    struct record_times *l = result;
    struct model *m = cluster_model(s->cluster);
    s->request = NULL;
    if (!l) {
        log_add(&m->log, SEV_WARN, m->cluster_name, "%s", err->msg);
    } else {
        for (size_t i = 0; i < l->n; i++)
            if (l->r[i].timestamp.known)
                recording_exact(s->recording, s->group, l->r[i].topic, l->r[i].partition,
                                l->r[i].asked, l->r[i].timestamp.n);
        say_oldest(s, l);
    }
    record_times_free(l);
    s->answered(s->user, s->group);
    free(s->group);
    s->group = NULL;
}

int64_t exact_offset(const struct partition_verdict *v)
{
    return lag_reads_from(v->committed, v->start);
}

static int by_lag(const void *a, const void *b)
{
    int64_t x = (*(const struct judged_partition *const *)a)->hold.shown.lag;
    int64_t y = (*(const struct judged_partition *const *)b)->hold.shown.lag;
    return (x < y) - (x > y);
}

size_t sampler_exact_request(struct sampler_exact *s, const char *group,
                             const struct judged_group *p, struct recording *r)
{
    size_t n = 0;
    if (s->request || !p || p->n == 0)
        return 0;
    const struct judged_partition **unread = xcalloc(p->n, sizeof *unread);
    for (size_t i = 0; i < p->n; i++)
        if (p->entries[i].hold.shown.lag > 0)
            unread[n++] = &p->entries[i];
    if (n > 0)
        qsort(unread, n, sizeof *unread, by_lag);
    n = n < MOST ? n : MOST;
    struct record_query *q = xcalloc(n ? n : 1, sizeof *q);
    for (size_t i = 0; i < n; i++)
        q[i] = (struct record_query){unread[i]->topic, unread[i]->partition,
                                     exact_offset(&unread[i]->hold.shown)};
    if (n > 0) {
        s->recording = r;
        s->group = xstrdup(group);
        s->request = kafka_record_times(s->cluster, q, n, TIMEOUT_MS, on_answer, s);
    }
    free(q);
    free(unread);
    return n;
}

struct sampler_exact *sampler_exact_new(struct cluster *c,
                                        void (*answered)(void *user, const char *group), void *user)
{
    struct sampler_exact *s = xcalloc(1, sizeof *s);
    s->cluster = c;
    s->answered = answered;
    s->user = user;
    return s;
}

void sampler_exact_free(struct sampler_exact *s)
{
    if (s->request)
        request_cancel(s->request);
    free(s->group);
    free(s);
}
