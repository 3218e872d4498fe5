/* The state of a list on the screen: which rows in which order, where the cursor is, what is
 * marked. Held by list panes and by composite ones. Sorting and filtering happen here, once per
 * generation of the table and not per key or paint: at 20,000 rows a key must not wait for them. */
#include "tui/widget/table_view.h"

#include "core/base/match.h"
#include "core/base/mem.h"
#include "core/base/table_order.h"
#include "tui/widget/table_columns.h"

#include <stdlib.h>
#include <string.h>

void table_view_init(struct table_view *v, const char *list, struct prefs *prefs,
                     const char *default_sort, int64_t highlight_ms)
{
    memset(v, 0, sizeof *v);
    const char *kept = prefs ? prefs_sort(prefs, list) : NULL;
    v->list = xstrdup(list);
    v->prefs = prefs;
    v->ground = ROLE_TEXT;
    v->sort = xstrdup(kept ? kept : default_sort);
    v->columns = prefs ? prefs_columns(prefs, list) : NULL;
    map_init(&v->marks);
    highlight_init(&v->highlight, highlight_ms);
}

void table_view_release(struct table_view *v)
{
    table_drop(v->table);
    table_order_release(&v->order);
    match_free(v->filter);
    map_release(&v->marks, NULL);
    highlight_release(&v->highlight);
    free(v->list);
    free(v->sort);
    free(v->filter_text);
    free(v->cursor_key);
    free(v->anchor);
    free(v->columns);
    free(v->visible);
    memset(v, 0, sizeof *v);
}

int table_view_sort_column(const struct table_view *v, bool *descending)
{
    *descending = v->sort && v->sort[0] == '-';
    return v->sort && v->table ? table_column(v->table, v->sort + *descending) : -1;
}

const struct row *table_view_row(const struct table_view *v, size_t place)
{
    return v->table && place < v->order.n ? &v->table->rows[v->order.index[place]] : NULL;
}

const struct row *table_view_current(const struct table_view *v)
{
    return table_view_row(v, v->cursor);
}

const char *table_view_key(const struct table_view *v)
{
    const struct row *r = table_view_current(v);
    return r ? r->key : NULL;
}

static void remember(struct table_view *v)
{
    const char *key = table_view_key(v);
    if (key && (!v->cursor_key || strcmp(key, v->cursor_key) != 0)) {
        free(v->cursor_key);
        v->cursor_key = xstrdup(key);
    }
}

void table_view_move(struct table_view *v, long place)
{
    if (place >= (long)v->order.n)
        place = (long)v->order.n - 1;
    v->cursor = place < 0 ? 0 : (size_t)place;
    v->text_skip = 0;
    v->chosen = true;
    remember(v);
}

bool table_view_go(struct table_view *v, const char *key)
{
    for (size_t i = 0; key && i < v->order.n; i++) {
        if (strcmp(v->table->rows[v->order.index[i]].key, key) == 0) {
            table_view_move(v, (long)i);
            return true;
        }
    }
    return false;
}

/* Puts the cursor back on its row; where the row no longer exists it stays at its place in the
 * list. Until the user moves it, it is at the top, whatever comes there while the list is still
 * loading. */
static void follow(struct table_view *v)
{
    long offset = (long)v->cursor - v->top;
    if (!v->chosen) {
        v->cursor = 0;
        v->top = 0;
        remember(v);
    } else if (!v->cursor_key || !table_view_go(v, v->cursor_key)) {
        if (v->cursor >= v->order.n)
            v->cursor = v->order.n ? v->order.n - 1 : 0;
        if (!v->cursor_key)
            remember(v);
    } else {
        v->top = (long)v->cursor - offset; /* the row stays where it is on the screen */
    }
}

static bool remake(struct table_view *v, struct err *err)
{
    bool descending;
    int col = table_view_sort_column(v, &descending);
    table_order_release(&v->order);
    bool ok = !v->table || table_order_make(&v->order, v->table, v->filter, col, descending, err);
    follow(v);
    return ok;
}

/* A filter that gave up is reported where the rows would stand: list_why_empty. */
void table_view_remake(struct table_view *v)
{
    remake(v, NULL);
}

/* Words are found in the columns that are shown. */
static struct match *compile(const struct table_view *v, const char *text, size_t *at,
                             struct err *err)
{
    size_t shown[VIEW_COLUMNS];
    for (size_t i = 0; i < v->nshown; i++)
        shown[i] = (size_t)v->shown[i];
    return table_match_shown(v->table, text, shown, v->nshown, at, err);
}

/* The filter was compiled for columns at certain places; computed columns may have moved. */
static void recompile(struct table_view *v)
{
    size_t at;
    struct match *m = v->filter_text ? compile(v, v->filter_text, &at, NULL) : NULL;
    match_free(v->filter);
    v->filter = m;
}

void table_view_columns_changed(struct table_view *v)
{
    table_view_columns(v);
    recompile(v);
    table_view_remake(v);
}

static void forget_widths(struct table_view *v)
{
    memset(v->width, 0, sizeof v->width);
    memset(v->usual, 0, sizeof v->usual);
}

void table_view_sync(struct table_view *v, const struct table *t, uint64_t generation)
{
    if (v->synced && v->table == t && v->generation == generation)
        return;
    bool other = v->columns_at != t->columns || v->ncolumns != t->ncolumns;
    table_hold(t);
    table_drop(v->table);
    v->table = t;
    v->generation = generation;
    v->synced = true;
    v->nvisible = 0; /* they pointed into the old table */
    /* What stood there while answers came in says nothing of what the columns need. */
    if (v->ncolumns != t->ncolumns || (t->complete && !v->complete))
        forget_widths(v);
    v->complete = t->complete;
    v->columns_at = t->columns;
    v->ncolumns = t->ncolumns;
    table_view_columns(v);
    if (other)
        recompile(v);
    table_view_remake(v);
}

bool table_view_sort(struct table_view *v, const char *sort)
{
    const char *id = sort + (*sort == '-');
    if (!v->table || table_column(v->table, id) < 0)
        return false;
    char *copy = xstrdup(sort);
    free(v->sort);
    v->sort = copy;
    if (v->prefs)
        prefs_set_sort(v->prefs, v->list, sort);
    table_view_remake(v);
    return true;
}

bool table_view_filter(struct table_view *v, const char *text, size_t *at, struct err *err)
{
    struct match *m = NULL;
    bool some = text && text[strspn(text, " ")];
    if (some && !(m = compile(v, text, at, err)))
        return false;
    struct match *before = v->filter;
    v->filter = m;
    if (!remake(v, err)) {
        if (at)
            *at = strcspn(text, "~");
        v->filter = before;
        table_view_remake(v);
        match_free(m);
        return false;
    }
    match_free(before);
    free(v->filter_text);
    v->filter_text = some ? xstrdup(text) : NULL;
    forget_widths(v); /* what is filtered away needs no room */
    return true;
}

/* The filter has a predicate on the column: its id at a word's start with an operator behind. */
static bool filter_names(const char *filter, const char *id)
{
    size_t n = strlen(id);
    for (const char *s = filter; (s = strstr(s, id)); s += n) {
        bool start = s == filter || s[-1] == ' ' || s[-1] == '!';
        if (start && s[n] && strchr("=<>!~", s[n]))
            return true;
    }
    return false;
}

/* Words are sought in what is shown: in a column whose cells are fetched row by row, too. Lists that
 * are longer are searched as far as they are known, or each word typed would fetch thousands. */
static bool seeks_words(const struct table_view *v, size_t column)
{
    enum { MOST_ROWS = 1000 };
    const struct column *c = &v->table->columns[column];
    if (!v->filter || !match_has_words(v->filter) || c->kind != VALUE_TEXT ||
        v->table->nrows > MOST_ROWS)
        return false;
    for (size_t i = 0; i < v->nshown; i++)
        if (v->shown[i] == (int)column)
            return true;
    return false;
}

bool table_view_needs_all(const struct table_view *v)
{
    bool descending;
    int sorted = table_view_sort_column(v, &descending);
    for (size_t i = 0; v->table && i < v->table->ncolumns; i++) {
        const struct column *c = &v->table->columns[i];
        if (c->costly && ((int)i == sorted || seeks_words(v, i) ||
                          (v->filter_text && filter_names(v->filter_text, c->id))))
            return true;
    }
    return false;
}

bool table_view_marked(const struct table_view *v, const char *key)
{
    return map_get(&v->marks, key) != NULL;
}

size_t table_view_nmarks(const struct table_view *v)
{
    return v->marks.len;
}
