/* librdkafka's client with its queue, and everything that must outlive a struct cluster.
 *
 * Used by cluster.c (open, destroy), blocking.c and request.c. The handle is counted: one reference
 * for the cluster and one per blocking call. The caller that drops the last one starts a detached
 * thread that destroys the client, because that waits for librdkafka's threads; so klamm quits at
 * once even when a broker hangs.
 *
 * Broker states come from librdkafka's own interceptor hook, called on its broker threads: exact,
 * and nothing has to be polled. */
#include "core/kafka/handle.h"

#include "core/kafka/internal.h"

#include "core/base/clock.h"
#include "core/base/mem.h"
#include "core/base/signals.h"
#include "core/loop/pending.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

/* Handles that were closed and whose threads still run. */
static struct pending closing = PENDING_NONE;

/* Blocking calls: a listing of all topics, a search for groups, times of records, for plans that
 * are made at the same time, besides those that a hung broker still blocks. */
enum { CALL_THREADS = 16, CALL_MOST_WAITING = 64 };

bool kafka_wait_gone(int timeout_ms)
{
    return pending_wait(&closing, timeout_ms);
}

#if defined(__SANITIZE_ADDRESS__)
/* One known leak that is not ours: when rd_kafka_new fails after its on_new interceptors ran, it
 * forgets the list they grew (rdkafka.c, "fail:": rk_conf is wiped, app_conf never saw the list),
 * 158 bytes for each attempt with a wrong certificate file and the like. */
const char *__lsan_default_suppressions(void);

const char *__lsan_default_suppressions(void)
{
    return "leak:rd_list_grow\nleak:rd_kafka_interceptor_method_add\n";
}
#endif

struct handle *handle_new(uv_loop_t *loop)
{
    struct handle *h = xcalloc(1, sizeof *h);
    h->worker = worker_new(loop, CALL_THREADS, CALL_MOST_WAITING);
    atomic_init(&h->refs, 1);
    pthread_mutex_init(&h->lock, NULL);
    h->fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    return h;
}

void handle_ref(struct handle *h)
{
    atomic_fetch_add(&h->refs, 1);
}

void handle_wake(struct handle *h)
{
    uint64_t one = 1;
    /* Full (EAGAIN) means that the loop has been woken already. */
    while (h->fd >= 0 && write(h->fd, &one, sizeof one) < 0 && errno == EINTR)
        ;
}

/* ---- the end --------------------------------------------------------------------------------- */

/* Calls of coordinators that are under way when the client is taken apart may end the process
 * (librdkafka 2.14.2, rd_kafka_DescribeConsumerGroups_response_merge) or leak, so they may be answered
 * first, for that long. Of no other call is that known. */
enum { ANSWERS_MS = 300 };

/* Only compared: reads that a new client has asked again may be answered here too, and freed. */
static void note_answered(struct handle *h, const void *answered)
{
    for (struct request *r = h->orphans; r; r = r->next)
        r->answered |= r == answered;
}

/* Not without a connection, when no answer is on its way. Never with a change under way, which might
 * be sent then, after it was given up. */
static int time_for_answers_ms(struct handle *h)
{
    bool waits = false;
    if (!handle_connected(h))
        return 0;
    for (const struct request *r = h->orphans; r; r = r->next) {
        if (r->change)
            return 0;
        waits |= r->coordinator && !r->answered;
    }
    return waits ? ANSWERS_MS : 0;
}

static void let_be_answered(struct handle *h)
{
    int64_t start = clock_mono_ms(), left;
    while ((left = start + time_for_answers_ms(h) - clock_mono_ms()) > 0) {
        rd_kafka_event_t *ev = rd_kafka_queue_poll(h->queue, (int)left);
        if (!ev)
            continue;
        note_answered(h, rd_kafka_event_opaque(ev));
        rd_kafka_event_destroy(ev);
    }
}

static void handle_destroy(struct handle *h)
{
    if (h->rk) {
        let_be_answered(h);
        rd_kafka_queue_io_event_enable(h->queue, -1, NULL, 0);
        rd_kafka_queue_destroy(h->queue);
        /* There is no consumer to close: no group was ever joined. */
        rd_kafka_destroy_flags(h->rk, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE);
    }
    while (h->orphans) {
        struct request *r = h->orphans;
        h->orphans = r->next;
        request_free(r);
    }
    if (h->fd >= 0)
        close(h->fd);
    pthread_mutex_destroy(&h->lock);
    free(h->brokers);
    free(h);
    pending_add(&closing, -1);
}

static void destroy(void *handle)
{
    handle_destroy(handle);
}

void handle_unref(struct handle *h)
{
    if (atomic_fetch_sub(&h->refs, 1) != 1)
        return;
    /* Without a thread it is better to wait than to leak. */
    if (!thread_detach(destroy, h))
        handle_destroy(h);
}

void handle_close(struct handle *h, struct request *orphans)
{
    pending_add(&closing, 1);
    pthread_mutex_lock(&h->lock);
    h->orphans = orphans;
    pthread_mutex_unlock(&h->lock);
    worker_free(h->worker);
    handle_unref(h);
}

/* ---- its brokers ----------------------------------------------------------------------------- */

bool handle_knows_brokers(struct handle *h)
{
    pthread_mutex_lock(&h->lock);
    bool known = h->known_up > 0;
    pthread_mutex_unlock(&h->lock);
    return known;
}

bool handle_reached_brokers(struct handle *h)
{
    pthread_mutex_lock(&h->lock);
    bool reached = h->reached;
    pthread_mutex_unlock(&h->lock);
    return reached;
}

bool handle_lost_a_broker(struct handle *h)
{
    pthread_mutex_lock(&h->lock);
    bool lost = false;
    for (size_t i = 0; i < h->nbrokers; i++)
        lost |= h->brokers[i].id >= 0 && h->brokers[i].ended;
    pthread_mutex_unlock(&h->lock);
    return lost;
}

bool handle_connected(struct handle *h)
{
    pthread_mutex_lock(&h->lock);
    bool connected = h->up > 0;
    pthread_mutex_unlock(&h->lock);
    return connected;
}

/* ---- opening --------------------------------------------------------------------------------- */

static bool state_is_up(const char *state)
{
    return strcmp(state, "UP") == 0 || strcmp(state, "REAUTH") == 0;
}

static struct broker_link *broker_slot(struct handle *h, int32_t id, const char *host, int port)
{
    for (size_t i = 0; i < h->nbrokers; i++)
        if (h->brokers[i].id == id && h->brokers[i].port == port &&
            strcmp(h->brokers[i].host, host) == 0)
            return &h->brokers[i];
    h->brokers = xrealloc(h->brokers, h->nbrokers + 1, sizeof *h->brokers);
    struct broker_link *b = &h->brokers[h->nbrokers++];
    *b = (struct broker_link){.id = id, .port = port};
    snprintf(b->host, sizeof b->host, "%s", host);
    return b;
}

/* On a broker thread, with librdkafka's locks held: only notes and wakes. */
static rd_kafka_resp_err_t broker_state(rd_kafka_t *rk, int32_t id, const char *secproto,
                                        const char *host, int port, const char *state, void *arg)
{
    (void)rk, (void)secproto;
    struct handle *h = arg;
    bool up = state_is_up(state);
    pthread_mutex_lock(&h->lock);
    struct broker_link *b = broker_slot(h, id, host, port);
    bool changed = b->up != up;
    bool ended = strcmp(state, "DOWN") == 0, news = ended && !b->ended;
    b->ended = ended || (b->ended && !up);
    if (changed) {
        b->up = up;
        h->up += up ? 1 : -1;
        h->known_up += id < 0 ? 0 : up ? 1 : -1;
        h->reached |= h->known_up > 0;
        h->up_changed = true;
    }
    pthread_mutex_unlock(&h->lock);
    if (changed || news)
        handle_wake(h);
    return RD_KAFKA_RESP_ERR_NO_ERROR;
}

static rd_kafka_resp_err_t thread_start(rd_kafka_t *rk, rd_kafka_thread_type_t type,
                                        const char *name, void *arg)
{
    (void)rk, (void)type, (void)name, (void)arg;
    signals_let_faults();
    return RD_KAFKA_RESP_ERR_NO_ERROR;
}

static rd_kafka_resp_err_t each_thread(rd_kafka_t *rk, const rd_kafka_conf_t *conf, void *arg,
                                       char *errstr, size_t size)
{
    (void)conf, (void)arg, (void)errstr, (void)size;
    return rd_kafka_interceptor_add_on_thread_start(rk, "klamm-thread", thread_start, NULL);
}

void conf_let_faults(rd_kafka_conf_t *conf)
{
    rd_kafka_conf_interceptor_add_on_new(conf, "klamm-thread", each_thread, NULL);
}

static rd_kafka_resp_err_t on_new(rd_kafka_t *rk, const rd_kafka_conf_t *conf, void *arg,
                                  char *errstr, size_t size)
{
    (void)conf, (void)errstr, (void)size;
    return rd_kafka_interceptor_add_on_broker_state_change(rk, "klamm", broker_state, arg);
}

/* The answer NOT_COORDINATOR to ListConsumerGroupOffsets makes librdkafka (2.14.2 and later ones)
 * ask the handle's own consumer group for the coordinator, and without a group that is a null
 * pointer: a crash when a coordinator moves (rd_kafka_handle_OffsetFetch → rd_kafka_cgrp_op). So
 * the handle gets a group, which is closed before it has done anything: it never looks for its
 * coordinator, joins nothing, and exists on no broker. */
static void close_own_group(rd_kafka_t *rk)
{
    rd_kafka_consumer_close(rk);
}

bool handle_open(struct handle *h, rd_kafka_conf_t *conf, struct err *err)
{
    char why[400] = "";
    h->login = login_of(conf);
    if (h->refused && h->login == h->refused) {
        rd_kafka_conf_destroy(conf);
        return err_set(err, ERR_AUTH, "The login is the one that was refused");
    }
    if (h->fd < 0) {
        rd_kafka_conf_destroy(conf);
        return err_set(err, ERR_IO, "No descriptor for the connection: %s", strerror(errno));
    }
    rd_kafka_conf_interceptor_add_on_new(conf, "klamm", on_new, h);
    conf_let_faults(conf);
    rd_kafka_conf_set_events(conf, RD_KAFKA_EVENT_ERROR | RD_KAFKA_EVENT_LOG);
    /* Token refreshes may take a web request: on librdkafka's own thread. */
    rd_kafka_conf_enable_sasl_queue(conf, 1);
    rd_kafka_t *rk = rd_kafka_new(RD_KAFKA_CONSUMER, conf, why, sizeof why);
    if (!rk) {
        rd_kafka_conf_destroy(conf);
        return err_set(err, ERR_CONFIG, "The connection can't be set up: %s", why);
    }
    rd_kafka_error_destroy(rd_kafka_sasl_background_callbacks_enable(rk));
    close_own_group(rk);
    rd_kafka_queue_t *q = rd_kafka_queue_new(rk);
    uint64_t one = 1;
    rd_kafka_queue_io_event_enable(q, h->fd, &one, sizeof one);
    rd_kafka_set_log_queue(rk, q);
    rd_kafka_queue_t *main_queue = rd_kafka_queue_get_main(rk);
    rd_kafka_queue_forward(main_queue, q);
    rd_kafka_queue_destroy(main_queue);
    h->queue = q;
    h->rk = rk;
    handle_wake(h); /* what came before the descriptor was set is not announced */
    return true;
}
