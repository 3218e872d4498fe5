/* What form.c and form_paint.c share. */
#ifndef KLAMM_TUI_FORM_IMPL_H
#define KLAMM_TUI_FORM_IMPL_H

#include "core/base/vec.h"
#include "tui/act.h"
#include "tui/prompt.h"

struct field {
    const struct param *param;
    struct prompt prompt;
    bool fixed; /* several objects: they are in form.objects, and the prompt only tells them */
    bool again; /* a secret is typed twice: this is the second time */
    bool bad;
    struct err err;
    int y; /* of the last paint */
};

struct form {
    struct pane pane;
    const struct action *action;
    struct VEC(struct field) fields;
    size_t at;
    int top;             /* first line shown */
    struct args args;    /* what the fields say */
    struct args objects; /* of the fixed field, when there is one */
    struct candidates candidates;
    struct err said; /* why no plan came of it */
    long picked;     /* −1: none */
    uint64_t known;  /* what was known of the cluster when the fields were checked */
};

struct form *form_of(const struct pane *p);
struct field *form_current(struct form *f);
bool form_shows(const struct form *f, size_t i);
/* Tells the fields off that are wrong as far as they are typed. */
void form_check(struct form *f);
/* The same once more, if nothing is told off and more is known of the cluster since: a key may be none
 * that brokers list. */
void form_check_again(struct form *f);
/* True when all is right; else goes to the field that is wrong. */
bool form_all_right(struct form *f);
bool form_go_to(struct form *f, const char *param); /* false: it has no such field */
void form_draw(struct pane *p, struct canvas *c, struct rect r);
/* Lines for the help at the foot: what it wants, as long as some fields stay beside it in sight. */
int form_foot(int wanted, int fields, int room);
struct rect form_place(struct pane *p, struct rect screen);

#endif
