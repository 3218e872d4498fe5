/* Text to read in a dialog, with heads at the left and wrapped text next to them. help.c and
 * details.c fill it; it owns its lines. Wrapping is done at each paint: such texts have a few
 * hundred lines, and so every size of the terminal is right at once. A search leaves only the lines
 * with what was typed, below the titles of their sections. */
#include "tui/widget/pager.h"

#include "core/base/mem.h"
#include "core/base/text_width.h"
#include "core/base/vec.h"
#include "tui/app.h"
#include "tui/navigation.h"
#include "tui/term/box.h"
#include "tui/widget/prompt.h"

#include <stdlib.h>
#include <string.h>

struct line {
    char *head, *text; /* NULL: none */
    enum role head_role, role;
    int head_cols;
    int section; /* 0: before the first title */
    bool right;  /* in the second column, where there are two */
    bool title;  /* of its section, or the space above that */
};

enum { TWO_COLUMNS = 120, COLUMN_MAX = 84, GAP = 3 };

struct pager {
    struct pane pane;
    char *title;
    bool full;
    struct VEC(struct line) lines;
    int section; /* of the line that is added next */
    bool right, has_right;
    int top, total, rows; /* in screen lines, of the last paint */
    struct prompt search;
    bool searching; /* the keys are text */
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
    prompt_release(&g->search);
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

static bool has_words(const struct pager *g, const struct line *l)
{
    const char *words = prompt_text(&g->search);
    return (l->head && strcasestr(l->head, words)) || (l->text && strcasestr(l->text, words));
}

/* A title as long as something of its section is. */
static bool is_shown(const struct pager *g, size_t i)
{
    const struct line *l = &g->lines.data[i];
    if (!*prompt_text(&g->search))
        return true;
    if (!l->title)
        return has_words(g, l);
    for (i++; i < g->lines.len && g->lines.data[i].section == l->section; i++) {
        if (!g->lines.data[i].title && has_words(g, &g->lines.data[i]))
            return true;
    }
    return false;
}

/* Draws one column of the two, or all lines in one; returns how many screen lines it has. */
static int paint_column(const struct pager *g, struct canvas *c, struct rect r, bool all,
                        bool right)
{
    int y = 0;
    for (size_t i = 0; i < g->lines.len; i++) {
        const struct line *l = &g->lines.data[i];
        bool top_space = y == 0 && l->title && !l->head;
        if ((all || l->right == right) && !top_space && is_shown(g, i))
            y += paint_line(c, l, r, y - g->top);
    }
    return y;
}

static bool is_wide(const struct pager *g, int cols)
{
    return g->has_right && cols >= TWO_COLUMNS - 4;
}

static int paint_lines(const struct pager *g, struct canvas *c, struct rect in)
{
    if (!is_wide(g, in.w))
        return paint_column(g, c, in, true, false);
    int w = (in.w - GAP) / 2;
    int left = paint_column(g, c, (struct rect){in.y, in.x, in.h, w}, false, false);
    int right = paint_column(g, c, (struct rect){in.y, in.x + in.w - w, in.h, w}, false, true);
    return left > right ? left : right;
}

static void paint_search(const struct pager *g, struct canvas *c, struct rect in)
{
    int y = in.y + in.h;
    draw_fill(c, (struct rect){y, in.x, 1, in.w}, PEN(ROLE_INPUT));
    draw_text(c, y, in.x, 1, PEN_ON(ROLE_KEY, ROLE_INPUT), "/");
    prompt_draw(&g->search, c, y, in.x + 1, in.w - 2, PEN(ROLE_INPUT), g->searching, -1, NULL);
}

static void clamp(struct pager *g)
{
    if (g->top > g->total - g->rows)
        g->top = g->total - g->rows;
    if (g->top < 0)
        g->top = 0;
}

static void pager_draw(struct pane *p, struct canvas *c, struct rect r)
{
    struct pager *g = self(p);
    struct rect in = rect_inset(r, 1, 2);
    bool search = g->searching || *prompt_text(&g->search);
    draw_fill(c, r, PEN(ROLE_DIALOG));
    draw_box(c, r, ROLE_DIALOG_EDGE, g->title, NULL);
    in.h -= search && in.h > 1;
    struct rect old = draw_clip(c, in);
    g->rows = in.h;
    clamp(g);
    g->total = paint_lines(g, c, in);
    if (!g->total)
        draw_text(c, in.y, in.x, in.w, PEN_ON(ROLE_MUTED, ROLE_DIALOG), "no line has that");
    draw_unclip(c, old);
    if (search)
        paint_search(g, c, in);
    draw_scrollbar(c, (struct rect){in.y, r.x + r.w - 1, in.h, 1}, (size_t)g->top, (size_t)g->rows,
                   (size_t)g->total, ROLE_DIALOG_EDGE);
}

static struct rect pager_place(struct pane *p, struct rect screen)
{
    struct pager *g = self(p);
    /* The lines around the body stay in sight. */
    struct rect room = {screen.y + 2, screen.x, screen.h > 4 ? screen.h - 4 : 0, screen.w};
    int most = g->has_right && room.w >= TWO_COLUMNS ? 2 * COLUMN_MAX + GAP + 4 : 100;
    int w = room.w < most ? room.w : most, h = 2;
    for (size_t i = 0; i < g->lines.len; i++) {
        const struct line *l = &g->lines.data[i];
        if (i == 0 && l->title)
            continue; /* the space above the first title is not drawn */
        int n =
            l->text
                ? (int)text_width(l->text) / (text_cols(l, w - 4) > 0 ? text_cols(l, w - 4) : 1) + 1
                : 1;
        h += n;
    }
    if (g->full && screen.w < TWO_COLUMNS)
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
        if (strcmp(moves[i].verb, verb) == 0) {
            g->top += moves[i].lines + moves[i].pages * (g->rows > 1 ? g->rows - 1 : 1);
            clamp(g);
            return true;
        }
    }
    if (strcmp(verb, "search") == 0) {
        g->searching = true;
        return true;
    }
    if (strcmp(verb, "back") == 0 && *prompt_text(&g->search)) {
        prompt_set(&g->search, "");
        return true;
    }
    if (strcmp(verb, "back") && strcmp(verb, "cancel") && strcmp(verb, "accept"))
        return false;
    app_pop(p->app, p);
    return true;
}

static bool pager_key(struct pane *p, uint32_t key)
{
    struct pager *g = self(p);
    if (!g->searching)
        return false;
    switch (prompt_key(&g->search, &p->app->keymap, key)) {
    case PROMPT_CHANGED:
        g->top = 0;
        return true;
    case PROMPT_CANCEL:
        prompt_set(&g->search, "");
        g->searching = false;
        return true;
    case PROMPT_ACCEPT:
        g->searching = false;
        return true;
    case PROMPT_MOVED:
    case PROMPT_COMPLETE:
        return true;
    case PROMPT_IGNORED:
        break;
    }
    return false;
}

static void pager_paste(struct pane *p, const char *text, size_t len)
{
    struct pager *g = self(p);
    if (g->searching) {
        prompt_paste(&g->search, text, len);
        g->top = 0;
    }
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
    static const char *const hints[] = {"back",        "search",    "page-down",
                                        "cursor-down", "cursor-up", NULL};
    (void)p;
    return hints;
}

static const struct pane_class pager_class = {
    .name = "pager",
    .contexts = pager_contexts,
    .free = pager_free,
    .draw = pager_draw,
    .key = pager_key,
    .verb = pager_verb,
    .paste = pager_paste,
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
    prompt_init(&g->search, NULL);
    g->contexts[0] = g->pane.name;
    g->contexts[1] = "pager";
    return g;
}

void pager_line(struct pager *p, enum role head_role, const char *head, int head_cols,
                enum role role, const char *text)
{
    struct line l = {.head = xstrdup(head),
                     .text = xstrdup(text),
                     .head_role = head_role,
                     .role = role,
                     .head_cols = head_cols,
                     .section = p->section,
                     .right = p->right};
    vec_push(&p->lines, l);
}

void pager_title(struct pager *p, const char *text)
{
    p->section++;
    pager_line(p, ROLE_TEXT, NULL, 0, ROLE_TEXT, NULL);
    pager_line(p, ROLE_TITLE, text, 0, ROLE_TEXT, NULL);
    for (size_t i = p->lines.len - 2; i < p->lines.len; i++)
        p->lines.data[i].title = true;
}

void pager_right(struct pager *p, bool right)
{
    p->right = right;
    p->has_right = p->has_right || right;
}

void pager_open(struct pager *p)
{
    app_push(p->pane.app, &p->pane);
}
