/* Where the tokens of OAUTHBEARER come from, when a file for Java's clients names several places. */
#ifndef KLAMM_CORE_CONFIG_TOKEN_SOURCE_H
#define KLAMM_CORE_CONFIG_TOKEN_SOURCE_H

#include "core/config/problems.h"
#include "core/config/property.h"

#include <stdbool.h>

/* The class that asks for a token in Java (sasl.login.callback.handler.class). */
#define TOKEN_HANDLER "sasl.login.callback.handler.class"

/* Whether this property matters here: it names one of Kafka's own two classes, or another one
 * together with an address that tokens come from. */
bool token_handler_counts(const struct properties *p, const struct property *handler);

/* In place: of unsecured claims and an address (sasl.oauthbearer.token.endpoint.url) one is left,
 * the one that Java takes, with a warning; both together with a class that is not Kafka's is an
 * error. An address of a token service becomes librdkafka's "oidc"; a token in a file is read by
 * core/kafka. */
void token_source_translate(struct properties *p, struct problems *problems);

#endif
