/* A table as text: for the command line, and for the console's export and copy. */
#ifndef KLAMM_CORE_FORMAT_EXPORT_H
#define KLAMM_CORE_FORMAT_EXPORT_H

#include "core/base/buf.h"
#include "core/base/err.h"
#include "core/base/table.h"
#include "core/base/table_order.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

enum export_format {
    EXPORT_TABLE,    /* aligned columns for people */
    EXPORT_WIDE,     /* the same with every column */
    EXPORT_JSON,     /* an array of objects, one per row */
    EXPORT_JSONL,    /* one object per line */
    EXPORT_YAML,     /* a list of maps: the tree that JSON has, with the same types */
    EXPORT_CSV,      /* RFC 4180, header of column ids, machine values */
    EXPORT_MARKDOWN, /* a table to paste into a ticket */
    EXPORT_NAME,     /* one name per line */
};
extern const char *const export_format_names[]; /* NULL-terminated, by enum */
bool export_format_parse(const char *name, enum export_format *out, struct err *err);
/* JSON and YAML: one tree, typed. */
bool export_is_tree(enum export_format f);
/* Read by people, who are better off with one line for many things alike. */
bool export_for_people(enum export_format f);
/* A tree of one's own in one of these formats, with a newline at the end. */
void export_tree(const json_t *tree, enum export_format f, struct buf *out);
const char *export_format_suffix(enum export_format f); /* of a file: "csv" … */

struct export_what {
    const struct table *table;
    const struct table_order *order; /* NULL: all rows as built */
    const size_t *columns; /* indexes in the order wanted; NULL: the format's own choice */
    size_t ncolumns;
    bool no_headers; /* EXPORT_TABLE, WIDE, CSV */
    bool even;   /* EXPORT_TABLE and WIDE: no long cell pushes the rest of its row out of line */
    bool whole;  /* EXPORT_TABLE: no cell is cut, however long */
    bool colour; /* EXPORT_TABLE and WIDE: severities as ANSI colours */
};

/* Adds to out. In JSON and YAML numbers are numbers (durations in ms, sizes in bytes), instants RFC 3339,
 * lists are lists, "2/3" is {"count":2,"of":3}, "yes" is true; what is absent or not known is null,
 * and nothing to say is ""; "errors" names the cells that were denied or failed. No
 * format emits a byte that could drive a terminal. */
void export_write(const struct export_what *what, enum export_format f, struct buf *out);

/* What EXPORT_NAME prints of a row: the key, unless it is not a name (made of several parts, or
 * hostile); then what the list has as id, or the first cell. In the arena, or as old as the row. */
const char *export_row_name(const struct table *t, const struct row *r, struct arena *a);

/* A plain table has the column when none are named. */
bool export_is_plain(const struct column *c);
/* The columns that a format shows when none are named; *n of them, malloc'd. */
size_t *export_columns(const struct table *t, enum export_format f, size_t *n);

#endif
