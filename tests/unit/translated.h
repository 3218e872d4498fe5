/* What happens to the text of a properties file. */
#ifndef KLAMM_TESTS_UNIT_TRANSLATED_H
#define KLAMM_TESTS_UNIT_TRANSLATED_H

#include "core/config/client_properties.h"

#include <stdbool.h>

#define PLAIN "org.apache.kafka.common.security.plain.PlainLoginModule"
#define SCRAM "org.apache.kafka.common.security.scram.ScramLoginModule"
#define OAUTH "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule"

/* Reads text as the file "c"; release both. */
void translate(const char *text, struct properties *p, struct problems *problems);
/* Expected: "name=value" lines in any order, nothing more; warnings are passed over. */
void becomes(const char *text, const char *expected);
/* There is one problem with it, and this is its sentence. */
void says(const char *text, bool warning, const char *message);

#endif
