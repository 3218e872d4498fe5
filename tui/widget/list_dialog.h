/* A dialog with a list to choose from: clusters, verbs, columns, candidates. */
#ifndef KLAMM_TUI_WIDGET_LIST_DIALOG_H
#define KLAMM_TUI_WIDGET_LIST_DIALOG_H

#include "tui/pane.h"
#include "tui/widget/table_view.h"

struct list_dialog;
struct list_dialog_class {
    const char *context; /* of the key map, before "menu" */
    /* Enter on a row: the dialog is closed already. May be NULL: Enter only closes. */
    void (*accept)(struct app *a, void *user, const char *key);
    /* Verbs of its own; true: done. May be NULL. */
    bool (*verb)(struct list_dialog *p, const char *verb);
    void (*free_user)(void *user); /* may be NULL */
    const char *const *hints;      /* NULL-terminated; NULL: accept, cancel */
};

/* Takes the table. title must live as long as the dialog (a literal). */
struct list_dialog *list_dialog_open(struct app *a, const struct list_dialog_class *cls,
                                     const char *title, struct table *table, void *user);
struct table_view *list_dialog_view(struct list_dialog *p);
void *list_dialog_user(struct list_dialog *p);
/* Replaces the table; the cursor stays on its row. */
void list_dialog_set(struct list_dialog *p, struct table *table);
void list_dialog_close(struct list_dialog *p);

#endif
