/* What was changed, by whom, when: append-only JSON lines, one file per cluster id, below the state
 * folder (KLAMM_STATE_DIR, else the XDG one). An intent is written and flushed before anything is
 * sent, a result after; an intent without a result means that klamm was stopped in between. Two
 * klamms may write at once; a line torn by a crash is passed over. */
#ifndef KLAMM_CORE_ACTION_JOURNAL_H
#define KLAMM_CORE_ACTION_JOURNAL_H

#include "core/action/plan.h"
#include "core/base/err.h"
#include "core/model/journal.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <uv.h>

/* Where its file is; malloc'd. NULL with err when there is no state folder. */
char *journal_path(const char *cluster_id, struct err *err);

struct journal_where {
    const char *cluster_id;
    const char *cluster_name; /* the profile's */
    const char *label;
};

#define JOURNAL_ID 32
/* Writes the intent durably and gives it an id, without holding up the loop. done runs once, from
 * the loop; err: nothing must be sent. Cancelled: should the intent get written all the same, a
 * result follows that nothing was sent. */
struct job;
typedef void journal_begun(void *user, const char *id, const struct err *err);
struct job *journal_begin(uv_loop_t *loop, const struct journal_where *w, const struct plan *p,
                          journal_begun *done, void *user);
/* Writes the result the same way. done (may be NULL) runs once, from the loop; err: the intent
 * stands without one. Cancelled: it is written all the same, and nobody is told. */
typedef void journal_ended(void *user, const struct err *err);
struct job *journal_end(uv_loop_t *loop, const struct journal_where *w, const char *id,
                        const struct plan *p, enum apply_status status, const struct err *what,
                        journal_ended *done, void *user);
/* Before the process ends: waits until what was begun is written, whether a loop runs or not.
 * False: it was not in time. */
bool journal_flush(int timeout_ms);

/* No file is an empty journal. Must be released in both cases. Blocks: in a console use
 * journal_fetch. */
bool journal_read(struct journal *j, const char *cluster_id, struct err *err);
/* The plan as it was sent, with what became of each step (all STEP_UNKNOWN without a result). */
struct plan *journal_plan(const struct journal_entry *e, struct err *err);

/* What a journal file looked like when it was read. */
struct journal_stamp {
    uint64_t device, inode;
    int64_t size, changed_ns;
};
/* The journal is the callee's (journal_free); NULL with err, or NULL without one: the file is as
 * `known` has it. */
typedef void journal_fetched(void *user, struct journal *j, const struct journal_stamp *stamp,
                             const struct err *err);
/* Reads it on the thread pool; done runs once, from the loop. raw: with the lines, for
 * journal_plan. known: what it looked like when it was read last; NULL: never read. */
struct job *journal_fetch(uv_loop_t *loop, const char *cluster_id, bool raw,
                          const struct journal_stamp *known, journal_fetched *done, void *user);

#endif
