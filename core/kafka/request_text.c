/* What is sent with a request: names that Kafka and librdkafka can take, timeouts, and which broker
 * to ask. */
#include "core/kafka/internal.h"

#include "core/base/clock.h"
#include "core/base/text.h"

#include <stdio.h>
#include <string.h>

bool string_fits(const char *text, struct err *err)
{
    enum { STRING_MAX = INT16_MAX };
    size_t len = strlen(text);
    uint32_t cp;
    if (len > STRING_MAX)
        return err_set(err, ERR_USAGE, "a text of %zu bytes: Kafka's are of at most %d", len,
                       STRING_MAX);
    for (size_t i = 0, n; i < len; i += n) {
        n = text_decode(text + i, len - i, &cp);
        if (n == 1 && cp == 0xFFFD) {
            struct arena a;
            arena_init(&a);
            err_set(err, ERR_USAGE, "“%s” is not text: a byte of it is not UTF-8",
                    text_visible(&a, text, len));
            arena_release(&a);
            return false;
        }
    }
    return true;
}

void request_string(struct request *r, const char *text)
{
    if (r->failed.kind == ERR_NONE)
        string_fits(text, &r->failed);
}

void request_topic(struct request *r, const char *topic, const char *before)
{
    if (!before || strcmp(topic, before) != 0)
        request_string(r, topic);
}

static int left_ms(const struct request *r)
{
    int64_t left = r->deadline_ms - REQUEST_LATE_MS - clock_mono_ms();
    return left > 1 ? (int)left : 1;
}

rd_kafka_AdminOptions_t *request_options(struct request *r, rd_kafka_admin_op_t op,
                                         bool coordinator)
{
    struct cluster *c = r->cluster;
    rd_kafka_AdminOptions_t *o = rd_kafka_AdminOptions_new(c->handle->rk, op);
    int timeout = coordinator ? ADMIN_TIMEOUT_MAX_MS : c->timeouts.request_ms;
    int32_t via = r->via;
    if (r->anywhere && (r->elsewhere || link_has_unresponsive(c)))
        via = link_heard_broker(c);
    if (r->anywhere && !r->elsewhere)
        timeout /= FIRST_SHARE;
    else if (r->anywhere || r->forwarded || (r->latest_ms && !coordinator))
        timeout = left_ms(r);
    if (via >= 0)
        rd_kafka_AdminOptions_set_broker(o, via, NULL, 0);
    rd_kafka_AdminOptions_set_request_timeout(o, timeout, NULL, 0);
    rd_kafka_AdminOptions_set_opaque(o, r);
    return o;
}

/* A change sent to an unresponsive broker would be lost, and no one could say whether it was. */
bool request_choose_broker(struct request *r)
{
    int64_t now = clock_mono_ms();
    if (!r->forwarded)
        return true;
    r->via = link_forwarder(r->cluster, r->waits_ms);
    if (r->via >= 0) {
        r->waits_ms = r->again_ms = 0;
        return true;
    }
    r->again_ms = now + FORWARDER_MS;
    if (!r->waits_ms)
        r->waits_ms = now;
    link_ask_forwarders(r->cluster);
    return false;
}

/* A read that any broker can answer goes to another one, a thread has its own deadlines, and a
 * change should get its answer. */
static bool hurries(const struct request *r)
{
    bool on_thread = r->api == API_METADATA || r->api == API_FETCH;
    return !r->change && !r->probe && !r->anywhere && !r->forwarded && !on_thread;
}

void request_hurry(struct request *r)
{
    struct cluster *c = r->cluster;
    if (!hurries(r))
        return;
    if (!r->latest_ms)
        r->latest_ms = r->deadline_ms;
    int64_t hurried = clock_mono_ms() + link_patience(c) + REQUEST_LATE_MS;
    r->deadline_ms = hurried < r->latest_ms ? hurried : r->latest_ms;
    link_probe_unresponsive(c);
}

void request_look_again(struct cluster *c)
{
    for (struct request *r = c->parked.first; r; r = r->next)
        if (r->waits_ms)
            r->again_ms = 0;
}

static void append(struct err *err, const char *words)
{
    size_t len = strlen(err->msg);
    snprintf(err->msg + len, sizeof err->msg - len, "%s", words);
}

/* A broker that took a change and did not answer is named whatever the probes find: on its
 * connection they wait behind the change. A broker's own "timed out" is an answer. */
void request_blame(const struct request *r, struct err *err)
{
    char words[UNRESPONSIVE_TEXT];
    if (err->kind != ERR_TIMEOUT && err->kind != ERR_UNREACHABLE)
        return;
    bool unheard = r->state != REQUEST_PARKED && !r->unsent && err->code <= 0;
    int32_t by = r->forwarded && unheard ? r->via : -1;
    if (r->change && unheard)
        append(err, "; it may have been carried out anyway");
    if (by >= 0) {
        snprintf(words, sizeof words, "; broker %d, which was to hand it on, did not answer", by);
        append(err, words);
    }
    append(err, link_unresponsive_text(r->cluster, by, words));
}
