/* librdkafka's line about a connection that failed: what it says, and what it means. */
#ifndef KLAMM_CORE_KAFKA_LINK_FAILURE_H
#define KLAMM_CORE_KAFKA_LINK_FAILURE_H

#include "core/base/err.h"

#include <stdbool.h>

struct cluster;

/* "sasl_ssl://host:port/bootstrap: words (after 3ms in state AUTH_REQ)" in its parts. The state
 * says what a mere disconnect means. */
struct failure {
    char broker[280];
    char words[400];
    char state[24];
    int after_ms;
    bool tls;
    bool advertised; /* the address of a broker whose id is known: another broker must have
                        reported it */
};

/* False: the line is about no broker. */
bool failure_parse(struct failure *f, const char *text);
/* By the words alone; ERR_UNREACHABLE when they say nothing. */
enum err_kind failure_kind(const char *text);
/* A better sentence than the library's, and its kind. up: the link was, before. False: there is none. */
bool failure_explain(const struct failure *f, bool up, struct err *err);
/* The address is one that the brokers reported, not one that the user gave. */
bool failure_is_their_word(const struct cluster *c, const struct failure *f, enum err_kind kind);

#endif
