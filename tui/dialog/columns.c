/* The dialog that chooses and reorders columns. Marked ones are shown, in the order of the list; it
 * changes the view at once, so one sees what one gets. Modal, so the view outlives it. */
#include "tui/dialog/columns.h"

#include "core/base/buf.h"
#include "tui/widget/list_dialog.h"
#include "tui/widget/table_columns.h"

#include <string.h>

static const struct column heads[] = {
    {.id = "shown", .title = "SHOWN", .kind = VALUE_TEXT, .help = "Whether it is on the screen."},
    {.id = "column", .title = "COLUMN", .kind = VALUE_TEXT, .help = "Its name."},
    {.id = "meaning", .title = "MEANING", .kind = VALUE_TEXT, .help = "What it says."},
};

static bool is_shown(const struct table_view *v, int col)
{
    for (size_t i = 0; i < v->nshown; i++) {
        if (v->shown[i] == col)
            return true;
    }
    return false;
}

static void add(struct table *t, const struct table_view *v, int col)
{
    const struct column *c = &v->table->columns[col];
    struct row *r = table_add_row(t, c->id);
    cell_literal(r, 0, is_shown(v, col) ? "✓" : " ");
    cell_text(t, r, 1, c->id);
    cell_text(t, r, 2, c->help);
}

static struct table *list(const struct table_view *v)
{
    struct table *t = table_new(heads, sizeof heads / sizeof *heads);
    for (size_t i = 0; i < v->nshown; i++)
        add(t, v, v->shown[i]);
    for (size_t i = 0; i < v->table->ncolumns && i < VIEW_COLUMNS; i++) {
        if (!is_shown(v, (int)i))
            add(t, v, (int)i);
    }
    return t;
}

static void choose(struct list_dialog *p, struct table_view *v, const int *cols, size_t n)
{
    struct buf ids;
    buf_init(&ids, 0);
    for (size_t i = 0; i < n; i++)
        buf_addf(&ids, "%s%s", i ? " " : "", v->table->columns[cols[i]].id);
    table_view_choose(v, buf_str(&ids));
    buf_release(&ids);
    list_dialog_set(p, list(v));
}

static void toggle(struct list_dialog *p, struct table_view *v, int col)
{
    int cols[VIEW_COLUMNS + 1];
    size_t n = 0;
    bool was = is_shown(v, col);
    for (size_t i = 0; i < v->nshown; i++) {
        if (v->shown[i] != col)
            cols[n++] = v->shown[i];
    }
    if (!was && n < VIEW_COLUMNS)
        cols[n++] = col;
    if (n)
        choose(p, v, cols, n);
}

static void move(struct list_dialog *p, struct table_view *v, int col, int step)
{
    int cols[VIEW_COLUMNS];
    size_t n = v->nshown;
    memcpy(cols, v->shown, n * sizeof *cols);
    for (size_t i = 0; i < n; i++) {
        size_t to = i + (size_t)step;
        if (cols[i] == col && to < n) {
            cols[i] = cols[to];
            cols[to] = col;
            choose(p, v, cols, n);
            return;
        }
    }
}

static bool verb(struct list_dialog *p, const char *name)
{
    struct table_view *v = list_dialog_user(p);
    const char *key = table_view_key(list_dialog_view(p));
    int col = key ? table_column(v->table, key) : -1;
    if (strcmp(name, "width-auto") == 0) {
        table_view_choose(v, NULL);
        list_dialog_set(p, list(v));
        return true;
    }
    if (col < 0)
        return false;
    if (strcmp(name, "mark") == 0)
        toggle(p, v, col);
    else if (strcmp(name, "move-up") == 0)
        move(p, v, col, -1);
    else if (strcmp(name, "move-down") == 0)
        move(p, v, col, 1);
    else
        return false;
    return true;
}

void columns_open(struct app *a, struct table_view *v)
{
    static const char *const hints[] = {"mark",       "move-up", "move-down",
                                        "width-auto", "accept",  NULL};
    static const struct list_dialog_class cls = {
        .context = "columns", .verb = verb, .hints = hints};
    list_dialog_open(a, &cls, "columns", list(v), v);
}
