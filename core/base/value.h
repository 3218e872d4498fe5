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
    VALUE_UNKNOWN = 0, /* not requested yet, or on its way: shown as "…" */
    VALUE_KNOWN,
    VALUE_NONE, /* known to be absent (no commit, no owner, unlimited …): shown as "–", or as text
                   where that is set */
    VALUE_DENIED, /* the broker would not say: shown as "denied" */
    VALUE_FAILED, /* asking failed: shown as "?" ; text has the reason */
};

/* Several things that one text cell names; in the arena of its table. */
enum value_parts_kind {
    PARTS_NUMBERS, /* [1,2,3] */
    PARTS_REALS,   /* the same with fractions; NAN is one that is not known */
    PARTS_TEXTS,   /* ["Read","Write"]; display-safe */
    PARTS_COUNTS,  /* a count for each number: {"1":4,"2":4} */
    PARTS_LISTS,   /* numbers below a name: {"orders":[0,1]} */
};
struct value_list { /* of PARTS_LISTS */
    const char *name;
    const int32_t *numbers;
    size_t n;
};
struct value_parts {
    enum value_parts_kind kind;
    uint32_t n;
    int64_t rank; /* the sort key where the value has one: cell_rank() */
    union {
        const int32_t *numbers; /* PARTS_COUNTS: n pairs of number and count */
        const double *reals;
        const char *const *texts;
        const struct value_list *lists;
    };
};

/* What a text means. People, CSV and filters get the text; JSON gets what it means. */
enum value_form {
    FORM_WORDS = 0, /* itself */
    FORM_NUMBER,    /* num, in a column where others are no numbers */
    FORM_YES_NO,    /* "yes", "denied", "not known": num is 1, 0, or -1 where it is neither; yes is
                       sorted first */
    FORM_SHARE,     /* "2 of 3", "3/3": share; sorted by how many are missing */
    FORM_PARTS,     /* parts */
    FORM_AGE,       /* of an INSTANT: people read how long ago it is, "> 29 min" with BOUND_MOST */
};

/* A number that is known only from one side. */
enum value_bound {
    BOUND_NONE = 0,
    BOUND_LEAST, /* the true one is at least that: shown as "≥ 3" */
    BOUND_MOST,  /* at most: "≤ 3" */
};

/* Small on purpose: a list of 100,000 rows has a million of them. */
struct value {
    union {
        int64_t num; /* COUNT … INSTANT, BOOL; for VALUE_TEXT an optional sort key (see has_num) */
        double real; /* RATE, PERCENT */
        struct {
            int32_t n, of;
        } share;                   /* FORM_SHARE */
        struct value_parts *parts; /* FORM_PARTS */
    };
    const char
        *text; /* TEXT: what it says (display-safe UTF-8); else an optional display override */
    enum value_kind kind : 8;
    enum value_state state : 8;
    enum value_form form : 4; /* TEXT, INSTANT */
    enum value_bound bound : 2;
    bool part : 1;    /* a bound for want of an answer: what was reported is not all */
    bool has_num : 1; /* TEXT sorted by value_rank() instead of by text */
};

/* A limit that is none, of kind DURATION or BYTES: it sorts above every number, people read
 * "unlimited", machines get -1, Kafka's own word for it. */
#define VALUE_UNLIMITED INT64_MAX
int64_t value_number(const struct value *v); /* what machines get of an integer kind */

/* The sort key of a TEXT with has_num. */
int64_t value_rank(const struct value *v);
/* With its texts and parts in this arena. */
struct value value_copy(const struct value *v, struct arena *a);

/* Display form in the arena (or a literal): what the table prints. */
const char *value_display(const struct value *v, struct arena *a);
/* ms until value_display says something else, because time passes; 0: it does not. */
int64_t value_display_lasts(const struct value *v);
/* Machine form for CSV: plain numbers, RFC 3339 instants, "" when not KNOWN. */
const char *value_plain(const struct value *v, struct arena *a);
/* Total order: known values by number or natural text order, all not-known ones after them,
 * whatever the direction (the caller flips only between known ones; see value_compare_dir). */
int value_compare(const struct value *a, const struct value *b);
int value_compare_dir(const struct value *a, const struct value *b, bool descending);

#endif
