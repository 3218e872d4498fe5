/* The life of every request to a cluster: parked → sent → ended, or abandoned on the way.
 *
 * A request is the opaque of its librdkafka call, so it lives until that call's event has come,
 * whether a caller still waits or not: after its deadline or a cancellation it is only abandoned.
 * The deadline is klamm's own, because a coordinator-bound admin call whose request_timeout passes
 * before a late FindCoordinator reply aborts the whole process (librdkafka#4605): those get the
 * largest request_timeout there is, and the network is bounded by socket.timeout.ms.
 *
 * Abandoned is not cancelled: librdkafka would still send such a call when its coordinator comes
 * back, up to an hour later. For a change that must not be, and of reads there must not be ever
 * more: then the client is given up and a new one asks again what a caller still waits for.
 *
 * In flight are a few dozen at most (the feed sees to that), so lists are searched plainly. */
#include "core/kafka/internal.h"

#include "core/base/clock.h"
#include "core/base/mem.h"
#include "core/kafka/event.h"

#include <stdlib.h>
#include <string.h>

enum {
    REPEAT_MIN_MS = 50,  /* after "not ready": to be asked again, at first and … */
    REPEAT_MAX_MS = 800, /* … in the end */
};

void request_list_add(struct request_list *l, struct request *r)
{
    r->next = NULL;
    r->prev = l->last;
    if (l->last)
        l->last->next = r;
    else
        l->first = r;
    l->last = r;
    l->n++;
}

void request_list_remove(struct request_list *l, struct request *r)
{
    if (r->prev)
        r->prev->next = r->next;
    else
        l->first = r->next;
    if (r->next)
        r->next->prev = r->prev;
    else
        l->last = r->prev;
    r->prev = r->next = NULL;
    l->n--;
}

static struct request_list *list_of(struct request *r)
{
    struct cluster *c = r->cluster;
    switch (r->state) {
    case REQUEST_PARKED:
        return &c->parked;
    case REQUEST_SENT:
        return &c->sent;
    case REQUEST_ABANDONED:
        break;
    }
    return &c->abandoned;
}

void request_move(struct request *r, enum request_state state)
{
    request_list_remove(list_of(r), r);
    r->state = state;
    request_list_add(list_of(r), r);
}

struct request *request_new(struct cluster *c, enum api api, request_done *done, void *user)
{
    struct request *r = xcalloc(1, sizeof *r);
    r->cluster = c;
    r->api = api;
    r->done = done;
    r->user = user;
    r->broker = r->via = -1;
    r->deadline_ms = clock_mono_ms() + c->timeouts.request_ms + REQUEST_LATE_MS;
    return r;
}

void request_free(struct request *r)
{
    if (!r)
        return;
    if (r->args && r->free_args)
        r->free_args(r->args);
    if (r->forget)
        r->forget(r->user);
    free(r->object);
    free(r);
}

static void try_send(struct request *r)
{
    struct err err = {0};
    if (!request_choose_broker(r))
        return;
    request_hurry(r);
    r->unsent = false;
    r->sent_ms = clock_mono_ms();
    request_move(r, REQUEST_SENT);
    if (r->send(r, &err))
        return;
    r->failed = err;
    request_move(r, REQUEST_PARKED);
    handle_wake(r->cluster->handle);
}

/* A FindCoordinator that is on its way to a bootstrap address while librdkafka learns the brokers'
 * ids gets lost with that connection, sometimes permanently: wait until they are known. */
static bool must_wait(const struct request *r)
{
    return (r->coordinator || r->by_id) && !handle_knows_brokers(r->cluster->handle);
}

static bool may_send(const struct request *r)
{
    if (r->failed.kind != ERR_NONE || !r->cluster->open || r->again_ms > clock_mono_ms())
        return false;
    return r->probe || (link_open_for_requests(r->cluster) && !must_wait(r));
}

struct request *request_start(struct request *r)
{
    struct cluster *c = r->cluster;
    r->state = REQUEST_PARKED;
    request_list_add(&c->parked, r);
    if (may_send(r))
        try_send(r);
    else if (r->failed.kind != ERR_NONE || c->model->link == LINK_DOWN)
        handle_wake(c->handle); /* ends it in the next turn */
    else if (c->open)
        link_probe(c);
    cluster_arm(c);
    return r;
}

/* ---- ends ------------------------------------------------------------------------------------ */

void request_end(struct request *r, void *result, const struct err *err)
{
    struct cluster *c = r->cluster;
    request_done *done = r->done;
    void *user = r->user;
    void (*drop)(void *) = r->drop_result;
    void (*forget)(void *) = r->forget;
    struct watch *w = c->watch;
    struct err answer = err ? *err : (struct err){0};
    answer.unsent = r->change && !r->doubtful && (r->unsent || r->state == REQUEST_PARKED);
    request_list_remove(list_of(r), r);
    r->forget = NULL;
    request_free(r);
    if (result)
        link_answered(c);
    if (!w->cluster) /* the caller that learnt that the link is up has left */
        done = NULL;
    if (done)
        done(user, result, result ? NULL : &answer);
    else if (result && drop)
        drop(result);
    if (!done && forget)
        forget(user);
}

/* The caller gets the error now; the event is still to come. */
static void abandon(struct request *r, const struct err *err)
{
    request_done *done = r->done;
    void *user = r->user;
    r->done = NULL;
    r->forget = NULL;
    request_move(r, REQUEST_ABANDONED);
    if (done)
        done(user, NULL, err);
}

void request_cancel(struct request *r)
{
    if (!r)
        return;
    r->done = NULL;
    if (r->state == REQUEST_PARKED) {
        request_list_remove(&r->cluster->parked, r);
        request_free(r);
        return;
    }
    if (r->state == REQUEST_SENT)
        request_move(r, REQUEST_ABANDONED);
}

/* A broker said something, be it a refusal. */
static bool is_answer(rd_kafka_resp_err_t code)
{
    return code >= RD_KAFKA_RESP_ERR_NO_ERROR || code == RD_KAFKA_RESP_ERR_UNKNOWN;
}

static bool controller_moved(rd_kafka_resp_err_t code)
{
    return code == RD_KAFKA_RESP_ERR_NOT_CONTROLLER || code == RD_KAFKA_RESP_ERR_NOT_COORDINATOR;
}

static void again(struct request *r)
{
    struct cluster *c = r->cluster;
    if (r->state == REQUEST_ABANDONED) {
        request_list_remove(&c->abandoned, r);
        request_free(r);
        return;
    }
    request_move(r, REQUEST_PARKED);
    if (may_send(r))
        try_send(r);
}

void request_finish(struct request *r, rd_kafka_resp_err_t code, const char *words, void *result,
                    const struct err *otherwise)
{
    struct cluster *c = r->cluster;
    struct watch *w = c->watch;
    struct err err = otherwise ? *otherwise : (struct err){0};
    if (code)
        err_kafka(&err, r->api, r->object, code, words);
    request_blame(r, &err);
    if (code == RD_KAFKA_RESP_ERR_NOT_COORDINATOR && r->coordinator)
        c->coordinator_moved = true;
    bool lost = code && err.kind == ERR_UNREACHABLE;
    bool silent = code && err.kind == ERR_TIMEOUT && !r->probe;
    /* While connecting, the failure of the connection says more than "transport failure". */
    if (lost && c->model->link == LINK_CONNECTING && c->link.reason.kind != ERR_NONE) {
        err = c->link.reason;
        err_wrap(&err, "Not connected");
    }
    if (code && is_answer(code))
        link_answered(c);
    if (!w->cluster) {
        if (result && r->drop_result)
            r->drop_result(result);
        return; /* the request was dropped with the client */
    }
    request_end(r, result, &err);
    if (lost && w->cluster)
        link_lost(w->cluster);
    else if (silent && w->cluster)
        link_silence(w->cluster);
}

/* Kafka's own clients ask again, too, when a coordinator or leader moves or has not read its log
 * yet. A change only where the answer proves that nothing was done. */
static bool may_repeat(const struct request *r, const struct err *err)
{
    bool proven = err->code == RD_KAFKA_RESP_ERR_NOT_COORDINATOR ||
                  err->code == RD_KAFKA_RESP_ERR_COORDINATOR_LOAD_IN_PROGRESS;
    int64_t until = r->latest_ms ? r->latest_ms : r->deadline_ms;
    return err->kind == ERR_NOT_READY && r->state == REQUEST_SENT && (!r->change || proven) &&
           until - clock_mono_ms() > REPEAT_MAX_MS;
}

static void repeat(struct request *r, const struct err *err)
{
    struct watch *w = r->cluster->watch;
    int64_t pause = r->tries < 4 ? (int64_t)REPEAT_MIN_MS << r->tries : REPEAT_MAX_MS;
    r->tries++;
    r->again_ms = clock_mono_ms() + pause;
    r->passing = *err;
    if (r->latest_ms)
        r->deadline_ms = r->latest_ms;
    if (err->code == RD_KAFKA_RESP_ERR_NOT_COORDINATOR && r->coordinator)
        r->cluster->coordinator_moved = true;
    request_move(r, REQUEST_PARKED);
    link_answered(w->cluster);
}

/* Once librdkafka knows a broker by its id it drops the handle of its bootstrap address, with the
 * reads that wait there for a connection: no broker has failed, and they go to another. */
static bool lost_its_handle(const struct request *r, rd_kafka_resp_err_t code)
{
    int64_t until = r->latest_ms ? r->latest_ms : r->deadline_ms;
    return code == RD_KAFKA_RESP_ERR__DESTROY_BROKER && r->state == REQUEST_SENT &&
           (!r->change || r->unsent) && until - clock_mono_ms() > REPEAT_MAX_MS;
}

void request_event(struct request *r, rd_kafka_event_t *ev)
{
    rd_kafka_resp_err_t code = rd_kafka_event_error(ev);
    struct cluster *c = r->cluster;
    void *result = NULL;
    struct err err = {0};
    if (code) {
        bool once_more = controller_moved(code) && r->retry_once;
        const char *words = r->explain ? r->explain(r, ev, &once_more) : NULL;
        if (once_more) {
            r->retry_once = false;
            again(r);
            return;
        }
        if (code == RD_KAFKA_RESP_ERR__TIMED_OUT && r->anywhere && !r->elsewhere) {
            r->elsewhere = true;
            link_silence(c);
            again(r);
            return;
        }
        if (lost_its_handle(r, code)) {
            r->again_ms = clock_mono_ms() + REPEAT_MIN_MS;
            if (r->latest_ms)
                r->deadline_ms = r->latest_ms;
            request_move(r, REQUEST_PARKED);
            return;
        }
        if (!words && !event_is_broken(ev))
            words = rd_kafka_event_error_string(ev);
        err_kafka(&err, r->api, r->object, code, words);
        if (may_repeat(r, &err)) {
            repeat(r, &err);
            return;
        }
        if (r->salvage)
            result = r->salvage(r, code, words);
        request_finish(r, result ? 0 : code, words, result, NULL);
        return;
    }
    if (r->answer(r, ev, &result, &err) && !result)
        again(r);
    else if (!result && may_repeat(r, &err))
        repeat(r, &err);
    else
        request_finish(r, 0, NULL, result, &err);
}

/* ---- requests that outlive their caller ------------------------------------------------------ */

void request_outlives(struct request *r, void (*forget)(void *user))
{
    r->forget = forget;
}

int request_unanswered(const struct cluster *c)
{
    const struct request_list *lists[] = {&c->sent, &c->parked};
    int n = 0;
    for (size_t i = 0; i < 2; i++)
        for (const struct request *r = lists[i]->first; r; r = r->next)
            n += r->forget != NULL;
    return n;
}

/* ---- parked ---------------------------------------------------------------------------------- */

static struct request *next_parked(struct cluster *c)
{
    for (struct request *r = c->parked.first; r; r = r->next)
        if (r->failed.kind != ERR_NONE || may_send(r) || (c->model->link == LINK_DOWN && !r->probe))
            return r;
    return NULL;
}

void request_unpark(struct watch *w)
{
    struct request *r;
    while (w->cluster && (r = next_parked(w->cluster))) {
        if (r->failed.kind != ERR_NONE) {
            struct err err = r->failed;
            request_end(r, NULL, &err);
        } else if (may_send(r)) {
            try_send(r); /* or it waits on, and may not be sent for a while */
        } else {
            struct err err = w->cluster->model->link_err;
            err_wrap(&err, "Not connected");
            request_end(r, NULL, &err);
        }
    }
}

static struct request *first_but_probe(struct request_list *l)
{
    struct request *r = l->first;
    while (r && r->probe)
        r = r->next;
    return r;
}

void request_fail_all(struct watch *w, const struct err *err)
{
    struct request *r;
    while (w->cluster && (r = first_but_probe(&w->cluster->sent))) {
        struct err mine = *err;
        err_wrap(&mine, r->change ? "The connection was lost before an answer came, it may have "
                                    "been carried out anyway"
                                  : "Not connected");
        abandon(r, &mine);
    }
}
