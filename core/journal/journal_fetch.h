/* Reads the journal without holding up the loop. */
#ifndef KLAMM_CORE_JOURNAL_JOURNAL_FETCH_H
#define KLAMM_CORE_JOURNAL_JOURNAL_FETCH_H

#include "core/base/err.h"
#include "core/model/journal.h"

#include <stdbool.h>
#include <stdint.h>
#include <uv.h>

struct job;

/* What a journal file looked like when it was read. */
struct journal_stamp {
    uint64_t device, inode;
    int64_t size, changed_ns;
};
/* The journal is the callee's (journal_free); NULL with err, or NULL without one: the file is as
 * `known` has it. */
typedef void journal_fetched(void *user, struct journal *j, const struct journal_stamp *stamp,
                             const struct err *err);
/* Reads it on a thread; done runs once, from the loop. raw: with the lines, for
 * journal_plan. known: what it looked like when it was read last; NULL: never read. */
struct job *journal_fetch(uv_loop_t *loop, const char *cluster_id, bool raw,
                          const struct journal_stamp *known, journal_fetched *done, void *user);

#endif
