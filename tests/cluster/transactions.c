/* Producers that write in transactions: one that commits and aborts in turn, one that leaves its
 * transaction open as long as the brokers allow, which blocks every read_committed reader of that
 * topic. One thread each, because the library's calls wait. Part of `traffic run`. */
#include <pthread.h>
#include <stdlib.h>
#include <time.h>

#include "core/base/clock.h"
#include "core/base/mem.h"
#include "tests/cluster/records.h"
#include "tests/cluster/run.h"

struct writer {
    const struct options *options;
    const struct transaction_plan *plan;
    pthread_t thread;
};

static struct writer *writers;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static bool stopping;

/* True when it is time to stop. */
static bool wait_ms(int64_t ms)
{
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_sec += ms / 1000;
    until.tv_nsec += ms % 1000 * 1000000;
    if (until.tv_nsec >= 1000000000) {
        until.tv_sec++;
        until.tv_nsec -= 1000000000;
    }
    pthread_mutex_lock(&lock);
    while (!stopping && pthread_cond_timedwait(&changed, &lock, &until) == 0)
        ;
    bool stop = stopping;
    pthread_mutex_unlock(&lock);
    return stop;
}

/* True when the call went well; prints the error otherwise. */
static bool went_well(const char *id, rd_kafka_error_t *error)
{
    if (!error)
        return true;
    note("%s: %s", id, rd_kafka_error_string(error));
    rd_kafka_error_destroy(error);
    return false;
}

static bool one_transaction(rd_kafka_t *rk, const struct transaction_plan *p, unsigned n)
{
    if (!went_well(p->id, rd_kafka_begin_transaction(rk)))
        return false;
    for (int i = 0; i < 8; i++)
        record_send(rk, p->topic, RECORD_ORDER, 0);
    rd_kafka_flush(rk, 5000);
    bool stop = wait_ms((int64_t)p->hold_s * 1000);
    bool give_up = stop || (p->abort_every && n % (unsigned)p->abort_every == 0);
    rd_kafka_error_t *error =
        give_up ? rd_kafka_abort_transaction(rk, 5000) : rd_kafka_commit_transaction(rk, 5000);
    return went_well(p->id, error);
}

static rd_kafka_t *open_writer(const struct writer *w)
{
    rd_kafka_conf_t *conf = client_conf(w->options, w->plan->id);
    client_set(conf, "transactional.id", w->plan->id);
    client_set(conf, "transaction.timeout.ms", "900000");
    return client_open(RD_KAFKA_PRODUCER, conf);
}

/* A producer whose transaction failed permanently starts again, as an application would. */
static void *write_all(void *opaque)
{
    struct writer *w = opaque;
    unsigned n = 1;
    do {
        rd_kafka_t *rk = open_writer(w);
        if (went_well(w->plan->id, rd_kafka_init_transactions(rk, 5000))) {
            while (!wait_ms(0) && one_transaction(rk, w->plan, n))
                n++;
        }
        rd_kafka_destroy(rk);
    } while (!wait_ms(3000));
    return NULL;
}

void transactions_start(const struct options *o)
{
    writers = xcalloc(scenario_ntransactions, sizeof *writers);
    for (size_t i = 0; i < scenario_ntransactions; i++) {
        writers[i].options = o;
        writers[i].plan = &scenario_transactions[i];
        if (pthread_create(&writers[i].thread, NULL, write_all, &writers[i]))
            die("no thread for %s", writers[i].plan->id);
    }
}

void transactions_stop(void)
{
    pthread_mutex_lock(&lock);
    stopping = true;
    pthread_cond_broadcast(&changed);
    pthread_mutex_unlock(&lock);
    for (size_t i = 0; i < scenario_ntransactions; i++)
        pthread_join(writers[i].thread, NULL);
    free(writers);
    writers = NULL;
}
