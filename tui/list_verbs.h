/* Verbs that every list has beyond those of its view: each opens a dialog or writes something. */
#ifndef KLAMM_TUI_LIST_VERBS_H
#define KLAMM_TUI_LIST_VERBS_H

#include <stdbool.h>
#include <stddef.h>

struct app;
struct dataset;
struct table_view;

struct list_verb {
    const char *name;
    /* d: what the list shows; arg: what followed the verb, may be NULL. */
    void (*run)(struct app *a, const struct dataset *d, struct table_view *v, const char *arg);
};
extern const struct list_verb list_verbs[]; /* register.c; ends with a NULL name */
extern const size_t list_verbs_size;        /* with that one */

/* False: there is no such verb. The view must belong to what is on screen. */
bool list_verb_run(struct app *a, const struct dataset *d, struct table_view *v, const char *verb,
                   const char *arg);

#endif
