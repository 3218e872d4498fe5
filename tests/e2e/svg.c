/* Grounds and text of a picture, and what is around them; the shapes are in svg_shape.c. A run of
 * text is told its length, so that columns stay aligned in a font whose letters are wider or
 * narrower; a sign beyond ASCII, which may come from another font, is a run by itself. */
#include "tests/e2e/svg.h"

#include "tests/e2e/svg_impl.h"

#include <stdlib.h>

enum { MARGIN = 14, BASELINE = 15, WIDTH_PERCENT = 90 };

const struct term_cell *svg_cell(const struct svg *s, int row, int col)
{
    return &s->cells[row * s->cols + col];
}

/* Beyond SVG_COLOURS the last one stands for the rest. */
static int colour_number(struct svg *s, const uint8_t rgb[3])
{
    uint32_t colour = (uint32_t)rgb[0] << 16 | (uint32_t)rgb[1] << 8 | rgb[2];
    int i = 0;
    while (i < s->ncolours && s->colour[i] != colour)
        i++;
    if (i == SVG_COLOURS)
        return i - 1;
    if (i == s->ncolours)
        s->colour[s->ncolours++] = colour;
    return i;
}

int svg_ink(struct svg *s, const struct term_cell *c)
{
    return colour_number(s, c->reverse ? c->bg : c->fg);
}

int svg_ground(struct svg *s, const struct term_cell *c)
{
    return colour_number(s, c->reverse ? c->fg : c->bg);
}

static void read_screen(struct svg *s)
{
    s->cells = calloc((size_t)s->rows * (size_t)s->cols, sizeof *s->cells);
    if (!s->cells)
        abort();
    for (int row = 0; row < s->rows; row++)
        for (int col = 0; col < s->cols; col++) {
            struct term_cell *c = &s->cells[row * s->cols + col];
            *c = term_cell(s->t, row, col);
            svg_ink(s, c);
            svg_ground(s, c);
        }
}

/* That of the lowest line, which no dialog covers: it is also that of the margin. */
static int common_ground(struct svg *s)
{
    return svg_ground(s, svg_cell(s, s->rows - 1, 0));
}

/* How many cells from this one on have its ground; 0 where a run of that ground has begun before. */
static int ground_run(struct svg *s, int row, int col)
{
    int ground = svg_ground(s, svg_cell(s, row, col)), n = 1;
    if (col > 0 && svg_ground(s, svg_cell(s, row, col - 1)) == ground)
        return 0;
    while (col + n < s->cols && svg_ground(s, svg_cell(s, row, col + n)) == ground)
        n++;
    return n;
}

/* Whether the run of n cells from this one on has the same below it. */
static bool goes_on(struct svg *s, int row, int col, int n)
{
    return row >= 0 && row + 1 < s->rows && ground_run(s, row, col) == n &&
           ground_run(s, row + 1, col) == n &&
           svg_ground(s, svg_cell(s, row, col)) == svg_ground(s, svg_cell(s, row + 1, col));
}

/* Equal runs below each other are one area: where two touch, a scaled picture would show a seam. */
static void write_grounds(struct svg *s, int common)
{
    for (int row = 0; row < s->rows; row++)
        for (int col = 0; col < s->cols; col++) {
            int ground = svg_ground(s, svg_cell(s, row, col)), n = ground_run(s, row, col);
            int high = 1;
            if (n == 0 || ground == common || goes_on(s, row - 1, col, n))
                continue;
            while (goes_on(s, row + high - 1, col, n))
                high++;
            fprintf(s->out, "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" class=\"c%d\"/>\n",
                    col * CELL_W, row * CELL_H, n * CELL_W, high * CELL_H, ground);
        }
}

static bool is_text(const struct term_cell *c)
{
    return c->ch && c->ch != (uint32_t)-1 && !svg_is_shape(c->ch) && (c->ch != ' ' || c->underline);
}

static bool same_style(struct svg *s, const struct term_cell *a, const struct term_cell *b)
{
    return svg_ink(s, a) == svg_ink(s, b) && a->bold == b->bold && a->underline == b->underline;
}

/* How many cells from this one on are one run: single spaces between words belong to it. */
static int run_length(struct svg *s, int row, int col)
{
    const struct term_cell *first = svg_cell(s, row, col);
    int n = 1, words = 1;
    for (; first->ch < 0x80 && col + n < s->cols; n++) {
        const struct term_cell *c = svg_cell(s, row, col + n);
        bool space = c->ch == ' ' && !c->underline;
        if (c->ch >= 0x80 || (space && n != words) ||
            (!space && (!is_text(c) || !same_style(s, first, c))))
            break;
        words = space ? words : n + 1;
    }
    return words;
}

static void put_char(FILE *out, uint32_t ch)
{
    if (ch == '<' || ch == '>' || ch == '&' || ch >= 0x80)
        fprintf(out, "&#x%x;", ch);
    else
        putc((int)ch, out);
}

static void write_run(struct svg *s, int row, int col, int n)
{
    const struct term_cell *c = svg_cell(s, row, col);
    fprintf(s->out, "<text x=\"%d\" y=\"%d\" textLength=\"%d\" class=\"c%d%s%s\">", col * CELL_W,
            row * CELL_H + BASELINE, n * CELL_W, svg_ink(s, c), c->bold ? " b" : "",
            c->underline ? " u" : "");
    for (int i = 0; i < n; i++)
        put_char(s->out, svg_cell(s, row, col + i)->ch);
    fprintf(s->out, "</text>\n");
}

static void write_text(struct svg *s)
{
    for (int row = 0; row < s->rows; row++)
        for (int col = 0, n; col < s->cols; col += n) {
            n = 1;
            if (!is_text(svg_cell(s, row, col)))
                continue;
            n = run_length(s, row, col);
            write_run(s, row, col, n);
        }
}

static void write_head(struct svg *s, const char *title, int common)
{
    int w = s->cols * CELL_W + 2 * MARGIN, h = s->rows * CELL_H + 2 * MARGIN;
    fprintf(s->out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" "
            "viewBox=\"%d %d %d %d\" role=\"img\">\n<title>%s</title>\n",
            w * WIDTH_PERCENT / 100, h * WIDTH_PERCENT / 100, -MARGIN, -MARGIN, w, h, title);
    fprintf(s->out, "<style>\ntext{font:16.6px ui-monospace,SFMono-Regular,Menlo,Consolas,"
                    "'DejaVu Sans Mono','Liberation Mono',monospace;white-space:pre}\n"
                    ".b{font-weight:bold}.u{text-decoration:underline}\n");
    for (int i = 0; i < s->ncolours; i++)
        fprintf(s->out, ".c%d{fill:#%06x}", i, s->colour[i]);
    fprintf(s->out,
            "\n</style>\n<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"10\" "
            "class=\"c%d\"/>\n",
            -MARGIN, -MARGIN, w, h, common);
}

void svg_write(FILE *out, struct term *t, const char *title)
{
    struct svg s = {.out = out, .t = t, .rows = term_rows(t), .cols = term_cols(t)};
    read_screen(&s);
    int common = common_ground(&s);
    write_head(&s, title, common);
    write_grounds(&s, common);
    svg_shapes(&s);
    write_text(&s);
    fprintf(out, "</svg>\n");
    free(s.cells);
}
