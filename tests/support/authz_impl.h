/* Shared by authz*.c. */
#ifndef KLAMM_TESTS_SUPPORT_AUTHZ_IMPL_H
#define KLAMM_TESTS_SUPPORT_AUTHZ_IMPL_H

#include "tests/support/authz.h"

#include <librdkafka/rdkafka.h>

enum { AUTHZ_ANSWER_MS = 30000 };

/* As that user, or over the plain listener where everyone is a super user (NULL). */
rd_kafka_t *authz_client(const char *user, rd_kafka_type_t type, rd_kafka_conf_t *conf);
void authz_set(rd_kafka_conf_t *conf, const char *key, const char *value);
/* False: denied. Any other error fails the test. */
bool authz_went_through(rd_kafka_resp_err_t code);

#endif
