/* A dialog with a list to pick from: clusters, verbs, columns, candidates. */
#ifndef KLAMM_TUI_PICK_H
#define KLAMM_TUI_PICK_H

#include "tui/pane.h"
#include "tui/panes/table_view.h"

struct pick;
struct pick_class {
    const char *context; /* of the key map, before "menu" */
    /* Enter on a row: the dialog is closed already. May be NULL: Enter only closes. */
    void (*accept)(struct app *a, void *user, const char *key);
    /* Verbs of its own; true: done. May be NULL. */
    bool (*verb)(struct pick *p, const char *verb);
    void (*free_user)(void *user); /* may be NULL */
    const char *const *hints;      /* NULL-terminated; NULL: accept, cancel */
};

/* Takes the table. title must live as long as the dialog (a literal). */
struct pick *pick_open(struct app *a, const struct pick_class *cls, const char *title,
                       struct table *table, void *user);
struct table_view *pick_view(struct pick *p);
void *pick_user(struct pick *p);
/* Replaces the table; the cursor stays on its row. */
void pick_set(struct pick *p, struct table *table);
void pick_close(struct pick *p);

#endif
