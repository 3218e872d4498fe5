/* Entries of a journal made by hand: the intent of a change and its result, written the way klamm
 * writes them, and waited for. */
#ifndef KLAMM_TESTS_SUPPORT_JOURNALLED_H
#define KLAMM_TESTS_SUPPORT_JOURNALLED_H

#include "core/journal/journal_write.h"

/* Of a cluster that there isn't. */
extern const struct journal_where journalled_where;

/* For cmocka: *state is a new directory, which is $KLAMM_STATE_DIR; it is removed at the end. */
int journalled_set_up(void **state);
int journalled_tear_down(void **state);
/* A plan of nsteps resets of offsets; the caller frees it. */
struct plan *journalled_plan(const char *verb, int nsteps);
/* The journal of journalled_where as it is now. */
struct journal journalled_read(void);

bool journalled_intent(const struct journal_where *w, const struct plan *p, char id[JOURNAL_ID],
                       struct err *err);
bool journalled_result(const struct journal_where *w, const char *id, const struct plan *p,
                       enum apply_status status, const struct err *what, struct err *err);

#endif
