/* Tables as text. Every writer goes over the same rows and columns and asks the cell for its
 * display or its machine form; what differs is only the frame around it. Cells hold display-safe
 * text, so nothing written here can drive a terminal. */
#include "core/format/export.h"

#include "core/base/csv.h"
#include "core/base/mem.h"
#include "core/base/text.h"
#include "core/base/text_width.h"
#include "core/format/export_impl.h"
#include "core/format/export_json.h"
#include "core/format/yaml.h"

#include <stdlib.h>
#include <string.h>

enum {
    TABLE_PRIORITY = 2, /* plain tables leave out what matters less */
    LONG = 48,          /* columns */
    FEW = 4             /* at most one row in 4 */
};

const char *const export_format_names[] = {"table", "wide",     "json", "jsonl", "yaml",
                                           "csv",   "markdown", "name", NULL};

bool export_for_people(enum export_format f)
{
    return f == EXPORT_TABLE || f == EXPORT_WIDE || f == EXPORT_MARKDOWN;
}

bool export_is_tree(enum export_format f)
{
    return f == EXPORT_JSON || f == EXPORT_YAML;
}

void export_tree(const json_t *tree, enum export_format f, struct buf *out)
{
    if (f == EXPORT_YAML) {
        yaml_write(tree, out);
        return;
    }
    char *text = json_dumps(tree, JSON_INDENT(1) | JSON_ENSURE_ASCII | JSON_REAL_PRECISION(12));
    buf_adds(out, text ? text : "null");
    buf_addc(out, '\n');
    free(text);
}

bool export_format_parse(const char *name, enum export_format *out, struct err *err)
{
    if (strcmp(name, "md") == 0)
        name = "markdown";
    for (int i = 0; export_format_names[i]; i++)
        if (strcmp(export_format_names[i], name) == 0) {
            *out = (enum export_format)i;
            return true;
        }
    return err_set(err, ERR_USAGE,
                   "there is no format \"%s\": table, wide, json, jsonl, yaml, csv, markdown or "
                   "name",
                   name);
}

const char *export_format_suffix(enum export_format f)
{
    static const char *const suffixes[] = {"txt",  "txt", "json", "jsonl",
                                           "yaml", "csv", "md",   "txt"};
    return suffixes[f];
}

/* For people, what fits side by side; what needs facts of every group is read only when named. */
bool export_is_plain(const struct column *c)
{
    return !c->hidden && !c->costliest && c->priority <= TABLE_PRIORITY;
}

size_t *export_columns(const struct table *t, enum export_format f, size_t *n)
{
    bool people = f == EXPORT_TABLE || f == EXPORT_MARKDOWN;
    size_t *list = xcalloc(t->ncolumns ? t->ncolumns : 1, sizeof *list);
    *n = 0;
    for (size_t c = 0; c < t->ncolumns; c++)
        if (!people || export_is_plain(&t->columns[c]))
            list[(*n)++] = c;
    return list;
}

size_t export_rows(const struct export_what *w)
{
    return w->order ? w->order->n : w->table->nrows;
}

const struct row *export_row(const struct export_what *w, size_t i)
{
    return &w->table->rows[w->order ? w->order->index[i] : i];
}

/* ---- aligned columns ------------------------------------------------------------------------- */

static bool right_aligned(const struct column *c)
{
    return c->kind != VALUE_TEXT && c->kind != VALUE_BOOL && c->kind != VALUE_INSTANT && !c->left;
}

static const char *display(const struct export_what *w, const struct row *r, size_t col,
                           enum export_format f, struct arena *a)
{
    const char *text = value_display(&r->cells[col].value, a);
    int max = w->table->columns[col].max_width;
    if (f == EXPORT_TABLE && !w->whole && max > 0 && text_width(text) > (size_t)max)
        return text_ellipsize(a, text, (size_t)max, false);
    return text;
}

static void add_padding(struct buf *out, size_t n)
{
    while (n-- > 0)
        buf_addc(out, ' ');
}

static const char *sgr_of(enum severity s)
{
    switch (s) {
    case SEV_GOOD:
        return "\033[32m";
    case SEV_MUTED:
        return "\033[2m";
    case SEV_WARN:
        return "\033[33m";
    case SEV_BAD:
        return "\033[31m";
    case SEV_NONE:
    case SEV_INFO:
        break;
    }
    return NULL;
}

struct aligned {
    const struct export_what *w;
    const size_t *cols;
    size_t n;
    size_t *widths;
    struct buf *out;
};

static void add_aligned(const struct aligned *al, size_t i, const char *text, const char *sgr)
{
    size_t width = text_width(text);
    size_t pad = al->widths[i] > width ? al->widths[i] - width : 0;
    bool right = right_aligned(&al->w->table->columns[al->cols[i]]);
    if (i)
        buf_adds(al->out, "  ");
    if (right)
        add_padding(al->out, pad);
    if (sgr)
        buf_adds(al->out, sgr);
    buf_adds(al->out, text);
    if (sgr)
        buf_adds(al->out, "\033[0m");
    if (!right && i + 1 < al->n) /* no blanks at the end of a line */
        add_padding(al->out, pad);
}

/* The width of one column: that of its widest cell. Where few are longer than LONG, those push the
 * rest of their own row aside and leave all others narrow: names are printed whole. */
static size_t width_of(const struct aligned *al, size_t i, enum export_format f)
{
    const struct column *c = &al->w->table->columns[al->cols[i]];
    size_t title = al->w->no_headers ? 0 : text_width(c->title);
    size_t most = title, usual = title, nlong = 0, rows = export_rows(al->w);
    for (size_t r = 0; r < rows; r++) {
        struct arena a;
        arena_init(&a);
        size_t width = text_width(display(al->w, export_row(al->w, r), al->cols[i], f, &a));
        arena_release(&a);
        nlong += width > LONG;
        if (width > most)
            most = width;
        if (width <= LONG && width > usual)
            usual = width;
    }
    return nlong * FEW <= rows && !right_aligned(c) && !al->w->even ? usual : most;
}

static void measure(const struct aligned *al, enum export_format f)
{
    for (size_t i = 0; i < al->n; i++)
        al->widths[i] = width_of(al, i, f);
}

/* An empty last cell leaves the padding of the one before it. */
static void end_line(struct buf *out)
{
    while (out->len && out->data[out->len - 1] == ' ')
        buf_erase(out, out->len - 1, 1);
    buf_addc(out, '\n');
}

static void add_row(const struct aligned *al, const struct row *r, enum export_format f)
{
    struct arena a;
    arena_init(&a);
    for (size_t i = 0; i < al->n; i++) {
        const struct cell *c = &r->cells[al->cols[i]];
        enum severity sev = c->sev != SEV_NONE ? c->sev : r->sev;
        add_aligned(al, i, display(al->w, r, al->cols[i], f, &a),
                    al->w->colour ? sgr_of(sev) : NULL);
    }
    end_line(al->out);
    arena_release(&a);
}

static void write_aligned(const struct export_what *w, enum export_format f, const size_t *cols,
                          size_t n, struct buf *out)
{
    if (export_rows(w) == 0)
        return; /* a header over nothing helps no one; the note says why */
    struct aligned al = {w, cols, n, xcalloc(n ? n : 1, sizeof(size_t)), out};
    measure(&al, f);
    if (!w->no_headers) {
        for (size_t i = 0; i < n; i++)
            add_aligned(&al, i, w->table->columns[cols[i]].title, NULL);
        buf_addc(out, '\n');
    }
    for (size_t r = 0; r < export_rows(w); r++)
        add_row(&al, export_row(w, r), f);
    free(al.widths);
}

/* ---- CSV, Markdown, names -------------------------------------------------------------------- */

static void write_csv(const struct export_what *w, const size_t *cols, size_t n, struct buf *out)
{
    for (size_t i = 0; i < n && !w->no_headers; i++)
        csv_add(out, w->table->columns[cols[i]].id, i == 0);
    if (!w->no_headers)
        buf_addc(out, '\n');
    for (size_t r = 0; r < export_rows(w); r++) {
        struct arena a;
        arena_init(&a);
        for (size_t i = 0; i < n; i++)
            csv_add(out, value_plain(&export_row(w, r)->cells[cols[i]].value, &a), i == 0);
        buf_addc(out, '\n');
        arena_release(&a);
    }
}

/* A bar would end the cell, and names like a_b_c or <x> would become markup. */
static void add_markdown(struct buf *out, const char *text)
{
    for (; *text; text++) {
        if (strchr("|\\*_`<>[]#", *text))
            buf_addc(out, '\\');
        buf_addc(out, *text);
    }
}

static void write_markdown(const struct export_what *w, const size_t *cols, size_t n,
                           struct buf *out)
{
    for (size_t i = 0; i < n; i++) {
        buf_adds(out, i ? " | " : "| ");
        add_markdown(out, w->table->columns[cols[i]].title);
    }
    buf_adds(out, " |\n");
    for (size_t i = 0; i < n; i++)
        buf_adds(out, right_aligned(&w->table->columns[cols[i]]) ? "|---:" : "|---");
    buf_adds(out, "|\n");
    for (size_t r = 0; r < export_rows(w); r++) {
        struct arena a;
        arena_init(&a);
        for (size_t i = 0; i < n; i++) {
            buf_adds(out, i ? " | " : "| ");
            add_markdown(out, value_display(&export_row(w, r)->cells[cols[i]].value, &a));
        }
        buf_adds(out, " |\n");
        arena_release(&a);
    }
}

const char *export_row_name(const struct table *t, const struct row *r, struct arena *a)
{
    int id = table_column(t, "id");
    if (text_is_plain(r->key, strlen(r->key)))
        return r->key;
    return value_display(&r->cells[id < 0 ? 0 : id].value, a);
}

static void write_names(const struct export_what *w, struct buf *out)
{
    for (size_t i = 0; i < export_rows(w); i++) {
        struct arena a;
        arena_init(&a);
        buf_adds(out, export_row_name(w->table, export_row(w, i), &a));
        buf_addc(out, '\n');
        arena_release(&a);
    }
}

void export_write(const struct export_what *what, enum export_format f, struct buf *out)
{
    size_t n = what->ncolumns;
    size_t *own = what->columns ? NULL : export_columns(what->table, f, &n);
    const size_t *cols = what->columns ? what->columns : own;
    switch (f) {
    case EXPORT_TABLE:
    case EXPORT_WIDE:
        write_aligned(what, f, cols, n, out);
        break;
    case EXPORT_JSON:
    case EXPORT_JSONL:
        export_json(what, cols, n, f == EXPORT_JSONL, out);
        break;
    case EXPORT_YAML:
        export_yaml(what, cols, n, out);
        break;
    case EXPORT_CSV:
        write_csv(what, cols, n, out);
        break;
    case EXPORT_MARKDOWN:
        write_markdown(what, cols, n, out);
        break;
    case EXPORT_NAME:
        write_names(what, out);
        break;
    }
    free(own);
}
