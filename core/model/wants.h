/* What a viewer of a list needs to know: resources declare it, the feed fetches it. Declared again
 * on each tick, so without a viewer nothing is wanted. */
#ifndef KLAMM_CORE_MODEL_WANTS_H
#define KLAMM_CORE_MODEL_WANTS_H

#include "core/base/arena.h"
#include "core/model/fact_kind.h"

#include <stddef.h>
#include <stdint.h>

struct want {
    enum fact_kind kind;
    const char *name;   /* in the wants' arena, or NULL */
    int64_t max_age_ms; /* fetch again when older; < 0: never fetched for this, but the list is
                           built again when such a fact changes */
    int priority;       /* 0 = on screen now; larger = later */
};

struct wants {
    struct arena arena;
    struct want *list;
    size_t len;
    size_t cap;
};

void wants_init(struct wants *w);
void wants_release(struct wants *w);
void wants_clear(struct wants *w);
enum { AGE_USUAL = 0 }; /* as max_age_ms: that of the kind's row */
void wants_add(struct wants *w, enum fact_kind kind, const char *name, int64_t max_age_ms,
               int priority);

#endif
