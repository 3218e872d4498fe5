/* Filtering and sorting 100,000 rows, next to bounds measured on the same strings in the same run:
 * for filters one memmem over each name, for sorts qsort of a plain array of the values. */
#include "core/base/match.h"
#include "core/base/mem.h"
#include "core/base/table.h"
#include "core/base/table_order.h"
#include "tests/support/figure.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS = 100000, TIMES = 9, NAME = 0, LAG = 1 };

static const struct column columns[] = {
    {.id = "topic", .title = "TOPIC", .kind = VALUE_TEXT},
    {.id = "lag", .title = "LAG", .kind = VALUE_COUNT},
    {.id = "owner", .title = "OWNER", .kind = VALUE_TEXT},
};

static struct {
    const char *text;
    int64_t lag;
} plain[ROWS];
static const char *texts[ROWS];
static int64_t numbers[ROWS];

static uint32_t next_random(uint32_t *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 8;
}

/* Names as companies have them: a few dozen prefixes, then numbers, in no order. */
static struct table *make_table(void)
{
    static const char *const area[] = {"orders", "payments", "billing",  "shipping",
                                       "audit",  "clicks",   "sessions", "inventory"};
    static const char *const kind[] = {"events", "commands", "state", "dlq", "retry"};
    struct table *t = table_new(columns, sizeof columns / sizeof *columns);
    uint32_t seed = 20;
    char name[128];
    for (int i = 0; i < ROWS; i++) {
        uint32_t r = next_random(&seed);
        snprintf(name, sizeof name, "eu-prod.%s.%s.v%u-%u", area[r % 8], kind[r / 8 % 5],
                 r / 64 % 4, next_random(&seed) % 1000000);
        struct row *row = table_add_row(t, name);
        plain[i].lag = (int64_t)next_random(&seed) * 37;
        cell_text(t, row, NAME, row->key);
        cell_num(row, LAG, plain[i].lag);
        cell_text(t, row, 2, i % 3 ? "consumer-a" : "consumer-b");
        plain[i].text = row->key;
    }
    return t;
}

static void measure_order(const char *name, const struct table *t, const char *filter, int column)
{
    double took[TIMES];
    struct err err = {0};
    size_t at, found = 0;
    for (int i = 0; i < TIMES; i++) {
        struct table_order o;
        double start = figure_now_ms();
        struct match *m = filter ? table_match(t, filter, &at, &err) : NULL;
        if (!table_order_make(&o, t, m, column, false, &err))
            fprintf(stderr, "bench: %s\n", err.msg);
        took[i] = figure_now_ms() - start;
        found = o.n;
        table_order_release(&o);
        match_free(m);
    }
    if (found == 0) {
        fprintf(stderr, "bench: filter '%s' found nothing\n", filter ? filter : "");
        exit(1);
    }
    figure_spread(NULL, name, took, TIMES);
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static int by_number(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
    return (x > y) - (x < y);
}

static void bound_sort(const char *name, bool text)
{
    double took[TIMES];
    for (int i = 0; i < TIMES; i++) {
        for (size_t k = 0; k < ROWS; k++) {
            texts[k] = plain[k].text;
            numbers[k] = plain[k].lag;
        }
        double start = figure_now_ms();
        if (text)
            qsort(texts, ROWS, sizeof *texts, by_text);
        else
            qsort(numbers, ROWS, sizeof *numbers, by_number);
        took[i] = figure_now_ms() - start;
    }
    figure_spread(NULL, name, took, TIMES);
}

static void bound_scan(const char *name, const char *needle)
{
    double took[TIMES];
    volatile size_t found = 0; /* or the compiler would leave the scan out */
    for (int i = 0; i < TIMES; i++) {
        size_t n = 0;
        double start = figure_now_ms();
        for (size_t k = 0; k < ROWS; k++)
            n += memmem(plain[k].text, strlen(plain[k].text), needle, strlen(needle)) != NULL;
        found = n;
        took[i] = figure_now_ms() - start;
    }
    if (found == 0)
        exit(1);
    figure_spread(NULL, name, took, TIMES);
}

int main(void)
{
    struct table *t = make_table();
    measure_order("filter.word", t, "audit.dlq", -1);
    bound_scan("filter.word.bound", "audit.dlq");
    measure_order("filter.number", t, "lag>1M", -1);
    measure_order("filter.two", t, "dlq lag>1M !v3", -1);
    measure_order("sort.text", t, NULL, NAME);
    bound_sort("sort.text.bound", true);
    measure_order("sort.number", t, NULL, LAG);
    bound_sort("sort.number.bound", false);
    table_free(t);
    return 0;
}
