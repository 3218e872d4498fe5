/* Lines, blocks and dots as shapes. Lines and dots are laid on a grid of colours first, so that a
 * frame's edge or a row of dots becomes one element of the path instead of one for each cell. */
#include "tests/e2e/svg_impl.h"

#include <stdlib.h>

enum { UP = 1, RIGHT = 2, DOWN = 4, LEFT = 8 };
enum { BRAILLE = 0x2800, BRAILLE_END = 0x28ff, DOT_STEP = CELL_W / 2 };

static const struct {
    uint32_t ch;
    int arms;
} lines[] = {
    {0x2500, LEFT | RIGHT},             /* ─ */
    {0x2502, UP | DOWN},                /* │ */
    {0x250c, RIGHT | DOWN},             /* ┌ */
    {0x2510, LEFT | DOWN},              /* ┐ */
    {0x2514, UP | RIGHT},               /* └ */
    {0x2518, UP | LEFT},                /* ┘ */
    {0x251c, UP | RIGHT | DOWN},        /* ├ */
    {0x2524, UP | DOWN | LEFT},         /* ┤ */
    {0x252c, RIGHT | DOWN | LEFT},      /* ┬ */
    {0x2534, UP | RIGHT | LEFT},        /* ┴ */
    {0x253c, UP | RIGHT | DOWN | LEFT}, /* ┼ */
};

static const struct {
    uint32_t ch;
    double x, y, w, h;
} blocks[] = {
    {0x2501, 0, 9, 10, 2},      {0x2503, 4, 0, 2, 20},      {0x2581, 0, 17.5, 10, 2.5},
    {0x2582, 0, 15, 10, 5},     {0x2583, 0, 12.5, 10, 7.5}, {0x2584, 0, 10, 10, 10},
    {0x2585, 0, 7.5, 10, 12.5}, {0x2586, 0, 5, 10, 15},     {0x2587, 0, 2.5, 10, 17.5},
    {0x2588, 0, 0, 10, 20},     {0x2589, 0, 0, 8.75, 20},   {0x258a, 0, 0, 7.5, 20},
    {0x258b, 0, 0, 6.25, 20},   {0x258c, 0, 0, 5, 20},      {0x258d, 0, 0, 3.75, 20},
    {0x258e, 0, 0, 2.5, 20},    {0x258f, 0, 0, 1.25, 20},
};

static int arms_of(uint32_t ch)
{
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        if (lines[i].ch == ch)
            return lines[i].arms;
    return 0;
}

static bool is_braille(uint32_t ch)
{
    return ch >= BRAILLE && ch <= BRAILLE_END;
}

static int block_of(uint32_t ch)
{
    for (int i = 0; i < (int)(sizeof blocks / sizeof *blocks); i++)
        if (blocks[i].ch == ch)
            return i;
    return -1;
}

bool svg_is_shape(uint32_t ch)
{
    return is_braille(ch) || arms_of(ch) || block_of(ch) >= 0;
}

/* Colours of places in rows of equal length; −1: nothing is there. */
struct grid {
    int nlines, len;
    int *at;
};

static struct grid grid_new(int nlines, int len)
{
    struct grid g = {nlines, len, malloc((size_t)nlines * (size_t)len * sizeof *g.at)};
    if (!g.at)
        abort();
    for (int i = 0; i < nlines * len; i++)
        g.at[i] = -1;
    return g;
}

static void grid_set(struct grid *g, int line, int i, int colour)
{
    g->at[line * g->len + i] = colour;
}

/* What a run of n equal places, from place i of a line on, is in a path. */
typedef void run_fn(FILE *out, int line, int i, int n);

/* One path for each colour, then the grid is released. */
static void grid_write(struct svg *s, struct grid *g, const char *style, run_fn *run)
{
    for (int colour = 0; colour < s->ncolours; colour++) {
        bool any = false;
        for (int at = 0; at < g->nlines * g->len; at++) {
            int line = at / g->len, i = at % g->len, n = 0;
            if (g->at[at] != colour || (i > 0 && g->at[at - 1] == colour))
                continue;
            while (i + n < g->len && g->at[at + n] == colour)
                n++;
            if (!any)
                fprintf(s->out, "<path %s stroke=\"#%06x\" d=\"", style, s->colour[colour]);
            any = true;
            run(s->out, line, i, n);
        }
        if (any)
            fprintf(s->out, "\"/>\n");
    }
    free(g->at);
}

static void run_across(FILE *out, int line, int i, int n)
{
    fprintf(out, "M%d %dh%d", i * CELL_W / 2, line * CELL_H + CELL_H / 2, n * CELL_W / 2);
}

static void run_down(FILE *out, int line, int i, int n)
{
    fprintf(out, "M%d %dv%d", line * CELL_W + CELL_W / 2, i * CELL_H / 2, n * CELL_H / 2);
}

/* A dash of no length with round ends is a dot. The run is a bit longer than to its last dot, which
 * rounding could lose else. */
static void run_of_dots(FILE *out, int line, int i, int n)
{
    fprintf(out, "M%g %gh%d", i * DOT_STEP + DOT_STEP / 2.0, line * DOT_STEP + DOT_STEP / 2.0,
            (n - 1) * DOT_STEP + 1);
}

/* Each cell is two places of a line across and two of a line down. */
static void write_lines(struct svg *s)
{
    static const char style[] = "fill=\"none\" stroke-width=\"1.4\" stroke-linecap=\"square\"";
    struct grid across = grid_new(s->rows, s->cols * 2), down = grid_new(s->cols, s->rows * 2);
    for (int row = 0; row < s->rows; row++)
        for (int col = 0; col < s->cols; col++) {
            const struct term_cell *c = svg_cell(s, row, col);
            int arms = arms_of(c->ch), ink = arms ? svg_ink(s, c) : -1;
            if (arms & LEFT)
                grid_set(&across, row, col * 2, ink);
            if (arms & RIGHT)
                grid_set(&across, row, col * 2 + 1, ink);
            if (arms & UP)
                grid_set(&down, col, row * 2, ink);
            if (arms & DOWN)
                grid_set(&down, col, row * 2 + 1, ink);
        }
    grid_write(s, &across, style, run_across);
    grid_write(s, &down, style, run_down);
}

/* Unicode numbers the dots of a cell downwards, those of the fourth row last. */
static void write_dots(struct svg *s)
{
    static const unsigned char bit[4][2] = {{0, 3}, {1, 4}, {2, 5}, {6, 7}};
    struct grid g = grid_new(s->rows * 4, s->cols * 2);
    for (int row = 0; row < s->rows; row++)
        for (int col = 0; col < s->cols; col++) {
            const struct term_cell *c = svg_cell(s, row, col);
            for (int y = 0; is_braille(c->ch) && y < 4; y++)
                for (int x = 0; x < 2; x++)
                    if (c->ch >> bit[y][x] & 1)
                        grid_set(&g, row * 4 + y, col * 2 + x, svg_ink(s, c));
        }
    grid_write(s, &g,
               "fill=\"none\" stroke-width=\"3.4\" stroke-linecap=\"round\" "
               "stroke-dasharray=\"0 5\"",
               run_of_dots);
}

static void write_blocks(struct svg *s)
{
    for (int row = 0; row < s->rows; row++)
        for (int col = 0; col < s->cols; col++) {
            const struct term_cell *c = svg_cell(s, row, col);
            int i = block_of(c->ch);
            if (i >= 0)
                fprintf(s->out,
                        "<rect x=\"%g\" y=\"%g\" width=\"%g\" height=\"%g\" class=\"c%d\"/>\n",
                        col * CELL_W + blocks[i].x, row * CELL_H + blocks[i].y, blocks[i].w,
                        blocks[i].h, svg_ink(s, c));
        }
}

void svg_shapes(struct svg *s)
{
    write_blocks(s);
    write_lines(s);
    write_dots(s);
}
