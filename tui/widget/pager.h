/* A dialog of lines to read: help, details. */
#ifndef KLAMM_TUI_WIDGET_PAGER_H
#define KLAMM_TUI_WIDGET_PAGER_H

#include "tui/pane.h"

struct pager;
/* title is copied. full: as large as the screen allows, else as its lines need. */
struct pager *pager_new(struct app *a, const char *context, const char *title, bool full);
/* Adds a line; both texts are copied. With head, it takes `head_cols` columns and the text is
 * wrapped at its right. */
void pager_line(struct pager *p, enum role head_role, const char *head, int head_cols,
                enum role role, const char *text);
void pager_title(struct pager *p, const char *text); /* a section: blank line, then this in bold */
/* On a wide screen what is added from now on stands in the column on the right (or on the left
 * again); on others in the order in which it was added. */
void pager_right(struct pager *p, bool right);
void pager_open(struct pager *p); /* puts it on the screen; owned by the app from then on */

#endif
