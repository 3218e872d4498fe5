/* Cells that changed a moment ago are highlighted. */
#ifndef KLAMM_TUI_WIDGET_HIGHLIGHT_H
#define KLAMM_TUI_WIDGET_HIGHLIGHT_H

#include "core/base/map.h"
#include "core/base/value.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { HIGHLIGHT_COLUMNS = 64 }; /* what lies beyond is never highlighted */

struct highlight {
    int64_t ms;      /* how long; 0: never */
    int64_t next;    /* ms until the next one ends; 0: there is none. The caller sets it to 0 before
                      * it asks for the cells of a frame. */
    struct map rows; /* key → struct highlight_row */
};

void highlight_init(struct highlight *h, int64_t ms);
void highlight_release(struct highlight *h);
/* True when the cell changed less than h->ms ago. shown: what it shows now; now_ms: monotonic. */
bool highlight_cell(struct highlight *h, const char *key, size_t col, const struct value *value,
                    const char *shown, int64_t now_ms);

#endif
