/* Inside of struct term, shared by the files that implement term.h. */
#ifndef KLAMM_TESTS_E2E_TERM_IMPL_H
#define KLAMM_TESTS_E2E_TERM_IMPL_H

#include "tests/support/test.h"

#include <stdbool.h>
#include <stdio.h>
#include <sys/types.h>
#include <termios.h>

#include <vterm.h>

enum { TERM_ROW_SLOTS = 512 };

struct term {
    int master, slave;
    pid_t pid;
    bool ended;
    int status;
    int rows, cols;
    struct termios before;
    VTerm *vt;
    VTermScreen *screen;
    bool cursor_visible, alt_screen;
    char title[256];
    char *row[TERM_ROW_SLOTS];
    uint64_t typed, acked; /* bytes since the start */
    uint64_t elsewhere;    /* of the typed ones, those that an editor got */
    int acked_rows, acked_cols;
    bool acks;        /* it is a console, and has the terminal */
    size_t acks_read; /* of out */
    char *out;
    size_t out_len, out_cap;
};

int64_t term_now_ms(void);
bool term_poll(struct term *t, int ms);

#endif
