/* Columns and immutable rows in one arena: what a list shows, with no terminal in it, so that the
 * screen, the command line and the tests print the same thing.
 * A table is filled once (table_add_row …) and then only read. */
#ifndef KLAMM_CORE_BASE_TABLE_H
#define KLAMM_CORE_BASE_TABLE_H

#include "core/base/arena.h"
#include "core/base/err.h"
#include "core/base/value.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum severity {
    SEV_NONE = 0,
    SEV_GOOD,
    SEV_MUTED, /* unimportant: internal, default, inactive */
    SEV_INFO,
    SEV_WARN,
    SEV_BAD,
};

struct column {
    const char *id;    /* lower case, stable: filters, sorting, JSON, --columns */
    const char *title; /* upper case, what the header shows */
    enum value_kind kind;
    /* One sentence that explains the column to someone new to Kafka. */
    const char *help;
    int priority;   /* 0 always shown; higher ones are dropped first when the screen is narrow */
    int max_width;  /* 0: as wide as the content; else longer cells are cut with an ellipsis */
    bool costly;    /* needs facts of its own per row: fetched for visible rows first */
    bool costliest; /* costly, and needs facts of every object of another kind */
    bool hidden;    /* not shown unless chosen */
    bool bare; /* says what the row is about, for bare words of a filter; none has it: the first */
    bool left; /* numbers are right-aligned unless this is set; text is always left-aligned */
};

struct cell {
    struct value value;
    enum severity sev;
};

struct row {
    const char *key; /* identity: stays the same while the object lives; unique in the table */
    struct cell *cells;
    enum severity sev;  /* of the whole row */
    int64_t at_ms;      /* of the oldest fact that only this row shows; 0: none */
    size_t folded_into; /* the number of that row, from 1; 0: it stands for itself */
};

struct table {
    struct arena arena;
    const struct column *columns; /* not owned: static, or in the arena for computed columns */
    size_t ncolumns;
    struct row *rows; /* after nrows of them: what is folded into these */
    size_t nrows, nfolded;
    size_t cap;
    /* Why the list is empty, or not whole ("2 of 3 brokers answered"): display-safe; NULL when
     * there is nothing to say. */
    const char *note;
    enum severity note_sev;
    bool complete; /* every fact the rows need has arrived (or failed) */
    /* Monotonic time of the oldest fact that the list as a whole shows (rows have their own); 0
     * when nothing has arrived. */
    int64_t at_ms;
    unsigned holds; /* of table_hold, not released yet */
};

struct table *table_new(const struct column *columns, size_t ncolumns);
/* Freed at once, or when the last hold on it is released. */
void table_free(struct table *t);
/* For a reader that may use the table after its owner has put a newer one in its place. */
void table_hold(const struct table *t);
void table_drop(const struct table *t); /* NULL is fine */

/* A new row whose cells are all VALUE_UNKNOWN of their column's kind. The pointer is good until the
 * next table_add_row; cells stay where they are. */
struct row *table_add_row(struct table *t, const char *key);
/* The same, for what is folded into row number `row`; when all rows are there. */
struct row *table_add_folded(struct table *t, size_t row, const char *key);
/* Column index by id, or -1. */
int table_column(const struct table *t, const char *id);
const struct row *table_find(const struct table *t, const char *key);

/* Cell setters: column by index. Foreign text goes through text_visible here, so a cell is always
 * display-safe. */
void cell_text(struct table *t, struct row *r, size_t col, const char *text); /* NULL: none */
void cell_textf(struct table *t, struct row *r, size_t col, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));
/* Text that outlives the table and is known to be harmless: a literal, or of its own arena. */
void cell_literal(struct row *r, size_t col, const char *text);
void cell_num(struct row *r, size_t col, int64_t num);
void cell_real(struct row *r, size_t col, double real);
void cell_override(struct table *t, struct row *r, size_t col,
                   const char *text); /* shown instead */
/* The number that the cell has is a bound; cell_bounds names these cells for scripts: lag>= */
void cell_bound(struct row *r, size_t col, enum value_bound bound);
void cell_bounds(struct table *t, struct row *r, size_t col);
void cell_rank(struct row *r, size_t col, int64_t rank); /* text cell sorts by this number */
/* What a text cell stands for, besides its words: see enum value_form. */
void cell_yes_no(struct row *r, size_t col, int yes); /* 1, 0; -1: neither */
/* A number, shown as it is, in a column of kind TEXT. */
void cell_number(struct table *t, struct row *r, size_t col, int64_t n);
void cell_share(struct row *r, size_t col, int32_t n, int32_t of);
/* Several things; what they point to must live as long as the table. */
void cell_parts(struct table *t, struct row *r, size_t col, struct value_parts parts);
/* "1,2,3" in the given order; none when there is none. */
void cell_ids(struct table *t, struct row *r, size_t col, const int32_t *ids, int n);
/* The cell's text names several, with commas between, which no name has in itself. */
void cell_names(struct table *t, struct row *r, size_t col);
/* What is said of the row, if anything: nothing to say is an empty cell, which is not unknown. */
void cell_note(struct table *t, struct row *r, size_t col, const char *text); /* NULL: nothing */
void cell_none(struct row *r, size_t col);
void cell_unknown(struct row *r, size_t col);
void cell_denied(struct row *r, size_t col);
void cell_failed(struct table *t, struct row *r, size_t col, const char *why); /* NULL: no answer */
void cell_sev(struct row *r, size_t col, enum severity sev);

#endif
