/* Charts of characters: an area, and a line over it, in braille dots, block elements or ASCII.
 * Pure: one cell at a time. */
#ifndef KLAMM_TUI_TERM_PLOT_H
#define KLAMM_TUI_TERM_PLOT_H

#include <stdbool.h>
#include <stddef.h>

enum plot_style { PLOT_BRAILLE, PLOT_BLOCK, PLOT_ASCII };

struct plot {
    enum plot_style style;
    int w, h; /* cells */
    const double *area,
        *line;   /* plot_columns(style) * w values each; NAN: nothing; line may be NULL */
    double most; /* the value at the upper edge */
};
/* Values a cell is wide: 2 in braille, else 1. */
int plot_columns(enum plot_style style);

enum plot_part { PLOT_NOTHING, PLOT_AREA, PLOT_LINE };
/* What the cell shows, row 0 at the top: one character, in a static string or in `glyph`. */
enum plot_part plot_cell(const struct plot *p, int x, int y, char glyph[8]);

/* A bar of w cells at most, this share of them full, to an eighth of a cell; more than nothing is at
 * least one eighth. dst: 3 bytes a cell and one. */
void plot_bar(char *dst, int w, double share);

#endif
