/* A terminal to write to without waiting for it. */
#ifndef KLAMM_CORE_BASE_TERMINAL_H
#define KLAMM_CORE_BASE_TERMINAL_H

/* A descriptor of the terminal that fd stands for, with a description of its own: O_NONBLOCK belongs
 * to that, and fd's is shared with the shell (open(2), fcntl(2) F_SETFL). −1: fd is no terminal, or
 * it may not be opened. The caller closes it. */
int terminal_open(int fd);

#endif
