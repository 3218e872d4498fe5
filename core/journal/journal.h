/* What was changed, who changed it, when: append-only JSON lines, one file per cluster id, below
 * the state directory (KLAMM_STATE_DIR, else the XDG one). An intent is written and flushed before
 * anything is sent, a result after; an intent without a result means that klamm was stopped before
 * it knew. Two klamms may write at once; a line torn by a crash is skipped. */
#ifndef KLAMM_CORE_JOURNAL_JOURNAL_H
#define KLAMM_CORE_JOURNAL_JOURNAL_H

#include "core/base/err.h"

/* Where its file is; malloc'd. NULL with err when there is no state directory. */
char *journal_path(const char *cluster_id, struct err *err);

#endif
