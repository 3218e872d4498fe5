/* A list on the screen: cursor, sort, filter, marks, columns and highlights over any struct table. A
 * widget: the list pane is one of these, composite panes hold several. It holds the table, so that
 * a key which comes between a new table and the next paint acts on what is seen; table_view_sync
 * brings the new one. */
#ifndef KLAMM_TUI_WIDGET_TABLE_VIEW_H
#define KLAMM_TUI_WIDGET_TABLE_VIEW_H

#include "core/base/map.h"
#include "core/base/match.h"
#include "core/base/table.h"
#include "core/base/table_order.h"
#include "tui/prefs.h"
#include "tui/term/draw.h"
#include "tui/term/input.h"
#include "tui/widget/highlight.h"

#define VIEW_COLUMNS HIGHLIGHT_COLUMNS /* a table shows at most this many */

struct view_column {
    int col;  /* in the table */
    int x, w; /* on the screen, of the last draw */
};

struct table_view {
    char *list;          /* name in the preferences */
    struct prefs *prefs; /* may be NULL: nothing is kept */
    enum role ground;    /* what plain rows stand on: ROLE_TEXT, in dialogs ROLE_DIALOG */

    const struct table *table; /* held; NULL before the first sync */
    uint64_t generation;
    bool synced;
    const void *columns_at; /* the table's columns at the last sync, to see when they are others */
    size_t ncolumns;
    struct table_order order;

    char *sort;        /* column id, "-id" descending; NULL: as built */
    char *filter_text; /* in effect; NULL: none */
    struct match *filter;
    char *cursor_key; /* the row under the cursor, by key */
    size_t cursor;    /* its place in the order */
    bool chosen;      /* the user moved it there; before that it stays at the top */
    long top;
    bool want_all;    /* every row is about to be taken, not only the visible ones */
    char *anchor;     /* where a range of marks begins */
    struct map marks; /* key → (void *)1 */

    char *columns;           /* chosen ids, blank-separated; NULL: the list's own choice */
    int shown[VIEW_COLUMNS]; /* columns in order */
    size_t nshown;
    size_t current; /* of shown: the column the cursor is in */
    int text_skip;  /* columns that long texts of the current column are moved left by */
    /* By table column, of what was seen so far: the widest cell, and what all but the few widest
     * need. */
    int width[VIEW_COLUMNS], usual[VIEW_COLUMNS];
    bool complete; /* the table was, at the last sync */

    struct highlight highlight; /* cells that changed just now */
    int64_t ages_last;          /* ms until an age on the screen is another; 0: there is none */

    /* Colours of some cells by what they mean; ROLE_TEXT: as usual. May be NULL. */
    enum role (*role)(const struct column *col, const struct cell *cell);
    /* Other words for some cells on the screen, a literal; NULL: as usual. May be NULL. Filters,
     * copies and exports have the cell's own. */
    const char *(*words)(const struct column *col, const struct cell *cell);

    struct view_column on_screen[VIEW_COLUMNS]; /* of the last draw, for the mouse */
    size_t non_screen;
    struct rect head, body;
    bool cut_left, cut_right; /* there are columns beyond the edge */
    const char **visible;     /* keys of the rows drawn last; borrowed from the table */
    size_t nvisible;
};

/* list: name for the preferences and default_sort: column id or "-id", may be NULL. */
void table_view_init(struct table_view *v, const char *list, struct prefs *prefs,
                     const char *default_sort, int64_t highlight_ms);
void table_view_release(struct table_view *v);
/* Takes the table as it is now; cheap when the generation is that of last time. The cursor stays on
 * its row's key. */
void table_view_sync(struct table_view *v, const struct table *t, uint64_t generation);

const struct row *table_view_row(const struct table_view *v, size_t place); /* NULL beyond */
const struct row *table_view_current(const struct table_view *v);           /* NULL when empty */
const char *table_view_key(const struct table_view *v);    /* of the current row, or NULL */
void table_view_move(struct table_view *v, long place);    /* clamped */
bool table_view_go(struct table_view *v, const char *key); /* false when not shown */
/* Sorts by "lag" or "-lag"; false when there is no such column. */
bool table_view_sort(struct table_view *v, const char *sort);
int table_view_sort_column(const struct table_view *v, bool *descending); /* −1: none */
/* Empty or NULL: no filter. On error the old filter stays; *at is where it is wrong. */
bool table_view_filter(struct table_view *v, const char *text, size_t *at, struct err *err);
/* The sort or the filter needs costly columns of rows that are not on screen. */
bool table_view_needs_all(const struct table_view *v);
bool table_view_marked(const struct table_view *v, const char *key);
size_t table_view_nmarks(const struct table_view *v);
void table_view_remake(struct table_view *v); /* order again, after sort or filter changed */
/* After other columns were chosen: they are searched by the filter. */
void table_view_columns_changed(struct table_view *v);

#endif
