/* Does rdkafka_raw.c fit the librdkafka that it was compiled into? setup/librdkafka links this with
 * what it has built and runs it: a version that changed something silently fails the build. The
 * brokers are the mock cluster that librdkafka carries along; nothing leaves the process but for
 * the loopback interface. Says what is wrong and ends with 1, or with 0. */
#include <librdkafka/rdkafka.h>
#include <librdkafka/rdkafka_raw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WAIT_MS = 10000, BROKERS = 3, UNKNOWN_BROKER = 99 };

static rd_kafka_t *rk;
static rd_kafka_queue_t *queue;

static void fail(const char *what, const char *why)
{
    fprintf(stderr, "rdkafka_raw: %s: %s\n", what, why);
    exit(1);
}

static void check(int holds, const char *what)
{
    if (!holds)
        fail(what, "is not so");
}

static rd_kafka_event_t *ask(const struct rdkafka_raw_request *request)
{
    static int opaque;
    rdkafka_raw_send(rk, request, queue, &opaque);
    rd_kafka_event_t *ev = rd_kafka_queue_poll(queue, WAIT_MS);
    if (!ev)
        fail("an event", "did not come");
    check(rd_kafka_event_type(ev) == RDKAFKA_RAW_EVENT, "the event's type");
    check(rd_kafka_event_opaque(ev) == &opaque, "the event's opaque");
    return ev;
}

/* Metadata, a request with a flexible header: all topics. The fields are throttle_time_ms and, one
 * too large as compact arrays are, the number of brokers. */
static void check_metadata(void)
{
    static const unsigned char body[4];
    struct rdkafka_raw_request r = {.broker = RDKAFKA_RAW_ANY,
                                    .key = 3,
                                    .version = 12,
                                    .flexible = true,
                                    .timeout_ms = WAIT_MS,
                                    .body = body,
                                    .len = sizeof body};
    rd_kafka_event_t *ev = ask(&r);
    if (rd_kafka_event_error(ev))
        fail("Metadata", rd_kafka_event_error_string(ev));
    const struct rdkafka_raw_answer *a = rdkafka_raw_answer(ev);
    check(a && a->sent && a->key == 3 && a->version == 12, "the answer to Metadata");
    check(a->broker >= 1 && a->broker <= BROKERS && a->rtt_us > 0, "who answered Metadata");
    check(a->min == 0 && a->max >= 12, "the versions of Metadata");
    check(a->len > 5 && a->data[4] == BROKERS + 1, "the number of brokers in Metadata");
    rd_kafka_event_destroy(ev);
}

/* The answer of ApiVersions has no flexible header, whatever that of the request is. The mock brokers
 * know version 2 at most, and say so (UNSUPPORTED_VERSION) as any broker does. */
static void check_versions(int16_t version)
{
    enum { UNSUPPORTED_VERSION = 35 };
    static const unsigned char body[] = {2, 'k', 2, '1', 0};
    struct rdkafka_raw_request r = {.broker = 1,
                                    .key = 18,
                                    .version = version,
                                    .flexible = version >= 3,
                                    .timeout_ms = WAIT_MS,
                                    .body = body,
                                    .len = version >= 3 ? sizeof body : 0};
    rd_kafka_event_t *ev = ask(&r);
    if (rd_kafka_event_error(ev))
        fail("ApiVersions", rd_kafka_event_error_string(ev));
    const struct rdkafka_raw_answer *a = rdkafka_raw_answer(ev);
    check(a->broker == 1 && a->len > 6, "the answer to ApiVersions");
    check(a->data[0] == 0 &&
              (a->data[1] == 0 || (version > 0 && a->data[1] == UNSUPPORTED_VERSION)),
          "the error code of ApiVersions");
    rd_kafka_event_destroy(ev);
}

static void check_refused(int32_t broker, int16_t key, rd_kafka_resp_err_t expected,
                          const char *what)
{
    struct rdkafka_raw_request r = {.broker = broker, .key = key, .timeout_ms = WAIT_MS};
    rd_kafka_event_t *ev = ask(&r);
    const struct rdkafka_raw_answer *a = rdkafka_raw_answer(ev);
    if (rd_kafka_event_error(ev) != expected)
        fail(what, rd_kafka_event_error_string(ev));
    check(!a->sent && a->len == 0 && a->min == -1, what);
    rd_kafka_event_destroy(ev);
}

static void connect_to_mock(void)
{
    char words[512];
    const struct rd_kafka_metadata *md;
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    if (rd_kafka_conf_set(conf, "test.mock.num.brokers", "3", words, sizeof words) ||
        rd_kafka_conf_set(conf, "log_level", "3", words, sizeof words))
        fail("the mock cluster", words);
    rk = rd_kafka_new(RD_KAFKA_PRODUCER, conf, words, sizeof words);
    if (!rk)
        fail("a client", words);
    rd_kafka_resp_err_t err = rd_kafka_metadata(rk, 0, NULL, &md, WAIT_MS);
    if (err)
        fail("the first metadata", rd_kafka_err2str(err));
    check(md->broker_cnt == BROKERS, "the number of mock brokers");
    rd_kafka_metadata_destroy(md);
    queue = rd_kafka_queue_new(rk);
}

int main(void)
{
    int16_t min, max;
    connect_to_mock();
    check_metadata();
    check_versions(0);
    check_versions(3);
    check(rdkafka_raw_versions(rk, 1, 3, &min, &max) == 1 && min == 0 && max >= 12,
          "the versions of Metadata, of a broker that is connected");
    check(rdkafka_raw_versions(rk, 1, 77, &min, &max) == 0, "no versions of an unknown key");
    check(rdkafka_raw_versions(rk, UNKNOWN_BROKER, 3, &min, &max) == -1,
          "no versions of an unknown broker");
    check_refused(1, 77, RD_KAFKA_RESP_ERR__UNSUPPORTED_FEATURE, "a key that a broker lacks");
    check_refused(UNKNOWN_BROKER, 3, RD_KAFKA_RESP_ERR__UNKNOWN_BROKER, "an unknown broker");
    check_refused(1, RDKAFKA_RAW_KEYS, RD_KAFKA_RESP_ERR__INVALID_ARG, "a key that is too large");
    rd_kafka_queue_destroy(queue);
    rd_kafka_destroy(rk);
    return 0;
}
