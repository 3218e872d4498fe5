/* Lists that show more than rows: the findings explain the selected one, ACLs and who may do what
 * name whole rules, which are too long for columns; the placement matrix sums up its columns. One
 * entry of the register each; list.c asks for it. */
#include "tui/panes/extras.h"

#include "core/base/text.h"
#include "core/insight/balance.h"
#include "core/insight/findings.h"
#include "core/model/acl.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- findings ------------------------------------------------------------------------------- */

static int wrapped(const char *text, int cols)
{
    return draw_wrapped(NULL, 0, 0, 0, cols, PEN(ROLE_TEXT), text);
}

enum { NEXT_MAX = 400 };

static const char *next_words(char dst[NEXT_MAX], const char *next)
{
    snprintf(dst, NEXT_MAX, "Next: %s", next);
    return dst;
}

/* As many as the longest one takes, so that the list does not jump under the cursor. */
static int findings_foot_lines(const struct table_view *v, int cols)
{
    int most = 0;
    if (!v->table || !v->order.n)
        return 0;
    for (int k = 0; k < FINDING_KINDS; k++) {
        char next[NEXT_MAX];
        int n = wrapped(finding_kind_meaning((enum finding_kind)k), cols - 2) +
                wrapped(next_words(next, finding_kind_next((enum finding_kind)k)), cols - 2);
        most = n > most ? n : most;
    }
    return most + 1;
}

static void rule(struct canvas *c, struct rect r)
{
    for (int x = r.x; x < r.x + r.w; x++)
        draw_text(c, r.y, x, 1, PEN(ROLE_BORDER), "─");
}

static const char *cell_of(const struct table_view *v, const char *column)
{
    const struct row *r = table_view_current(v);
    int col = table_column(v->table, column);
    return r && col >= 0 && r->cells[col].value.text ? r->cells[col].value.text : "";
}

static void findings_foot(const struct table_view *v, struct canvas *c, struct rect r,
                          const struct model *m, const char *scope)
{
    (void)m;
    (void)scope;
    rule(c, r);
    int n = 1 + draw_wrapped(c, r.y + 1, r.x + 1, r.h - 1, r.w - 2, PEN(ROLE_TEXT),
                             cell_of(v, "meaning"));
    char next[NEXT_MAX];
    draw_wrapped(c, r.y + n, r.x + 1, r.h - n, r.w - 2, PEN(ROLE_INFO),
                 next_words(next, cell_of(v, "next")));
}

/* ---- who may do what ------------------------------------------------------------------------- */

enum { REASON_LINES = 4, RULE_LINES = 3, REASON_COLUMNS = 60 };

/* The same at each row, so that the list does not jump under the cursor; not in a narrow pane
 * beside others, where it would say half of it. */
static int reasons_foot_lines(const struct table_view *v, int cols)
{
    return v->table && v->order.n && cols >= REASON_COLUMNS ? 1 + REASON_LINES : 0;
}

static void reasons_foot(const struct table_view *v, struct canvas *c, struct rect r,
                         const struct model *m, const char *scope)
{
    const char *reasons = cell_of(v, "reasons");
    (void)m;
    (void)scope;
    rule(c, r);
    draw_wrapped(c, r.y + 1, r.x + 1, r.h - 1, r.w - 2, PEN(*reasons ? ROLE_TEXT : ROLE_MUTED),
                 *reasons ? reasons : "no rule allows or denies anything here");
}

static int acls_foot_lines(const struct table_view *v, int cols)
{
    (void)cols;
    return v->table && v->order.n ? 1 + RULE_LINES : 0;
}

static void acls_foot(const struct table_view *v, struct canvas *c, struct rect r,
                      const struct model *m, const char *scope)
{
    const struct row *row = table_view_current(v);
    int col = table_column(v->table, "note"), n = 1;
    const char *words = cell_of(v, "acl");
    struct arena a;
    struct acl acl;
    (void)m;
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

/* ---- placement ------------------------------------------------------------------------------ */

static bool is_broker(const struct column *col)
{
    return col->id[0] == 'b' && isdigit((unsigned char)col->id[1]);
}

static int placement_foot_lines(const struct table_view *v, int cols)
{
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
                           const struct model *m, const char *scope)
{
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

static const struct list_extra extras[] = {
    {"findings", findings_foot_lines, findings_foot, false, NULL},
    {"topic-access", reasons_foot_lines, reasons_foot, false, NULL},
    {"group-access", reasons_foot_lines, reasons_foot, false, NULL},
    {"principal-access", reasons_foot_lines, reasons_foot, false, NULL},
    {"acls", acls_foot_lines, acls_foot, false, NULL},
    {"placement", placement_foot_lines, placement_foot, true, placement_role},
};

const struct list_extra *list_extra_of(const char *resource)
{
    for (size_t i = 0; i < sizeof extras / sizeof *extras; i++) {
        if (!strcmp(extras[i].resource, resource))
            return &extras[i];
    }
    return NULL;
}
