/* A text that stays in its place on the terminal while it changes: for --watch. */
#ifndef KLAMM_CLI_REDRAW_H
#define KLAMM_CLI_REDRAW_H

#include "core/base/buf.h"

bool redraw_possible(void);      /* stdout is a terminal that can be redrawn */
bool redraw_line_possible(void); /* stderr is one: a line may say how far something is */
void redraw_never(void);         /* from now on neither of them is: see linear.h */
/* Draws head and text from the top of the screen, over what stood there. Lines that do not fit are
 * counted instead of shown. */
void redraw(const char *head, const struct buf *text);

#endif
