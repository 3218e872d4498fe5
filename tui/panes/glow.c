/* Changed cells glow for a moment. Remembers, per row that is or was on the screen, a hash of what
 * each cell showed; table_paint.c asks for each cell it draws. Only what replaces a known value
 * glows: filling in what was unknown is no news. Durations change by themselves and never glow. */
#include "core/base/mem.h"
#include "tui/panes/table_view.h"

#include <stdlib.h>
#include <string.h>

#define GLOW_ROWS_MAX 2000

struct glow_row {
    uint32_t hash[VIEW_COLUMNS]; /* 0: nothing known was shown yet */
    int64_t until[VIEW_COLUMNS]; /* monotonic ms */
};

static uint32_t hash_text(const char *s)
{
    uint32_t h = 2166136261u;
    for (; *s; s++)
        h = (h ^ (unsigned char)*s) * 16777619u;
    return h ? h : 1;
}

static struct glow_row *row_of(struct table_view *v, const char *key)
{
    struct glow_row *g = map_get(&v->glow, key);
    if (!g) {
        if (v->glow.len >= GLOW_ROWS_MAX) {
            map_release(&v->glow, free);
            map_init(&v->glow);
        }
        g = xcalloc(1, sizeof *g);
        map_set(&v->glow, key, g);
    }
    return g;
}

bool glow_cell(struct table_view *v, const char *key, size_t col, const struct value *value,
               const char *shown, int64_t now_ms)
{
    if (!v->glow_ms || col >= VIEW_COLUMNS || value->kind == VALUE_DURATION)
        return false;
    struct glow_row *g = row_of(v, key);
    uint32_t h = value->state == VALUE_KNOWN ? hash_text(shown) : 0;
    if (h && g->hash[col] && h != g->hash[col])
        g->until[col] = now_ms + v->glow_ms;
    if (h)
        g->hash[col] = h;
    if (g->until[col] <= now_ms)
        return false;
    int64_t left = g->until[col] - now_ms;
    if (!v->glow_next || left < v->glow_next)
        v->glow_next = left;
    return true;
}

void glow_release(struct table_view *v)
{
    map_release(&v->glow, free);
}
