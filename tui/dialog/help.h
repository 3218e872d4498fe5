/* Help of where one is: keys, columns, terms; computed from the key map and the registers. */
#ifndef KLAMM_TUI_DIALOG_HELP_H
#define KLAMM_TUI_DIALOG_HELP_H

#include "tui/app.h"

void help_open(struct app *a, const char *topic);

/* glossary.c: words of Kafka, one sentence or two each; ends with a NULL word. */
struct term {
    const char *word, *means;
};
extern const struct term glossary[];

#endif
