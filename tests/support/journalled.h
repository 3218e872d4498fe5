/* Entries of a journal made by hand: the intent of a change and its result, written the way klamm
 * writes them, and waited for. */
#ifndef KLAMM_TESTS_SUPPORT_JOURNALLED_H
#define KLAMM_TESTS_SUPPORT_JOURNALLED_H

#include "core/action/journal.h"

bool journalled_intent(const struct journal_where *w, const struct plan *p, char id[JOURNAL_ID],
                       struct err *err);
bool journalled_result(const struct journal_where *w, const char *id, const struct plan *p,
                       enum apply_status status, const struct err *what, struct err *err);

#endif
