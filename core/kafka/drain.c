/* What arrives: events of librdkafka's queue, brokers that came and went.
 *
 * Called on the loop whenever the handle's descriptor became readable. The descriptor is written
 * only when the queue goes from empty to not empty, so the queue is always emptied; but at most
 * BUDGET_MS in one turn, then the descriptor is written again by ourselves so that keys get their
 * turn. Callbacks may free the cluster, which w->cluster shows. */
#include "core/kafka/internal.h"

#include "core/base/clock.h"
#include "core/kafka/event.h"

#include <string.h>

enum { BUDGET_MS = 4 };

static void drain_states(struct watch *w)
{
    struct handle *h = w->cluster->handle;
    pthread_mutex_lock(&h->lock);
    bool changed = h->up_changed;
    int up = h->up;
    h->up_changed = false;
    pthread_mutex_unlock(&h->lock);
    if (changed)
        link_brokers(w->cluster, up);
}

static enum severity severity_of(int level)
{
    if (level <= 3) /* LOG_ERR and worse */
        return SEV_BAD;
    if (level == 4)
        return SEV_WARN;
    return level <= 6 ? SEV_INFO : SEV_MUTED;
}

/* "[thrd:name]: text": the thread says nothing to an operator. */
static const char *without_thread(const char *text)
{
    if (strncmp(text, "[thrd:", 6) != 0)
        return text;
    const char *end = strstr(text, "]: ");
    return end ? end + 3 : text;
}

static void on_log(struct cluster *c, rd_kafka_event_t *ev)
{
    const char *fac, *text;
    int level;
    if (rd_kafka_event_log(ev, &fac, &text, &level) != 0)
        return;
    text = without_thread(text);
    struct arena a;
    arena_init(&a);
    log_add(&c->model->log, severity_of(level), "librdkafka", "%s", words_visible(&a, text));
    arena_release(&a);
    if (strcmp(fac, "FAIL") == 0)
        link_log(c, text);
}

static void on_event(struct cluster *c, rd_kafka_event_t *ev, bool *logged)
{
    switch (rd_kafka_event_type(ev)) {
    case RD_KAFKA_EVENT_LOG:
        on_log(c, ev);
        *logged = true;
        return;
    case RD_KAFKA_EVENT_ERROR:
        link_error(c, rd_kafka_event_error(ev), rd_kafka_event_error_string(ev));
        return;
    default: {
        struct request *r = rd_kafka_event_opaque(ev);
        if (r)
            request_event(r, ev);
        return;
    }
    }
}

static void drain_queue(struct watch *w)
{
    struct handle *h = w->cluster->handle;
    bool logged = false;
    int64_t until = clock_mono_ms() + BUDGET_MS;
    rd_kafka_event_t *ev;
    while ((ev = rd_kafka_queue_poll(h->queue, 0))) {
        bool broken = event_is_broken(ev);
        on_event(w->cluster, ev, &logged);
        if (!broken)
            rd_kafka_event_destroy(ev);
        if (!w->cluster || w->cluster->handle != h)
            return;
        if (clock_mono_ms() >= until) {
            handle_wake(h);
            break;
        }
    }
    if (logged && w->cluster->hooks.logged)
        w->cluster->hooks.logged(w->cluster->hooks.user);
}

void cluster_go_on(struct watch *w)
{
    if (w->cluster)
        request_follow_coordinator(w);
    if (w->cluster)
        request_unpark(w);
    if (w->cluster)
        cluster_arm(w->cluster);
}

void cluster_drain(struct watch *w)
{
    /* Callbacks may free the cluster while one of its events is in our hands. */
    struct handle *h = w->cluster->handle;
    handle_ref(h);
    if (w->cluster->open)
        drain_queue(w);
    if (w->cluster)
        drain_states(w);
    cluster_go_on(w);
    handle_unref(h);
}
