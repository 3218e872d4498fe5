/* Shared by the files that write a picture: see svg.h. */
#ifndef KLAMM_TESTS_E2E_SVG_IMPL_H
#define KLAMM_TESTS_E2E_SVG_IMPL_H

#include "tests/e2e/svg.h"

/* A cell in units of the picture. The font is as large as makes a letter a cell wide. */
enum { CELL_W = 10, CELL_H = 20 };
enum { SVG_COLOURS = 64 };

struct svg {
    FILE *out;
    struct term *t;
    int rows, cols;
    struct term_cell *cells;      /* rows × cols */
    uint32_t colour[SVG_COLOURS]; /* 0xrrggbb */
    int ncolours;
};

const struct term_cell *svg_cell(const struct svg *s, int row, int col);
/* The number of the colour that the cell's character, or what is behind it, has in s->colour. */
int svg_ink(struct svg *s, const struct term_cell *c);
int svg_ground(struct svg *s, const struct term_cell *c);

/* Draws what is a shape on the screen. */
void svg_shapes(struct svg *s);
/* True for a character that svg_shapes draws. */
bool svg_is_shape(uint32_t ch);

#endif
