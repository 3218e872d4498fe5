/* Completion of a verb's line. */
#ifndef KLAMM_CORE_ACTION_LINE_COMPLETE_H
#define KLAMM_CORE_ACTION_LINE_COMPLETE_H

#include "core/action/line.h"

/* What can stand for a word that is being typed. */
struct line_place {
    struct line line;                       /* what stands before it, as far as it can be read */
    const struct param *value;              /* it is the value of this parameter; NULL: of none */
    const struct line_option *option;       /* it is the value of this option; NULL: of none */
    const char *typed;                      /* what of the word is to be completed */
    char *prefix;                           /* what stands before that in the same word: "--to=" */
    bool options, settings, objects, kinds; /* where it is no value */
    bool plain; /* a name that looks like an option or a setting needs "--" before it */
};
void line_place(struct line_place *p, const struct action *a, const struct line_word *before,
                size_t n, const struct line_word *word);
void line_place_release(struct line_place *p);
/* The parameter for whose candidates the cluster may be needed; NULL: none. */
const struct param *line_place_param(const struct line_place *p);

/* A candidate for the whole word. dashes: it has to stand behind "--". help may be NULL. */
typedef void line_found(void *user, const char *word, const char *help, bool dashes);
/* All that there are, more than what begins as typed. The values of `option` are not among them. */
void line_offer(const struct line_place *p, const struct action_ctx *x, bool console,
                line_found *found, void *user);

#endif
