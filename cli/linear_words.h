/* What a table says, in words: for speech, where a sign is read as its name or not at all. */
#ifndef KLAMM_CLI_LINEAR_WORDS_H
#define KLAMM_CLI_LINEAR_WORDS_H

#include "core/base/arena.h"
#include "core/base/table.h"

/* Signs as words: "≥ 3" is "at least 3"; what only draws (dots, bars) is left out. In the arena. */
const char *linear_words(struct arena *a, const char *text);
/* From now on, plans are printed in words. */
void linear_speak(void);
bool linear_speaks(void);
/* A cell; NULL: it only draws, so there is nothing to say. */
const char *linear_cell(struct arena *a, const struct cell *cell);
/* The head of a column, in full words: "partition" for PART. */
const char *linear_title(struct arena *a, const struct column *c);
/* A line of prose or of a table of facts: no indent, no columns; NULL: it only draws. */
const char *linear_line(struct arena *a, const char *line);
/* "orders: partitions 6, replicas 3", with how bad it is in front. The first of the columns is the
 * name; what there is none of is left out. */
const char *linear_row(struct arena *a, const struct table *t, const struct row *r,
                       const size_t *columns, size_t n);

#endif
