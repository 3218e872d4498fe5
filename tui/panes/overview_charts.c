/* Draws what is known of the cluster over time where there is room for it. The time shown grows with
 * what was recorded, so that a console that was just started does not show an empty half hour. */
#include "tui/panes/overview_charts.h"

#include "core/base/clock.h"
#include "core/base/text_human.h"
#include "tui/panes/chart_box.h"
#include "tui/panes/leader_bars.h"
#include "tui/term/box.h"

#include <stdio.h>

enum {
    FROM_W = 150,
    FROM_H = 40,
    ROWS = 11,
    EVERY_MS = 5000, /* samples are 10 s apart */
    SHARE = 20       /* summing takes at most one part in this many of the time */
};

static const struct {
    int64_t ms;
    const char *words;
} spans[] = {{5 * 60000LL, "5 min"},
             {10 * 60000LL, "10 min"},
             {30 * 60000LL, "30 min"},
             {2 * 3600000LL, "2 h"}};
enum { SPANS = sizeof spans / sizeof *spans };

int overview_charts_rows(int h, int w)
{
    return w >= FROM_W && h >= FROM_H ? ROWS : 0;
}

void overview_charts_release(struct overview_charts *o)
{
    if (o->made)
        arena_release(&o->arena);
    o->made = false;
}

static int span_of(int64_t recorded_ms)
{
    int i = 0;
    while (i + 1 < SPANS && spans[i].ms < recorded_ms)
        i++;
    return i;
}

static void make(struct overview_charts *o, const struct model *m, size_t n)
{
    int64_t start = clock_mono_ms();
    if (o->made && o->chart.n == n && start < o->due_ms)
        return;
    int64_t now = clock_wall_ms(), since = traffic_chart_since(m);
    overview_charts_release(o);
    arena_init(&o->arena);
    o->made = true;
    o->to_ms = now;
    o->from_ms = now - spans[span_of(since ? now - since : 0)].ms;
    o->chart = traffic_chart_make(m, o->from_ms, o->to_ms, n, &o->arena);
    int64_t end = clock_mono_ms(), rest = (end - start) * SHARE;
    o->due_ms = end + (rest > EVERY_MS ? rest : EVERY_MS);
}

static void draw_chart(struct canvas *c, struct rect r, const struct overview_charts *o,
                       enum plot_style style, const struct figure *f)
{
    char at[TEXT_NUM];
    chart_box_draw(c, r, style, f, 0, -1);
    draw_text(c, r.y + r.h - 1, r.x + 1, 8, PEN(ROLE_MUTED), text_clock(at, o->from_ms));
    draw_text(c, r.y + r.h - 1, r.x + r.w - 4, 3, PEN(ROLE_MUTED), "now");
}

static void draw_leaders(struct canvas *c, struct rect r, struct app *app)
{
    const struct model *m = &app->session->model;
    struct arena a;
    draw_box(c, r, ROLE_BORDER, "leaders", NULL);
    struct rect in = rect_inset(r, 1, 2);
    if (!m->metadata || app_sight(app) == SIGHT_NOTHING)
        return;
    arena_init(&a);
    struct balance b = balance_make(m->metadata, NULL, &a);
    int lines = draw_wrapped(c, in.y, in.x, in.h, in.w, PEN(ROLE_TEXT),
                             leader_words(&b, app_sight(app), &a));
    in.y += lines + 1;
    in.h -= lines + 1;
    leader_bars_draw(c, in, &b, &a);
    arena_release(&a);
}

void overview_charts_draw(struct overview_charts *o, struct canvas *c, struct rect r,
                          struct app *app, enum plot_style style)
{
    char rates[96], lags[96], n[TEXT_NUM];
    int w = r.w / 3;
    struct rect left = {r.y, r.x, r.h, w}, mid = {r.y, r.x + w, r.h, w};
    struct rect right = {r.y, r.x + 2 * w, r.h, r.w - 2 * w};
    make(o, &app->session->model, chart_box_columns(w, style));
    const struct traffic_chart *k = &o->chart;
    const char *span = spans[span_of(o->to_ms - o->from_ms)].words;
    snprintf(rates, sizeof rates, "read (area) and written (line) · last %s · max %s/s", span,
             text_rate(n, k->most_rate));
    snprintf(lags, sizeof lags, "total lag · last %s · max %s", span,
             text_count(n, (int64_t)k->most_lag));
    draw_chart(c, left, o, style, &(struct figure){rates, k->out, k->in, k->most_rate});
    draw_chart(c, mid, o, style, &(struct figure){lags, k->lag, NULL, k->most_lag});
    draw_leaders(c, right, app);
}
