/* What a person does: keys, mouse and pasted text from the terminal find their way to the dialog or
 * pane that owns them. One owner at a time: a dialog that takes text sees keys first and a modal one
 * hides all others, so what is typed into a field is never a command, and pasted text never reaches
 * the key map at all. What is not painted gets nothing. */
#include "tui/input_sink.h"

#include "tui/bars_tabs.h"
#include "tui/clicks.h"
#include "tui/dispatch.h"
#include "tui/navigation.h"
#include "tui/term/keys.h"
#include "tui/verbs.h"

#include <string.h>

/* Panes look at new facts before they act on old ones. */
static void settle(struct app *a)
{
    if (a->dirty & DIRTY_DATA) {
        a->dirty = (a->dirty & ~(unsigned)DIRTY_DATA) | DIRTY_ALL;
        app_update_panes(a);
    }
}

/* A letter that does nothing gets a message; what terminals send of themselves does not. */
static void unbound(struct app *a, uint32_t key)
{
    char label[KEY_NAME_MAX];
    if (KEY_CODE(key) > ' ' && KEY_CODE(key) < 0x7f)
        app_say(a, SEV_INFO, "%s does nothing here; ? shows the keys",
                key_label(label, key, a->canvas.ascii));
}

/* While nothing is painted the user can't know what a key would do: a y would send a plan that was
 * never seen. What leaves, stops and paints works wherever one is, also over a field that takes
 * text. */
static void unseen_key(struct app *a, uint32_t key)
{
    static const char *const global[] = {"global", NULL};
    static const char *const works[] = {"quit", "suspend", "redraw"};
    const struct binding *b = keymap_find(&a->keymap, global, key);
    for (size_t i = 0; b && i < sizeof works / sizeof *works; i++) {
        if (strcmp(b->verb, works[i]) == 0)
            verb_find(b->verb)->run(a, b->arg);
    }
}

static void on_key(void *user, uint32_t key)
{
    struct app *a = user;
    const char *contexts[8];
    struct pane *p = app_focus(a);
    if (a->quit)
        return;
    if (a->layout.too_small) {
        unseen_key(a, key);
        return;
    }
    settle(a);
    app_dirty(a, DIRTY_ALL);
    if (p && p->cls->key && p->cls->key(p, key))
        return;
    app_contexts(a, contexts);
    const struct binding *b = keymap_find(&a->keymap, contexts, key);
    if (b)
        app_verb(a, b->verb, b->arg);
    else
        unbound(a, key);
}

static void on_paste(void *user, const char *text, size_t len)
{
    struct app *a = user;
    struct pane *p = app_focus(a);
    settle(a);
    if (a->layout.too_small)
        app_say(a, SEV_INFO, "pasted text was ignored: the terminal was too small to show it");
    else if (p && p->cls->paste)
        p->cls->paste(p, text, len);
    else
        app_say(a, SEV_INFO, "pasted text was ignored: nothing here takes text");
    app_dirty(a, DIRTY_ALL);
}

static void click_frame(struct app *a, const struct mouse *m)
{
    if (m->kind != MOUSE_PRESS || !rect_has(a->layout.tabs, m->y, m->x))
        return;
    const char *tab = bars_tab_at(a, m->x);
    if (tab)
        app_open(a, tab, NULL);
}

static void on_mouse(void *user, const struct mouse *m)
{
    struct app *a = user;
    struct pane *top = app_focus(a);
    uint32_t key = m->kind == MOUSE_PRESS && m->button == 1 ? clicks_at(a, m->y, m->x) : K_NONE;
    if (a->quit || a->layout.too_small)
        return;
    if (key) {
        on_key(a, key);
        return;
    }
    settle(a);
    app_dirty(a, DIRTY_ALL);
    if (a->overlays.len) {
        if (top->cls->mouse)
            top->cls->mouse(top, m);
        return;
    }
    bool in_side = a->side && rect_has(a->side->rect, m->y, m->x);
    struct pane *p = in_side ? a->side : app_pane(a);
    if (a->side && m->kind == MOUSE_PRESS && rect_has(a->layout.body, m->y, m->x)) {
        a->side->focused = in_side;
        app_pane(a)->focused = !in_side;
    }
    if (p && rect_has(p->rect, m->y, m->x)) {
        if (p->cls->mouse)
            p->cls->mouse(p, m);
    } else {
        click_frame(a, m);
    }
}

const struct input_sink app_sink = {.key = on_key, .mouse = on_mouse, .paste = on_paste};
