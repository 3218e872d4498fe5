/* A pane: something drawn in a rectangle that takes keys. Lists, composite panes and dialogs all
 * are one; what differs is in the class. A pane is made by its own _new, lives among the panes
 * visited (or the dialogs) of struct app, and fetches only between show and hide. */
#ifndef KLAMM_TUI_PANE_H
#define KLAMM_TUI_PANE_H

#include "core/base/arena.h"
#include "core/live/dataset.h"
#include "tui/term/draw.h"
#include "tui/term/input.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct app;
struct args;
struct pane;

struct pane_wish {
    int w;     /* columns to show everything */
    int least; /* columns to show what matters */
    int h;     /* rows */
};

struct pane_class {
    const char *name;
    /* Contexts of the key map, inner to outer, without "global" (which is asked last, except for
     * dialogs that are `modal`); NULL-terminated. NULL: {name}. */
    const char *const *(*contexts)(const struct pane *p);
    void (*free)(struct pane *p);
    void (*show)(struct pane *p); /* opens datasets; may be NULL */
    void (*hide)(struct pane *p); /* closes them; may be NULL */
    /* Facts may have changed: look at the generations. Before draw, once per loop turn. */
    void (*update)(struct pane *p);
    void (*draw)(struct pane *p, struct canvas *c, struct rect r);
    /* A key before the key map sees it: for fields. True: taken. */
    bool (*key)(struct pane *p, uint32_t key);
    /* A verb of the pane; arg may be NULL. True: done here. */
    bool (*verb)(struct pane *p, const char *verb, const char *arg);
    bool (*mouse)(struct pane *p, const struct mouse *m);
    void (*paste)(struct pane *p, const char *text, size_t len);
    /* Verbs for the hint line, most wanted first, each "verb" or "verb|words"; NULL-terminated. */
    const char *const *(*hints)(const struct pane *p);
    /* The list it is about, for its state, export and bulk actions; NULL: none. */
    struct dataset *(*dataset)(const struct pane *p);
    /* Monotonic time of the oldest fact it shows; 0: none. */
    int64_t (*shown_at)(const struct pane *p);
    /* Key of the selected object of `resource` (the plural name), or NULL. */
    const char *(*selected)(const struct pane *p, const char *resource);
    /* Keys of the marked rows, *n of them, in the arena, when rows are such objects; else 0. */
    const char **(*marked)(const struct pane *p, const char *resource, struct arena *a, size_t *n);
    /* The part that has the focus, of a pane made of several; NULL: it is one. */
    struct pane *(*inner)(const struct pane *p);
    /* Overlays: where they stand on a screen of that size. */
    struct rect (*place)(struct pane *p, struct rect screen);
    /* What it takes to show all of it, frame included; false: not known yet. May be NULL. */
    bool (*wish)(const struct pane *p, struct pane_wish *wish);
    /* Of a form: other arguments take the place of all that its fields say; why no plan came of
     * them, shown until something is changed. */
    void (*fill)(struct pane *p, const struct args *args);
    void (*tell)(struct pane *p, const char *why);
    bool modal;    /* global keys don't reach through it */
    bool has_side; /* can show at its side what the selected row opens */
};

struct pane {
    const struct pane_class *cls;
    struct app *app;
    char *name;       /* as typed after ":" */
    char *scope;      /* the object it is about; NULL: the cluster */
    struct rect rect; /* where it was drawn last */
    bool focused;
    bool shown;
};

/* For constructors: fills the common part of a struct that begins with struct pane. */
void pane_init(struct pane *p, const struct pane_class *cls, struct app *app, const char *name,
               const char *scope);
void pane_release(struct pane *p); /* called by cls->free for the common part */
void pane_free(struct pane *p);    /* hides and frees; NULL is fine */
void pane_show(struct pane *p);
void pane_hide(struct pane *p);
void pane_update(struct pane *p);
const char *const *pane_contexts(const struct pane *p);
struct dataset *pane_dataset(const struct pane *p);
int64_t pane_shown_at(const struct pane *p);
/* The older of two times of facts, 0 being none. */
int64_t older_of(int64_t a_ms, int64_t b_ms);
const char *pane_selected(const struct pane *p, const char *resource);
const char **pane_marked(const struct pane *p, const char *resource, struct arena *a, size_t *n);
bool pane_wish(const struct pane *p, struct pane_wish *wish);

/* The register of special panes: what resources' `opens` and ":" may name in addition to the
 * resources. */
struct pane_kind {
    const char *name; /* "placement" */
    const char *help;
    enum scope_kind scope;
    bool tab; /* has a place in the tab bar, before the resources */
    struct pane *(*make)(struct app *app, const char *name, const char *scope);
};
/* panes/register.c */
extern const struct pane_kind pane_kinds[];   /* ends with a NULL name */
extern const size_t pane_kinds_size;          /* with that one */
extern const struct pane_kind pane_kind_list; /* makes the pane of any resource */
const struct pane_kind *pane_kind_find(const char *name);
enum scope_kind pane_scope_kind(const struct pane *p); /* what kind of object it is about */
const char *pane_tab(const struct pane *p);            /* the tab it belongs to */

#endif
