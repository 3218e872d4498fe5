/* Requests of Kafka's protocol that librdkafka has no call for, over its connections
 * (setup/rdkafka_raw.h): to one broker or to any, in a version that klamm and that broker know. The
 * rules of all calls: request.h. docs/librdkafka.md, "Raw requests", says what is known after which
 * failure. */
#ifndef KLAMM_CORE_KAFKA_RAW_H
#define KLAMM_CORE_KAFKA_RAW_H

#include "core/base/buf.h"
#include "core/kafka/internal.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { RAW_ANY = -1 }; /* some broker that is up, one that answers if others do not */

/* The body of an answer: gone when read returns. */
struct raw_answer {
    int32_t broker;
    int16_t version; /* of the request */
    const unsigned char *data;
    size_t len;
};

/* A constant of the file that speaks it. */
struct raw_api {
    enum api api; /* its name and the right it needs, for messages */
    int16_t key;
    int16_t min, max; /* versions that write and read know */
    int16_t flexible; /* from this one on headers are flexible (KIP-482) */
    /* Appends the body, from the first field to the last section of tags. May be called again, for
     * another version. False and err: it can't be said in this version. */
    bool (*write)(const void *args, int16_t version, struct buf *body, struct err *err);
    /* Turns the answer into a result. False and err: it failed as a whole; ERR_NOT_READY: it is
     * sent again until its deadline. True with *result NULL: raw_request_next was called. */
    bool (*read)(struct request *r, void *args, const struct raw_answer *a, void **result,
                 struct err *err);
};

/* Not started: the caller sets change, forwarded, object and drop_result, and calls request_start.
 * args are taken, and freed by free_args (NULL: they need not be). A failure is one of the
 * transport: ERR_TIMEOUT, ERR_UNREACHABLE, ERR_UNSUPPORTED (this broker has none of our versions),
 * ERR_CANCELLED. Of a change err->unsent is true where no byte of it was written; otherwise it may
 * have been carried out, and has to be read back. */
struct request *raw_request_new(struct cluster *c, const struct raw_api *api, int32_t broker,
                                void *args, void (*free_args)(void *args), request_done *done,
                                void *user);
/* From read: the same request goes on with another call, to that broker. */
void raw_request_next(struct request *r, const struct raw_api *api, int32_t broker);
/* For read: an answer that makes no sense. Never a refusal: a change may have been carried out. why
 * is a sentence without its subject, as "ends in the middle of a field". Always false. */
bool raw_unreadable(const struct raw_answer *a, struct err *err, const char *why);

#endif
