/* What is written to the terminal, all of it: frames, copies, the sequences that enter and leave.
 * It is queued and goes out as far as the terminal takes it; nothing ever waits in write(2), so a
 * terminal that takes nothing (a stalled ssh, a stopped tmux) blocks neither loop nor signals. */
#ifndef KLAMM_TUI_TERM_OUTPUT_H
#define KLAMM_TUI_TERM_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* Finds the terminal of stdout. Once per process. */
void output_open(void);
/* The stream curses writes to; what it wrote is queued by output_collect. Owned here. */
FILE *output_curses(void);
void output_collect(void);
void output_add(const char *bytes, size_t len);
/* Writes as much as is taken now. */
void output_flush(void);
size_t output_pending(void); /* bytes not taken yet */
/* For how many ms it has taken nothing though there was something; 0: it takes all. */
int64_t output_stalled_ms(void);
/* Waits while it takes something at least every quiet_ms, most_ms at most. */
void output_wait(int quiet_ms, int most_ms);
/* Forgets what is not taken; the terminal leaves a sequence it got half of. */
void output_drop(void);
/* Writable when the terminal takes more. */
int output_fd(void);
/* For crash handlers: past the queue, which nothing leaves any more; async-signal-safe, half a
 * second at most. */
void output_rescue(const char *bytes, size_t len);

#endif
