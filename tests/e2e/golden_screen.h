/* A screen as the golden files have it: what it says, and in which role each part was painted. */
#ifndef KLAMM_TESTS_E2E_GOLDEN_SCREEN_H
#define KLAMM_TESTS_E2E_GOLDEN_SCREEN_H

#include "tests/e2e/term.h"

/* How a cell looks. */
struct golden_look {
    uint8_t fg[3], bg[3];
    bool bold, underline, reverse;
};

struct golden_mark {
    uint32_t ch;  /* see golden_mask.h */
    int role, on; /* enum role, −1: not in the theme of roles */
    struct golden_look look;
};

struct golden_line {
    char *picture; /* as wide as the screen, each digit a 0 */
    char *text;    /* masked */
    char *ascii;   /* the same where only ASCII may be sent */
    char *roles;   /* of its parts from left to right, blank-separated */
    struct golden_mark *marks;
    size_t nmarks;
};

struct golden_screen {
    int rows, cols;
    struct golden_line *lines;
};

/* As it is now; see term_sync. */
struct golden_screen golden_screen_read(struct term *t);
void golden_screen_release(struct golden_screen *s);
/* The line goes on with what the one above it began; then that one has the text of both. */
bool golden_continues(const char *line);
/* The masked text of a line of UTF-8, malloc'd; first: of the screen's first line. */
char *golden_text(const char *line, bool first);

#endif
