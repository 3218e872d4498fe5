/* Differences between two looks at a list, in words; called by linear.c. A screen shows a change by
 * lighting it up; here it is a line, said once. */
#include "cli/linear_news.h"

#include "cli/linear_words.h"
#include "core/base/buf.h"
#include "core/base/mem.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct heard {
    char *name;
    char **cells; /* of the compared columns; the first is the name */
    size_t n;
    bool still; /* it is in the table that is looked at now */
};

static void heard_free(void *p)
{
    struct heard *h = p;
    for (size_t i = 0; i < h->n; i++)
        free(h->cells[i]);
    free(h->cells);
    free(h->name);
    free(h);
}

void linear_news_init(struct linear_news *n)
{
    map_init(&n->known);
    n->started = false;
}

void linear_news_release(struct linear_news *n)
{
    map_release(&n->known, heard_free);
}

/* What the row is called: what else it said is over with it. */
static bool names_row(const char *column)
{
    return strcmp(column, "where") == 0 || strcmp(column, "partition") == 0;
}

static char *name_of(const struct table *t, const struct row *r, struct linear_columns c,
                     struct arena *a)
{
    struct buf b;
    buf_init(&b, 0);
    for (size_t i = 0; i < c.n; i++) {
        const struct cell *cell = &r->cells[c.at[i]];
        const struct column *col = &t->columns[c.at[i]];
        bool number = col->kind != VALUE_TEXT;
        if ((i && !names_row(col->id)) || cell->value.state != VALUE_KNOWN)
            continue;
        buf_addf(&b, "%s%s%s%s", b.len ? ", " : "", number ? linear_title(a, col) : "",
                 number ? " " : "", linear_cell(a, cell));
    }
    char *name = xstrdup(buf_str(&b));
    buf_release(&b);
    return name;
}

static struct heard *hear(const struct table *t, const struct row *r, struct linear_columns c,
                          struct arena *a)
{
    struct heard *h = xcalloc(1, sizeof *h);
    h->name = name_of(t, r, c, a);
    h->cells = xcalloc(c.n ? c.n : 1, sizeof *h->cells);
    h->n = c.n;
    h->still = true;
    for (size_t i = 0; i < c.n; i++) {
        const char *words = linear_cell(a, &r->cells[c.at[i]]);
        h->cells[i] = xstrdup(words ? words : "");
    }
    return h;
}

/* "orders-billing: lag 340, was 120"; nothing when it is as it was. */
static size_t say_changed(const struct table *t, struct linear_columns c, const struct heard *old,
                          const struct heard *now, struct arena *a)
{
    size_t said = 0;
    for (size_t i = 1; i < c.n; i++) {
        if (strcmp(old->cells[i], now->cells[i]) == 0)
            continue;
        printf("%s%s%s %s, was %s", said ? "; " : now->name, said ? "" : ": ",
               linear_title(a, &t->columns[c.at[i]]), now->cells[i], old->cells[i]);
        said++;
    }
    if (said)
        putchar('\n');
    return said > 0;
}

static size_t say_over(struct linear_news *n)
{
    const char *key;
    void *value;
    size_t lines = 0;
    for (size_t i = 0; map_next(&n->known, &i, &key, &value);) {
        struct heard *h = value;
        if (h->still)
            continue;
        printf("No longer: %s\n", h->name);
        heard_free(map_remove(&n->known, key));
        lines++;
        i = 0; /* the map has changed */
    }
    return lines;
}

size_t linear_news_say(struct linear_news *n, const struct table *t, struct linear_columns compared,
                       struct linear_columns said)
{
    const char *key;
    void *value;
    size_t lines = 0;
    struct arena a;
    for (size_t i = 0; map_next(&n->known, &i, &key, &value);)
        ((struct heard *)value)->still = false;
    for (size_t i = 0; i < t->nrows; i++) {
        const struct row *r = &t->rows[i];
        arena_init(&a);
        struct heard *now = hear(t, r, compared, &a), *old = map_set(&n->known, r->key, now);
        if (old)
            lines += say_changed(t, compared, old, now, &a);
        else if (n->started)
            lines += printf("New: %s\n", linear_row(&a, t, r, said.at, said.n)) > 0;
        if (old)
            heard_free(old);
        arena_release(&a);
    }
    lines += say_over(n);
    n->started = true;
    return lines;
}
