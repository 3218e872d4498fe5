/* Which character a cell of a chart shows. Heights are counted in steps from the bottom: four to a
 * cell in braille, eight in blocks, two in ASCII. A value above nothing is at least one step high,
 * so that a little is not shown as none. */
#include "tui/term/plot.h"

#include <math.h>
#include <string.h>

static int steps_of(enum plot_style s)
{
    return s == PLOT_BRAILLE ? 4 : s == PLOT_BLOCK ? 8 : 2;
}

int plot_columns(enum plot_style style)
{
    return style == PLOT_BRAILLE ? 2 : 1;
}

/* Steps of the whole chart; −1: nothing is known. */
static int height(const struct plot *p, const double *v, int i)
{
    int all = p->h * steps_of(p->style);
    if (!v || i < 0 || i >= p->w * plot_columns(p->style) || isnan(v[i]))
        return -1;
    if (v[i] <= 0 || p->most <= 0)
        return 0;
    int n = (int)lround(v[i] / p->most * all);
    return n < 1 ? 1 : n > all ? all : n;
}

/* Steps of the cell's own that lie below `n`. */
static int within(const struct plot *p, int y, int n)
{
    int steps = steps_of(p->style), k = n - (p->h - 1 - y) * steps;
    return k < 0 ? 0 : k > steps ? steps : k;
}

/* From the value's own step to that of the one before, so that the line has no gaps. */
static bool line_at(const struct plot *p, int i, int step)
{
    int now = height(p, p->line, i), before = height(p, p->line, i - 1);
    if (now < 0)
        return false;
    now = now > 0 ? now - 1 : 0;
    before = before < 0 ? now : before > 0 ? before - 1 : 0;
    return before < now ? step > before && step <= now
                        : step >= now && (step < before || step == now);
}

static void utf8(char glyph[8], unsigned cp)
{
    glyph[0] = (char)(0xe0 | cp >> 12);
    glyph[1] = (char)(0x80 | (cp >> 6 & 0x3f));
    glyph[2] = (char)(0x80 | (cp & 0x3f));
    glyph[3] = '\0';
}

static enum plot_part braille(const struct plot *p, int x, int y, char glyph[8])
{
    static const unsigned char dots[2][4] = {{0x40, 0x04, 0x02, 0x01}, {0x80, 0x20, 0x10, 0x08}};
    unsigned area = 0, line = 0;
    for (int s = 0; s < 2; s++) {
        int i = 2 * x + s, fill = within(p, y, height(p, p->area, i));
        for (int k = 0; k < 4; k++) {
            if (k < fill)
                area |= dots[s][k];
            if (p->line && line_at(p, i, (p->h - 1 - y) * 4 + k))
                line |= dots[s][k];
        }
    }
    if (!(area | line))
        return PLOT_NOTHING;
    utf8(glyph, 0x2800 + (area | line));
    return line ? PLOT_LINE : PLOT_AREA;
}

static bool line_in(const struct plot *p, int x, int y)
{
    int steps = steps_of(p->style);
    for (int k = 0; p->line && k < steps; k++)
        if (line_at(p, x, (p->h - 1 - y) * steps + k))
            return true;
    return false;
}

enum plot_part plot_cell(const struct plot *p, int x, int y, char glyph[8])
{
    memcpy(glyph, " ", 2);
    if (p->style == PLOT_BRAILLE)
        return braille(p, x, y, glyph);
    int fill = within(p, y, height(p, p->area, x));
    if (line_in(p, x, y)) {
        if (p->style == PLOT_BLOCK)
            utf8(glyph, 0x2501); /* ━ */
        else
            memcpy(glyph, "-", 2);
        return PLOT_LINE;
    }
    if (fill == 0)
        return PLOT_NOTHING;
    if (p->style == PLOT_BLOCK)
        utf8(glyph, 0x2580 + (unsigned)fill);
    else
        memcpy(glyph, fill == 2 ? "#" : ":", 2);
    return PLOT_AREA;
}

void plot_bar(char *dst, int w, double share)
{
    long eighths = lround(share * w * 8), most = (long)w * 8;
    char glyph[8];
    if (share > 0 && eighths < 1)
        eighths = 1;
    eighths = eighths > most ? most : eighths;
    dst[0] = '\0';
    for (; eighths > 0; eighths -= 8, dst += 3) {
        utf8(glyph, 0x2588 + (unsigned)(eighths >= 8 ? 0 : 8 - eighths)); /* █ to ▏ */
        memcpy(dst, glyph, 4);
    }
}
