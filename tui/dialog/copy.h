/* Copying to the clipboard of the terminal (OSC 52), also over ssh and through tmux. */
#ifndef KLAMM_TUI_DIALOG_COPY_H
#define KLAMM_TUI_DIALOG_COPY_H

#include "tui/app.h"
#include "tui/widget/table_view.h"

enum copy_way { COPY_DIRECT, COPY_TMUX, COPY_SCREEN, COPY_UNKNOWN };
/* What stands between us and the terminal, by the variables TMUX, STY and TERM (each may be NULL).
 * Over ssh only TERM is left, which may mean either: COPY_UNKNOWN. */
enum copy_way copy_way(const char *tmux, const char *sty, const char *term);
/* The bytes that put the text on the clipboard. */
void copy_sequence(struct buf *b, const char *text, enum copy_way way);
void copy_text(struct app *a, const char *text);
void copy_from(struct app *a, const struct table_view *v, bool whole_row);

#endif
