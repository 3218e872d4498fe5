/* client.properties files as the Kafka tools take them (-F, --command-config), and names of the
 * Java client translated to librdkafka's. */
#ifndef KLAMM_CORE_CONFIG_CLIENT_PROPERTIES_H
#define KLAMM_CORE_CONFIG_CLIENT_PROPERTIES_H

#include "core/config/problems.h"
#include "core/config/property.h"

#include <stdbool.h>
#include <stddef.h>

/* Adds what the file says to out, translated. Mistakes go to problems with file and line; a world-
 * readable file that holds a secret is a warning. False when there was an error. */
bool client_properties_read(const char *path, struct properties *out, struct problems *problems);
bool client_properties_parse(const char *file, const char *data, size_t len, struct properties *out,
                             struct problems *problems);

/* Java names → librdkafka's, in place; librdkafka's own names stay unchanged. Java-only names that
 * mean nothing here are dropped, with one warning that lists them; names that are neither and look
 * like a typo are errors with a suggestion, other unknown ones stay for librdkafka to judge. False
 * when there was an error. */
bool client_properties_translate(struct properties *p, struct problems *problems);

#endif
