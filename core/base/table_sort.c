/* Sorting the rows of a table, for table_order.c. A stable natural merge: lists that come sorted by
 * name, or that were sorted a moment ago, cost one pass. It sorts small records that carry the
 * row's number and a copy of its value, so that comparing two rows of a list of 100,000 does not
 * chase four pointers each. Texts are compared by a few bytes at a time, held as a number: names
 * share long beginnings, and running over those again for every comparison would cost five times as
 * much. */
#include "core/base/table_sort.h"

#include "core/base/mem.h"

#include <stdlib.h>
#include <string.h>

enum { SHORTEST_RUN = 8 };

/* Texts of equal keys count as equal: they are sorted among themselves afterwards. */
static bool after(const struct sort_item *a, const struct sort_item *b, bool descending)
{
    if (a->keyed && b->keyed)
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

/* ---- keys of texts --------------------------------------------------------------------------- */

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

/* Bytes that all texts begin with, up to the last number in them: it goes on in some. `known` of
 * them are known to be the same. */
static size_t common_prefix(const struct sort_item *items, size_t n, size_t known)
{
    const char *first = NULL;
    size_t len = 0;
    for (size_t i = 0; i < n; i++) {
        if (!has_key(&items[i]))
            continue;
        const char *text = items[i].value.text;
        if (!first) {
            first = text;
            len = known + strlen(text + known);
            continue;
        }
        size_t same = known;
        while (same < len && text[same] == first[same])
            same++;
        len = same;
    }
    while (len > 0 && is_digit(first[len - 1]))
        len--;
    return len;
}

static bool is_integer(const struct value *v)
{
    return v->state == VALUE_KNOWN && v->kind != VALUE_TEXT && v->kind != VALUE_RATE &&
           v->kind != VALUE_PERCENT;
}

static void make_keys(struct sort_item *items, size_t n, size_t prefix)
{
    for (size_t i = 0; i < n; i++) {
        const struct value *v = &items[i].value;
        if (has_key(&items[i]))
            items[i].key = text_key(v->text + prefix);
        else if (is_integer(v))
            items[i].key = (uint64_t)v->num ^ (uint64_t)1 << 63; /* negative ones first */
        else
            continue;
        items[i].keyed = true;
    }
}

static void sort_whole(struct sort_item *items, size_t n, bool descending)
{
    for (size_t i = 0; i < n; i++)
        items[i].keyed = false;
    sort_items(items, n, descending);
}

enum { FEW = 12, DEEPEST = 40 };

/* By the first bytes after what all have in common, and again so within what these bytes don't
 * distinguish. Few texts, and those whose keys get no further (very long numbers, leading zeros),
 * are compared as a whole. */
static void sort_by_keys(struct sort_item *items, size_t n, size_t prefix, bool descending,
                         int depth)
{
    make_keys(items, n, prefix);
    sort_items(items, n, descending);
    for (size_t from = 0, end; from < n; from = end) {
        end = from + 1;
        while (end < n && items[from].keyed && items[end].keyed &&
               items[end].key == items[from].key)
            end++;
        if (end - from < 2 || items[from].value.kind != VALUE_TEXT)
            continue;
        size_t longer = end - from > FEW && depth < DEEPEST
                            ? common_prefix(&items[from], end - from, prefix)
                            : prefix;
        if (longer > prefix)
            sort_by_keys(&items[from], end - from, longer, descending, depth + 1);
        else
            sort_whole(&items[from], end - from, descending);
    }
}

void table_sort(struct sort_item *items, size_t n, bool descending)
{
    sort_by_keys(items, n, common_prefix(items, n, 0), descending, 0);
}
