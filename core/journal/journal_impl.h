/* Shared by the files of the journal. */
#ifndef KLAMM_CORE_JOURNAL_JOURNAL_IMPL_H
#define KLAMM_CORE_JOURNAL_JOURNAL_IMPL_H

#include "core/journal/journal_write.h"
#include "core/model/journal.h"

/* Of the lines, as "v". What means something else to an older klamm needs the next one. 1: facts
 * were sentences; 2: they have ids. All are read. */
#define JOURNAL_VERSION 2

/* Bytes of a line with its newline. An intent of that size is a plan of some 100,000 steps; its
 * result must find room too. What is longer is neither written nor kept while reading. */
#define JOURNAL_INTENT_MAX (24 << 20)
#define JOURNAL_LINE_MAX (48 << 20)
/* Of a file that is larger only that much of its end is read. */
#define JOURNAL_READ_MAX (128 << 20)

/* When the process started, in the kernel's ticks since boot; 0: there is no such process, or this
 * system does not report it. */
int64_t journal_process_start(int64_t pid);

/* As journal_read. raw: keep the lines. */
bool journal_load(struct journal *j, const char *path, bool raw, struct err *err);

/* Lines with their newline, malloc'd; NULL: they can't be put into JSON. */
char *journal_intent_line(const struct journal_where *w, const struct plan *p, char id[JOURNAL_ID]);
char *journal_result_line(const char *id, const struct plan *p, enum apply_status status,
                          const struct err *what);
/* The result of an entry of which nothing was sent. */
char *journal_unsent_line(const struct plan *p, const char *id);
/* Under the lock, and flushed; on any thread. */
bool journal_append(const char *path, const char *line, struct err *err);

#endif
