/* CSV by RFC 4180, both ways. Used for exports of tables, and for plans of offsets that Kafka's own
 * tool wrote or will read. Reading is strict: a plan that is read differently from what its author
 * meant moves a consumer group, so anything odd is an error with its line. */
#include "core/base/csv.h"

#include "core/base/vec.h"

#include <stdlib.h>
#include <string.h>

#define BYTE_ORDER_MARK "\xEF\xBB\xBF"

void csv_add(struct buf *out, const char *field, bool first)
{
    if (!field)
        field = "";
    size_t len = strlen(field);
    if (!first)
        buf_addc(out, ',');
    bool blank_edge = len && (strchr(" \t", field[0]) || strchr(" \t", field[len - 1]));
    bool lost = first && !len; /* alone on its line it would be an empty line */
    bool marked = strncmp(field, BYTE_ORDER_MARK, 3) == 0; /* would be skipped on reading */
    if (!blank_edge && !lost && !marked && !strpbrk(field, ",\"\r\n")) {
        buf_add(out, field, len);
        return;
    }
    buf_addc(out, '"');
    for (const char *p = field; *p; p++) {
        if (*p == '"')
            buf_addc(out, '"');
        buf_addc(out, *p);
    }
    buf_addc(out, '"');
}

struct reader {
    struct arena *arena;
    const char *p, *end;
    size_t line;
    struct buf field;
    struct VEC(char *) fields;
    struct VEC(struct csv_row) rows;
    struct err *err;
};

static bool at_newline(const struct reader *r)
{
    return *r->p == '\n' || (*r->p == '\r' && r->end - r->p > 1 && r->p[1] == '\n');
}

static void skip_newline(struct reader *r)
{
    r->p += *r->p == '\r' ? 2 : 1;
    r->line++;
}

static bool read_quoted(struct reader *r)
{
    size_t start = r->line;
    for (r->p++; r->p < r->end; r->p++) {
        if (*r->p == '\n')
            r->line++;
        if (*r->p != '"') {
            buf_addc(&r->field, *r->p);
        } else if (r->end - r->p > 1 && r->p[1] == '"') {
            buf_addc(&r->field, *r->p++);
        } else {
            r->p++;
            if (r->p < r->end && *r->p != ',' && !at_newline(r))
                return err_set(
                    r->err, ERR_USAGE,
                    "Line %zu: text after a closing quote; write \"\" for a quote inside", r->line);
            return true;
        }
    }
    return err_set(r->err, ERR_USAGE, "Line %zu: the quote opened here is never closed", start);
}

static bool read_bare(struct reader *r)
{
    for (; r->p < r->end && *r->p != ',' && !at_newline(r); r->p++) {
        if (*r->p == '"')
            return err_set(r->err, ERR_USAGE,
                           "Line %zu: a quote inside an unquoted field; quote the whole field",
                           r->line);
        if (*r->p == '\r')
            return err_set(r->err, ERR_USAGE, "Line %zu: a carriage return without a line feed",
                           r->line);
        buf_addc(&r->field, *r->p);
    }
    return true;
}

static bool read_row(struct reader *r)
{
    struct csv_row row = {.line = r->line};
    vec_clear(&r->fields);
    for (;;) {
        buf_clear(&r->field);
        bool quoted = r->p < r->end && *r->p == '"';
        if (!(quoted ? read_quoted(r) : read_bare(r)))
            return false;
        vec_push(&r->fields, arena_strndup(r->arena, buf_str(&r->field), r->field.len));
        if (r->p >= r->end || *r->p != ',')
            break;
        r->p++;
    }
    if (r->p < r->end)
        skip_newline(r);
    row.nfields = r->fields.len;
    row.fields = arena_array(r->arena, row.nfields, sizeof *row.fields);
    memcpy(row.fields, r->fields.data, row.nfields * sizeof *row.fields);
    vec_push(&r->rows, row);
    return true;
}

static bool check_bytes(const char *data, size_t len, struct err *err)
{
    const char *nul = memchr(data, '\0', len);
    if (!nul)
        return true;
    size_t line = 1;
    for (const char *p = data; p < nul; p++)
        line += *p == '\n';
    return err_set(err, ERR_USAGE, "Line %zu: a zero byte; this is not a CSV file", line);
}

bool csv_parse(struct arena *a, const char *data, size_t len, struct csv_row **rows, size_t *nrows,
               struct err *err)
{
    *rows = NULL;
    *nrows = 0;
    if (len && !check_bytes(data, len, err))
        return false;
    if (len >= 3 && memcmp(data, BYTE_ORDER_MARK, 3) == 0) { /* spreadsheets put it there */
        data += 3;
        len -= 3;
    }
    struct reader r = {.arena = a, .p = data, .end = data + len, .line = 1, .err = err};
    bool ok = true;
    while (ok && r.p < r.end)
        ok = read_row(&r);
    if (ok && r.rows.len) {
        *nrows = r.rows.len;
        *rows = arena_array(a, r.rows.len, sizeof **rows);
        memcpy(*rows, r.rows.data, r.rows.len * sizeof **rows);
    }
    buf_release(&r.field);
    vec_release(&r.fields);
    vec_release(&r.rows);
    return ok;
}
