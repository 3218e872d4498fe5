/* Values of configuration keys as people write and read them: 7d, 1GiB, unlimited, lists. */
#ifndef KLAMM_CORE_MODEL_CONFIG_VALUE_H
#define KLAMM_CORE_MODEL_CONFIG_VALUE_H

#include "core/base/arena.h"
#include "core/base/err.h"
#include "core/model/config_keys.h"

#include <stdbool.h>

/* What is typed → what the broker takes, in the arena. A bare number is in the key's own unit;
 * "unlimited" is -1 where the key has that, and what config_value_human says for the largest number
 * is that number; lists lose spaces and repeats, and may be written in [ ]; only "[]" is an empty
 * one. The broker still has the last word on ranges. */
bool config_value_parse(const struct config_key *k, const char *typed, struct arena *a,
                        const char **raw, struct err *err);

/* "7 d", "1 GiB", "unlimited" for a raw value; NULL when it reads best as it is. */
const char *config_value_human(const struct config_key *k, const char *raw, struct arena *a);
/* The value as one would type it: "7d", "1GiB", "[]", else as it is. Typed again it gives the same
 * raw; only "" of what is not a list can't be typed: "key=" removes the override. */
const char *config_value_typed(const struct config_key *k, const char *raw, struct arena *a);

/* Whether a list has this item: items are separated by commas, spaces around them don't count. NULL
 * is a list without items. */
bool config_list_has(const char *list, const char *item);
/* Lists as the broker keeps them, comma-separated: with those of `items` that are not in it yet at
 * its end, or without those of `items`. In the arena. */
const char *config_list_add(const char *list, const char *items, struct arena *a);
const char *config_list_remove(const char *list, const char *items, struct arena *a);

#endif
