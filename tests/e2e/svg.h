/* The screen of a terminal as an SVG picture that looks the same wherever it is shown: letters are
 * text in whatever monospace font there is, each run as wide as its cells; lines, blocks and dots
 * of charts are shapes, so that no font leaves gaps between them. */
#ifndef KLAMM_TESTS_E2E_SVG_H
#define KLAMM_TESTS_E2E_SVG_H

#include "tests/e2e/term.h"

#include <stdio.h>

/* title: what the picture shows, for who can't see it. Write errors are those of the stream. */
void svg_write(FILE *out, struct term *t, const char *title);

#endif
