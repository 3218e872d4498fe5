/* The filter line: any text compiles or says where it is wrong, and runs on any row. */
#include "core/base/match.h"
#include "core/base/match_parse.h"
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

const char *const fuzz_words[] = {
    "name", "lag",    "size",       "idle",  "since",
    "rate", "share",  "active",     "=",     "!=",
    "<",    "<=",     ">",          ">=",    "~",
    "!~",   "!",      " ",          " ",     "\"two words\"",
    "\"",   "-",      "–",          "10k",   "1.5G",
    "7d",   "now-2h", "2026-11-22", "99%",   "yes",
    "^ord", "(a|b)+", "[a-z]",      "{2,3}", "{1000}",
    "\\1",  "\\(",    "*",          "Ord",   NULL,
};

static const struct match_column columns[] = {
    {"name", VALUE_TEXT, "NAME"},   {"lag", VALUE_COUNT, "LAG"},
    {"id", VALUE_ID, NULL},         {"size", VALUE_BYTES, "ON DISK"},
    {"idle", VALUE_DURATION, NULL}, {"since", VALUE_INSTANT, NULL},
    {"rate", VALUE_RATE, "IN/S"},   {"share", VALUE_PERCENT, "OUT OF SYNC"},
    {"active", VALUE_BOOL, NULL},
};
#define NCOLUMNS (sizeof columns / sizeof columns[0])

static const struct value *cell(const void *user, size_t column)
{
    const struct value *row = user;
    FUZZ_CHECK(column < NCOLUMNS);
    return &row[column];
}

static struct value made_up(size_t column, enum value_state state, int64_t num)
{
    struct value v = {.kind = columns[column].kind, .state = state};
    if (v.kind == VALUE_RATE || v.kind == VALUE_PERCENT)
        v.real = (double)num;
    else
        v.num = num;
    if (v.kind == VALUE_TEXT)
        v.text = "orders.Events-1";
    return v;
}

/* One row of each state, with the numbers that overflow first. */
static void run(const struct match *m)
{
    static const int64_t nums[] = {0, INT64_MIN, INT64_MAX};
    for (size_t n = 0; n < 3; n++) {
        for (enum value_state state = VALUE_UNKNOWN; state <= VALUE_FAILED; state++) {
            struct value row[NCOLUMNS];
            for (size_t i = 0; i < NCOLUMNS; i++)
                row[i] = made_up(i, state, nums[n]);
            bool taken = match_row(m, cell, row);
            FUZZ_CHECK(taken || !match_is_all(m));
        }
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *s = fuzz_string(data, size);
    size_t at = SIZE_MAX;
    struct err err = {0};
    struct match *m = match_new(s, columns, NCOLUMNS, &at, &err);
    if (m)
        run(m);
    else
        FUZZ_CHECK(at <= strlen(s) && err.kind == ERR_USAGE && err.msg[0]);
    match_free(m);
    free(s);
    return 0;
}
