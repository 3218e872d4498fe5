/* What was changed, by whom, when: append-only JSON lines, one file per cluster id, below the state
 * folder (KLAMM_STATE_DIR, else the XDG one). An intent is written and flushed before anything is
 * sent, a result after; an intent without a result means that klamm was stopped in between. Two
 * klamms may write at once; a line torn by a crash is passed over. */
#ifndef KLAMM_CORE_ACTION_JOURNAL_H
#define KLAMM_CORE_ACTION_JOURNAL_H

#include "core/action/plan.h"
#include "core/base/arena.h"
#include "core/base/err.h"

#include <stdbool.h>
#include <stddef.h>

/* Where its file is; malloc'd. NULL with err when there is no state folder. */
char *journal_path(const char *cluster_id, struct err *err);

struct journal_where {
    const char *cluster_id;
    const char *cluster_name; /* the profile's */
    const char *label;
};

#define JOURNAL_ID 32
/* Writes the intent durably and gives it an id. False: nothing must be sent. */
bool journal_intent(const struct journal_where *w, const struct plan *p, char id[JOURNAL_ID],
                    struct err *err);
bool journal_result(const struct journal_where *w, const char *id, const struct plan *p,
                    enum apply_status status, const struct err *what, struct err *err);

struct journal_entry {
    const char *id;
    const char *at; /* RFC 3339, UTC */
    int64_t wall_ms;
    const char *user, *host;
    const char *cluster_name;
    const char *verb, *title;
    size_t nsteps;
    const char *status; /* as apply_status_name(); NULL: no result was written */
    const char *error;  /* its sentence; NULL: none */
    const char *ended;  /* RFC 3339; NULL */
    const char *intent; /* the raw lines */
    const char *result; /* NULL: none */
};

struct journal {
    struct arena arena;
    struct journal_entry *entries; /* in the order written, oldest first */
    size_t n, cap;
    size_t damaged; /* lines that were no entry */
};

/* No file is an empty journal. Must be released in both cases. */
bool journal_read(struct journal *j, const char *cluster_id, struct err *err);
void journal_release(struct journal *j);
const struct journal_entry *journal_find(const struct journal *j, const char *id);
/* The plan as it was sent, with what became of each step (all STEP_UNKNOWN without a result). */
struct plan *journal_plan(const struct journal_entry *e, struct err *err);

#endif
