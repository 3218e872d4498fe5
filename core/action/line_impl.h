/* The walk over a line's words: the parser's state, of which completion needs the end. */
#ifndef KLAMM_CORE_ACTION_LINE_IMPL_H
#define KLAMM_CORE_ACTION_LINE_IMPL_H

#include "core/action/line.h"

struct walk {
    struct line *line; /* only its action is set before */
    const struct line_word *words;
    size_t n, i;
    bool more; /* another word is being typed behind them */
    /* How it ended: */
    bool words_only;                        /* "--" was there */
    const char *wants;                      /* the parameter whose value follows; NULL: none */
    const struct line_option *wants_option; /* the same of an option of every verb */
};

/* Reads all words, whatever is wrong with them; false with the first mistake. */
bool line_walk(struct walk *w, struct err *err);

/* "topic", "topics" or "topic/" before a name, where a verb works on several kinds: the choice and
 * how long it is in the word. NULL: none. */
const char *line_kind_before(const struct action *a, const char *word, size_t *len);

#endif
