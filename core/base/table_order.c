/* Which rows of a table are shown, in which order.
 * The sort is a stable natural merge: lists that come sorted by name, or that were sorted a moment
 * ago, cost one pass. It sorts small records that carry the row's number and a copy of its value,
 * so that comparing two rows of a list of 100,000 does not chase four pointers each; texts also
 * bring their first bytes along as a number. */
#include "core/base/table.h"

#include "core/base/match.h"
#include "core/base/mem.h"

#include <stdlib.h>
#include <string.h>

struct sort_item {
    struct value value;
    uint64_t key; /* of a text, see text_key */
    uint32_t row;
    bool keyed;
};

enum { SHORTEST_RUN = 8 };

static bool after(const struct sort_item *a, const struct sort_item *b, bool descending)
{
    if (a->keyed && b->keyed && a->key != b->key)
        return descending ? a->key < b->key : a->key > b->key;
    return value_compare_dir(&a->value, &b->value, descending) > 0;
}

/* The end of the ascending run at `from`, which is made at least SHORTEST_RUN long. */
static size_t run_end(struct sort_item *items, size_t from, size_t n, bool descending)
{
    size_t i = from + 1;
    while (i < n && !after(&items[i - 1], &items[i], descending))
        i++;
    for (; i < n && i < from + SHORTEST_RUN; i++) {
        struct sort_item item = items[i];
        size_t k = i;
        for (; k > from && after(&items[k - 1], &item, descending); k--)
            items[k] = items[k - 1];
        items[k] = item;
    }
    return i;
}

static size_t find_runs(struct sort_item *items, size_t n, bool descending, size_t *ends)
{
    size_t runs = 0;
    for (size_t from = 0; from < n; from = ends[runs - 1])
        ends[runs++] = run_end(items, from, n, descending);
    return runs;
}

struct span {
    size_t from, mid, end;
};

static void merge(const struct sort_item *in, struct span s, struct sort_item *out, bool descending)
{
    size_t a = s.from, b = s.mid;
    while (a < s.mid && b < s.end)
        *out++ = after(&in[a], &in[b], descending) ? in[b++] : in[a++];
    memcpy(out, a < s.mid ? &in[a] : &in[b], ((s.mid - a) + (s.end - b)) * sizeof *out);
}

/* Merges runs two by two from one array into the other; `ends` then has the new ones. */
static size_t merge_runs(const struct sort_item *in, struct sort_item *out, size_t *ends,
                         size_t runs, bool descending)
{
    size_t made = 0, from = 0;
    for (size_t r = 0; r < runs; r += 2) {
        size_t mid = ends[r], end = r + 1 < runs ? ends[r + 1] : mid;
        merge(in, (struct span){from, mid, end}, out + from, descending);
        ends[made++] = end;
        from = end;
    }
    return made;
}

static void sort_items(struct sort_item *items, size_t n, bool descending)
{
    size_t *ends = xrealloc(NULL, n / SHORTEST_RUN + 1, sizeof *ends);
    size_t runs = find_runs(items, n, descending, ends);
    struct sort_item *spare = runs > 1 ? xrealloc(NULL, n, sizeof *spare) : NULL;
    struct sort_item *in = items, *out = spare;
    while (runs > 1) {
        runs = merge_runs(in, out, ends, runs, descending);
        struct sort_item *swap = in;
        in = out;
        out = swap;
    }
    if (in != items)
        memcpy(items, in, n * sizeof *items);
    free(spare);
    free(ends);
}

/* ---- keys of texts ----------------------------------------------------------------------------
 */

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

enum { KEY_BYTES = 8, LONG_NUMBER = 9 };

/* The first bytes of s, so that keys order as text_natural does wherever they differ: a number
 * becomes its length without leading zeros and then its digits. The length takes the bytes '0' to
 * '9', which keeps numbers in their place among other characters; very long ones end the key. */
static uint64_t text_key(const char *s)
{
    uint64_t key = 0;
    int left = KEY_BYTES;
    while (*s && left > 0) {
        size_t len = 0;
        if (!is_digit(*s)) {
            key = key << 8 | (unsigned char)*s++;
            left--;
            continue;
        }
        while (*s == '0')
            s++;
        while (is_digit(s[len]))
            len++;
        key = key << 8 | (unsigned char)('0' + (len < LONG_NUMBER ? len : LONG_NUMBER));
        left--;
        if (len >= LONG_NUMBER)
            break;
        for (; len > 0 && left > 0; len--, left--)
            key = key << 8 | (unsigned char)*s++;
        if (len > 0)
            break;
    }
    return left < KEY_BYTES ? key << (8 * left) : 0; /* an empty text has no bytes to move up */
}

static bool has_key(const struct sort_item *item)
{
    return item->value.kind == VALUE_TEXT && item->value.state == VALUE_KNOWN &&
           !item->value.has_num && item->value.text;
}

/* Bytes that all texts begin with, up to the last number in them: it goes on in some. */
static size_t common_prefix(const struct sort_item *items, size_t n)
{
    const char *first = NULL;
    size_t len = 0;
    for (size_t i = 0; i < n; i++) {
        if (!has_key(&items[i]))
            continue;
        const char *text = items[i].value.text;
        if (!first) {
            first = text;
            len = strlen(text);
            continue;
        }
        size_t same = 0;
        while (same < len && text[same] == first[same])
            same++;
        len = same;
    }
    while (len > 0 && is_digit(first[len - 1]))
        len--;
    return len;
}

static void make_keys(struct sort_item *items, size_t n)
{
    size_t prefix = common_prefix(items, n);
    for (size_t i = 0; i < n; i++)
        if (has_key(&items[i])) {
            items[i].key = text_key(items[i].value.text + prefix);
            items[i].keyed = true;
        }
}

/* ---- filter and sort --------------------------------------------------------------------------
 */

/* The filter's column 0 is what bare words match: it and the table's first one change places. */
static size_t bare_column(const struct table *t)
{
    for (size_t c = 0; c < t->ncolumns; c++)
        if (t->columns[c].bare)
            return c;
    return 0;
}

static size_t swapped(size_t column, size_t bare)
{
    return column == 0 ? bare : column == bare ? 0 : column;
}

struct row_under_test {
    const struct row *row;
    size_t bare;
};

static const struct value *cell_of(const void *user, size_t column)
{
    const struct row_under_test *u = user;
    return &u->row->cells[swapped(column, u->bare)].value;
}

void table_order_make(struct table_order *o, const struct table *t, const struct match *filter,
                      int sort_column, bool descending)
{
    *o = (struct table_order){0};
    if (!t->nrows)
        return;
    bool all = !filter || match_is_all(filter);
    size_t bare = bare_column(t);
    o->index = xrealloc(NULL, t->nrows, sizeof *o->index);
    for (size_t i = 0; i < t->nrows; i++)
        if (all || match_row(filter, cell_of, &(struct row_under_test){&t->rows[i], bare}))
            o->index[o->n++] = (uint32_t)i;
    if (sort_column < 0 || (size_t)sort_column >= t->ncolumns)
        return;
    struct sort_item *items = xrealloc(NULL, o->n ? o->n : 1, sizeof *items);
    for (size_t i = 0; i < o->n; i++)
        items[i] = (struct sort_item){.value = t->rows[o->index[i]].cells[sort_column].value,
                                      .row = o->index[i]};
    make_keys(items, o->n);
    sort_items(items, o->n, descending);
    for (size_t i = 0; i < o->n; i++)
        o->index[i] = items[i].row;
    free(items);
}

void table_order_release(struct table_order *o)
{
    free(o->index);
    *o = (struct table_order){0};
}

struct match *table_match(const struct table *t, const char *text, size_t *at, struct err *err)
{
    struct match_column *cols = xcalloc(t->ncolumns ? t->ncolumns : 1, sizeof *cols);
    size_t bare = bare_column(t);
    for (size_t c = 0; c < t->ncolumns; c++) {
        const struct column *from = &t->columns[swapped(c, bare)];
        cols[c] = (struct match_column){from->id, from->kind};
    }
    struct match *m = match_new(text, cols, t->ncolumns, at, err);
    free(cols);
    return m;
}
