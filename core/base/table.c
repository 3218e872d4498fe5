/* Tables: filled once by a resource or a plan, then only read by screen, command line and tests.
 * Everything a table says lives in its arena; only the row array is apart, because it grows.
 * Filtering and sorting make an index and never touch the rows, so two panes can show one table in
 * two orders. */
#include "core/base/table.h"

#include "core/base/buf.h"
#include "core/base/mem.h"
#include "core/base/text.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct table *table_new(const struct column *columns, size_t ncolumns)
{
    struct table *t = xcalloc(1, sizeof *t);
    arena_init(&t->arena);
    t->columns = columns;
    t->ncolumns = ncolumns;
    return t;
}

/* The count is no part of what a table says, so readers may change it. */
static struct table *counted(const struct table *t)
{
    return (struct table *)(uintptr_t)t;
}

void table_hold(const struct table *t)
{
    counted(t)->holds++;
}

void table_drop(const struct table *t)
{
    table_free(counted(t));
}

void table_free(struct table *t)
{
    if (!t)
        return;
    if (t->holds > 0) { /* one owner and its holders: the last of them frees */
        t->holds--;
        return;
    }
    arena_release(&t->arena);
    free(t->rows);
    free(t);
}

static struct cell *new_cells(struct table *t)
{
    struct cell *cells = arena_array(&t->arena, t->ncolumns, sizeof *cells);
    for (size_t c = 0; c < t->ncolumns; c++)
        cells[c].value.kind = t->columns[c].kind;
    return cells;
}

static struct row *add(struct table *t, const char *key)
{
    size_t at = t->nrows + t->nfolded;
    if (at == t->cap) {
        t->cap = t->cap ? t->cap * 2 : 64;
        t->rows = xrealloc(t->rows, t->cap, sizeof *t->rows);
    }
    struct row *r = &t->rows[at];
    *r = (struct row){.key = arena_strdup(&t->arena, key), .cells = new_cells(t)};
    return r;
}

struct row *table_add_row(struct table *t, const char *key)
{
    struct row *r = add(t, key);
    t->nrows++;
    return r;
}

struct row *table_add_folded(struct table *t, size_t row, const char *key)
{
    struct row *r = add(t, key);
    r->folded_into = row + 1;
    t->nfolded++;
    return r;
}

int table_column(const struct table *t, const char *id)
{
    for (size_t c = 0; c < t->ncolumns; c++)
        if (strcmp(t->columns[c].id, id) == 0)
            return (int)c;
    return -1;
}

const struct row *table_find(const struct table *t, const char *key)
{
    for (size_t i = 0; i < t->nrows + t->nfolded; i++)
        if (strcmp(t->rows[i].key, key) == 0)
            return &t->rows[i];
    return NULL;
}

/* ---- cells ----------------------------------------------------------------------------------- */

/* Safe for the terminal, without a copy when it is the row's own key and harmless. */
static const char *safe_text(struct table *t, const struct row *r, const char *text)
{
    size_t len = strlen(text);
    if (text == r->key && text_is_plain(text, len))
        return text;
    return text_visible(&t->arena, text, len);
}

static struct value *known(struct row *r, size_t col)
{
    struct value *v = &r->cells[col].value;
    v->state = VALUE_KNOWN;
    return v;
}

void cell_text(struct table *t, struct row *r, size_t col, const char *text)
{
    if (!text) {
        cell_none(r, col);
        return;
    }
    known(r, col)->text = safe_text(t, r, text);
}

void cell_literal(struct row *r, size_t col, const char *text)
{
    known(r, col)->text = text;
}

void cell_textf(struct table *t, struct row *r, size_t col, const char *fmt, ...)
{
    char small[512];
    va_list ap;
    va_start(ap, fmt);
    int n = vsnprintf(small, sizeof small, fmt, ap);
    va_end(ap);
    if (n < 0 || (size_t)n < sizeof small) {
        cell_text(t, r, col, n < 0 ? NULL : small);
        return;
    }
    char *big = xmalloc((size_t)n + 1);
    va_start(ap, fmt);
    vsnprintf(big, (size_t)n + 1, fmt, ap);
    va_end(ap);
    cell_text(t, r, col, big);
    free(big);
}

void cell_num(struct row *r, size_t col, int64_t num)
{
    known(r, col)->num = num;
}

void cell_real(struct row *r, size_t col, double real)
{
    known(r, col)->real = real;
}

void cell_override(struct table *t, struct row *r, size_t col, const char *text)
{
    r->cells[col].value.text = safe_text(t, r, text);
}

void cell_bound(struct row *r, size_t col, enum value_bound bound)
{
    r->cells[col].value.bound = bound;
}

void cell_bounds(struct table *t, struct row *r, size_t col)
{
    const char *text = "";
    for (size_t i = 0; i < t->ncolumns; i++) {
        const struct value *v = &r->cells[i].value;
        if (v->bound != BOUND_NONE && v->state == VALUE_KNOWN)
            text = arena_printf(&t->arena, "%s%s%s%s", text, *text ? "," : "", t->columns[i].id,
                                v->bound == BOUND_LEAST ? ">=" : "<=");
    }
    cell_literal(r, col, text);
    cell_names(t, r, col);
}

void cell_rank(struct row *r, size_t col, int64_t rank)
{
    struct value *v = &r->cells[col].value;
    if (v->form == FORM_PARTS)
        v->parts->rank = rank;
    else
        v->num = rank;
    v->has_num = true;
}

void cell_yes_no(struct row *r, size_t col, int yes)
{
    r->cells[col].value.form = FORM_YES_NO;
    r->cells[col].value.num = yes;
}

void cell_number(struct table *t, struct row *r, size_t col, int64_t n)
{
    cell_literal(r, col, arena_printf(&t->arena, "%" PRId64, n));
    r->cells[col].value.form = FORM_NUMBER;
    r->cells[col].value.num = n;
}

void cell_share(struct row *r, size_t col, int32_t n, int32_t of)
{
    struct value *v = &r->cells[col].value;
    v->form = FORM_SHARE;
    v->share.n = n;
    v->share.of = of;
    v->has_num = true;
}

void cell_parts(struct table *t, struct row *r, size_t col, struct value_parts parts)
{
    struct value *v = &r->cells[col].value;
    v->form = FORM_PARTS;
    v->parts = arena_alloc(&t->arena, sizeof parts);
    *v->parts = parts;
}

static const char *ids_text(struct arena *a, const int32_t *ids, size_t n)
{
    char small[128];
    size_t len = 0;
    for (size_t i = 0; i < n && len < sizeof small - 16; i++)
        len +=
            (size_t)snprintf(small + len, sizeof small - len, i ? ",%" PRId32 : "%" PRId32, ids[i]);
    if (len < sizeof small - 16)
        return arena_strndup(a, small, len);
    struct buf b;
    buf_init(&b, 0);
    for (size_t i = 0; i < n; i++)
        buf_addf(&b, i ? ",%" PRId32 : "%" PRId32, ids[i]);
    char *text = arena_strdup(a, buf_str(&b));
    buf_release(&b);
    return text;
}

void cell_ids(struct table *t, struct row *r, size_t col, const int32_t *ids, int n)
{
    size_t known = n > 0 ? (size_t)n : 0;
    int32_t *copy = arena_array(&t->arena, known, sizeof *copy);
    if (known)
        memcpy(copy, ids, known * sizeof *copy);
    cell_parts(t, r, col,
               (struct value_parts){.kind = PARTS_NUMBERS, .n = (uint32_t)known, .numbers = copy});
    if (known)
        cell_literal(r, col, ids_text(&t->arena, ids, known));
    else
        cell_none(r, col);
}

void cell_names(struct table *t, struct row *r, size_t col)
{
    const char *text = r->cells[col].value.text;
    size_t most = 1, n = 0;
    for (const char *p = text; p && *p; p++)
        most += *p == ',';
    const char **names = arena_array(&t->arena, most, sizeof *names);
    for (const char *p = text; p && *p; p += *p == ',') {
        p += strspn(p, " ");
        size_t len = strcspn(p, ",");
        if (len)
            names[n++] = p[len] ? arena_strndup(&t->arena, p, len) : p;
        p += len;
    }
    cell_parts(t, r, col,
               (struct value_parts){.kind = PARTS_TEXTS, .n = (uint32_t)n, .texts = names});
}

void cell_note(struct table *t, struct row *r, size_t col, const char *text)
{
    cell_text(t, r, col, text ? text : "");
}

void cell_none(struct row *r, size_t col)
{
    r->cells[col].value.state = VALUE_NONE;
}

void cell_unknown(struct row *r, size_t col)
{
    r->cells[col].value.state = VALUE_UNKNOWN;
}

void cell_denied(struct row *r, size_t col)
{
    r->cells[col].value.state = VALUE_DENIED;
}

void cell_failed(struct table *t, struct row *r, size_t col, const char *why)
{
    struct value *v = &r->cells[col].value;
    v->state = VALUE_FAILED;
    v->text = why ? safe_text(t, r, why) : NULL;
}

void cell_sev(struct row *r, size_t col, enum severity sev)
{
    r->cells[col].sev = sev;
}
