/* What goes along with a request: names that Kafka and librdkafka can take, timeouts, and whom to
 * ask. */
#include "core/kafka/internal.h"

#include "core/base/clock.h"
#include "core/base/text.h"

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
            err_set(err, ERR_USAGE, "“%s” is no text: a byte of it is not UTF-8",
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
    if (r->anywhere && (r->elsewhere || link_one_is_silent(c)))
        via = link_heard_broker(c);
    if (r->anywhere && !r->elsewhere)
        timeout /= FIRST_SHARE;
    else if (r->anywhere || r->forwarded)
        timeout = left_ms(r);
    if (via >= 0)
        rd_kafka_AdminOptions_set_broker(o, via, NULL, 0);
    rd_kafka_AdminOptions_set_request_timeout(o, timeout, NULL, 0);
    rd_kafka_AdminOptions_set_opaque(o, r);
    return o;
}

/* To a silent broker a change would be lost, and nobody could say whether it was. */
bool request_finds_broker(struct request *r)
{
    if (!r->forwarded)
        return true;
    r->via = link_forwarder(r->cluster, r->waits_ms);
    if (r->via < 0 && !r->waits_ms)
        r->waits_ms = clock_mono_ms();
    return r->via >= 0;
}
