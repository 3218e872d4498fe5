/* Requests that librdkafka only carries. A request is encoded when it is sent, since the version
 * depends on the broker; the answer is decoded on the loop.
 *
 * Versions: the library knows what each broker offered when it was connected last. Without a
 * connection so far, or when any broker will do, the newest version is tried: the library holds it
 * back until there is a connection, refuses it there and then if that broker lacks it, without a
 * byte sent, and says what it has (RD_KAFKA_RESP_ERR__UNSUPPORTED_FEATURE). Then it is encoded again, in that.
 * The same happens when a broker is replaced by an older one. A request of ApiVersions of our own
 * would cost a round trip for what the library asks anyway.
 *
 * Time: each has socket.timeout.ms, as the library's own have. With less, a slow answer would close
 * the connection under all others that wait there; who has less patience abandons the request. */
#include "core/kafka/raw.h"

#include "core/kafka/internal.h"

#include "core/base/clock.h"
#include "core/base/mem.h"

#include <librdkafka/rdkafka_raw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The library looks once a second for what has run out of time, if something wakes its thread, which
 * for a second nothing may do. */
enum {
    SCAN_MS = 2000,
    MOST_TRIES = 3, /* versions that are refused in a row: brokers are being replaced */
};

struct raw {
    const struct raw_api *api;
    int32_t broker; /* whose it is, or RAW_ANY */
    int32_t pinned; /* the next try goes to this one, that said what it has; RAW_ANY: no one did */
    int tries;
    char words[512];
    void *args;
    void (*free_args)(void *args);
};

static void raw_free(void *p)
{
    struct raw *w = p;
    if (w->free_args)
        w->free_args(w->args);
    free(w);
}

/* ---- sending --------------------------------------------------------------------------------- */

static int32_t choose_broker(const struct request *r, const struct raw *w)
{
    if (w->broker != RAW_ANY)
        return w->broker;
    if (r->via >= 0)
        return r->via;
    if (w->pinned != RAW_ANY)
        return w->pinned;
    return link_has_unresponsive(r->cluster) ? link_heard_broker(r->cluster) : RAW_ANY;
}

/* False: they have none in common. */
static bool common_version(const struct raw_api *api, int16_t min, int16_t max, int16_t *version)
{
    *version = max < api->max ? max : api->max;
    return *version >= api->min && *version >= min;
}

/* What was known last may be old: where it does not fit, the library asks the broker. */
static int16_t choose_version(rd_kafka_t *rk, const struct raw_api *api, int32_t broker)
{
    int16_t min, max, version;
    if (rdkafka_raw_versions(rk, broker, api->key, &min, &max) == 1 &&
        common_version(api, min, max, &version))
        return version;
    return api->max;
}

/* The library's answer comes first, so that it is known whether a change was sent. */
static void expect_answer(struct request *r)
{
    int64_t until = clock_mono_ms() + r->cluster->timeouts.request_ms + SCAN_MS + REQUEST_LATE_MS;
    if (r->change && until > r->deadline_ms)
        r->deadline_ms = until;
}

static bool raw_send(struct request *r, struct err *err)
{
    struct raw *w = r->args;
    struct handle *h = r->cluster->handle;
    struct buf body;
    int32_t broker = choose_broker(r, w);
    int16_t version = choose_version(h->rk, w->api, broker);
    w->pinned = RAW_ANY;
    buf_init(&body, 0);
    bool written = w->api->write(w->args, version, &body, err);
    if (written) {
        struct rdkafka_raw_request q = {.broker = broker,
                                        .key = w->api->key,
                                        .version = version,
                                        .flexible = version >= w->api->flexible,
                                        .timeout_ms = r->cluster->timeouts.request_ms,
                                        .body = buf_str(&body),
                                        .len = body.len};
        expect_answer(r);
        rdkafka_raw_send(h->rk, &q, h->queue, r);
    }
    buf_release(&body);
    return written;
}

/* ---- failures -------------------------------------------------------------------------------- */

static const char *say_broker(char buf[24], int32_t broker)
{
    if (broker < 0)
        return "a broker";
    snprintf(buf, 24, "broker %d", broker);
    return buf;
}

/* What the broker did, as the library saw it; NULL: the library's own words will do. */
static const char *deed(rd_kafka_resp_err_t code, bool sent)
{
    switch (code) {
    case RD_KAFKA_RESP_ERR__TIMED_OUT:
        return "did not answer";
    case RD_KAFKA_RESP_ERR__TIMED_OUT_QUEUE:
        return "did not answer what it was asked before";
    case RD_KAFKA_RESP_ERR__TRANSPORT:
        return sent ? "ended the connection before it answered" : "can't be reached";
    case RD_KAFKA_RESP_ERR__BAD_MSG:
        return "gave an answer that can't be read";
    case RD_KAFKA_RESP_ERR__UNKNOWN_BROKER:
    case RD_KAFKA_RESP_ERR__DESTROY_BROKER:
        return sent ? "left the cluster before it answered" : "is not among the cluster's brokers";
    default:
        return NULL;
    }
}

static const char *say_deed(struct request *r, rd_kafka_event_t *ev, bool sent, const char *name)
{
    struct raw *w = r->args;
    rd_kafka_resp_err_t code = rd_kafka_event_error(ev);
    const char *reason = rd_kafka_event_error_string(ev), *did = deed(code, sent);
    bool more = code == RD_KAFKA_RESP_ERR__TRANSPORT && strcmp(reason, rd_kafka_err2str(code)) != 0;
    snprintf(w->words, sizeof w->words, "%s%s%s%s%s%s",
             r->change && !sent ? "nothing was sent, " : "", did ? name : reason, did ? " " : "",
             did ? did : "", more ? ": " : "", more ? reason : "");
    return w->words;
}

/* What it has is none of ours, or it is asked again in a version that it has. */
static const char *say_versions(struct raw *w, const struct rdkafka_raw_answer *a, const char *name,
                                bool *once_more)
{
    int16_t version;
    if (a->min < 0) {
        snprintf(w->words, sizeof w->words, "%s does not know this request", name);
        return w->words;
    }
    if (common_version(w->api, a->min, a->max, &version)) {
        *once_more = ++w->tries < MOST_TRIES;
        w->pinned = a->broker;
    }
    snprintf(w->words, sizeof w->words,
             "%s knows versions %d to %d of this request, klamm %d to %d", name, a->min, a->max,
             w->api->min, w->api->max);
    return w->words;
}

static const char *explain(struct request *r, rd_kafka_event_t *ev, bool *once_more)
{
    const struct rdkafka_raw_answer *a = rdkafka_raw_answer(ev);
    char name[24];
    say_broker(name, a->broker);
    r->unsent = !a->sent;
    if (rd_kafka_event_error(ev) == RD_KAFKA_RESP_ERR__UNSUPPORTED_FEATURE)
        return say_versions(r->args, a, name, once_more);
    return say_deed(r, ev, a->sent, name);
}

bool raw_unreadable(const struct raw_answer *a, struct err *err, const char *why)
{
    return err_set(err, ERR_UNREACHABLE, "the answer of broker %d can't be read: it %s", a->broker,
                   why);
}

/* ---- answers --------------------------------------------------------------------------------- */

static bool raw_read(struct request *r, rd_kafka_event_t *ev, void **result, struct err *err)
{
    const struct rdkafka_raw_answer *from = rdkafka_raw_answer(ev);
    struct raw *w = r->args;
    struct raw_answer a = {
        .broker = from->broker, .version = from->version, .data = from->data, .len = from->len};
    w->tries = 0;
    return w->api->read(r, w->args, &a, result, err);
}

/* ---- the request ----------------------------------------------------------------------------- */

void raw_request_next(struct request *r, const struct raw_api *api, int32_t broker)
{
    struct raw *w = r->args;
    r->api = api->api;
    w->api = api;
    w->broker = broker;
}

struct request *raw_request_new(struct cluster *c, const struct raw_api *api, int32_t broker,
                                void *args, void (*free_args)(void *args), request_done *done,
                                void *user)
{
    struct request *r = request_new(c, api->api, done, user);
    struct raw *w = xcalloc(1, sizeof *w);
    w->pinned = RAW_ANY;
    w->args = args;
    w->free_args = free_args;
    r->args = w;
    r->free_args = raw_free;
    r->by_id = true;
    r->send = raw_send;
    r->answer = raw_read;
    r->explain = explain;
    raw_request_next(r, api, broker);
    return r;
}
