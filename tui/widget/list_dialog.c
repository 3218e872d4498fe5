/* The dialog behind every choice from a list. It owns its table (made by its opener from what that
 * knows) and shows it like any other list, so moving, marking, filtering and the mouse are the
 * same. */
#include "tui/widget/list_dialog.h"

#include "core/base/buf.h"
#include "core/base/mem.h"
#include "core/base/text_width.h"
#include "tui/app.h"
#include "tui/list_verbs.h"
#include "tui/navigation.h"
#include "tui/term/box.h"
#include "tui/widget/table_paint.h"
#include "tui/widget/table_verbs.h"

#include <stdlib.h>
#include <string.h>

struct list_dialog {
    struct pane pane;
    const struct list_dialog_class *cls;
    const char *title;
    struct table *table;
    uint64_t generation;
    struct table_view view;
    void *user;
    const char *contexts[5];
};

static struct list_dialog *self(const struct pane *p)
{
    return (struct list_dialog *)(uintptr_t)p;
}

static void list_dialog_free(struct pane *p)
{
    struct list_dialog *k = self(p);
    table_view_release(&k->view);
    table_free(k->table);
    if (k->cls->free_user)
        k->cls->free_user(k->user);
    pane_release(p);
    free(k);
}

static struct rect list_dialog_place(struct pane *p, struct rect screen)
{
    struct list_dialog *k = self(p);
    int rows = (int)k->table->nrows + 3, width = 4;
    for (size_t i = 0; i < k->view.nshown; i++)
        width += k->view.width[k->view.shown[i]] + 2;
    if (width < 44)
        width = 44;
    if (rows < 6)
        rows = 6;
    return rect_centre(rect_inset(screen, 2, 0), rows, width + 2);
}

static void list_dialog_draw(struct pane *p, struct canvas *c, struct rect r)
{
    struct list_dialog *k = self(p);
    struct arena a;
    arena_init(&a);
    draw_fill(c, r, PEN(ROLE_DIALOG));
    draw_box(c, r, ROLE_DIALOG_EDGE,
             k->view.filter_text ? arena_printf(&a, "%s, filter: %s", k->title, k->view.filter_text)
                                 : k->title,
             NULL);
    table_view_draw(&k->view, c, rect_inset(r, 1, 1), true, "Nothing to choose from.");
    draw_scrollbar(c, (struct rect){k->view.body.y, r.x + r.w - 1, k->view.body.h, 1},
                   (size_t)k->view.top, k->view.nvisible, k->view.order.n, ROLE_DIALOG_EDGE);
    arena_release(&a);
}

static void take_row(struct list_dialog *k)
{
    struct app *a = k->pane.app;
    const struct list_dialog_class *cls = k->cls;
    char *key = xstrdup(table_view_key(&k->view));
    void *user = k->user;
    if (!cls->accept || !key) {
        free(key);
        list_dialog_close(k);
        return;
    }
    k->user = NULL; /* lives until accept has run */
    list_dialog_close(k);
    cls->accept(a, user, key);
    if (cls->free_user)
        cls->free_user(user);
    free(key);
}

static bool list_dialog_verb(struct pane *p, const char *verb, const char *arg)
{
    struct list_dialog *k = self(p);
    struct buf say;
    if (k->cls->verb && k->cls->verb(k, verb))
        return true;
    if (strcmp(verb, "accept") == 0 || strcmp(verb, "open") == 0) {
        take_row(k);
        return true;
    }
    if (strcmp(verb, "cancel") == 0 || strcmp(verb, "back") == 0) {
        list_dialog_close(k);
        return true;
    }
    if (strcmp(verb, "filter") == 0)
        return list_verb_run(p->app, NULL, &k->view, verb, arg);
    buf_init(&say, 0);
    bool done = table_view_verb(&k->view, verb, arg, &say);
    buf_release(&say);
    return done;
}

static bool list_dialog_mouse(struct pane *p, const struct mouse *m)
{
    struct list_dialog *k = self(p);
    bool open = false;
    if (m->kind == MOUSE_PRESS && !rect_has(p->rect, m->y, m->x)) {
        list_dialog_close(k);
        return true;
    }
    bool taken = table_view_mouse(&k->view, m, &open);
    if (open)
        take_row(k);
    return taken;
}

static const char *const *list_dialog_contexts(const struct pane *p)
{
    return self(p)->contexts;
}

static const char *const *list_dialog_hints(const struct pane *p)
{
    static const char *const basic[] = {"accept", "cancel", "filter", NULL};
    return self(p)->cls->hints ? self(p)->cls->hints : basic;
}

static const struct pane_class list_dialog_class = {
    .name = "menu",
    .contexts = list_dialog_contexts,
    .free = list_dialog_free,
    .draw = list_dialog_draw,
    .verb = list_dialog_verb,
    .mouse = list_dialog_mouse,
    .hints = list_dialog_hints,
    .place = list_dialog_place,
    .modal = true,
};

struct list_dialog *list_dialog_open(struct app *a, const struct list_dialog_class *cls,
                                     const char *title, struct table *table, void *user)
{
    struct list_dialog *k = xcalloc(1, sizeof *k);
    size_t n = 0;
    pane_init(&k->pane, &list_dialog_class, a, "menu", NULL);
    k->cls = cls;
    k->title = title;
    k->user = user;
    if (cls->context)
        k->contexts[n++] = cls->context;
    k->contexts[n++] = "menu";
    k->contexts[n] = "table";
    table_view_init(&k->view, "menu", NULL, NULL, 0);
    k->view.ground = ROLE_DIALOG;
    list_dialog_set(k, table);
    app_push(a, &k->pane);
    return k;
}

struct table_view *list_dialog_view(struct list_dialog *p)
{
    return &p->view;
}

void *list_dialog_user(struct list_dialog *p)
{
    return p->user;
}

/* Widths are wanted before the first draw, for the dialog's size. */
static void measure(struct list_dialog *k)
{
    struct arena a;
    arena_init(&a);
    for (size_t i = 0; i < k->table->nrows; i++) {
        for (size_t j = 0; j < k->table->ncolumns; j++) {
            int w = (int)text_width(value_display(&k->table->rows[i].cells[j].value, &a));
            if (w > k->view.width[j])
                k->view.width[j] = w;
        }
    }
    arena_release(&a);
}

void list_dialog_set(struct list_dialog *p, struct table *table)
{
    struct table *old = p->table;
    p->table = table;
    table_view_sync(&p->view, table, ++p->generation);
    measure(p);
    table_free(old);
}

void list_dialog_close(struct list_dialog *p)
{
    app_pop(p->pane.app, &p->pane);
}
