/* Letters are used instead of glyphs, because they are the same in braille, block and ASCII and
 * differ without colour. Where several marks fall into one column the most important one is shown;
 * the legend counts all of them and the cursor steps through all of them, so nothing is lost. Where
 * two charts stand side by side and the legend is too long for one, each has half of it. */
#include "tui/panes/chart_marks.h"

#include "core/base/text_human.h"
#include "core/base/text_width.h"
#include "tui/term/box.h"

#include <stdio.h>
#include <string.h>

enum { DAY_MS = 86400000, MINUTES_ONLY_MS = 1800000, NARROW_W = 80 };

struct mark_view mark_view_of(const struct group_marks *marks, const struct mark_cursor *cursor,
                              int64_t from_ms, int64_t to_ms)
{
    struct mark_view v = {marks, from_ms, to_ms, marks->n};
    for (size_t i = 0; cursor->on && i < marks->n; i++)
        if (marks->m[i].at_ms == cursor->at_ms && marks->m[i].kind == cursor->kind)
            v.at = i;
    return v;
}

void mark_cursor_move(struct mark_cursor *cursor, const struct mark_view *v, int step)
{
    size_t n = v->marks->n, at = v->at;
    if (at == n)
        at = step < 0 && n ? n - 1 : n;
    else if (step > 0)
        at++;
    else if (at > 0)
        at--;
    cursor->on = at < n;
    if (cursor->on) {
        cursor->at_ms = v->marks->m[at].at_ms;
        cursor->kind = v->marks->m[at].kind;
    }
}

int mark_column(const struct mark_view *v, int w, int64_t at_ms)
{
    if (at_ms < v->from_ms || at_ms >= v->to_ms)
        return -1;
    return (int)((at_ms - v->from_ms) * w / (v->to_ms - v->from_ms));
}

static const struct group_mark *selected(const struct mark_view *v)
{
    return v->at < v->marks->n ? &v->marks->m[v->at] : NULL;
}

static void draw_letter(struct canvas *c, int y, int x, const struct group_mark *m, bool here)
{
    char letter[2] = {group_mark_letter(m->kind), '\0'};
    draw_text(c, y, x, 1, here ? PEN_ON(role_of(m->sev), ROLE_CURSOR) : PEN(role_of(m->sev)),
              letter);
}

void marks_draw_row(const struct mark_view *v, struct canvas *c, struct rect r)
{
    const struct group_mark *one = selected(v), *shown[512] = {NULL};
    int w = r.w < 512 ? r.w : 512;
    draw_fill(c, r, PEN(ROLE_TEXT));
    for (size_t i = 0; i < v->marks->n; i++) {
        const struct group_mark *m = &v->marks->m[i];
        int x = mark_column(v, w, m->at_ms);
        if (x >= 0 && (!shown[x] || m == one || (shown[x] != one && m->kind < shown[x]->kind)))
            shown[x] = m;
    }
    for (int x = 0; x < w; x++)
        if (shown[x])
            draw_letter(c, r.y, r.x + x, shown[x], shown[x] == one);
}

/* ---- times ----------------------------------------------------------------------------------- */

/* As exact as the chart is long: "10:12:40", "10:12", "11-22 10:12". */
static const char *time_text(char text[TEXT_NUM], int64_t ms, int64_t span_ms, bool narrow)
{
    if (span_ms >= DAY_MS) {
        char whole[TEXT_NUM];
        text_instant(whole, ms);
        snprintf(text, TEXT_NUM, "%.11s", whole + 5);
        return text;
    }
    text_clock(text, ms);
    if (narrow || span_ms >= MINUTES_ONLY_MS)
        text[5] = '\0';
    return text;
}

/* ---- the legend ------------------------------------------------------------------------------ */

/* Narrower and narrower: "B 2 broker events · C 1 config event", "B 2 broker  C 1 config",
 * "B broker  C config", "Broker Config" with the letters in bold, "Brok Conf". */
enum legend { LEGEND_EVENTS, LEGEND_COUNTS, LEGEND_NAMES, LEGEND_INITIALS, LEGEND_STUMPS };
enum { STUMP = 4 };

struct legend_kinds {
    enum group_mark_kind k[GROUP_MARK_KINDS];
    int n;
};

static struct legend_kinds kinds_of(const struct group_marks *marks)
{
    struct legend_kinds out = {.n = 0};
    for (int k = 0; k < GROUP_MARK_KINDS; k++)
        if (marks->count[k])
            out.k[out.n++] = (enum group_mark_kind)k;
    return out;
}

/* The first half of them stands below one chart, the others below the other. */
static struct legend_kinds half_of(const struct legend_kinds *all, enum chart_side side)
{
    struct legend_kinds out = {.n = 0};
    int from = side == CHART_RIGHT ? (all->n + 1) / 2 : 0;
    int to = side == CHART_LEFT ? (all->n + 1) / 2 : all->n;
    for (int i = from; i < to; i++)
        out.k[out.n++] = all->k[i];
    return out;
}

/* Before "event". */
static const char *event_words(enum group_mark_kind k)
{
    static const char *const words[GROUP_MARK_KINDS] = {
        [GROUP_MARK_OFFSETS] = "offset",
        [GROUP_MARK_LEADER] = "leader and ISR",
        [GROUP_MARK_MEMBERS] = "member",
    };
    return words[k] ? words[k] : group_mark_name(k);
}

/* What stands behind the letter; in `text` or static. */
static const char *legend_name(char text[64], const struct group_marks *marks,
                               enum group_mark_kind k, enum legend how)
{
    const char *name = group_mark_name(k);
    size_t n = marks->count[k];
    if (how == LEGEND_EVENTS)
        snprintf(text, 64, " %zu %s event%s", n, event_words(k), n == 1 ? "" : "s");
    else if (how == LEGEND_COUNTS)
        snprintf(text, 64, " %zu %s", n, name);
    else if (how == LEGEND_NAMES)
        snprintf(text, 64, " %s", name);
    else
        snprintf(text, 64, "%.*s", how == LEGEND_STUMPS ? STUMP - 1 : (int)strcspn(name, ",") - 1,
                 name + 1);
    return text;
}

/* What stands between two of them. */
static const char *legend_gap(enum legend how)
{
    return how == LEGEND_EVENTS ? " · " : how >= LEGEND_INITIALS ? " " : "  ";
}

static int legend_width(const struct group_marks *marks, const struct legend_kinds *of,
                        enum legend how)
{
    char text[64];
    int w = 0, gap = (int)text_width(legend_gap(how));
    for (int i = 0; i < of->n; i++)
        w += (i ? gap : 0) + 1 + (int)text_width(legend_name(text, marks, of->k[i], how));
    return w;
}

static void draw_kinds(const struct mark_view *v, struct canvas *c, struct rect r,
                       const struct legend_kinds *of, enum legend how)
{
    int x = r.x, end = r.x + r.w;
    draw_fill(c, r, PEN(ROLE_TEXT));
    for (int i = 0; i < of->n && x < end; i++) {
        x += i ? draw_text(c, r.y, x, end - x, PEN(ROLE_MUTED), legend_gap(how)) : 0;
        char text[64], letter[2] = {group_mark_letter(of->k[i]), '\0'};
        x += draw_text(c, r.y, x, end - x, PEN(ROLE_TITLE), letter);
        x += draw_text(c, r.y, x, end - x, PEN(ROLE_TEXT),
                       legend_name(text, v->marks, of->k[i], how));
    }
}

static void draw_legend(const struct mark_view *v, struct canvas *c, struct rect r,
                        enum chart_side side)
{
    struct legend_kinds of = kinds_of(v->marks);
    enum legend how = LEGEND_EVENTS;
    r.x++;
    r.w -= 2; /* a blank at either end */
    if (of.n && legend_width(v->marks, &of, LEGEND_NAMES) > r.w)
        of = half_of(&of, side);
    while (how < LEGEND_STUMPS && legend_width(v->marks, &of, how) > r.w)
        how++;
    int w = legend_width(v->marks, &of, how);
    w = w < r.w ? w : r.w;
    if (w <= 0)
        return;
    r.x += (r.w - w) / 2;
    draw_fill(c, (struct rect){r.y, r.x - 1, 1, w + 2}, PEN(ROLE_TEXT));
    draw_kinds(v, c, (struct rect){r.y, r.x, 1, w}, &of, how);
}

void marks_draw_edge(const struct mark_view *v, struct canvas *c, struct rect r,
                     enum chart_side side)
{
    static const char last[] = "now"; /* a chart ends with this moment */
    char first[TEXT_NUM];
    int64_t span = v->to_ms - v->from_ms;
    bool narrow = r.w <= NARROW_W;
    time_text(first, v->from_ms, span, narrow);
    int w = (int)strlen(first), to = (int)strlen(last);
    if (r.w < w + to + 6)
        return;
    draw_text(c, r.y, r.x + 1, w, PEN(ROLE_MUTED), first);
    draw_text(c, r.y, r.x + r.w - 1 - to, to, PEN(ROLE_MUTED), last);
    draw_legend(v, c, (struct rect){r.y, r.x + 1 + w, 1, r.w - 2 - w - to}, side);
}

/* ---- words ----------------------------------------------------------------------------------- */

static void draw_mark(const struct mark_view *v, struct canvas *c, struct rect r,
                      const struct group_mark *m, bool here)
{
    char at[TEXT_NUM];
    int64_t span = v->to_ms - v->from_ms;
    enum role on = here ? ROLE_CURSOR : ROLE_TEXT;
    draw_fill(c, r, PEN(on));
    draw_letter(c, r.y, r.x, m, here);
    int x = 2 + draw_text(c, r.y, r.x + 2, r.w - 2, PEN_ON(ROLE_MUTED, on),
                          time_text(at, m->at_ms, span < DAY_MS ? 0 : span, false));
    draw_text(c, r.y, r.x + x + 1, r.w - x - 1, PEN_ON(ROLE_TEXT, on), m->text);
}

/* Nothing is only as good as the looking. */
static void draw_none(const struct mark_view *v, struct canvas *c, struct rect r)
{
    char since[TEXT_NUM];
    const struct group_marks *m = v->marks;
    if (!m->since_ms)
        draw_text(c, r.y, r.x, r.w, PEN(ROLE_MUTED), "events: not watched for so far");
    else if (m->since_ms > v->from_ms)
        draw_textf(c, r.y, r.x, r.w, PEN(ROLE_MUTED), "no events since %s, when watching started",
                   text_clock(since, m->since_ms));
    else
        draw_text(c, r.y, r.x, r.w, PEN(ROLE_MUTED), "no events in this time");
}

void marks_draw_line(const struct mark_view *v, struct canvas *c, struct rect r)
{
    const struct group_marks *marks = v->marks;
    const struct group_mark *one = selected(v);
    char count[64];
    draw_fill(c, r, PEN(ROLE_TEXT));
    if (!marks->n) {
        draw_none(v, c, r);
        return;
    }
    snprintf(count, sizeof count, one ? "   %zu of %zu" : "   %zu of %zu, [ and ] step",
             one ? v->at + 1 : marks->n, marks->n);
    int w = draw_right(c, r.y, r.x, r.w, PEN(ROLE_MUTED), count);
    r.w -= w;
    draw_mark(v, c, r, one ? one : &marks->m[marks->n - 1], one != NULL);
}

void marks_draw_list(const struct mark_view *v, struct canvas *c, struct rect r)
{
    const struct group_marks *marks = v->marks;
    char title[64], since[TEXT_NUM];
    size_t rows = r.h > 2 ? (size_t)r.h - 2 : 0, first = 0, n = marks->n;
    snprintf(title, sizeof title, "%zu event%s", n, n == 1 ? "" : "s");
    bool partly = n && marks->since_ms > v->from_ms;
    if (partly)
        snprintf(title, sizeof title, "%zu event%s, since %s", n, n == 1 ? "" : "s",
                 text_clock(since, marks->since_ms));
    draw_box(c, r, ROLE_BORDER, title, n ? "[ and ] step" : NULL);
    struct rect line = {r.y + 1, r.x + 1, 1, r.w - 2};
    draw_fill(c, (struct rect){r.y + 1, r.x + 1, (int)rows, r.w - 2}, PEN(ROLE_TEXT));
    if (!n && rows)
        draw_none(v, c, line);
    if (v->at < n && n - 1 - v->at >= rows)
        first = n - v->at - rows;
    for (size_t i = first; i < n && i < first + rows; i++, line.y++)
        draw_mark(v, c, line, &marks->m[n - 1 - i], n - 1 - i == v->at);
    draw_scrollbar(c, (struct rect){r.y + 1, r.x + r.w - 1, (int)rows, 1}, first, rows, n,
                   ROLE_BORDER);
}
