/* A verb's arguments as a document: what is written for the person's editor, and how what comes
 * back is read. A verb has one when struct action names it; edit.h runs it. */
#ifndef KLAMM_CORE_ACTION_DOCUMENT_H
#define KLAMM_CORE_ACTION_DOCUMENT_H

#include "core/action/action.h"
#include "core/base/buf.h"
#include "core/plan/reads.h"

#include <stdbool.h>
#include <stddef.h>

/* What can't be read in a document; the line counts from 1. */
struct document_wrongs {
    struct arena arena;
    struct document_wrong {
        size_t line;
        const char *what; /* one sentence */
    } * list;
    size_t n, cap;
};
void document_wrongs_init(struct document_wrongs *w);
void document_wrongs_release(struct document_wrongs *w);
/* Returns false, so that `return document_wrong(…)` reads well. */
bool document_wrong(struct document_wrongs *w, size_t line, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

struct action_document {
    const char *suffix; /* of the file, for the editor's colours: ".properties" */
    /* Wants of `f` what is not there yet and the document needs; called again after each reading,
     * until it wants nothing (*more stays false). False with err: there can be no document. */
    bool (*want)(const struct action_ctx *x, const struct args *args, struct reads *f, bool *more,
                 struct err *err);
    /* Lines that begin with '#' are comments, those with "#!" are klamm's own about mistakes. */
    bool (*write)(const struct action_ctx *x, const struct args *args, const struct reads *f,
                  struct buf *out, struct err *err);
    /* Adds to `out` (empty) the arguments of what the person requests, comparing with what was
     * written from the same f. False: nothing is requested, or something is wrong. Pure. */
    bool (*read)(const struct action_ctx *x, const struct args *args, const struct reads *f,
                 const char *text, struct args *out, struct document_wrongs *wrong);
};

/* The next line of *text without its end and without white space around it, in the arena; NULL at
 * the end. For readers. */
const char *document_line(const char **text, struct arena *a);
/* A foreign name or value in a comment: one line, display-safe. */
void document_comment(struct buf *out, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* The text without klamm's own lines, and with line ends and byte order mark as they should be. */
void document_clean(const char *text, struct buf *out);
/* The (clean) text with what is wrong above each line it is about; the line numbers are those of
 * the new text. */
void document_mark(const char *text, const struct document_wrongs *w, struct buf *out);

#endif
