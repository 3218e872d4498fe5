/* sasl.jaas.config: the one line in which Java clients hide user and password. */
#ifndef KLAMM_CORE_CONFIG_JAAS_H
#define KLAMM_CORE_CONFIG_JAAS_H

#include "core/base/err.h"
#include "core/config/problems.h"
#include "core/config/property.h"

#include <stdbool.h>

/* Replaces the login line by sasl.username, sasl.password and so on in p, with the given origin.
 * Understands the modules Plain, Scram, OAuthBearer and Krb5 and their options, quoted as
 * org.apache.kafka.common.security.JaasConfig reads them. Problems never quote anything of the
 * line but the module's name and known option names. */
bool jaas_translate(const char *line, const char *origin, struct properties *p,
                    struct problems *problems);

#endif
