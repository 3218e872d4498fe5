/* A terminal to write to without waiting for it. */
#ifndef KLAMM_CORE_BASE_TERMINAL_H
#define KLAMM_CORE_BASE_TERMINAL_H

/* A descriptor of the terminal that fd refers to, with a description of its own: O_NONBLOCK belongs
 * to that, and fd's is shared with the shell (open(2), fcntl(2) F_SETFL). −1: fd is no terminal, or
 * it may not be opened. The caller closes it. */
int terminal_open(int fd);

/* Writes the text to fd as far as that takes it; waits for it quiet_ms at most, however often. For
 * last words: no one may read them, and the process is to end. Whatever fd is. */
void terminal_tell(int fd, const char *text, int quiet_ms);

#endif
