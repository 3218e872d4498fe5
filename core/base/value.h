/* A typed value of a table cell, or its absence with the reason: unknown is not zero. */
#ifndef KLAMM_CORE_BASE_VALUE_H
#define KLAMM_CORE_BASE_VALUE_H

#include "core/base/arena.h"

#include <stdbool.h>
#include <stdint.h>

enum value_kind {
    VALUE_TEXT,
    VALUE_COUNT,    /* int: 1,204,113 */
    VALUE_ID,       /* int shown without separators: broker ids, partitions, offsets of one row */
    VALUE_BYTES,    /* int, bytes */
    VALUE_DURATION, /* int, ms */
    VALUE_INSTANT,  /* int, wall ms */
    VALUE_RATE,     /* real, per second */
    VALUE_PERCENT,  /* real, 100 = all */
    VALUE_BOOL,     /* int 0/1 */
};

enum value_state {
    VALUE_UNKNOWN = 0, /* not asked for yet, or on its way: shown as "…" */
    VALUE_KNOWN,
    VALUE_NONE, /* known to be absent (no commit, no owner, unlimited …): shown as "–", or as text
                   where that is set */
    VALUE_DENIED, /* the broker would not say: shown as "denied" */
    VALUE_FAILED, /* asking failed: shown as "?" ; text has the reason */
};

/* Small on purpose: a list of 100,000 rows has a million of them. */
struct value {
    union {
        int64_t num; /* COUNT … INSTANT, BOOL; for VALUE_TEXT an optional sort key (see has_num) */
        double real; /* RATE, PERCENT */
    };
    const char
        *text; /* TEXT: what it says (display-safe UTF-8); else an optional display override */
    enum value_kind kind : 8;
    enum value_state state : 8;
    bool has_num : 1; /* TEXT sorted by num instead of by text */
};

/* A limit that is none, of kind DURATION or BYTES: it sorts above every number, people read
 * "unlimited", machines get -1, Kafka's own word for it. */
#define VALUE_UNLIMITED INT64_MAX
int64_t value_number(const struct value *v); /* what machines get of an integer kind */

/* Display form in the arena (or a literal): what the table prints. */
const char *value_display(const struct value *v, struct arena *a);
/* Machine form for CSV: plain numbers, RFC 3339 instants, "" when not KNOWN. */
const char *value_plain(const struct value *v, struct arena *a);
/* Total order: known values by number or natural text order, all not-known ones after them,
 * whatever the direction (the caller flips only between known ones; see value_compare_dir). */
int value_compare(const struct value *a, const struct value *b);
int value_compare_dir(const struct value *a, const struct value *b, bool descending);

#endif
