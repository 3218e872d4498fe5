/* Draws one chart in its frame. The scale has a fixed width, so that charts beside each other and
 * one after another keep their columns. */
#include "tui/panes/chart_box.h"

#include "core/base/text_human.h"
#include "tui/term/box.h"

#include <math.h>

enum {
    SCALE_W = 6,      /* "41.8k" and a space */
    SCALE_FROM_W = 40 /* a narrower chart needs the columns itself */
};

static int scale_width(int box_w)
{
    return box_w >= SCALE_FROM_W ? SCALE_W : 0;
}

static int plot_width(int box_w)
{
    int w = box_w - 2 - scale_width(box_w);
    return w > 0 ? w : 0;
}

size_t chart_box_columns(int box_w, enum plot_style style)
{
    return (size_t)plot_width(box_w) * (size_t)plot_columns(style);
}

static void draw_plot(struct canvas *c, struct rect r, const struct plot *p, int column)
{
    char glyph[8];
    for (int y = 0; y < p->h; y++)
        for (int x = 0; x < p->w; x++) {
            enum plot_part part = plot_cell(p, x, y, glyph);
            if (part != PLOT_NOTHING)
                draw_text(c, r.y + y, r.x + x, 1, PEN(part == PLOT_LINE ? ROLE_WARN : ROLE_CHART),
                          glyph);
            else if (x == column)
                draw_text(c, r.y + y, r.x + x, 1, PEN(ROLE_MUTED), "│");
        }
}

/* As many digits as the scale shows, rounded: 3,781 is 3.8k and not 3.7k. */
static int64_t nearest(double most)
{
    double unit = 1;
    while (most >= 1000 * unit && unit < 1e18)
        unit *= 1000;
    double digit = unit == 1 ? 1 : most < 100 * unit ? unit / 10 : unit;
    return (int64_t)(floor(most / digit + 0.5) * digit);
}

/* What the upper and the lower edge of the plot stand for. */
static void draw_scale(struct canvas *c, struct rect r, double most)
{
    char n[TEXT_NUM];
    if (r.w < SCALE_W || r.h < 2 || !(most > 0))
        return;
    if (most >= 1)
        text_short(n, nearest(most));
    else
        text_rate(n, most);
    draw_right(c, r.y, r.x, r.w - 1, PEN(ROLE_MUTED), n);
    draw_right(c, r.y + r.h - 1, r.x, r.w - 1, PEN(ROLE_MUTED), "0");
}

struct rect chart_box_draw(struct canvas *c, struct rect r, enum plot_style style,
                           const struct figure *f, int below, int column)
{
    int scale = scale_width(r.w);
    struct rect in = {r.y + 1, r.x + 1 + scale, r.h - 2 - below, plot_width(r.w)};
    draw_box(c, r, ROLE_BORDER, f->title, NULL);
    if (in.w < 1 || in.h < 1)
        return in;
    struct plot p = {
        .style = style, .w = in.w, .h = in.h, .area = f->area, .line = f->line, .most = f->most};
    draw_scale(c, (struct rect){in.y, r.x + 1, in.h, scale}, f->most);
    draw_plot(c, in, &p, column);
    return in;
}
