/* A theme in which every role has a colour of its own, so that the cells of a screen say in which
 * role each was painted. */
#ifndef KLAMM_TESTS_E2E_GOLDEN_THEME_H
#define KLAMM_TESTS_E2E_GOLDEN_THEME_H

#include "tui/term/theme.h"

/* The theme file, malloc'd. */
char *golden_theme_text(void);
/* The role whose colour number this is on a terminal with 256, −1 when it is none's. */
int golden_theme_fg(int index);
int golden_theme_bg(int index);

#endif
