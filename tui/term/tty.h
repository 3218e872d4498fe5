/* The terminal: taken over at start, restored on every way out. */
#ifndef KLAMM_TUI_TERM_TTY_H
#define KLAMM_TUI_TERM_TTY_H

#include "core/base/err.h"

#include <stdbool.h>
#include <stddef.h>

/* Takes over the terminal on stdin/stdout: curses, raw mode, mouse (optional), bracketed paste.
 * Installs handlers that restore it when the process crashes or runs out of memory. */
bool tty_open(bool mouse, struct err *err);
/* Restores it, within seconds also when it takes no output; safe to call twice. */
void tty_close(void);
/* Like tty_close, but async-signal-safe and without curses: for crash handlers. */
void tty_rescue(void);

bool tty_suspend(void); /* restores, stops the process; returns when it is continued.
                         * False: nothing could continue it, so it goes on */
void tty_resume(void);  /* after a SIGCONT that did not come through tty_suspend */
/* After tty_close, when a child had the terminal: as it was, whatever the child left behind. */
void tty_return(void);
/* Stops the whole job without touching the terminal, which is not ours now. False: nothing could
 * continue it. */
bool tty_stop(void);
void tty_resized(void); /* after SIGWINCH: curses learns the new size */
void tty_size(int *rows, int *cols);
int tty_colours(void); /* 0: none */
/* Reads what is there without blocking. 0: nothing now; -1: the terminal was closed. */
long tty_read(void *dst, size_t size);
/* Queues what was painted, and sends what the terminal takes of it. */
void tty_flush(void);
/* Queues bytes past curses (OSC 52). False: too much waits already, so they were left out. */
#define TTY_RAW_MAX 400000
bool tty_raw(const char *bytes, size_t len);
/* The terminal in TERM is known, and known to have no way to place its cursor: "dumb" and its like.
 * Before tty_open. */
bool tty_only_lines(void);
bool tty_utf8(void); /* the locale's character set is UTF-8 */

#endif
