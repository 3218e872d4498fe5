/* The list of wanted facts. A resource adds to it on every tick; the feed compares it with what is
 * known. Names are copied into the list's own arena, so that the caller's may go. */
#include "core/model/wants.h"

#include "core/base/mem.h"

#include <stdlib.h>

void wants_init(struct wants *w)
{
    *w = (struct wants){0};
    arena_init(&w->arena);
}

void wants_release(struct wants *w)
{
    arena_release(&w->arena);
    free(w->list);
    *w = (struct wants){0};
}

void wants_clear(struct wants *w)
{
    arena_release(&w->arena);
    w->len = 0;
}

void wants_add(struct wants *w, enum fact_kind kind, const char *name, int64_t max_age_ms,
               int priority)
{
    if (w->len == w->cap) {
        w->cap = w->cap ? w->cap * 2 : 64;
        w->list = xrealloc(w->list, w->cap, sizeof *w->list);
    }
    w->list[w->len++] = (struct want){
        .kind = kind,
        .name = arena_strdup(&w->arena, name),
        .max_age_ms = max_age_ms == AGE_USUAL ? fact_kinds[kind].age_ms : max_age_ms,
        .priority = priority,
    };
}
