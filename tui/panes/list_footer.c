/* Lists that show more than rows: the findings explain the selected one, ACLs and who may do what
 * name whole rules, which are too long for columns; the placement matrix sums up its columns. One
 * entry of the register each; list.c asks for it. */
#include "tui/panes/list_footer.h"

#include "core/base/text_human.h"
#include "core/base/text_width.h"
#include "core/insight/balance.h"
#include "core/insight/findings.h"
#include "core/model/acl.h"
#include "core/model/acl_text.h"
#include "tui/panes/leader_bars.h"
#include "tui/panes/list_words.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- findings -------------------------------------------------------------------------------- */

static int wrapped(const char *text, int cols)
{
    return draw_wrapped(NULL, 0, 0, 0, cols, PEN(ROLE_TEXT), text);
}

enum { NEXT_MAX = 400, MANY_FINDINGS = 10 };

static const char *next_words(char dst[NEXT_MAX], const char *next)
{
    snprintf(dst, NEXT_MAX, "Next: %s", next);
    return dst;
}

/* Its text there, "" where it has none. */
static const char *text_of(const struct table *t, const struct row *r, const char *column)
{
    int col = table_column(t, column);
    return col >= 0 && r->cells[col].value.text ? r->cells[col].value.text : "";
}

/* As many as the longest one of the list takes, so that it does not jump under the cursor. Those of
 * one kind share their texts. */
static int longest_finding(const struct table *t, int cols, bool meaning)
{
    const char *before = NULL;
    int most = 0;
    for (size_t i = 0; i < t->nrows; i++) {
        char next[NEXT_MAX];
        const char *means = text_of(t, &t->rows[i], "meaning");
        if (means == before)
            continue;
        before = means;
        int n = wrapped(next_words(next, text_of(t, &t->rows[i], "next")), cols);
        n += meaning ? wrapped(means, cols) : 0;
        most = n > most ? n : most;
    }
    return most;
}

/* How much of it there is, where its column has no room for all of it; NULL: it is seen whole. */
static const char *cut_words(const struct table_view *v, const struct row *r)
{
    for (size_t i = 0; i < v->non_screen; i++) {
        const struct view_column *c = &v->on_screen[i];
        if (strcmp(v->table->columns[c->col].id, "how_much") != 0)
            continue;
        const char *text = r->cells[c->col].value.text;
        return text && (int)text_width(text) > c->w ? text : NULL;
    }
    return NULL;
}

/* Lines that the longest of those take. */
static int longest_cut(const struct table_view *v, int cols)
{
    int most = 0;
    for (size_t i = 0; i < v->order.n; i++) {
        const char *text = cut_words(v, table_view_row(v, i));
        int n = text ? wrapped(text, cols) : 0;
        most = n > most ? n : most;
    }
    return most;
}

/* What to do comes before what it means where there is no room for both; what is cut above is said
 * only where many findings are seen, or all. */
static int findings_foot_lines(const struct table_view *v, int rows, int cols)
{
    if (!v->table || !v->order.n)
        return 0;
    int all = longest_finding(v->table, cols - 2, true) + 1;
    int next = longest_finding(v->table, cols - 2, false) + 1;
    int whole = all + longest_cut(v, cols - 2), left = rows - whole - 1;
    if (left >= MANY_FINDINGS || (left >= LIST_ROWS && left >= (int)v->order.n))
        return whole;
    return rows - all >= LIST_ROWS + 1 ? all : next;
}

static void rule(struct canvas *c, struct rect r)
{
    for (int x = r.x; x < r.x + r.w; x++)
        draw_text(c, r.y, x, 1, PEN(ROLE_BORDER), "─");
}

static const char *cell_of(const struct table_view *v, const char *column)
{
    const struct row *r = table_view_current(v);
    return r ? text_of(v->table, r, column) : "";
}

static void findings_foot(const struct table_view *v, struct canvas *c, struct rect r,
                          struct app *app, const char *scope)
{
    (void)app;
    (void)scope;
    const char *meaning = cell_of(v, "meaning");
    const struct row *row = table_view_current(v);
    const char *cut = row ? cut_words(v, row) : NULL;
    char next[NEXT_MAX];
    next_words(next, cell_of(v, "next"));
    int n = 1, both = wrapped(meaning, r.w - 2) + wrapped(next, r.w - 2);
    rule(c, r);
    if (cut && wrapped(cut, r.w - 2) + both < r.h)
        n += draw_wrapped(c, r.y + n, r.x + 1, r.h - n, r.w - 2, PEN(ROLE_TITLE), cut);
    if (both < r.h)
        n += draw_wrapped(c, r.y + n, r.x + 1, r.h - n, r.w - 2, PEN(ROLE_TEXT), meaning);
    draw_wrapped(c, r.y + n, r.x + 1, r.h - n, r.w - 2, PEN(ROLE_INFO), next);
}

/* ---- who may do what ------------------------------------------------------------------------- */

enum { REASON_LINES = 4, RULE_LINES = 3, REASON_COLUMNS = 60 };

/* The same at each row, so that the list does not jump under the cursor; not in a narrow pane next
 * to others, where it would say half of it. */
static int reasons_foot_lines(const struct table_view *v, int rows, int cols)
{
    (void)rows;
    return v->table && v->order.n && cols >= REASON_COLUMNS ? 1 + REASON_LINES : 0;
}

static void reasons_foot(const struct table_view *v, struct canvas *c, struct rect r,
                         struct app *app, const char *scope)
{
    const char *reasons = cell_of(v, "reasons");
    (void)app;
    (void)scope;
    rule(c, r);
    draw_wrapped(c, r.y + 1, r.x + 1, r.h - 1, r.w - 2, PEN(*reasons ? ROLE_TEXT : ROLE_MUTED),
                 *reasons ? reasons : "no rule allows or denies anything here");
}

static int acls_foot_lines(const struct table_view *v, int rows, int cols)
{
    (void)rows;
    (void)cols;
    return v->table && v->order.n ? 1 + RULE_LINES : 0;
}

static void acls_foot(const struct table_view *v, struct canvas *c, struct rect r, struct app *app,
                      const char *scope)
{
    const struct row *row = table_view_current(v);
    int col = table_column(v->table, "note"), n = 1;
    const char *words = cell_of(v, "acl");
    struct arena a;
    struct acl acl;
    (void)app;
    (void)scope;
    rule(c, r);
    arena_init(&a);
    if (acl_parse(&a, words, &acl, NULL))
        words = acl_words(&a, &acl);
    n += draw_wrapped(c, r.y + n, r.x + 1, r.h - n, r.w - 2, PEN(ROLE_TEXT), words);
    if (row && col >= 0)
        draw_wrapped(c, r.y + n, r.x + 1, r.h - n, r.w - 2, PEN(role_of(row->cells[col].sev)),
                     cell_of(v, "note"));
    arena_release(&a);
}

/* ---- placement ------------------------------------------------------------------------------- */

static bool is_broker(const struct column *col)
{
    return col->id[0] == 'b' && isdigit((unsigned char)col->id[1]);
}

static int placement_foot_lines(const struct table_view *v, int rows, int cols)
{
    (void)rows;
    (void)cols;
    return v->table && v->order.n ? 2 : 0;
}

/* Under each broker's column its sum; behind the last one what it is. */
static void totals(const struct table_view *v, struct canvas *c, struct rect r, int line,
                   const struct balance *b, const char *what)
{
    int end = r.x + 1;
    char n[TEXT_NUM];
    for (size_t i = 0; i < v->non_screen; i++) {
        const struct column *col = &v->table->columns[v->on_screen[i].col];
        if (!is_broker(col))
            continue;
        const struct broker_load *l = balance_find(b, (int32_t)strtol(col->id + 1, NULL, 10));
        int64_t sum = !l ? 0 : line == 0 ? l->leaders : l->replicas;
        int x = v->on_screen[i].x;
        draw_text(c, r.y + line, x, v->on_screen[i].w + 1, PEN(line ? ROLE_FOLLOWER : ROLE_LEADER),
                  text_count(n, sum));
        end = x + v->on_screen[i].w + 2;
    }
    draw_text(c, r.y + line, end, r.x + r.w - end, PEN(ROLE_MUTED), what);
}

/* A folded matrix has no columns to stand under: the sums in a line each. */
static void folded(struct canvas *c, struct rect r, int line, const struct balance *b,
                   struct arena *a, const char *what)
{
    const char *text = what;
    for (size_t i = 0; i < b->n; i++) {
        int64_t sum = line == 0 ? b->b[i].leaders : b->b[i].replicas;
        if (sum)
            text = arena_printf(a, "%s  b%" PRId32 " %" PRId64, text, b->b[i].id, sum);
    }
    draw_text(c, r.y + line, r.x + 1, r.w - 2, PEN(ROLE_MUTED), text);
}

static void placement_foot(const struct table_view *v, struct canvas *c, struct rect r,
                           struct app *app, const char *scope)
{
    const struct model *m = &app->session->model;
    const struct topic *t = m->metadata ? metadata_topic(m->metadata, scope) : NULL;
    static const char *const what[] = {"leaders per broker", "replicas per broker"};
    struct arena a;
    bool fold = table_column(v->table, "copies") >= 0;
    if (!t)
        return;
    arena_init(&a);
    struct balance b = balance_make(m->metadata, t, &a);
    for (int line = 0; line < 2; line++) {
        if (fold)
            folded(c, r, line, &b, &a, what[line]);
        else
            totals(v, c, r, line, &b, what[line]);
    }
    arena_release(&a);
}

static enum role placement_role(const struct column *col, const struct cell *cell)
{
    const char *text = cell->value.text;
    if (!is_broker(col) || !text)
        return ROLE_TEXT;
    switch (text[0]) {
    case 'L':
        return ROLE_LEADER;
    case 'f':
        return ROLE_FOLLOWER;
    case 'o':
        return ROLE_OFFLINE;
    default:
        return cell->sev == SEV_BAD ? ROLE_LAGGING : ROLE_MUTED;
    }
}

/* ---- brokers --------------------------------------------------------------------------------- */

static bool is_shown(const struct table_view *v, const char *column)
{
    bool shown = false;
    for (size_t i = 0; v->table && i < v->nshown; i++)
        shown |= strcmp(v->table->columns[v->shown[i]].id, column) == 0;
    return shown;
}

/* Who leads most, in a line; bars, where all brokers and their bars are seen at once. */
static int brokers_foot_lines(const struct table_view *v, int rows, int cols)
{
    int n = v->table ? (int)v->order.n : 0, bars = v->table ? (int)v->table->nrows : 0;
    (void)cols;
    if (n == 0 || !is_shown(v, "leaders"))
        return 0;
    return n + 1 + 3 + bars <= rows ? 3 + bars : 2;
}

static void brokers_foot(const struct table_view *v, struct canvas *c, struct rect r,
                         struct app *app, const char *scope)
{
    const struct model *m = &app->session->model;
    struct arena a;
    (void)v;
    (void)scope;
    if (!m->metadata || app_sight(app) == SIGHT_NOTHING)
        return;
    arena_init(&a);
    struct balance b = balance_make(m->metadata, NULL, &a);
    rule(c, r);
    draw_text(c, r.y + 1, r.x + 1, r.w - 2, PEN(ROLE_TEXT), leader_words(&b, app_sight(app), &a));
    if (r.h > 3)
        leader_bars_draw(c, (struct rect){r.y + 3, r.x + 1, r.h - 3, r.w - 2}, &b, &a);
    arena_release(&a);
}

/* ---- states ---------------------------------------------------------------------------------- */

/* A sign that is read without colour, and the short word. */
static const char *state_words(const struct column *col, const struct cell *cell)
{
    bool known = cell->value.state == VALUE_KNOWN && cell->value.text;
    return known && strcmp(col->id, "state") == 0 ? state_shown(cell->value.text) : NULL;
}

static const struct list_extra list_footer[] = {
    {.resource = "findings", .foot_lines = findings_foot_lines, .foot_draw = findings_foot},
    {.resource = "findings-of", .foot_lines = findings_foot_lines, .foot_draw = findings_foot},
    {.resource = "topic-access", .foot_lines = reasons_foot_lines, .foot_draw = reasons_foot},
    {.resource = "group-access", .foot_lines = reasons_foot_lines, .foot_draw = reasons_foot},
    {.resource = "principal-access", .foot_lines = reasons_foot_lines, .foot_draw = reasons_foot},
    {.resource = "acls", .foot_lines = acls_foot_lines, .foot_draw = acls_foot},
    {.resource = "placement",
     .foot_lines = placement_foot_lines,
     .foot_draw = placement_foot,
     .foot_follows = true,
     .role = placement_role},
    {.resource = "groups", .words = state_words},
    {.resource = "topic-groups", .words = state_words},
    {.resource = "brokers",
     .foot_lines = brokers_foot_lines,
     .foot_draw = brokers_foot,
     .foot_follows = true,
     .words = state_words},
};

const struct list_extra *list_extra_of(const char *resource)
{
    for (size_t i = 0; i < sizeof list_footer / sizeof *list_footer; i++) {
        if (strcmp(list_footer[i].resource, resource) == 0)
            return &list_footer[i];
    }
    return NULL;
}
