/* A row as a few lines to read: its numbers with their units, in the order in which one asks. */
#ifndef KLAMM_CLI_PROSE_H
#define KLAMM_CLI_PROSE_H

#include "core/base/buf.h"
#include "core/base/table.h"

#include <stdbool.h>
#include <stddef.h>

/* One line. The text is made of clauses with | between them; {column} in it is the cell as it is
 * shown, {column:record} the same with its noun in singular or plural; of a count for each broker,
 * {column:broker} is "4 on broker 1, none on broker 2". A clause is left out when one
 * of its cells is empty or none, with {?column} also when it is 0 or no; {!column} prints nothing and
 * only decides like {?column}, and {!column:word} leaves out what is not that word. What is unknown
 * or denied is said. */
struct prose_line {
    const char *label; /* NULL: the sentence above all others */
    const char *text;
};

struct prose {
    const struct prose_line *lines; /* a text NULL ends them */
    const char *const *left_out;    /* ids of columns that say nothing new; NULL-terminated */
};

/* Adds the lines, and each column that neither names under its title. width 0: lines are not broken. */
void prose_add(struct buf *out, const struct prose *p, const struct table *t, const struct row *r,
               size_t width, bool markdown);

#endif
