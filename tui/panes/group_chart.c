/* Draws what was recorded of a group. On a wide pane lag and rates stand side by side, on a narrow
 * one the lag alone. The row under a chart marks what happened to the group, its topics and the
 * brokers; the newest event, or the one chosen, is described below, or, on a very wide pane, all of
 * them in a list at the right. */
#include "tui/panes/group_chart.h"

#include "core/base/clock.h"
#include "core/base/text_human.h"
#include "core/insight/lag/lag_chart.h"
#include "core/model/model_fact.h"
#include "core/recording/recording_read.h"
#include "tui/panes/chart_box.h"

#include <math.h>
#include <string.h>

enum {
    AUTO_FROM_H = 32,
    AUTO_H = 10,
    REST_H = 16,
    ON_H = 8,
    BESIDE_W = 100,
    LISTED_W = 150,
    MARK_ROW = 1
};

static const struct {
    int64_t ms;
    const char *words;
} zooms[CHART_ZOOMS] = {
    {5 * 60000LL, "5 min"},  {10 * 60000LL, "10 min"}, {30 * 60000LL, "30 min"},
    {2 * 3600000LL, "2 h"},  {8 * 3600000LL, "8 h"},   {24 * 3600000LL, "24 h"},
    {72 * 3600000LL, "3 d"}, {168 * 3600000LL, "7 d"},
};

int group_chart_rows(const struct chart_view *v, const struct model *m, const char *group, int h)
{
    const struct group_desc *d = model_group(m, group);
    if (d && d->state == GROUP_DEAD && !recording_find(m->recording, group))
        return 0;
    if (v->shown == CHART_OFF || (v->shown == CHART_AUTO && h < AUTO_FROM_H) || h < ON_H + 4)
        return 0;
    if (v->shown == CHART_AUTO)
        return h / 4 > AUTO_H ? h / 4 : AUTO_H;
    return h / 2 >= REST_H ? h / 2 : ON_H; /* what is said of the group stays in sight */
}

/* ---- a chart --------------------------------------------------------------------------------- */

static void draw_figure(struct canvas *c, struct rect r, enum plot_style style,
                        const struct figure *f, const struct mark_view *marks, enum chart_side side)
{
    bool reading = marks->at < marks->marks->n;
    int w = (int)chart_box_columns(r.w, style) / plot_columns(style);
    int column = reading ? mark_column(marks, w, marks->marks->m[marks->at].at_ms) : -1;
    struct rect in = chart_box_draw(c, r, style, f, MARK_ROW, column);
    if (in.w < 1 || in.h < 1)
        return;
    marks_draw_row(marks, c, (struct rect){in.y + in.h, in.x, 1, in.w});
    marks_draw_edge(marks, c, (struct rect){r.y + r.h - 1, r.x, 1, r.w}, side);
}

static const char *lag_title(struct arena *a, const struct lag_chart *k, const char *zoom)
{
    char n[TEXT_NUM];
    return k->samples ? arena_printf(a, "lag · last %s · max %s", zoom,
                                     text_count(n, (int64_t)k->most_lag))
                      : arena_printf(a, "lag · last %s · not sampled so far", zoom);
}

static const char *rate_title(struct arena *a, const struct lag_chart *k)
{
    char n[TEXT_NUM];
    return arena_printf(a, "read (area) and written (line) · max %s/s", text_rate(n, k->most_rate));
}

struct span {
    int64_t from_ms, to_ms;
};

static struct span span_of(const struct chart_view *v, const struct model *m, const char *group)
{
    const struct recording_group *g = recording_find(m->recording, group);
    int64_t last = g ? recording_last_ms(g) : 0, now = clock_wall_ms();
    int64_t to = last > now ? last : now;
    return (struct span){to - zooms[v->zoom].ms, to};
}

static void draw_lag(const struct chart_view *v, struct canvas *c, struct rect r,
                     const struct recording_group *g, const struct mark_view *marks,
                     enum plot_style style, enum chart_side side)
{
    struct arena a;
    arena_init(&a);
    size_t columns = chart_box_columns(r.w, style);
    struct lag_chart k = lag_chart_make(g, marks->from_ms, marks->to_ms, columns, &a);
    struct figure f = {lag_title(&a, &k, zooms[v->zoom].words), k.lag, NULL, k.most_lag};
    draw_figure(c, r, style, &f, marks, side);
    arena_release(&a);
}

static void draw_rates(struct canvas *c, struct rect r, const struct recording_group *g,
                       const struct mark_view *marks, enum plot_style style)
{
    struct arena a;
    arena_init(&a);
    size_t columns = chart_box_columns(r.w, style);
    struct lag_chart k = lag_chart_make(g, marks->from_ms, marks->to_ms, columns, &a);
    draw_figure(c, r, style, &(struct figure){rate_title(&a, &k), k.out, k.in, k.most_rate}, marks,
                CHART_RIGHT);
    arena_release(&a);
}

void group_chart_draw(const struct chart_view *v, struct canvas *c, struct rect r,
                      const struct model *m, const char *group)
{
    const struct recording_group *g = recording_find(m->recording, group);
    struct arena a;
    struct span span = span_of(v, m, group);
    enum plot_style style = c->ascii ? PLOT_ASCII : v->style;
    bool both = r.w >= BESIDE_W, listed = r.w >= LISTED_W;
    arena_init(&a);
    struct group_marks found = group_marks_make(m, group, span.from_ms, span.to_ms, &a);
    struct mark_view marks = mark_view_of(&found, &v->cursor, span.from_ms, span.to_ms);
    struct rect list = {r.y, r.x + r.w - r.w / 3, r.h, listed ? r.w / 3 : 0};
    int room = r.w - list.w, h = listed ? r.h : r.h - 1;
    struct rect left = {r.y, r.x, h, both ? room / 2 : room};
    struct rect right = {r.y, r.x + left.w, h, room - left.w};
    draw_lag(v, c, left, g, &marks, style, both ? CHART_LEFT : CHART_ALONE);
    if (both)
        draw_rates(c, right, g, &marks, style);
    if (listed)
        marks_draw_list(&marks, c, list);
    else
        marks_draw_line(&marks, c, (struct rect){r.y + h, r.x + 1, 1, r.w - 2});
    arena_release(&a);
}

/* ---- keys ------------------------------------------------------------------------------------ */

static void step(struct chart_view *v, const struct model *m, const char *group, int by)
{
    struct arena a;
    struct span span = span_of(v, m, group);
    arena_init(&a);
    struct group_marks found = group_marks_make(m, group, span.from_ms, span.to_ms, &a);
    struct mark_view marks = mark_view_of(&found, &v->cursor, span.from_ms, span.to_ms);
    mark_cursor_move(&v->cursor, &marks, by);
    arena_release(&a);
}

bool group_chart_verb(struct chart_view *v, const char *verb, const struct model *m,
                      const char *group)
{
    if (strcmp(verb, "chart") == 0)
        v->shown = v->shown == CHART_ON ? CHART_OFF : CHART_ON;
    else if (strcmp(verb, "zoom-in") == 0)
        v->zoom -= v->zoom > 0;
    else if (strcmp(verb, "zoom-out") == 0)
        v->zoom += v->zoom + 1 < CHART_ZOOMS;
    else if (strcmp(verb, "chart-style") == 0)
        v->style = v->style == PLOT_ASCII ? PLOT_BRAILLE : (enum plot_style)(v->style + 1);
    else if (strcmp(verb, "event-earlier") == 0)
        step(v, m, group, -1);
    else if (strcmp(verb, "event-later") == 0)
        step(v, m, group, 1);
    else
        return false;
    return true;
}

/* ---- what was chosen ------------------------------------------------------------------------- */

static const char *const styles[] = {
    [PLOT_BRAILLE] = "braille", [PLOT_BLOCK] = "block", [PLOT_ASCII] = "ascii"};

void group_chart_recall(struct chart_view *v, const struct prefs *p)
{
    const char *zoom = prefs_chart(p, "zoom"), *style = prefs_chart(p, "rendering");
    for (int i = 0; zoom && i < CHART_ZOOMS; i++)
        if (strcmp(zooms[i].words, zoom) == 0)
            v->zoom = i;
    for (int i = PLOT_BRAILLE; style && i <= PLOT_ASCII; i++)
        if (strcmp(styles[i], style) == 0)
            v->style = (enum plot_style)i;
}

void group_chart_remember(const struct chart_view *v, struct prefs *p)
{
    const char *style = prefs_chart(p, "rendering"), *zoom = prefs_chart(p, "zoom");
    if (!zoom || strcmp(zoom, zooms[v->zoom].words) != 0)
        prefs_set_chart(p, "zoom", zooms[v->zoom].words);
    if (!style || strcmp(style, styles[v->style]) != 0)
        prefs_set_chart(p, "rendering", styles[v->style]);
}
