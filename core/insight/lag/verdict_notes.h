/* The notes beside a group's verdict. */
#ifndef KLAMM_CORE_INSIGHT_LAG_VERDICT_NOTES_H
#define KLAMM_CORE_INSIGHT_LAG_VERDICT_NOTES_H

#include "core/insight/lag/verdict.h"

const char *group_note_id(enum group_note_kind k); /* "too-few-members": stable, for scripts */

/* What to do next, where the note says that; NULL: it does not. Its text has "Next: " before it. */
const char *group_note_next(const struct group_note *n);

/* Fills notes and needed of g, of which verdict, counts and sums are known. */
void group_notes(const struct verdict_input *c, const struct lag_rules *r, struct group_verdict *g,
                 struct arena *a);

#endif
