/* The ":" line. */
#ifndef KLAMM_TUI_COMMAND_H
#define KLAMM_TUI_COMMAND_H

#include "tui/app.h"

/* Opens it with text in it. */
void command_open(struct app *a, const char *text);

/* complete.c: what the last word of `line` may become. Words are display-safe, in the arena. */
struct candidate {
    const char *word;
    const char *help; /* may be NULL */
};
struct candidates {
    struct arena arena;
    struct candidate *list;
    size_t n, cap;
    size_t from; /* byte of line where the word begins */
};
void candidates_init(struct candidates *c);
void candidates_release(struct candidates *c);
void candidates_add(struct candidates *c, const char *typed, const char *word, const char *help);
size_t candidates_common(const struct candidates *c); /* bytes that all begin with; not of none */
void command_complete(struct app *a, const char *line, struct candidates *out);

#endif
