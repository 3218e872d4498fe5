/* Changed cells are highlighted for a moment. Remembers, per row that is or was on the screen, a hash
 * of what each cell showed; table_paint.c asks for each cell it draws. Only what replaces a known
 * value counts: filling in what was unknown is no news. Durations change by themselves and are never
 * highlighted. */
#include "tui/widget/highlight.h"

#include "core/base/mem.h"

#include <stdlib.h>
#include <string.h>

#define HIGHLIGHT_ROWS_MAX 2000

struct highlight_row {
    uint32_t hash[HIGHLIGHT_COLUMNS]; /* 0: nothing known was shown yet */
    int64_t until[HIGHLIGHT_COLUMNS]; /* monotonic ms */
};

static uint32_t hash_text(const char *s)
{
    uint32_t h = 2166136261u;
    for (; *s; s++)
        h = (h ^ (unsigned char)*s) * 16777619u;
    return h ? h : 1;
}

static struct highlight_row *row_of(struct highlight *h, const char *key)
{
    struct highlight_row *r = map_get(&h->rows, key);
    if (!r) {
        if (h->rows.len >= HIGHLIGHT_ROWS_MAX) {
            map_release(&h->rows, free);
            map_init(&h->rows);
        }
        r = xcalloc(1, sizeof *r);
        map_set(&h->rows, key, r);
    }
    return r;
}

void highlight_init(struct highlight *h, int64_t ms)
{
    *h = (struct highlight){.ms = ms};
    map_init(&h->rows);
}

bool highlight_cell(struct highlight *h, const char *key, size_t col, const struct value *value,
                    const char *shown, int64_t now_ms)
{
    if (!h->ms || col >= HIGHLIGHT_COLUMNS || value->kind == VALUE_DURATION)
        return false;
    struct highlight_row *r = row_of(h, key);
    uint32_t hash = value->state == VALUE_KNOWN ? hash_text(shown) : 0;
    if (hash && r->hash[col] && hash != r->hash[col])
        r->until[col] = now_ms + h->ms;
    if (hash)
        r->hash[col] = hash;
    if (r->until[col] <= now_ms)
        return false;
    int64_t left = r->until[col] - now_ms;
    if (!h->next || left < h->next)
        h->next = left;
    return true;
}

void highlight_release(struct highlight *h)
{
    map_release(&h->rows, free);
}
