/* Which rows of a table are shown, in which order: the filter makes an index of rows, which
 * table_sort.c then puts in order. */
#include "core/base/table.h"

#include "core/base/clock.h"
#include "core/base/match.h"
#include "core/base/mem.h"
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

bool table_order_make(struct table_order *o, const struct table *t, struct match *filter,
                      int sort_column, bool descending, struct err *err)
{
    size_t bare = bare_column(t), passed = 0;
    bool sorted_after = filter && !match_is_all(filter);
    table_order_all(o, t, sorted_after ? -1 : sort_column, descending);
    if (!sorted_after)
        return true;
    match_start(filter, clock_wall_ms());
    for (size_t i = 0; i < o->n; i++)
        if (match_row(filter, cell_of, &(struct row_under_test){&t->rows[i], bare}))
            o->index[passed++] = (uint32_t)i;
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

struct match *table_match(const struct table *t, const char *text, size_t *at, struct err *err)
{
    struct match_column *cols = xcalloc(t->ncolumns ? t->ncolumns : 1, sizeof *cols);
    size_t bare = bare_column(t);
    for (size_t c = 0; c < t->ncolumns; c++) {
        const struct column *from = &t->columns[swapped(c, bare)];
        cols[c] = (struct match_column){from->id, from->kind, from->title};
    }
    struct match *m = match_new(text, cols, t->ncolumns, at, err);
    free(cols);
    return m;
}
