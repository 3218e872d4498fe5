/* What klamm knows of configuration keys: type, unit, choices and a sentence. DescribeConfigs as
 * the library speaks it (version 1) gives neither type nor documentation. The keys are those of
 * Apache Kafka 4.x (TopicConfig, LogConfig, DynamicBrokerConfig, GroupConfig); a key that is not
 * here is still shown and can be changed, its type is guessed from its name. */
#ifndef KLAMM_CORE_MODEL_CONFIG_KEYS_H
#define KLAMM_CORE_MODEL_CONFIG_KEYS_H

#include "core/model/config.h"

#include <stdbool.h>
#include <stddef.h>

enum config_kind {
    CONFIG_KIND_TEXT,
    CONFIG_KIND_BOOL,
    CONFIG_KIND_INT, /* a count */
    CONFIG_KIND_REAL,
    CONFIG_KIND_MS, /* a duration, by the value's unit */
    CONFIG_KIND_SECONDS,
    CONFIG_KIND_MINUTES,
    CONFIG_KIND_HOURS,
    CONFIG_KIND_BYTES,
    CONFIG_KIND_RATE,   /* bytes per second */
    CONFIG_KIND_CHOICE, /* one of choices */
    CONFIG_KIND_LIST,   /* comma-separated; each of choices, when there are any */
};
const char *config_kind_name(enum config_kind k); /* "duration", "size", "list" … for people */
const char *config_kind_unit(enum config_kind k); /* "ms", "bytes", "bytes/s"; "" when none */

struct config_key {
    const char *name;
    enum config_type type;
    enum config_kind kind;
    bool unlimited;      /* -1 means: no limit */
    const char *choices; /* "a|b|c"; NULL: free */
    const char *meaning; /* one sentence; NULL for a guessed key */
};

/* Never NULL-named: an unknown key comes back with its name and a guessed kind, valid until `name`
 * goes away. */
struct config_key config_key_of(enum config_type type, const char *name);
/* NULL when the table does not have it. */
const struct config_key *config_key_find(enum config_type type, const char *name);
/* The whole table, grouped by type, by name within; *n entries. */
const struct config_key *config_keys_all(size_t *n);

#endif
