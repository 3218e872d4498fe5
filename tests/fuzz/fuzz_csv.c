/* Reading CSV: what is accepted comes back the same after writing and reading it again. */
#include "core/base/csv.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

const char *const fuzz_words[] = {
    "orders",       ",", ",", "\n", "\r\n", "\"", "\"\"", "\"a,b\"", "\"line\nbreak\"",
    "\xEF\xBB\xBF", " ", "0", "-1", "\r",   NULL,
};

static void write_rows(struct buf *out, const struct csv_row *rows, size_t nrows)
{
    for (size_t i = 0; i < nrows; i++) {
        for (size_t j = 0; j < rows[i].nfields; j++)
            csv_add(out, rows[i].fields[j], j == 0);
        buf_addc(out, '\n');
    }
}

static void check_same(const struct csv_row *a, const struct csv_row *b)
{
    FUZZ_CHECK(a->nfields == b->nfields);
    for (size_t i = 0; i < a->nfields; i++)
        FUZZ_CHECK(strcmp(a->fields[i], b->fields[i]) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    struct buf out;
    struct err err = {0};
    struct csv_row *rows, *again;
    size_t nrows, nagain;
    arena_init(&arena);
    buf_init(&out, 0);
    if (csv_parse(&arena, (const char *)data, size, &rows, &nrows, &err)) {
        write_rows(&out, rows, nrows);
        FUZZ_CHECK(csv_parse(&arena, buf_str(&out), out.len, &again, &nagain, &err));
        FUZZ_CHECK(nrows == nagain);
        for (size_t i = 0; i < nrows; i++)
            check_same(&rows[i], &again[i]);
    } else {
        FUZZ_CHECK(err.kind == ERR_USAGE && strncmp(err.msg, "Line ", 5) == 0);
    }
    buf_release(&out);
    arena_release(&arena);
    return 0;
}
