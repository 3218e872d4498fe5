/* Configuration entries of a topic, broker or group as DescribeConfigs gives them. */
#ifndef KLAMM_CORE_MODEL_CONFIG_H
#define KLAMM_CORE_MODEL_CONFIG_H

#include "core/base/arena.h"
#include "core/model/fact.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum config_type { CONFIG_TOPIC = 1, CONFIG_BROKER, CONFIG_GROUP };
const char *config_type_name(enum config_type t); /* "topic", "broker", "group" */

enum config_source { /* ConfigEntry.ConfigSource */
                     CONFIG_SOURCE_UNKNOWN = 0,
                     CONFIG_SOURCE_TOPIC,
                     CONFIG_SOURCE_BROKER,         /* dynamic, this broker */
                     CONFIG_SOURCE_BROKER_DEFAULT, /* dynamic, all brokers */
                     CONFIG_SOURCE_STATIC,         /* the broker's file */
                     CONFIG_SOURCE_DEFAULT,        /* built in */
                     CONFIG_SOURCE_GROUP,
};
const char *config_source_name(enum config_source s); /* "this topic", "broker file" … */
const char *
config_source_kafka(enum config_source s); /* "DYNAMIC_TOPIC_CONFIG", as its tools say */

struct config_synonym {
    const char *name; /* of the key at that level: log.retention.ms behind retention.ms */
    const char *value;
    enum config_source source;
};

struct config_entry {
    const char *name;
    const char *value; /* NULL: null or withheld (sensitive) */
    enum config_source source;
    bool read_only;
    bool sensitive;
    bool is_default;
    struct config_synonym *synonyms; /* the chain of precedence, the effective one first */
    size_t nsynonyms;
};

struct config_set {
    struct arena arena;
    struct fact fact;
    enum config_type type;
    const char *name;
    struct config_entry *entries; /* by name */
    size_t n;
    struct config_body *shared; /* the entries are another set's too (config_share.h); NULL: own */
    char *own_name;             /* malloc'd, then `name`; NULL: it is in the arena */
};

/* Said of a group whose set has no entries: brokers before Kafka 4.0 have no settings of groups. */
#define CONFIG_NO_GROUPS                                                                           \
    "these brokers keep no settings of groups: they came with Kafka 4.0 (KIP-848)"

struct config_set *config_set_new(void);
void config_set_free(struct config_set *c);
void config_set_sort(struct config_set *c); /* once after filling; look-ups need it */
const struct config_entry *config_set_find(const struct config_set *c, const char *name);
/* Set on this very object (dynamic here), so it can be reverted. */
bool config_entry_overridden(const struct config_set *c, const struct config_entry *e);
/* What the key falls back to when its override is removed: the next synonym. NULL: not known. */
const struct config_synonym *config_entry_fallback(const struct config_set *c,
                                                   const struct config_entry *e);
/* Of a topic: its cleanup.policy is an empty list, so brokers neither delete nor compact. */
bool config_keeps_all(const struct config_set *c);
/* Parses the value as a number; false when the entry is missing or is no number. */
bool config_set_int(const struct config_set *c, const char *name, int64_t *out);

#endif
