/* A verb's line as words. */
#ifndef KLAMM_CORE_ACTION_LINE_WORDS_H
#define KLAMM_CORE_ACTION_LINE_WORDS_H

#include "core/action/line.h"
#include "core/base/vec.h"
#include "core/config/options.h"

struct line_words {
    struct arena arena;
    struct VEC(struct line_word) v;
    size_t last;   /* byte of the text where its last word begins: the end, when that is a space */
    bool open;     /* a quote has no end */
    bool trailing; /* a space is at the end, so that another word may begin there */
};
/* White space separates, quotes keep together, a backslash takes the next character literally. What
 * begins with a backslash, and what begins with a quote and a dash, is a name. */
void line_split(struct line_words *w, const char *text);
void line_words_release(struct line_words *w);
/* Takes the shared options (-c NAME …) out of the words behind this verb, as klamm itself does.
 * They point into w. Release o in both cases. */
bool line_take_shared(struct line_words *w, const char *verb, struct options *o, struct err *err);
/* Some verb's secret, or a client's, is in the words of a line that begins with the verb: it must
 * not be kept. */
bool line_has_secret(const struct line_words *w);
/* As line_split reads it back: with backslashes where they are needed. */
void line_quote(struct buf *b, const char *word);

#endif
