/* What the files of the form share. */
#ifndef KLAMM_TUI_DIALOG_FORM_IMPL_H
#define KLAMM_TUI_DIALOG_FORM_IMPL_H

#include "core/action/action.h"
#include "core/base/vec.h"
#include "tui/app.h"
#include "tui/dialog/candidates.h"
#include "tui/widget/prompt.h"

struct field {
    const struct param *param;
    struct prompt prompt;
    bool fixed; /* several objects: they are in form.objects, and the prompt only shows them */
    bool again; /* a secret is typed twice: this is the second time */
    bool bad;
    struct err err;
    int y; /* of the last paint; −1: not in it */
};

struct form {
    struct pane pane;
    const struct action *action;
    struct VEC(struct field) fields;
    size_t at;
    int top;                      /* first line shown */
    struct args args;             /* what the fields say */
    struct args objects;          /* of the fixed field, when there is one */
    struct candidates candidates; /* of the field in which one types; the list is open with two */
    char *typed;     /* what was there when the list was opened; NULL: it is not open */
    long picked;     /* −1: none */
    struct err said; /* why no plan came of it */
    uint64_t known;  /* what was known of the cluster when the fields were checked */
};

struct form *form_of(const struct pane *p);
struct field *form_current(struct form *f);
bool form_shows(const struct form *f, size_t i);
/* A parameter whose values are long, and often several, has an empty line to type the next one into;
 * for the others field-add adds one: there the key for the next field goes to the next field. */
bool form_keeps_room(const struct param *p);
/* After a field has changed: what hangs on it is checked and shown again. */
void form_changed(struct form *f);

/* ---- form_check.c: what is wrong ---- */

/* Marks the fields that are wrong as far as they are typed. */
void form_check(struct form *f);
/* The same once more, if nothing is marked wrong and more is known of the cluster since: a key may
 * turn out not to be one that brokers list. */
void form_check_again(struct form *f);
/* True when all is right; else goes to the field that is wrong. */
bool form_all_right(struct form *f);
bool form_go_to(struct form *f, const char *param); /* false: it has no such field */
/* Why no plan came of it: at the field it is about, where it names one. */
void form_tell(struct pane *form, const char *why);
/* How surely a sentence is about a field: it names the parameter, by its name or its title, or what
 * was typed there; 0: not at all. */
int form_meant(const struct param *p, const char *typed, const char *why);

/* ---- form_choice.c: fields that choose ---- */

bool form_is_choice(const struct field *d);
/* Its choices, NULL-terminated, as they are kept; "true" and "false" of a yes or no. */
const char *const *form_choices(const struct field *d);
/* The one that is chosen, or counts while nothing is; −1: none. */
int form_chosen(const struct field *d);
/* "yes" rather than "true". */
const char *form_choice_word(const struct field *d, int i);
/* What it means, in the arena; NULL: the parameter's help does not say. */
const char *form_choice_means(const struct field *d, int i, struct arena *a);
void form_choose(struct form *f, int i);
/* The next choice, or the one before. */
void form_cycle(struct form *f, int by);
/* A field of choices has no text to type: a letter takes the next choice that begins with it. */
bool form_choice_key(struct form *f, uint32_t key);

/* ---- form_list.c: the list of what may stand in the field ---- */

bool form_list_is_open(const struct form *f);
void form_list_close(struct form *f);
/* Takes what is certain of what is typed, and opens the list for the rest; false: there is nothing
 * to complete. */
bool form_list_complete(struct form *f);
/* The same list again, after more was typed. */
void form_list_again(struct form *f);
/* Moves in the list: what is picked stands in the field. */
void form_list_move(struct form *f, int by);
/* Takes what is picked, else the first. */
void form_list_take(struct form *f);
/* Closes it; what was typed is there again. */
void form_list_leave(struct form *f);
/* Below the line `y` of the field, above it where there is more room. */
void form_list_draw(const struct form *f, struct canvas *c, int y, int x, int cols,
                    struct rect room);

/* ---- form_help.c ---- */

void form_help(struct form *f);

/* ---- form_paint.c ---- */

void form_draw(struct pane *p, struct canvas *c, struct rect r);
/* Lines for the help at the foot: what it wants, as long as some fields stay in sight with it. */
int form_foot(int wanted, int fields, int room);
struct rect form_place(struct pane *p, struct rect screen);
/* Of the line y of the last paint: the field there, and of a list of choices which; false: none. */
bool form_at(const struct form *f, int y, size_t *field, int *choice);

#endif
