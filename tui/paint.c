/* One frame: bars, panes, dialogs, in that order, then one flush. Called at most once per loop turn
 * and only when something is dirty; a tick of the clock paints the top line alone. Curses compares
 * with what the terminal shows and sends the difference. */
#include "tui/paint.h"

#include "tui/bars.h"
#include "tui/bars_hint.h"
#include "tui/bars_message.h"
#include "tui/bars_tabs.h"
#include "tui/clicks.h"
#include "tui/navigation.h"
#include "tui/term/keys.h"
#include "tui/term/tty.h"

#include <stdio.h>

static void paint_small(struct app *a, int rows, int cols)
{
    static const char *const global[] = {"global", NULL};
    struct canvas *c = &a->canvas;
    char label[KEY_NAME_MAX], words[160];
    uint32_t key = keymap_key_of(&a->keymap, global, "quit");
    int n = snprintf(words, sizeof words,
                     "klamm needs 60 columns and 12 rows; this terminal has less.");
    if (key)
        snprintf(words + n, sizeof words - (size_t)n, " %s leaves.",
                 key_label(label, key, a->ascii));
    draw_fill(c, (struct rect){0, 0, rows, cols}, PEN(ROLE_TEXT));
    draw_wrapped(c, 0, 0, rows, cols, PEN(ROLE_TEXT), words);
}

static void paint_pane(struct app *a, struct pane *p, struct rect r)
{
    p->rect = r;
    if (r.w < 1 || r.h < 1)
        return;
    struct rect old = draw_clip(&a->canvas, r);
    p->cls->draw(p, &a->canvas, r);
    draw_unclip(&a->canvas, old);
}

static void paint_body(struct app *a)
{
    struct pane *p = app_pane(a);
    bool side = a->side != NULL;
    struct rect main = side ? a->layout.main : a->layout.body;
    draw_fill(&a->canvas, a->layout.body, PEN(ROLE_TEXT));
    if (!p)
        return;
    bool under = a->overlays.len && a->overlays.data[a->overlays.len - 1]->cls->modal;
    bool side_focus = side && a->side->focused;
    p->focused = !under && !side_focus;
    paint_pane(a, p, main);
    if (side)
        paint_pane(a, a->side, a->layout.side);
}

static struct rect place_of(struct pane *p, struct rect screen)
{
    return p->cls->place ? p->cls->place(p, screen) : screen;
}

static void paint_overlays(struct app *a, struct rect screen)
{
    for (size_t i = 0; i < a->overlays.len; i++)
        paint_pane(a, a->overlays.data[i], place_of(a->overlays.data[i], screen));
}

static bool will_cover(const struct app *a, struct rect screen, struct rect r)
{
    for (size_t i = 0; i < a->overlays.len; i++)
        if (rect_meet(place_of(a->overlays.data[i], screen), r).h > 0)
            return true;
    return false;
}

/* A line that matters to who looks at the screen: what is wrong, and that it is over. */
static bool is_shown(const struct log_entry *e)
{
    return e->sev >= SEV_WARN || e->sev == SEV_GOOD;
}

/* New lines of the cluster's log that matter appear in the message line: the newest of the worst. */
static void take_log(struct app *a)
{
    const struct log *l = &a->session->model.log;
    const struct log_entry *shown = NULL;
    for (size_t i = l->len; i-- > 0 && log_at(l, i)->seq > a->log_seen;) {
        const struct log_entry *e = log_at(l, i);
        if (is_shown(e) && (!shown || e->sev > shown->sev))
            shown = e;
    }
    if (log_last(l))
        a->log_seen = log_last(l)->seq;
    if (!shown)
        return;
    app_message(a, shown->sev, shown->text, shown->wall_ms);
}

/* Rows of the strip at the bottom; it gives way where the rest would have no room. */
static int strip_rows(const struct app *a, int rows)
{
    struct pane_wish wish = {0};
    bool some = a->strip && pane_wish(a->strip, &wish) && rows - wish.h >= LAYOUT_MIN_H;
    return some ? wish.h : 0;
}

/* A list says how wide it would be; the second pane gets what is left. */
static struct layout layout_of(struct app *a, int rows, int cols)
{
    struct pane_wish wish = {0};
    struct pane *p = app_pane(a);
    if (!a->side_off && p && p->cls->has_side)
        pane_wish(p, &wish);
    return layout_make(rows, cols, wish.w, wish.least);
}

void app_paint(struct app *a)
{
    int rows, cols;
    unsigned dirty = a->dirty;
    struct canvas *c = &a->canvas;
    a->dirty = 0;
    tty_size(&rows, &cols);
    if (dirty & DIRTY_DATA) {
        take_log(a);
        app_update_panes(a);
    }
    if (a->strip && dirty != DIRTY_TOP)
        pane_update(a->strip);
    int strip = strip_rows(a, rows);
    rows -= strip; /* to all the rest the terminal ends above it */
    struct rect screen = {0, 0, rows, cols};
    a->layout = layout_of(a, rows, cols);
    draw_begin(c, &a->theme, a->ascii, a->no_colour);
    if (a->layout.too_small) {
        paint_small(a, rows, cols);
        draw_end(c);
        return;
    }
    bars_top(a, a->layout.top);
    if (dirty != DIRTY_TOP) {
        bool under = will_cover(a, screen, a->layout.hint);
        clicks_clear(a);
        app_side_update(a);
        paint_body(a);
        bars_tabs(a, a->layout.tabs);
        if (under)
            bars_hint(a, a->layout.hint);
        bars_message(a, a->layout.message);
        if (strip)
            paint_pane(a, a->strip, (struct rect){rows, 0, strip, cols});
        paint_overlays(a, screen);
        if (!under) /* what an overlay hints at depends on the room it has found */
            bars_hint(a, a->layout.hint);
    } else if (a->overlays.len) { /* the cursor stays in the dialog's field */
        paint_overlays(a, screen);
    }
    draw_end(c);
    if (layout_of(a, rows, cols).main.w != a->layout.main.w)
        app_soon(a, 1); /* columns grew by what was drawn just now */
}
