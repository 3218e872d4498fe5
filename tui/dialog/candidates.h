/* What the word being typed may become. */
#ifndef KLAMM_TUI_DIALOG_CANDIDATES_H
#define KLAMM_TUI_DIALOG_CANDIDATES_H

#include "core/action/action.h"
#include "core/base/arena.h"
#include "tui/app.h"

#include <stddef.h>

struct candidate {
    const char *word; /* display-safe, in the arena */
    const char *help; /* may be NULL */
};
struct candidates {
    struct arena arena;
    struct candidate *list;
    size_t n, cap;
    size_t from; /* byte of the line where the word begins */
};
void candidates_init(struct candidates *c);
void candidates_release(struct candidates *c);
/* Adds the word if it begins with what was typed, in any case, and is not there yet. */
void candidates_add(struct candidates *c, const char *typed, const char *word, const char *help);
/* Bytes that all of them begin with; there must be one at least. */
size_t candidates_common(const struct candidates *c);

/* What the parameter may be, as far as it is typed. */
void candidates_of_param(struct app *a, const struct action *act, const struct args *args,
                         const char *param, const char *typed, struct candidates *out);

#endif
