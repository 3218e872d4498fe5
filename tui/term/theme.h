/* Roles → colours and attributes, read from YAML: "#eceff4 on #3b4252 bold". Colours are #rrggbb,
 * one of the sixteen names (red, bright-red …) or default; whatever the terminal can't do is
 * replaced by the nearest it can. */
#ifndef KLAMM_TUI_TERM_THEME_H
#define KLAMM_TUI_TERM_THEME_H

#include "core/base/err.h"
#include "tui/term/colour.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum role {
#define X(id, name, help) ROLE_##id,
#include "tui/term/theme_roles.h"
#undef X
    ROLES
};

enum { STYLE_BOLD = 1, STYLE_DIM = 2, STYLE_UNDERLINE = 4, STYLE_REVERSE = 8, STYLE_ITALIC = 16 };

struct style {
    int32_t fg, bg; /* COLOUR_DEFAULT, COLOUR_NAMED + n, or 0xrrggbb */
    unsigned attrs;
    bool has_fg, has_bg; /* else that of what it stands on */
};

struct theme {
    char name[48];
    char about[160];
    struct style style[ROLES];
};

/* Finds NAME.yaml in the user's themes directory, then among the built-in ones. The old content stays
 * when it returns false; the message carries file:line, or the names there are. */
bool theme_load(struct theme *t, const char *name, struct err *err);
/* From memory; `file` is what messages call it. */
bool theme_parse(struct theme *t, const char *file, const char *data, size_t len, struct err *err);
/* "#88c0d0 on #2e3440 bold": one style. */
bool style_parse(struct style *s, const char *text, struct err *err);
/* It names colours that only terminals with 256 of them have: rounded to fewer, roles that must
 * differ become the same. */
bool theme_is_fine(const struct theme *t);
/* Names of all themes there are, user's first, sorted, without doubles; free each and the array. */
char **theme_names(size_t *n);
const char *role_name(enum role r);

#endif
