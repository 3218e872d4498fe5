/* One frame: bars, panes, dialogs, in that order, then one flush. Called at most once per loop turn
 * and only when something is dirty; a tick of the clock paints the top line alone. Curses compares
 * with what the terminal shows and sends the difference. */
#include "tui/app.h"

#include "core/base/text.h"
#include "tui/keys.h"
#include "tui/panes/list.h"
#include "tui/tty.h"

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

static void paint_overlays(struct app *a, struct rect screen)
{
    for (size_t i = 0; i < a->overlays.len; i++) {
        struct pane *p = a->overlays.data[i];
        paint_pane(a, p, p->cls->place ? p->cls->place(p, screen) : screen);
    }
}

/* New lines of the cluster's log that matter appear in the message line. */
static void take_log(struct app *a)
{
    const struct log_entry *e = log_last(&a->session->model.log);
    if (!e || e->seq <= a->log_seen)
        return;
    a->log_seen = e->seq;
    if (e->sev >= SEV_WARN) {
        free(a->message);
        a->message = xstrdup(e->text);
        a->message_sev = e->sev;
        a->message_wall = e->wall_ms;
    }
}

/* A list says how wide it would be; the second pane gets what is left. */
static struct layout layout_of(struct app *a, int rows, int cols)
{
    int wish = 0, least = 0, height;
    struct pane *p = app_pane(a);
    if (!a->side_off && p && p->cls->has_side)
        list_pane_wants(p, &wish, &least, &height);
    return layout_make(rows, cols, wish, least);
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
    a->layout = layout_of(a, rows, cols);
    draw_begin(c, &a->theme, a->ascii, a->no_colour);
    if (a->layout.too_small) {
        paint_small(a, rows, cols);
        draw_end(c);
        return;
    }
    bars_top(a, a->layout.top);
    if (dirty != DIRTY_TOP) {
        app_side_update(a);
        paint_body(a);
        bars_tabs(a, a->layout.tabs);
        bars_hint(a, a->layout.hint);
        bars_message(a, a->layout.message);
        paint_overlays(a, (struct rect){0, 0, rows, cols});
    } else if (a->overlays.len) { /* the cursor stays in the dialog's field */
        paint_overlays(a, (struct rect){0, 0, rows, cols});
    }
    draw_end(c);
    if (layout_of(a, rows, cols).main.w != a->layout.main.w)
        app_soon(a, 1); /* columns grew by what was drawn just now */
}
