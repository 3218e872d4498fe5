/* Writes intents and results. */
#ifndef KLAMM_CORE_JOURNAL_JOURNAL_WRITE_H
#define KLAMM_CORE_JOURNAL_JOURNAL_WRITE_H

#include "core/base/err.h"
#include "core/plan/plan.h"

#include <stdbool.h>
#include <uv.h>

struct journal_where {
    const char *cluster_id;
    const char *cluster_name; /* the profile's */
    const char *label;
};

#define JOURNAL_ID 32
/* Writes the intent durably and gives it an id, without blocking the loop. done runs once, from the
 * loop; err: nothing must be sent. Cancelled: if the intent is written anyway, a result follows
 * that nothing was sent. */
struct job;
typedef void journal_begun(void *user, const char *id, const struct err *err);
struct job *journal_begin(uv_loop_t *loop, const struct journal_where *w, const struct plan *p,
                          journal_begun *done, void *user);
/* Writes the result the same way. done (may be NULL) runs once, from the loop; err: the intent
 * stays without one. Cancelled: it is written anyway, and done does not run. */
typedef void journal_ended(void *user, const struct err *err);
struct job *journal_end(uv_loop_t *loop, const struct journal_where *w, const char *id,
                        const struct plan *p, enum apply_status status, const struct err *what,
                        journal_ended *done, void *user);
/* Before the process ends: waits until what was begun is written, whether a loop runs or not.
 * False: it was not in time. */
bool journal_flush(int timeout_ms);

#endif
