/* The register of verbs that are not changes of the cluster (those are core/action's). */
#ifndef KLAMM_TUI_VERBS_H
#define KLAMM_TUI_VERBS_H

#include <stdbool.h>

struct app;

struct verb {
    const char *name;                            /* in the key map and after ":" */
    const char *label;                           /* in the hint line */
    const char *help;                            /* one sentence */
    void (*run)(struct app *a, const char *arg); /* NULL: the pane or dialog does it */
};
extern const struct verb verbs[]; /* ends with a NULL name; the order is that of the help */
const struct verb *verb_find(const char *name);
bool verb_in_dialogs(const struct verb *v); /* nothing to type after ":" */
/* The words for the hint line: of a verb, an action or a list. */
const char *verb_label(const char *name);
const char *verb_help(const char *name); /* one sentence, or NULL */

#endif
