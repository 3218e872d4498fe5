/* Which rows of a table are shown, in which order. */
#ifndef KLAMM_CORE_BASE_TABLE_ORDER_H
#define KLAMM_CORE_BASE_TABLE_ORDER_H

#include "core/base/table.h"

/* A view on a table: which rows, in which order. The arrays are malloc'd by the caller's view. */
struct match;
struct table_order {
    uint32_t *index; /* row numbers in display order */
    size_t n;        /* rows that pass the filter */
};
/* Sorts all rows stably by column (−1: as built). */
void table_order_all(struct table_order *o, const struct table *t, int sort_column,
                     bool descending);
/* The same for those that pass the filter (NULL: all do) at this moment; what is folded into a row is in
 * the order only where it passes and that row does not. False and ERR_USAGE when
 * the filter gave up on a row (see match_trouble): no row is in the order then, and that is no
 * answer. Release it in both cases. */
bool table_order_make(struct table_order *o, const struct table *t, struct match *filter,
                      int sort_column, bool descending, struct err *err)
    __attribute__((warn_unused_result));
void table_order_release(struct table_order *o);
/* The direction in which a column is read first: amounts and times from the greatest, names and ids
 * in their order. */
bool column_greatest_first(const struct column *c);
/* What someone types to sort by: "messages" as above, "-messages" the other way. The column, or −1:
 * there is none of that id. */
int table_order_typed(const struct table *t, const char *typed, bool *descending);
/* Compiles a filter for this table's columns; see match_new. It is good for every table with the
 * same columns in the same order. Bare words match the column that says what a row is about and
 * every text column that is not hidden. */
struct match *table_match(const struct table *t, const char *text, size_t *at, struct err *err);
/* The same where other columns are shown: `shown`, by index. NULL: those that are not hidden. */
struct match *table_match_shown(const struct table *t, const char *text, const size_t *shown,
                                size_t n, size_t *at, struct err *err);

#endif
