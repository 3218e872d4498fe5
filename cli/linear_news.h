/* What is new in a list since it was said last. */
#ifndef KLAMM_CLI_LINEAR_NEWS_H
#define KLAMM_CLI_LINEAR_NEWS_H

#include "core/base/map.h"
#include "core/base/table.h"

#include <stddef.h>

struct linear_news {
    struct map known; /* key → struct heard */
    bool started;     /* the first look only learns */
};

/* Columns of a table, by index. */
struct linear_columns {
    const size_t *at;
    size_t n;
};

void linear_news_init(struct linear_news *n);
void linear_news_release(struct linear_news *n);
/* Prints a line on stdout for each row that is new, is over or has another value in one of the
 * `compared` columns, and remembers it, so it is said once. A new row is said with its `said`
 * columns. The first of both names the row. Returns how many lines. */
size_t linear_news_say(struct linear_news *n, const struct table *t, struct linear_columns compared,
                       struct linear_columns said);

#endif
