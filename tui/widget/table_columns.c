/* Which columns of a list are shown, in which order and how wide. Columns come from the table, the
 * choice from the person (kept in the preferences). On a narrow screen those with the highest
 * `priority` number are dropped first; moving the cursor to one that was dropped scrolls sideways,
 * with the first column staying. */
#include "tui/widget/table_columns.h"

#include "core/base/mem.h"
#include "core/base/text_width.h"

#include <stdlib.h>
#include <string.h>

#define GAP 2
#define TEXT_MIN 18 /* a shorter text is not cut: a column that matters less goes instead */
#define TEXT_LEAST 10
#define NAME_MIN 32 /* names that look the same are no use: they are cut last */
#define LONG 40     /* sentences: worth showing only with some room */
#define LONG_MIN 24

static void add_shown(struct table_view *v, int col)
{
    for (size_t i = 0; i < v->nshown; i++) {
        if (v->shown[i] == col)
            return;
    }
    if (col >= 0 && col < VIEW_COLUMNS && v->nshown < VIEW_COLUMNS)
        v->shown[v->nshown++] = col;
}

static void add_chosen(struct table_view *v)
{
    const char *s = v->columns;
    while (s && *s) {
        char id[64];
        size_t n = strcspn(s, " ");
        if (n && n < sizeof id) {
            memcpy(id, s, n);
            id[n] = 0;
            add_shown(v, table_column(v->table, id));
        }
        s += n;
        s += strspn(s, " ");
    }
}

void table_view_columns(struct table_view *v)
{
    v->nshown = 0;
    add_chosen(v);
    for (size_t i = 0; v->nshown == 0 && i < v->table->ncolumns; i++) {
        for (size_t j = i; j < v->table->ncolumns; j++) {
            if (!v->table->columns[j].hidden)
                add_shown(v, (int)j);
        }
        break;
    }
    if (v->current >= v->nshown)
        v->current = v->nshown ? v->nshown - 1 : 0;
}

void table_view_choose(struct table_view *v, const char *ids)
{
    char *copy = ids && *ids ? xstrdup(ids) : NULL;
    int now = table_view_column(v);
    free(v->columns);
    v->columns = copy;
    if (v->prefs)
        prefs_set_columns(v->prefs, v->list, ids ? ids : "");
    table_view_columns_changed(v);
    for (size_t i = 0; i < v->nshown; i++) {
        if (v->shown[i] == now)
            v->current = i;
    }
}

int table_view_column(const struct table_view *v)
{
    return v->current < v->nshown ? v->shown[v->current] : -1;
}

/* What the person set for a column; 0: nothing. */
static int set_by_hand(const struct table_view *v, int col)
{
    return v->prefs ? prefs_width(v->prefs, v->list, v->table->columns[col].id) : 0;
}

static int head_width(const struct table_view *v, int col)
{
    const struct column *c = &v->table->columns[col];
    bool sorted = v->sort && strcmp(v->sort + (*v->sort == '-'), c->id) == 0;
    return (int)text_width(c->title) + sorted * 2;
}

/* The width a column wants: its head, what was seen in it so far, or what the person set. */
static int wanted(const struct table_view *v, int col)
{
    const struct column *c = &v->table->columns[col];
    int head = head_width(v, col), w = v->width[col] > head ? v->width[col] : head;
    if (set_by_hand(v, col))
        return set_by_hand(v, col);
    return c->max_width && w > c->max_width ? (c->max_width > head ? c->max_width : head) : w;
}

/* Which of the shown columns says what the row is about. */
static size_t name_column(const struct table_view *v)
{
    for (size_t i = 0; i < v->nshown; i++) {
        if (v->table->columns[v->shown[i]].bare)
            return i;
    }
    return 0;
}

/* Its share, where others need room: a few cells that are far longer than the rest are cut rather
 * than widen the column for all. */
static int share(const struct table_view *v, size_t i, int w)
{
    int col = v->shown[i], head = head_width(v, col);
    int usual = v->usual[col] > head ? v->usual[col] : head;
    bool text = v->table->columns[col].kind == VALUE_TEXT && !set_by_hand(v, col);
    usual = usual > TEXT_MIN ? usual : TEXT_MIN;
    return text && w > LONG_MIN && w > usual * 3 / 2 ? usual : w;
}

/* What it may shrink to before columns that matter less go instead. */
static int shrunk(const struct table_view *v, size_t i, int w)
{
    int least = i == name_column(v) ? NAME_MIN : w > LONG ? LONG_MIN : TEXT_MIN;
    w = share(v, i, w);
    return v->table->columns[v->shown[i]].kind == VALUE_TEXT && w > least ? least : w;
}

static int squeezed(const struct table_view *v, size_t i, int w, int name)
{
    int least = i == name_column(v) ? name : TEXT_LEAST;
    return v->table->columns[v->shown[i]].kind == VALUE_TEXT && w > least ? least : w;
}

int table_view_width(const struct table_view *v, bool least)
{
    int sum = 0;
    for (size_t i = 0; v->table && i < v->nshown; i++) {
        int w = wanted(v, v->shown[i]);
        if (!least)
            sum += share(v, i, w) + GAP;
        else if (v->table->columns[v->shown[i]].priority <= 1)
            sum += shrunk(v, i, w) + GAP;
    }
    return sum;
}

static int total(const int *w, const bool *in, size_t n)
{
    int sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += in[i] ? w[i] + GAP : 0;
    return sum - GAP;
}

/* What the order comes from is seen as long as the name is. */
static int priority(const struct table_view *v, size_t i)
{
    bool descending;
    bool sorted = v->shown[i] == table_view_sort_column(v, &descending);
    return sorted ? 0 : v->table->columns[v->shown[i]].priority;
}

/* Drops columns by priority until the rest fits with texts shrunk to their minimum; those that
 * matter more than `least` stay. */
static void drop(const struct table_view *v, const int *min, bool *in, int cols, int least)
{
    while (total(min, in, v->nshown) > cols) {
        int worst = -1;
        for (size_t i = 1; i < v->nshown; i++) {
            int p = priority(v, i);
            if (in[i] && p >= least && (worst < 0 || p >= priority(v, (size_t)worst)))
                worst = (int)i;
        }
        if (worst < 0)
            return;
        in[worst] = false;
    }
}

/* Sentences go before the name of the row is cut: a list whose names look the same is no use. */
static void drop_sentences(const struct table_view *v, const int *w, const int *min, bool *in,
                           int cols)
{
    int need[VIEW_COLUMNS];
    size_t name = name_column(v);
    memcpy(need, min, v->nshown * sizeof *need);
    need[name] = share(v, name, w[name]);
    need[name] = need[name] > LONG ? LONG : need[name];
    for (size_t i = v->nshown; i-- > 1 && total(need, in, v->nshown) > cols;)
        in[i] = w[i] <= LONG || i == name || priority(v, i) == 0;
}

/* Sideways: the first column, then those around the current one that fit. */
static void around_current(const struct table_view *v, const int *w, bool *in, int cols)
{
    memset(in, 0, v->nshown * sizeof *in);
    in[0] = in[v->current] = true;
    for (size_t i = v->current + 1; i < v->nshown; i++) {
        in[i] = true;
        if (total(w, in, v->nshown) > cols) {
            in[i] = false;
            break;
        }
    }
    for (size_t i = v->current; i-- > 1;) {
        in[i] = true;
        if (total(w, in, v->nshown) > cols) {
            in[i] = false;
            break;
        }
    }
}

/* What is left over goes to sentences that are longer than they may be elsewhere; not to names, of
 * which one may be long among many that are not. */
static void give_rest(const struct table_view *v, int *w, const bool *in, int cols)
{
    int rest = cols - total(w, in, v->nshown);
    for (size_t i = 0; i < v->nshown && rest > 0; i++) {
        int col = v->shown[i], more = v->width[col] - w[i];
        bool text = v->table->columns[col].kind == VALUE_TEXT && !set_by_hand(v, col);
        if (!in[i] || !text || i == name_column(v) || more <= 0)
            continue;
        more = more < rest ? more : rest;
        w[i] += more;
        rest -= more;
    }
}

static void put_columns(struct table_view *v, const int *w, const int *min, const bool *in, int x,
                        int cols)
{
    int width[VIEW_COLUMNS], least[VIEW_COLUMNS], n = 0;
    for (size_t i = 0; i < v->nshown; i++) {
        if (in[i]) {
            v->on_screen[n].col = v->shown[i];
            width[n] = w[i];
            least[n++] = min[i];
        }
    }
    layout_shrink(width, least, n, cols - GAP * (n > 0 ? n - 1 : 0));
    v->non_screen = (size_t)n;
    for (int i = 0; i < n; i++) {
        v->on_screen[i].x = x;
        v->on_screen[i].w = width[i];
        x += width[i] + GAP;
    }
}

void table_view_place(struct table_view *v, int x, int cols)
{
    int w[VIEW_COLUMNS], min[VIEW_COLUMNS];
    bool in[VIEW_COLUMNS];
    if (!v->nshown) {
        v->non_screen = 0;
        return;
    }
    for (size_t i = 0; i < v->nshown; i++) {
        w[i] = wanted(v, v->shown[i]);
        min[i] = shrunk(v, i, w[i]);
        in[i] = true;
    }
    drop_sentences(v, w, min, in, cols);
    drop(v, min, in, cols, 1);
    for (int name = NAME_MIN; total(min, in, v->nshown) > cols; name = TEXT_LEAST) {
        for (size_t i = 0; i < v->nshown; i++) /* rather a cut text than a column that matters */
            min[i] = squeezed(v, i, min[i], name);
        if (name == TEXT_LEAST) {
            drop(v, min, in, cols, 0);
            break;
        }
    }
    if (!in[v->current])
        around_current(v, min, in, cols);
    v->cut_left = v->cut_right = false;
    for (size_t i = 0; i < v->nshown; i++) {
        v->cut_left |= !in[i] && i < v->current;
        v->cut_right |= !in[i] && i > v->current;
    }
    give_rest(v, w, in, cols);
    put_columns(v, w, min, in, x, cols);
}
