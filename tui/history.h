/* Lines typed before, kept between sessions in the state directory. */
#ifndef KLAMM_TUI_HISTORY_H
#define KLAMM_TUI_HISTORY_H

#include <stddef.h>

struct history {
    char **lines; /* oldest first */
    size_t n, cap;
    size_t max;
    size_t added; /* lines in this run, repeats and what is not kept too */
    char *path;   /* NULL: not kept */
};

/* name: file in the state directory. A missing or unreadable file is an empty history. */
void history_init(struct history *h, const char *name, size_t max);
void history_release(struct history *h);
/* Appends (a repeat moves to the end) and writes it to the file. */
void history_add(struct history *h, const char *line);
/* The newest line that starts with prefix and is longer; NULL when there is none. */
const char *history_suggest(const struct history *h, const char *prefix);

/* The state directory: $KLAMM_STATE_DIR, else the XDG one; malloc'd, made; NULL when there is none. */
char *state_path(const char *name);

#endif
