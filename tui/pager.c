/* Text to read in a dialog, with heads at the left and wrapped text beside. help.c and details.c
 * fill it; it owns its lines. Wrapping is done at each paint: such texts have a few hundred lines,
 * and so every size of the terminal is right at once. */
#include "tui/pager.h"

#include "core/base/mem.h"
#include "core/base/text.h"
#include "core/base/vec.h"
#include "tui/app.h"

#include <stdlib.h>
#include <string.h>

struct line {
    char *head, *text; /* NULL: none */
    enum role head_role, role;
    int head_cols;
};

struct pager {
    struct pane pane;
    char *title;
    bool full;
    struct VEC(struct line) lines;
    int top, total, rows; /* in screen lines, of the last paint */
    const char *contexts[3];
};

static struct pager *self(const struct pane *p)
{
    return (struct pager *)(uintptr_t)p;
}

static void pager_free(struct pane *p)
{
    struct pager *g = self(p);
    for (size_t i = 0; i < g->lines.len; i++) {
        free(g->lines.data[i].head);
        free(g->lines.data[i].text);
    }
    vec_release(&g->lines);
    free(g->title);
    pane_release(p);
    free(g);
}

static int text_cols(const struct line *l, int cols)
{
    return l->head_cols ? cols - l->head_cols - 2 : cols;
}

/* Screen lines it takes; draws those that fall into [0, rows) of r when y0 is the first one's
 * place. */
static int paint_line(struct canvas *c, const struct line *l, struct rect r, int y0)
{
    int x = l->head_cols ? l->head_cols + 2 : 0, cols = text_cols(l, r.w);
    int n = l->text ? draw_wrapped(c, 0, 0, 0, cols, PEN(l->role), l->text) : 1;
    if (n < 1)
        n = 1;
    if (y0 + n <= 0 || y0 >= r.h)
        return n;
    if (l->head)
        draw_text(c, r.y + y0, r.x, l->head_cols ? l->head_cols : r.w,
                  PEN_ON(l->head_role, ROLE_DIALOG), l->head);
    if (l->text)
        draw_wrapped(c, r.y + y0, r.x + x, n, cols, PEN_ON(l->role, ROLE_DIALOG), l->text);
    return n;
}

static void pager_draw(struct pane *p, struct canvas *c, struct rect r)
{
    struct pager *g = self(p);
    struct rect in = rect_inset(r, 1, 2);
    int y = 0;
    draw_fill(c, r, PEN(ROLE_DIALOG));
    draw_box(c, r, ROLE_DIALOG_EDGE, g->title, NULL);
    struct rect old = draw_clip(c, in);
    g->rows = in.h;
    if (g->top > g->total - g->rows)
        g->top = g->total - g->rows;
    if (g->top < 0)
        g->top = 0;
    for (size_t i = 0; i < g->lines.len; i++)
        y += paint_line(c, &g->lines.data[i], in, y - g->top);
    g->total = y;
    draw_unclip(c, old);
    draw_scrollbar(c, (struct rect){in.y, r.x + r.w - 1, in.h, 1}, (size_t)g->top, (size_t)g->rows,
                   (size_t)g->total, ROLE_DIALOG_EDGE);
}

static struct rect pager_place(struct pane *p, struct rect screen)
{
    struct pager *g = self(p);
    /* The lines around the body stay in sight. */
    struct rect room = {screen.y + 2, screen.x, screen.h > 4 ? screen.h - 4 : 0, screen.w};
    int w = room.w < 100 ? room.w : 100, h = 2;
    for (size_t i = 0; i < g->lines.len; i++) {
        const struct line *l = &g->lines.data[i];
        int n =
            l->text
                ? (int)text_width(l->text) / (text_cols(l, w - 4) > 0 ? text_cols(l, w - 4) : 1) + 1
                : 1;
        h += n;
    }
    if (g->full && screen.w < 120)
        return room;
    return rect_centre(room, g->full || h > room.h ? room.h : h, w);
}

static bool pager_verb(struct pane *p, const char *verb, const char *arg)
{
    static const struct {
        const char *verb;
        int lines, pages;
    } moves[] = {{"cursor-up", -1, 0}, {"cursor-down", 1, 0},  {"page-up", 0, -1},
                 {"page-down", 0, 1},  {"first", -1000000, 0}, {"last", 1000000, 0}};
    struct pager *g = self(p);
    (void)arg;
    for (size_t i = 0; i < sizeof moves / sizeof *moves; i++) {
        if (!strcmp(moves[i].verb, verb)) {
            g->top += moves[i].lines + moves[i].pages * (g->rows > 1 ? g->rows - 1 : 1);
            if (g->top > g->total - g->rows)
                g->top = g->total - g->rows;
            if (g->top < 0)
                g->top = 0;
            return true;
        }
    }
    if (strcmp(verb, "back") && strcmp(verb, "cancel") && strcmp(verb, "accept"))
        return false;
    app_pop(p->app, p);
    return true;
}

static bool pager_mouse(struct pane *p, const struct mouse *m)
{
    if (m->kind == MOUSE_WHEEL_UP || m->kind == MOUSE_WHEEL_DOWN)
        self(p)->top += m->kind == MOUSE_WHEEL_UP ? -3 : 3;
    else if (m->kind == MOUSE_PRESS && !rect_has(p->rect, m->y, m->x))
        app_pop(p->app, p);
    return true;
}

static const char *const *pager_contexts(const struct pane *p)
{
    return self(p)->contexts;
}

static const char *const *pager_hints(const struct pane *p)
{
    static const char *const hints[] = {"cursor-down", "cursor-up", "page-down", "back", NULL};
    (void)p;
    return hints;
}

static const struct pane_class pager_class = {
    .name = "pager",
    .contexts = pager_contexts,
    .free = pager_free,
    .draw = pager_draw,
    .verb = pager_verb,
    .mouse = pager_mouse,
    .hints = pager_hints,
    .place = pager_place,
    .modal = true,
};

struct pager *pager_new(struct app *a, const char *context, const char *title, bool full)
{
    struct pager *g = xcalloc(1, sizeof *g);
    pane_init(&g->pane, &pager_class, a, context, NULL);
    g->title = xstrdup(title);
    g->full = full;
    g->contexts[0] = g->pane.name;
    g->contexts[1] = "pager";
    return g;
}

void pager_line(struct pager *p, enum role head_role, const char *head, int head_cols,
                enum role role, const char *text)
{
    struct line l = {xstrdup(head), xstrdup(text), head_role, role, head_cols};
    vec_push(&p->lines, l);
}

void pager_title(struct pager *p, const char *text)
{
    if (p->lines.len)
        pager_line(p, ROLE_TEXT, NULL, 0, ROLE_TEXT, NULL);
    pager_line(p, ROLE_TITLE, text, 0, ROLE_TEXT, NULL);
}

void pager_open(struct pager *p)
{
    app_push(p->pane.app, &p->pane);
}
