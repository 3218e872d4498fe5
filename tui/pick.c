/* The dialog behind every choice from a list. It owns its table (made by whoever opens it from what
 * it knows) and shows it like any other list, so moving, marking, filtering and the mouse are the
 * same. */
#include "tui/pick.h"

#include "core/base/buf.h"
#include "core/base/mem.h"
#include "core/base/text.h"
#include "tui/app.h"
#include "tui/filter.h"

#include <stdlib.h>
#include <string.h>

struct pick {
    struct pane pane;
    const struct pick_class *cls;
    const char *title;
    struct table *table;
    uint64_t generation;
    struct table_view view;
    void *user;
    const char *contexts[5];
};

static struct pick *self(const struct pane *p)
{
    return (struct pick *)(uintptr_t)p;
}

static void pick_free(struct pane *p)
{
    struct pick *k = self(p);
    table_view_release(&k->view);
    table_free(k->table);
    if (k->cls->free_user)
        k->cls->free_user(k->user);
    pane_release(p);
    free(k);
}

static struct rect pick_place(struct pane *p, struct rect screen)
{
    struct pick *k = self(p);
    int rows = (int)k->table->nrows + 3, width = 4;
    for (size_t i = 0; i < k->view.nshown; i++)
        width += k->view.width[k->view.shown[i]] + 2;
    if (width < 44)
        width = 44;
    if (rows < 6)
        rows = 6;
    return rect_centre(rect_inset(screen, 2, 0), rows, width + 2);
}

static void pick_draw(struct pane *p, struct canvas *c, struct rect r)
{
    struct pick *k = self(p);
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

static void take_row(struct pick *k)
{
    struct app *a = k->pane.app;
    const struct pick_class *cls = k->cls;
    char *key = xstrdup(table_view_key(&k->view));
    void *user = k->user;
    if (!cls->accept || !key) {
        free(key);
        pick_close(k);
        return;
    }
    k->user = NULL; /* lives until accept has run */
    pick_close(k);
    cls->accept(a, user, key);
    if (cls->free_user)
        cls->free_user(user);
    free(key);
}

static bool pick_verb(struct pane *p, const char *verb, const char *arg)
{
    struct pick *k = self(p);
    struct buf say;
    if (k->cls->verb && k->cls->verb(k, verb))
        return true;
    if (!strcmp(verb, "accept") || !strcmp(verb, "open")) {
        take_row(k);
        return true;
    }
    if (!strcmp(verb, "cancel") || !strcmp(verb, "back")) {
        pick_close(k);
        return true;
    }
    if (!strcmp(verb, "filter")) {
        filter_open(p->app, &k->view, arg);
        return true;
    }
    buf_init(&say, 0);
    bool done = table_view_verb(&k->view, verb, arg, &say);
    buf_release(&say);
    return done;
}

static bool pick_mouse(struct pane *p, const struct mouse *m)
{
    struct pick *k = self(p);
    bool open = false;
    if (m->kind == MOUSE_PRESS && !rect_has(p->rect, m->y, m->x)) {
        pick_close(k);
        return true;
    }
    bool taken = table_view_mouse(&k->view, m, &open);
    if (open)
        take_row(k);
    return taken;
}

static const char *const *pick_contexts(const struct pane *p)
{
    return self(p)->contexts;
}

static const char *const *pick_hints(const struct pane *p)
{
    static const char *const basic[] = {"accept", "cancel", "filter", NULL};
    return self(p)->cls->hints ? self(p)->cls->hints : basic;
}

static const struct pane_class pick_class = {
    .name = "menu",
    .contexts = pick_contexts,
    .free = pick_free,
    .draw = pick_draw,
    .verb = pick_verb,
    .mouse = pick_mouse,
    .hints = pick_hints,
    .place = pick_place,
    .modal = true,
};

struct pick *pick_open(struct app *a, const struct pick_class *cls, const char *title,
                       struct table *table, void *user)
{
    struct pick *k = xcalloc(1, sizeof *k);
    size_t n = 0;
    pane_init(&k->pane, &pick_class, a, "menu", NULL);
    k->cls = cls;
    k->title = title;
    k->user = user;
    if (cls->context)
        k->contexts[n++] = cls->context;
    k->contexts[n++] = "menu";
    k->contexts[n] = "table";
    table_view_init(&k->view, "menu", NULL, NULL, 0);
    k->view.ground = ROLE_DIALOG;
    pick_set(k, table);
    app_push(a, &k->pane);
    return k;
}

struct table_view *pick_view(struct pick *p)
{
    return &p->view;
}

void *pick_user(struct pick *p)
{
    return p->user;
}

/* Widths are wanted before the first draw, for the dialog's size. */
static void measure(struct pick *k)
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

void pick_set(struct pick *p, struct table *table)
{
    struct table *old = p->table;
    p->table = table;
    table_view_sync(&p->view, table, ++p->generation);
    measure(p);
    table_free(old);
}

void pick_close(struct pick *p)
{
    app_pop(p->pane.app, &p->pane);
}
