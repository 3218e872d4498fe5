/* What keys and the mouse do in a list. The pane that holds the view asks here first and does what
 * needs more than the list itself (open, export, actions). */
#include "tui/widget/table_verbs.h"

#include "core/base/buf.h"
#include "core/base/mem.h"
#include "core/base/text_width.h"
#include "tui/widget/table_columns.h"
#include "tui/widget/table_paint.h"

#include <stdlib.h>
#include <string.h>

typedef void view_verb(struct table_view *v, const char *arg, struct buf *say);

static long judged(const struct table_view *v)
{
    return v->body.h > 1 ? v->body.h - 1 : 1;
}

static void cursor_up(struct table_view *v, const char *arg, struct buf *say)
{
    (void)arg;
    (void)say;
    table_view_move(v, (long)v->cursor - 1);
}

static void cursor_down(struct table_view *v, const char *arg, struct buf *say)
{
    (void)arg;
    (void)say;
    table_view_move(v, (long)v->cursor + 1);
}

static void page_up(struct table_view *v, const char *arg, struct buf *say)
{
    (void)arg;
    (void)say;
    v->top -= judged(v);
    table_view_move(v, (long)v->cursor - judged(v));
}

static void page_down(struct table_view *v, const char *arg, struct buf *say)
{
    (void)arg;
    (void)say;
    v->top += judged(v);
    table_view_move(v, (long)v->cursor + judged(v));
}

static void first(struct table_view *v, const char *arg, struct buf *say)
{
    (void)arg;
    (void)say;
    table_view_move(v, 0);
}

static void last(struct table_view *v, const char *arg, struct buf *say)
{
    (void)arg;
    (void)say;
    table_view_move(v, (long)v->order.n - 1);
}

static void column_left(struct table_view *v, const char *arg, struct buf *say)
{
    (void)arg;
    (void)say;
    v->text_skip = 0;
    if (v->current > 0)
        v->current--;
}

static void column_right(struct table_view *v, const char *arg, struct buf *say)
{
    (void)arg;
    (void)say;
    v->text_skip = 0;
    if (v->current + 1 < v->nshown)
        v->current++;
}

static void text_left(struct table_view *v, const char *arg, struct buf *say)
{
    (void)arg;
    (void)say;
    v->text_skip = v->text_skip > 8 ? v->text_skip - 8 : 0;
}

static void text_right(struct table_view *v, const char *arg, struct buf *say)
{
    struct arena a;
    (void)arg;
    (void)say;
    arena_init(&a);
    const char *cell = table_view_cell(v, &a);
    if (cell && v->text_skip + 8 < (int)text_width(cell))
        v->text_skip += 8;
    arena_release(&a);
}

static void sort_by(struct table_view *v, int col, bool descending)
{
    char *sort = xasprintf("%s%s", descending ? "-" : "", v->table->columns[col].id);
    table_view_sort(v, sort);
    table_view_move(v, 0); /* who sorts wants to see the first */
    free(sort);
}

static void sort(struct table_view *v, const char *arg, struct buf *say)
{
    bool descending, typed;
    int col = table_view_column(v), now = table_view_sort_column(v, &descending);
    if (arg && *arg) {
        int by = v->table ? table_order_typed(v->table, arg, &typed) : -1;
        if (by < 0)
            buf_addf(say, "there is no column '%s' here", arg + (*arg == '-'));
        else
            sort_by(v, by, typed);
    } else if (col >= 0 && col == now) {
        sort_by(v, col, !descending);
    } else if (col >= 0) {
        sort_by(v, col, column_greatest_first(&v->table->columns[col]));
    }
}

static void sort_reverse(struct table_view *v, const char *arg, struct buf *say)
{
    bool descending;
    int now = table_view_sort_column(v, &descending);
    (void)arg;
    if (now >= 0)
        sort_by(v, now, !descending);
    else
        sort(v, NULL, say);
}

static void widen(struct table_view *v, int by)
{
    int col = table_view_column(v);
    for (size_t i = 0; col >= 0 && v->prefs && i < v->non_screen; i++) {
        if (v->on_screen[i].col == col) {
            int w = v->on_screen[i].w + by;
            prefs_set_width(v->prefs, v->list, v->table->columns[col].id, w < 3 ? 3 : w);
        }
    }
}

static void wider(struct table_view *v, const char *arg, struct buf *say)
{
    (void)arg;
    (void)say;
    widen(v, 4);
}

static void narrower(struct table_view *v, const char *arg, struct buf *say)
{
    (void)arg;
    (void)say;
    widen(v, -4);
}

static void width_auto(struct table_view *v, const char *arg, struct buf *say)
{
    int col = table_view_column(v);
    (void)arg;
    (void)say;
    if (col >= 0 && v->prefs)
        prefs_set_width(v->prefs, v->list, v->table->columns[col].id, 0);
}

static const char *key_at(const struct table_view *v, size_t place)
{
    return v->table->rows[v->order.index[place]].key;
}

static void set_mark(struct table_view *v, const char *key, bool on)
{
    if (on)
        map_set(&v->marks, key, v);
    else
        map_remove(&v->marks, key);
}

static void mark(struct table_view *v, const char *arg, struct buf *say)
{
    const char *key = table_view_key(v);
    (void)arg;
    (void)say;
    if (!key)
        return;
    set_mark(v, key, !table_view_marked(v, key));
    free(v->anchor);
    v->anchor = xstrdup(key);
    table_view_move(v, (long)v->cursor + 1);
}

/* From the last mark to here; without one the range begins here. */
static void mark_range(struct table_view *v, const char *arg, struct buf *say)
{
    size_t from = v->cursor;
    (void)arg;
    for (size_t i = 0; v->anchor && i < v->order.n; i++) {
        if (strcmp(key_at(v, i), v->anchor) == 0)
            from = i;
    }
    if (!v->anchor && table_view_key(v)) {
        v->anchor = xstrdup(table_view_key(v));
        buf_adds(say, "the range starts here; go to its end and press the key again");
    }
    size_t low = from < v->cursor ? from : v->cursor, high = from < v->cursor ? v->cursor : from;
    for (size_t i = low; i <= high && i < v->order.n; i++)
        set_mark(v, key_at(v, i), true);
}

static void mark_all(struct table_view *v, const char *arg, struct buf *say)
{
    (void)arg;
    (void)say;
    for (size_t i = 0; i < v->order.n; i++)
        set_mark(v, key_at(v, i), true);
}

static void unmark_all(struct table_view *v, const char *arg, struct buf *say)
{
    (void)arg;
    (void)say;
    map_release(&v->marks, NULL);
    map_init(&v->marks);
    free(v->anchor);
    v->anchor = NULL;
}

static const struct {
    const char *name;
    view_verb *run;
} verbs[] = {
    {"cursor-up", cursor_up},
    {"cursor-down", cursor_down},
    {"page-up", page_up},
    {"page-down", page_down},
    {"first", first},
    {"last", last},
    {"column-left", column_left},
    {"column-right", column_right},
    {"text-left", text_left},
    {"text-right", text_right},
    {"sort", sort},
    {"sort-reverse", sort_reverse},
    {"wider", wider},
    {"narrower", narrower},
    {"width-auto", width_auto},
    {"mark", mark},
    {"mark-range", mark_range},
    {"mark-all", mark_all},
    {"unmark-all", unmark_all},
};

bool table_view_verb(struct table_view *v, const char *verb, const char *arg, struct buf *say)
{
    for (size_t i = 0; v->table && i < sizeof verbs / sizeof *verbs; i++) {
        if (strcmp(verbs[i].name, verb) == 0) {
            verbs[i].run(v, arg, say);
            return true;
        }
    }
    return false;
}

static int column_at(const struct table_view *v, int x)
{
    for (size_t i = 0; i < v->non_screen; i++) {
        if (x >= v->on_screen[i].x - 1 && x <= v->on_screen[i].x + v->on_screen[i].w)
            return v->on_screen[i].col;
    }
    return -1;
}

static void choose_column(struct table_view *v, int col)
{
    for (size_t i = 0; i < v->nshown; i++) {
        if (v->shown[i] == col)
            v->current = i;
    }
}

/* A head is clicked by accident, too: that order is not kept for the next time. */
static void sort_for_now(struct table_view *v)
{
    struct prefs *keep = v->prefs;
    v->prefs = NULL;
    sort(v, NULL, NULL);
    v->prefs = keep;
}

bool table_view_mouse(struct table_view *v, const struct mouse *m, bool *open)
{
    *open = false;
    if (!v->table)
        return false;
    if (m->kind == MOUSE_WHEEL_UP || m->kind == MOUSE_WHEEL_DOWN) {
        table_view_move(v, (long)v->cursor + (m->kind == MOUSE_WHEEL_UP ? -3 : 3));
        return true;
    }
    if (m->kind != MOUSE_PRESS || m->button != 1)
        return false;
    int col = column_at(v, m->x);
    if (col >= 0)
        choose_column(v, col);
    if (rect_has(v->head, m->y, m->x)) {
        if (col >= 0)
            sort_for_now(v);
        return true;
    }
    if (!rect_has(v->body, m->y, m->x))
        return false;
    size_t place = (size_t)(v->top + m->y - v->body.y);
    if (place >= v->order.n)
        return true;
    *open = place == v->cursor; /* a second click on the row opens it */
    table_view_move(v, (long)place);
    return true;
}
