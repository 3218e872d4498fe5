/* Shared by the files of the journal. */
#ifndef KLAMM_CORE_ACTION_JOURNAL_IMPL_H
#define KLAMM_CORE_ACTION_JOURNAL_IMPL_H

#include "core/action/journal.h"

/* When the process began, in the kernel's ticks since the machine did; 0: there is no such process,
 * or this system does not tell. */
int64_t journal_process_start(int64_t pid);

/* As journal_read. raw: keep the lines. */
bool journal_load(struct journal *j, const char *path, bool raw, struct err *err);

#endif
