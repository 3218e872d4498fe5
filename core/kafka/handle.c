/* librdkafka's client with its queue, and everything that must outlive a struct cluster.
 *
 * Used by cluster.c (open, destroy), metadata.c (blocking calls on a thread) and request.c. The
 * handle is counted: one reference for the cluster and one per blocking job. Whoever drops the last
 * one starts a detached thread that destroys the client, because that waits for librdkafka's
 * threads; so leaving is immediate even when a broker hangs. Jobs run on detached threads and not
 * on libuv's pool: libuv joins its pool when the process exits, which would wait for a hung broker.
 *
 * Broker states come from librdkafka's own interceptor hook, called on its broker threads: exact,
 * and nothing has to be polled. */
#include "core/kafka/internal.h"

#include "core/base/clock.h"
#include "core/base/mem.h"
#include "core/base/signals.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

/* Handles that were closed and whose threads still run, so that a test (or a last moment before
 * exit) can wait. */
static struct {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    int closing;
} census = {PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0};

static void census_add(int n)
{
    pthread_mutex_lock(&census.lock);
    census.closing += n;
    pthread_cond_broadcast(&census.changed);
    pthread_mutex_unlock(&census.lock);
}

bool kafka_wait_gone(int timeout_ms)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until); /* the wall clock may be set meanwhile */
    until.tv_sec += timeout_ms / 1000;
    until.tv_nsec += (long)(timeout_ms % 1000) * 1000000;
    if (until.tv_nsec >= 1000000000) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000;
    }
    pthread_mutex_lock(&census.lock);
    int rc = 0;
    while (census.closing > 0 && rc == 0)
        rc = pthread_cond_clockwait(&census.changed, &census.lock, CLOCK_MONOTONIC, &until);
    bool gone = census.closing == 0;
    pthread_mutex_unlock(&census.lock);
    return gone;
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

struct handle *handle_new(void)
{
    struct handle *h = xcalloc(1, sizeof *h);
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
    /* Full (EAGAIN) means that the loop has been told already. */
    while (h->fd >= 0 && write(h->fd, &one, sizeof one) < 0 && errno == EINTR)
        ;
}

/* ---- the end ----------------------------------------------------------------------------------
 */

/* Calls of coordinators that are still under way when the client is taken apart are leaked by
 * librdkafka now and then, or end the process by an assertion of its own
 * (rd_kafka_DescribeConsumerGroups_response_merge, 2.14.2): they may be answered first. Never beside a
 * change, which might be sent meanwhile, after it was given up. */
static void let_coordinators_answer(struct handle *h)
{
    enum { MOST_MS = 300 };
    int64_t until = clock_mono_ms() + MOST_MS, left;
    int n = 0;
    for (const struct request *r = h->orphans; r; r = r->next) {
        if (r->change)
            return;
        n += r->coordinator;
    }
    while (n > 0 && (left = until - clock_mono_ms()) > 0) {
        rd_kafka_event_t *ev = rd_kafka_queue_poll(h->queue, (int)left);
        const struct request *r = ev ? rd_kafka_event_opaque(ev) : NULL;
        n -= r && r->coordinator;
        if (ev)
            rd_kafka_event_destroy(ev);
    }
}

static void handle_destroy(struct handle *h)
{
    if (h->rk) {
        let_coordinators_answer(h);
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
    while (h->jobs) {
        struct job *j = h->jobs;
        h->jobs = j->next;
        j->drop(j);
    }
    if (h->fd >= 0)
        close(h->fd);
    pthread_mutex_destroy(&h->lock);
    free(h->brokers);
    free(h);
    census_add(-1);
}

static void *destroy_main(void *arg)
{
    handle_destroy(arg);
    return NULL;
}

static bool start_detached(void *(*main)(void *), void *arg)
{
    pthread_attr_t attr;
    pthread_attr_init(&attr);
    pthread_attr_setdetachstate(&attr, PTHREAD_CREATE_DETACHED);
    pthread_attr_setstacksize(&attr, (size_t)512 * 1024);
    pthread_t thread;
    int rc = pthread_create(&thread, &attr, main, arg);
    pthread_attr_destroy(&attr);
    return rc == 0;
}

void handle_unref(struct handle *h)
{
    if (atomic_fetch_sub(&h->refs, 1) != 1)
        return;
    /* Without a thread it is better to wait than to leak. */
    if (!start_detached(destroy_main, h))
        handle_destroy(h);
}

void handle_close(struct handle *h, struct request *orphans)
{
    census_add(1);
    pthread_mutex_lock(&h->lock);
    h->closed = true;
    h->orphans = orphans;
    pthread_mutex_unlock(&h->lock);
    handle_unref(h);
}

/* ---- blocking jobs ----------------------------------------------------------------------------
 */

struct running {
    struct handle *handle;
    struct job *job;
};

static void *job_main(void *arg)
{
    struct running *run = arg;
    struct handle *h = run->handle;
    struct job *j = run->job;
    free(run);
    j->work(j, h->rk);
    j->next = NULL;
    pthread_mutex_lock(&h->lock);
    bool closed = h->closed;
    if (!closed) {
        struct job **tail = &h->jobs;
        while (*tail)
            tail = &(*tail)->next;
        *tail = j;
    }
    pthread_mutex_unlock(&h->lock);
    if (closed)
        j->drop(j);
    else
        handle_wake(h);
    handle_unref(h);
    return NULL;
}

bool handle_run(struct handle *h, struct job *j)
{
    struct running *run = xmalloc(sizeof *run);
    *run = (struct running){h, j};
    handle_ref(h);
    if (start_detached(job_main, run))
        return true;
    atomic_fetch_sub(&h->refs, 1);
    free(run);
    return false;
}

bool handle_closed(struct handle *h)
{
    pthread_mutex_lock(&h->lock);
    bool closed = h->closed;
    pthread_mutex_unlock(&h->lock);
    return closed;
}

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

/* ---- opening ----------------------------------------------------------------------------------
 */

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
