/* What was changed, as the journal of a cluster records it: plain facts for the list, for undo and
 * for the search for changes that were interrupted. core/action reads and writes the file. */
#ifndef KLAMM_CORE_MODEL_JOURNAL_H
#define KLAMM_CORE_MODEL_JOURNAL_H

#include "core/base/arena.h"
#include "core/base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The outcomes of a change's steps, counted. The states are those of core/action/plan.h. */
struct journal_counts {
    size_t done;    /* read back as requested, or accepted */
    size_t differs; /* accepted, and something else is there */
    size_t refused;
    size_t unknown; /* sent, and the outcome is unknown; all of them without a result */
    size_t skipped; /* not sent */
};

/* Why nothing can be done with such an entry, as a sentence. */
#define JOURNAL_NEWER "a newer klamm wrote it, and only that knows what it means"

struct journal_entry {
    const char *id;
    const char *at; /* RFC 3339, UTC */
    int64_t wall_ms;
    const char *user, *host;
    const char *cluster_name;
    const char *verb, *title;
    size_t nsteps;
    struct journal_counts counts;
    bool newer;         /* of a version that this klamm does not know: it can only be named */
    const char *status; /* "done", "partial", "refused", "failed"; NULL: no result was written */
    const char *error;  /* its sentence; NULL: none */
    const char *ended;  /* RFC 3339; NULL */
    /* No result, but the klamm that wrote the intent lives still, on this machine. Without a result
     * and not running the change was interrupted: its outcome is unknown. */
    bool running;
    const char *undoes;    /* id of the entry that this one undoes; NULL: none */
    const char *undone_by; /* id of the entry that undid this one, and was not undone itself;
                              NULL: none */
    const char *fixed;     /* why it can't be undone, as a sentence; NULL: it can be tried */
    const char *intent;    /* the raw lines; NULL when only the list was requested */
    const char *result;    /* NULL: none was written */
};

struct journal {
    struct arena arena;
    struct journal_entry *entries; /* in the order written, oldest first */
    size_t n, cap;
    size_t damaged;       /* lines that were no entry, or are too long for one */
    size_t newer;         /* lines of a newer klamm that are no entry to this one */
    size_t first_damaged; /* number of the line, from 1; 0: not known, or there is none */
    int64_t unread;       /* bytes at the beginning of a file that is too large to be read whole */
};

void journal_init(struct journal *j);
void journal_release(struct journal *j);
void journal_free(struct journal *j); /* of the heap; NULL is fine */
const struct journal_entry *journal_find(const struct journal *j, const char *id);
/* What of the file could not be taken, as a sentence in the arena; NULL: all of it was. */
const char *journal_gaps(const struct journal *j, struct arena *a);
/* As journal_find; NULL with err, which also names gaps that it may have been lost in. */
const struct journal_entry *journal_need(const struct journal *j, const char *id, struct err *err);
/* No result was written, and none will be: it may have happened, or a part of it. */
bool journal_interrupted(const struct journal_entry *e);
/* The newest entry of this verb (NULL: any) before place *at that was interrupted and not undone
 * since; *at begins with j->n. NULL: there is none. */
const struct journal_entry *journal_open(const struct journal *j, const char *verb, size_t *at);

#endif
