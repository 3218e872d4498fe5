/* Draws what was recorded of a group. On a wide pane lag and rates stand beside each other, on a
 * narrow one the lag alone, on a high one below each other. The line under a chart has the times,
 * and marks where the group rebalanced or its offsets were moved back. */
#include "tui/panes/group_chart.h"

#include "core/base/clock.h"
#include "core/base/text.h"
#include "core/insight/lag_chart.h"

#include <math.h>
#include <string.h>

enum { AUTO_FROM_H = 32, AUTO_H = 10, REST_H = 16, ON_H = 8, BESIDE_W = 100, MARK_ROW = 1 };

static const struct {
    int64_t ms;
    const char *words;
} zooms[CHART_ZOOMS] = {
    {5 * 60000LL, "5 min"},  {10 * 60000LL, "10 min"}, {30 * 60000LL, "30 min"},
    {2 * 3600000LL, "2 h"},  {8 * 3600000LL, "8 h"},   {24 * 3600000LL, "24 h"},
    {72 * 3600000LL, "3 d"}, {168 * 3600000LL, "7 d"},
};

int group_chart_rows(const struct chart_view *v, int h)
{
    if (v->shown == CHART_OFF || (v->shown == CHART_AUTO && h < AUTO_FROM_H) || h < ON_H + 4)
        return 0;
    if (v->shown == CHART_AUTO)
        return AUTO_H;
    return h / 2 >= REST_H ? h / 2 : ON_H; /* what is said of the group stays in sight */
}

bool group_chart_verb(struct chart_view *v, const char *verb)
{
    if (!strcmp(verb, "chart"))
        v->shown = v->shown == CHART_ON ? CHART_OFF : CHART_ON;
    else if (!strcmp(verb, "zoom-in"))
        v->zoom -= v->zoom > 0;
    else if (!strcmp(verb, "zoom-out"))
        v->zoom += v->zoom + 1 < CHART_ZOOMS;
    else
        return false;
    return true;
}

/* ---- the line with the times ------------------------------------------------------------------
 */

static const char *mark_glyph(enum mark_kind k)
{
    switch (k) {
    case MARK_REBALANCE:
    case MARK_MEMBERS:
        return "▲";
    case MARK_BACK:
    case MARK_RESET:
        return "◆";
    case MARK_EMPTY:
        return "○";
    case MARK_ACTIVE:
    case MARK_KINDS:
        break;
    }
    return "●";
}

static void draw_marks(struct canvas *c, struct rect r, const struct recording_group *g,
                       int64_t from_ms, int64_t to_ms)
{
    const struct recording_mark *m;
    for (size_t i = 0; g && (m = recording_mark_at(g, i)); i++) {
        if (m->at_ms < from_ms || m->at_ms >= to_ms)
            continue;
        int x = (int)((m->at_ms - from_ms) * r.w / (to_ms - from_ms));
        enum role role = m->kind == MARK_BACK || m->kind == MARK_RESET ? ROLE_WARN : ROLE_INFO;
        draw_text(c, r.y, r.x + x, 1, PEN(role), mark_glyph(m->kind));
    }
}

static void draw_times(struct canvas *c, struct rect r, const struct recording_group *g,
                       int64_t from_ms, int64_t to_ms)
{
    char first[TEXT_NUM], last[TEXT_NUM];
    int64_t day = 86400000;
    draw_fill(c, r, PEN(ROLE_TEXT));
    if (to_ms - from_ms > day)
        text_instant(first, from_ms);
    else
        text_clock(first, from_ms);
    draw_text(c, r.y, r.x, r.w, PEN(ROLE_MUTED), first);
    draw_right(c, r.y, r.x, r.w, PEN(ROLE_MUTED), text_clock(last, to_ms));
    draw_marks(c, r, g, from_ms, to_ms);
}

/* ---- a chart -----------------------------------------------------------------------------------
 */

static void draw_plot(struct canvas *c, struct rect r, const struct plot *p)
{
    char glyph[8];
    for (int y = 0; y < p->h; y++)
        for (int x = 0; x < p->w; x++) {
            enum plot_part part = plot_cell(p, x, y, glyph);
            if (part != PLOT_NOTHING)
                draw_text(c, r.y + y, r.x + x, 1, PEN(part == PLOT_LINE ? ROLE_WARN : ROLE_CHART),
                          glyph);
        }
}

struct figure {
    const char *title, *note;
    const double *area, *line;
    double most;
};

static void draw_figure(struct canvas *c, struct rect r, const struct chart_view *v,
                        const struct figure *f, const struct recording_group *g, int64_t from_ms,
                        int64_t to_ms)
{
    struct plot p = {.style = c->ascii ? PLOT_ASCII : v->style,
                     .w = r.w - 2,
                     .h = r.h - 2 - MARK_ROW,
                     .area = f->area,
                     .line = f->line,
                     .most = f->most};
    draw_box(c, r, ROLE_BORDER, f->title, f->note);
    if (p.w < 1 || p.h < 1)
        return;
    draw_plot(c, (struct rect){r.y + 1, r.x + 1, p.h, p.w}, &p);
    draw_times(c, (struct rect){r.y + 1 + p.h, r.x + 1, 1, p.w}, g, from_ms, to_ms);
}

static const char *lag_title(struct arena *a, const struct lag_chart *k, const char *zoom)
{
    char n[TEXT_NUM];
    return k->samples
               ? arena_printf(a, "lag of %s, at most %s", zoom, text_count(n, (int64_t)k->most_lag))
               : arena_printf(a, "lag of %s: not sampled so far", zoom);
}

static const char *rate_title(struct arena *a, const struct lag_chart *k)
{
    char n[TEXT_NUM];
    return arena_printf(a, "read (area) and written (line), at most %s/s",
                        text_rate(n, k->most_rate));
}

void group_chart_draw(const struct chart_view *v, struct canvas *c, struct rect r,
                      const struct model *m, const char *group)
{
    const struct recording_group *g = recording_find(m->recording, group);
    struct arena a;
    int64_t last = g ? recording_last_ms(g) : 0, now = clock_wall_ms();
    int64_t to = last > now ? last : now, from = to - zooms[v->zoom].ms;
    bool both = r.w >= BESIDE_W;
    struct rect left = {r.y, r.x, r.h, both ? r.w / 2 : r.w};
    struct rect right = {r.y, r.x + left.w, r.h, r.w - left.w};
    enum plot_style style = c->ascii ? PLOT_ASCII : v->style;
    arena_init(&a);
    size_t columns = (size_t)(left.w > 2 ? (left.w - 2) * plot_columns(style) : 0);
    struct lag_chart k = lag_chart_make(g, from, to, columns, &a);
    draw_figure(
        c, left, v,
        &(struct figure){lag_title(&a, &k, zooms[v->zoom].words), NULL, k.lag, NULL, k.most_lag}, g,
        from, to);
    if (both) {
        columns = (size_t)(right.w - 2) * (size_t)plot_columns(style);
        k = lag_chart_make(g, from, to, columns, &a);
        draw_figure(c, right, v,
                    &(struct figure){rate_title(&a, &k), NULL, k.out, k.in, k.most_rate}, g, from,
                    to);
    }
    arena_release(&a);
}
