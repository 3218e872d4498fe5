/* What a topic's setting falls back to when the broker does not say. */
#ifndef KLAMM_CORE_MODEL_CONFIG_FALLBACK_H
#define KLAMM_CORE_MODEL_CONFIG_FALLBACK_H

#include "core/base/arena.h"
#include "core/model/config.h"

#include <stdbool.h>

/* DescribeConfigs leaves retention.ms, segment.ms and segment.jitter.ms without anything behind the
 * topic's own value unless the broker has the key in ms: log.retention.hours and its like are no
 * synonyms to it, although they decide. Looks them up in the configuration of a broker, as
 * KafkaConfig.logRetentionTimeMillis does. Takes the answer of the topic itself where it has one.
 */
bool config_fallback(const struct config_set *topic, const struct config_entry *e,
                     const struct config_set *broker, struct arena *a, struct config_synonym *out);
/* Whether the topic's answer is not enough, so that a broker's configuration is needed. */
bool config_fallback_needs_broker(const struct config_set *topic, const struct config_entry *e);

#endif
