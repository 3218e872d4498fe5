/* Any request of Kafka's protocol over librdkafka's own connections: what its public API has no call
 * for. setup/librdkafka compiles it into the librdkafka.a that klamm is linked with and installs
 * this header beside rdkafka.h. The bodies of requests and answers are the caller's business. */
#ifndef RDKAFKA_RAW_H
#define RDKAFKA_RAW_H

#include "rdkafka.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RDKAFKA_RAW_EVENT 0x40000000 /* rd_kafka_event_type() of an answer */

enum {
    RDKAFKA_RAW_ANY = -1,  /* some broker that is up, else one that is known by its id */
    RDKAFKA_RAW_KEYS = 128 /* keys are smaller than that */
};

struct rdkafka_raw_request {
    int32_t broker; /* its id, or RDKAFKA_RAW_ANY */
    int16_t key, version;
    bool flexible;  /* this version has flexible headers (KIP-482); ignored in answers of key 18 */
    int timeout_ms; /* > 0. When it has passed without an answer the connection is closed, and
                         with it ends what else waits there: not shorter than socket.timeout.ms */
    const void *body; /* copied: from the first field to the last section of tags */
    size_t len;
};

struct rdkafka_raw_answer {
    int16_t key, version;
    int16_t min, max; /* versions that this broker offers; -1: no such API, or never connected */
    int32_t broker;   /* which was asked */
    bool sent;        /* false: no byte of it was written */
    int64_t rtt_us;   /* from the write to the answer; 0 without one */
    size_t len;
    unsigned char data[]; /* the body, as it came; nothing with an error */
};

/* On any thread; does not wait for the network. q gets exactly one event, failures included, unless
 * it is destroyed before. Its rd_kafka_event_error() is one of the transport's; the error string and
 * the opaque are to be had as of any result of the admin API. Never retried.
 * In docs/librdkafka.md: what can go wrong, and what is known then. */
void rdkafka_raw_send(rd_kafka_t *rk, const struct rdkafka_raw_request *request,
                      rd_kafka_queue_t *q, void *opaque);

/* NULL when it is another kind of event. Lives until rd_kafka_event_destroy(). */
const struct rdkafka_raw_answer *rdkafka_raw_answer(const rd_kafka_event_t *event);

/* What that broker offered when it was connected last: 1 and the range, 0 it lacks the key, -1 it
 * is not known or was never connected. Does not wait for the network. */
int rdkafka_raw_versions(rd_kafka_t *rk, int32_t broker, int16_t key, int16_t *min, int16_t *max);

#endif
