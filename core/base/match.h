/* The one filter grammar of every table:
 *   word        the name, or another text that is shown, contains it (smart case: lower case matches
 *               any case); which columns that are is up to the caller, see match_also
 *   ~regex      Perl's regular expression on the same columns, each by itself
 *   "two words" quoted
 *   !term       not
 *   col=v col!=v col<v col<=v col>v col>=v col~regex col!~regex
 *               predicates on a column, by its id
 *   col=-       the value is unknown or there is none; col!=- the opposite
 * Terms are joined by spaces and must all hold. Numbers take units by the column's kind (10k, 1.5G,
 * 7d, 99%, dates: since>=2026-11-22, time>19:55, last<now-2h; = on a date alone means that day; in
 * the zone shown; time>10m is later than 10 minutes ago, and so is age<10m where no column is
 * called age: it is that of the first instant). = on text is equality in any case, where * matches
 * anything. Knows no table; reads cells through callbacks. */
#ifndef KLAMM_CORE_BASE_MATCH_H
#define KLAMM_CORE_BASE_MATCH_H

#include "core/base/err.h"
#include "core/base/value.h"

#include <stdbool.h>
#include <stddef.h>

struct match;

/* The columns a filter may name. Column 0 is the name: bare words match it. */
struct match_column {
    const char *id;
    enum value_kind kind;
    const char *title; /* "OUT OF SYNC", typed as out_of_sync or out-of-sync; NULL: none */
};

void match_free(struct match *m);
bool match_is_all(const struct match *m);
/* There is a word or a ~regex in it that names no column. */
bool match_has_words(const struct match *m);
/* Bare words and ~regex are found in these columns, too; numbers, lists of ids and shares ("3 of 3")
 * in them are no words. Without it they match column 0 alone. */
void match_also(struct match *m, const size_t *columns, size_t n);
/* Instants said from now ("10m", "today") count from this moment (wall clock, ms) until the next
 * call; before the first one, from when the filter was compiled. A filter lives for hours, so call
 * it once for each pass over the rows. */
void match_start(struct match *m, int64_t now_ms);
/* cell(user, column) returns the value of the row under test (never NULL). A predicate on a value
 * that is unknown is false, and so is its negation, by != or by ! : unknown is not zero. Numbers
 * given to ~ and to words are matched in plain digits. */
bool match_row(const struct match *m, const struct value *(*cell)(const void *user, size_t column),
               const void *user);
/* The row has what the filter says must not be there (!word, col!=v): it is not shown for the sake
 * of something else that it stands for. */
bool match_refuses(const struct match *m,
                   const struct value *(*cell)(const void *user, size_t column), const void *user);
/* An instant is written without its day (time>19:55), so that it may mean another than the reader
 * thinks: worth saying, see match_said. */
bool match_is_ambiguous(const struct match *m);
/* Which instants are meant since match_start, in the zone shown ("time>2026-11-22 19:55:00 +01:00");
 * malloc'd; NULL: there is none in it. */
char *match_said(const struct match *m);
/* The value of a term that is "*", or ends in ":*", as of name=*: who writes it may mean the one that
 * is called so. NULL: there is none. The match's. */
const char *match_finds_all(const struct match *m);
/* A sentence when a regular expression gave up on a row (see pattern.h): from then on match_row
 * takes no row that it decides on, so what passed must not be shown as all that does. NULL: none. */
const char *match_trouble(const struct match *m);

#endif
