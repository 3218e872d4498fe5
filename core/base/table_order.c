/* Which rows of a table are shown, in which order: the filter makes an index of rows, which
 * table_sort.c then puts in order. */
#include "core/base/table_order.h"

#include "core/base/clock.h"
#include "core/base/match.h"
#include "core/base/match_parse.h"
#include "core/base/mem.h"
#include "core/base/table.h"
#include "core/base/table_sort.h"

#include <stdlib.h>
#include <string.h>

/* The filter's column 0 is what bare words match: it and the table's first one change places. */
static size_t bare_column(const struct table *t)
{
    for (size_t c = 0; c < t->ncolumns; c++)
        if (t->columns[c].bare)
            return c;
    return 0;
}

static size_t swapped(size_t column, size_t bare)
{
    return column == 0 ? bare : column == bare ? 0 : column;
}

struct row_under_test {
    const struct row *row;
    size_t bare;
};

static const struct value *cell_of(const void *user, size_t column)
{
    const struct row_under_test *u = user;
    return &u->row->cells[swapped(column, u->bare)].value;
}

static void sort(struct table_order *o, const struct table *t, int sort_column, bool descending)
{
    if (sort_column < 0 || (size_t)sort_column >= t->ncolumns)
        return;
    struct sort_item *items = xrealloc(NULL, o->n ? o->n : 1, sizeof *items);
    for (size_t i = 0; i < o->n; i++)
        items[i] = (struct sort_item){.value = t->rows[o->index[i]].cells[sort_column].value,
                                      .row = o->index[i]};
    table_sort(items, o->n, descending);
    for (size_t i = 0; i < o->n; i++)
        o->index[i] = items[i].row;
    free(items);
}

void table_order_all(struct table_order *o, const struct table *t, int sort_column, bool descending)
{
    *o = (struct table_order){.n = t->nrows};
    if (!t->nrows)
        return;
    o->index = xrealloc(NULL, t->nrows, sizeof *o->index);
    for (size_t i = 0; i < t->nrows; i++)
        o->index[i] = (uint32_t)i;
    sort(o, t, sort_column, descending);
}

struct taken {
    struct match *filter;
    const struct table *t;
    size_t bare;
};

static bool takes(const struct taken *k, size_t row)
{
    struct row_under_test u = {&k->t->rows[row], k->bare};
    return match_row(k->filter, cell_of, &u);
}

/* What is folded stays so where its line is taken; one that !words refuse takes nothing with it. */
static bool opens(const struct taken *k, size_t line)
{
    struct row_under_test u = {&k->t->rows[line], k->bare};
    return !match_refuses(k->filter, cell_of, &u);
}

/* Into the index, which has room for all. */
static size_t take(const struct taken *k, uint32_t *index)
{
    const struct table *t = k->t;
    size_t n = 0;
    bool *closed = t->nfolded ? xcalloc(t->nrows, sizeof *closed) : NULL;
    for (size_t i = 0; i < t->nrows; i++) {
        bool taken = takes(k, i);
        if (taken)
            index[n++] = (uint32_t)i;
        if (closed)
            closed[i] = taken || !opens(k, i);
    }
    for (size_t i = t->nrows; i < t->nrows + t->nfolded; i++)
        if (!closed[t->rows[i].folded_into - 1] && takes(k, i))
            index[n++] = (uint32_t)i;
    free(closed);
    return n;
}

bool table_order_make(struct table_order *o, const struct table *t, struct match *filter,
                      int sort_column, bool descending, struct err *err)
{
    bool sorted_after = filter && !match_is_all(filter);
    table_order_all(o, t, sorted_after ? -1 : sort_column, descending);
    if (!sorted_after)
        return true;
    match_start(filter, clock_wall_ms());
    struct taken k = {filter, t, bare_column(t)};
    o->index = xrealloc(o->index, t->nrows + t->nfolded + 1, sizeof *o->index);
    size_t passed = take(&k, o->index);
    const char *trouble = match_trouble(filter);
    o->n = trouble ? 0 : passed; /* what passed before it gave up is not what passes */
    sort(o, t, sort_column, descending);
    return !trouble || err_set(err, ERR_USAGE, "%s", trouble);
}

void table_order_release(struct table_order *o)
{
    free(o->index);
    *o = (struct table_order){0};
}

bool column_greatest_first(const struct column *c)
{
    return c->kind != VALUE_TEXT && c->kind != VALUE_ID;
}

int table_order_typed(const struct table *t, const char *typed, bool *descending)
{
    bool other = typed[0] == '-';
    int column = table_column(t, typed + other);
    *descending = column >= 0 && column_greatest_first(&t->columns[column]) != other;
    return column;
}

/* Columns of the filter that bare words search besides the name. */
static void search_shown(struct match *m, const struct table *t, const size_t *shown, size_t n)
{
    size_t bare = bare_column(t), *also = xcalloc(t->ncolumns ? t->ncolumns : 1, sizeof *also);
    size_t nalso = 0;
    for (size_t i = 0; i < (shown ? n : t->ncolumns); i++) {
        size_t c = shown ? shown[i] : i;
        const struct column *col = &t->columns[c];
        if (c != bare && col->kind == VALUE_TEXT && (shown || !col->hidden) && nalso < t->ncolumns)
            also[nalso++] = swapped(c, bare);
    }
    match_also(m, also, nalso);
    free(also);
}

struct match *table_match(const struct table *t, const char *text, size_t *at, struct err *err)
{
    return table_match_shown(t, text, NULL, 0, at, err);
}

struct match *table_match_shown(const struct table *t, const char *text, const size_t *shown,
                                size_t n, size_t *at, struct err *err)
{
    struct match_column *cols = xcalloc(t->ncolumns ? t->ncolumns : 1, sizeof *cols);
    size_t bare = bare_column(t);
    for (size_t c = 0; c < t->ncolumns; c++) {
        const struct column *from = &t->columns[swapped(c, bare)];
        cols[c] = (struct match_column){from->id, from->kind, from->title};
    }
    struct match *m = match_new(text, cols, t->ncolumns, at, err);
    if (m)
        search_shown(m, t, shown, n);
    free(cols);
    return m;
}
