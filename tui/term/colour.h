/* Colours: what they are called, and the nearest a terminal can show. */
#ifndef KLAMM_TUI_TERM_COLOUR_H
#define KLAMM_TUI_TERM_COLOUR_H

#include <stdbool.h>
#include <stdint.h>

#define COLOUR_DEFAULT (-1)
#define COLOUR_NAMED 0x1000000 /* + 0…15 */

/* "#88c0d0", "bright-red", "default"; false: no colour is called that. */
bool colour_parse(const char *text, int32_t *out);
/* Text of colour fg can be read on bg: by the contrast of WCAG, at least 2.8. Where the terminal's
 * own colour is one of them it is taken to be. */
bool colour_readable(int32_t fg, int32_t bg);
/* The nearest colour number of a terminal with this many colours (8, 16, 256; more: 0xrrggbb). */
int colour_index(int32_t colour, int colours);

#endif
