/* The register of verbs that are not changes of the cluster (those are core/action's). */
#ifndef KLAMM_TUI_VERBS_H
#define KLAMM_TUI_VERBS_H

#include <stdbool.h>
#include <stddef.h>

struct action;
struct app;
struct arena;

struct verb {
    const char *name;                            /* in the key map and after ":" */
    const char *label;                           /* in the hint line */
    const char *help;                            /* one sentence */
    void (*run)(struct app *a, const char *arg); /* NULL: the pane or dialog does it */
};
extern const struct verb verbs[]; /* register.c; ends with a NULL name; the order is that of help */
extern const size_t verbs_size;   /* with that one */
/* register.c: from an action to its form or its plan. arg: what followed it, may be NULL. */
extern void (*const run_action)(struct app *a, const struct action *act, const char *arg);

const struct verb *verb_find(const char *name);
/* The run of verbs that only a dialog knows what to do with: it takes them before this is called. */
void verb_for_dialogs(struct app *a, const char *arg);
bool verb_in_dialogs(const struct verb *v); /* nothing to type after ":" */
/* The words for the hint line: of a verb, an action or a list. */
const char *verb_label(const char *name);
const char *verb_help(const char *name); /* one sentence, or NULL */
/* What a key does that is bound to the verb with this argument (may be NULL): of a filter, which
 * rows it leaves. Never NULL; may be in the arena. */
const char *verb_help_with(const char *name, const char *arg, struct arena *a);

#endif
