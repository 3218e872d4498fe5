/* The terminal as part of the loop: its input, its output, its signals. */
#ifndef KLAMM_TUI_TERMINAL_H
#define KLAMM_TUI_TERMINAL_H

#include "tui/app.h"

/* After tty_open: input goes to a->sink from now on. */
void terminal_watch(struct app *a);
/* Nothing is read or written any more; the handles stay open. */
void terminal_stop(struct app *a);
void terminal_unwatch(struct app *a); /* closes the handles; the loop must run once more */

/* Takes what was typed so far; false: nothing was. */
bool app_read_tty(struct app *a);
/* Sends what the terminal takes now of what waits. */
void terminal_flush(struct app *a);
/* What still waits goes out when the terminal takes more. */
void terminal_wait_writable(struct app *a);

void app_suspend(struct app *a); /* Ctrl-Z; says so when nothing could continue us */
/* Releases the terminal to a child of the loop, and restores it. The loop keeps running. */
void app_lend(struct app *a);
void app_return(struct app *a);

#endif
