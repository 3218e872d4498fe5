/* Texts of Kafka in JSON and back: group ids and values need not be valid UTF-8, JSON must be. */
#ifndef KLAMM_CORE_PLAN_JSON_H
#define KLAMM_CORE_PLAN_JSON_H

#include "core/base/arena.h"
#include "core/base/err.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

/* A string; {"hex": "…"} when it is not valid UTF-8; null for NULL. */
json_t *json_text(const char *s);
/* The way back, into the arena; NULL for null and for anything else. */
const char *json_text_get(struct arena *a, const json_t *v);

/* Member of an object that must be there, of that type. */
bool json_need_text(struct arena *a, const json_t *o, const char *key, const char **out,
                    struct err *err);
bool json_need_int(const json_t *o, const char *key, int64_t *out, struct err *err);

#endif
