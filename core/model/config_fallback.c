/* The chain behind a topic's time settings, which the broker's answer lacks. Used by the plan of a
 * config change and by lists that show what is behind an override. */
#include "core/model/config_fallback.h"

#include <inttypes.h>
#include <string.h>

static const struct {
    const char *topic_key;
    const char *broker_key;
    int64_t ms;
} chain[] = {
    {"retention.ms", "log.retention.ms", 1},
    {"retention.ms", "log.retention.minutes", 60000},
    {"retention.ms", "log.retention.hours", 3600000},
    {"segment.ms", "log.roll.ms", 1},
    {"segment.ms", "log.roll.hours", 3600000},
    {"segment.jitter.ms", "log.roll.jitter.ms", 1},
    {"segment.jitter.ms", "log.roll.jitter.hours", 3600000},
};

bool config_fallback_needs_broker(const struct config_set *topic, const struct config_entry *e)
{
    if (topic->type != CONFIG_TOPIC || config_entry_fallback(topic, e))
        return false;
    for (size_t i = 0; i < sizeof chain / sizeof *chain; i++) {
        if (strcmp(chain[i].topic_key, e->name) == 0)
            return true;
    }
    return false;
}

/* A limit that is not a number of ms: unlimited stays -1 whatever its unit. */
static int64_t in_ms(int64_t n, int64_t unit)
{
    int64_t ms;

    if (n < 0)
        return -1;
    return __builtin_mul_overflow(n, unit, &ms) ? INT64_MAX : ms;
}

bool config_fallback(const struct config_set *topic, const struct config_entry *e,
                     const struct config_set *broker, struct arena *a, struct config_synonym *out)
{
    const struct config_synonym *known = config_entry_fallback(topic, e);

    if (known) {
        *out = *known;
        return true;
    }
    if (!broker || !config_fallback_needs_broker(topic, e))
        return false;
    for (size_t i = 0; i < sizeof chain / sizeof *chain; i++) {
        const struct config_entry *b;
        int64_t n;

        if (strcmp(chain[i].topic_key, e->name) != 0 ||
            !config_set_int(broker, chain[i].broker_key, &n))
            continue;
        b = config_set_find(broker, chain[i].broker_key);
        out->name = b->name;
        out->value = arena_printf(a, "%" PRId64, in_ms(n, chain[i].ms));
        out->source = b->source;
        return true;
    }
    return false;
}
