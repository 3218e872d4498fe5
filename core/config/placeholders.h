/* ${provider:path:key} in values, as Kafka's clients resolve them (KIP-297: ConfigTransformer and the
 * providers of org.apache.kafka.common.config.provider). */
#ifndef KLAMM_CORE_CONFIG_PLACEHOLDERS_H
#define KLAMM_CORE_CONFIG_PLACEHOLDERS_H

#include "core/config/problems.h"
#include "core/config/property.h"

#include <stdbool.h>

/* Replaces the placeholders in all literal values, with what config.providers of the same list
 * names: environment variables, keys of properties files, files of a directory. The origins of
 * values that were fetched so are added to fetched (may be NULL). Whatever can't be resolved is an
 * error with its line, because a placeholder must never be sent as a password. False when there was
 * one. */
bool placeholders_resolve(struct properties *p, struct properties *fetched,
                          struct problems *problems);
/* For values where placeholders have no meaning: an error when one of Kafka's usual providers is
 * named in it, or {env: …} of klamm.yaml stands within a text or in quotes. */
bool placeholders_refuse(const char *name, const char *value, const char *origin, int line,
                         struct problems *problems);

#endif
