/* A compiled filter: what match_parse.c builds and match.c runs. Only these two include it. */
#ifndef KLAMM_CORE_BASE_MATCH_TERM_H
#define KLAMM_CORE_BASE_MATCH_TERM_H

#include "core/base/match.h"
#include "core/base/pattern.h"
#include "core/base/vec.h"

enum match_op {
    MATCH_CONTAINS,
    MATCH_REGEX,
    MATCH_EQ,
    MATCH_LT,
    MATCH_LE,
    MATCH_GT,
    MATCH_GE,
    MATCH_MISSING,
};

struct match_term {
    enum match_op op;
    bool negate;
    bool bare; /* a word or ~regex without a column: column is 0 then, see match_also */
    bool fold; /* text: any case matches */
    size_t column;
    char *text;              /* CONTAINS, and comparisons of text */
    struct pattern *pattern; /* REGEX; else NULL */
    int64_t num, span;       /* a number; an instant covers num … num + span - 1 */
    char *name;              /* of the column an instant is compared with; else NULL */
    char *moving;            /* an instant said from now, read again by match_start; else NULL */
    bool day_guessed;        /* of an instant: its day was not written */
    double real;
    enum value_kind kind; /* of the literal: which of text, num and real it is */
};

struct match {
    struct VEC(struct match_term) terms;
    struct VEC(size_t) also; /* columns that bare terms search besides column 0 */
};

#endif
