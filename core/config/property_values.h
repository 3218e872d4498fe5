/* Values of client properties as Java's clients take them → as librdkafka takes them. */
#ifndef KLAMM_CORE_CONFIG_PROPERTY_VALUES_H
#define KLAMM_CORE_CONFIG_PROPERTY_VALUES_H

#include "core/config/problems.h"
#include "core/config/property.h"

#include <stddef.h>
#include <stdint.h>

/* In place, for values that are written out: numbers outside librdkafka's ranges become the nearest
 * one, with a warning; names of cipher suites, addresses with a protocol in front and the like are
 * spelt as librdkafka spells them. What can't be used at all is an error with its place. */
void property_values_translate(struct properties *p, struct problems *problems);
/* The same for bootstrap.servers, when nothing replaces it: what -b or klamm.yaml replaces may be a
 * template. */
void property_addresses_translate(struct properties *p, struct problems *problems);
/* The pause before the second attempt is not longer than the longest one (reconnect.backoff.ms,
 * retry.backoff.ms and their .max.ms): that one is taken, as Java's clients do
 * (ExponentialBackoff), with a warning. Call it last: -X may raise it. */
void property_backoffs_translate(struct properties *p, struct problems *problems);

/* "SASL_SSL://h:1, h:2," → "h:1,h:2", as Java reads a list of brokers; malloc'd. NULL and err
 * (ERR_USAGE) when nothing is in it or an address is not one. */
struct err;
char *bootstrap_plain(const char *list, struct err *err);

/* IANA's names of cipher suites (TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256) as OpenSSL's list
 * (ECDHE-RSA-AES128-GCM-SHA256:…); other words stay. Suites of TLS 1.3 have no place in such a list
 * and are left out: empty when there were no others. malloc'd. */
char *cipher_list(const char *suites);

/* PEM text with each block on lines of its own, as OpenSSL wants it: Java also reads a block on one
 * line, as a properties file leaves it whose lines end with " \". malloc'd; a copy when there is no
 * block in it. */
char *pem_reflow(const char *text);
/* Some block of it goes on in the line that begins it: OpenSSL reads no such file. */
bool pem_is_crowded(const char *text);

struct property_range { /* what librdkafka takes, both included */
    const char *name;
    int64_t least, most;
};
extern const struct property_range property_ranges[];
extern const size_t property_nranges;

#endif
