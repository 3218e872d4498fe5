/* Linear mode: what a table says in words, and what changed in it, said once. */
#include "cli/linear_news.h"
#include "cli/linear_words.h"

#include "tests/support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct column columns[] = {
    {.id = "group", .title = "GROUP", .kind = VALUE_TEXT},
    {.id = "lag", .title = "LAG", .kind = VALUE_COUNT},
    {.id = "trend", .title = "TREND", .kind = VALUE_TEXT},
};
static const size_t all[] = {0, 1, 2};

static void signs_are_words(void **state)
{
    static const struct {
        const char *sign, *words;
    } rows[] = {{"≥ 42", "at least 42"},  {"≤ 3", "at most 3"},   {"1 → 2", "1 to 2"},
                {"● stable", "stable"},   {"6 × 3", "6 times 3"}, {"↻ rebalancing", "rebalancing"},
                {"orders-1", "orders-1"}, {"3/3", "3/3"},         {"○ empty", "empty"},
                {"3 – 4", "3, 4"}};
    struct arena a;
    (void)state;
    arena_init(&a);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        assert_string_equal(linear_words(&a, rows[i].sign), rows[i].words);
    arena_release(&a);
}

static struct table *table_of(const char *group, int64_t lag, enum severity sev)
{
    struct table *t = table_new(columns, 3);
    struct row *r = table_add_row(t, group);
    cell_text(t, r, 0, group);
    if (lag < 0)
        cell_unknown(r, 1);
    else
        cell_num(r, 1, lag);
    cell_text(t, r, 2, "⣀⣤▁"); /* only drawn */
    cell_sev(r, 1, sev);
    return t;
}

static void rows_are_sentences(void **state)
{
    struct arena a;
    (void)state;
    arena_init(&a);
    struct table *t = table_of("billing", 1234, SEV_BAD);
    assert_string_equal(linear_row(&a, t, &t->rows[0], all, 3), "critical, billing: lag 1,234");
    table_free(t);
    t = table_of("billing", -1, SEV_NONE);
    assert_string_equal(linear_row(&a, t, &t->rows[0], all, 3), "billing: lag not known yet");
    /* A number alone could be anything. */
    assert_string_equal(linear_row(&a, t, &t->rows[0], all + 1, 1), "lag not known yet");
    table_free(t);
    t = table_of("billing", 0, SEV_NONE);
    cell_none(&t->rows[0], 1); /* what there is none of need not be said */
    assert_string_equal(linear_row(&a, t, &t->rows[0], all, 3), "billing");
    table_free(t);
    assert_string_equal(linear_line(&a, "  State:        ● stable, 2 members"),
                        "State: stable, 2 members");
    assert_string_equal(linear_line(&a, "  Since:        > 29 min"), "Since: more than 29 min");
    assert_null(linear_line(&a, "  Trend:        ⣀⣤▁"));
    arena_release(&a);
}

/* Findings as they are said first, and with their meaning left out, which was said before. */
static void findings_are_sentences(void **state)
{
    static const struct column finding[] = {
        {.id = "finding", .title = "FINDING", .kind = VALUE_TEXT},
        {.id = "how_much", .title = "HOW MUCH", .kind = VALUE_TEXT},
        {.id = "meaning", .title = "MEANING", .kind = VALUE_TEXT},
        {.id = "next", .title = "NEXT", .kind = VALUE_TEXT},
    };
    static const size_t whole[] = {0, 1, 2, 3}, short_of[] = {0, 1, 3};
    struct table *t = table_new(finding, 4);
    struct row *r = table_add_row(t, "rebalancing");
    struct arena a;
    (void)state;
    arena_init(&a);
    cell_text(t, r, 0, "rebalancing");
    cell_text(t, r, 1, "again and again");
    cell_text(t, r, 2, "Little is read.");
    cell_text(t, r, 3, "look for members that come and go");
    assert_string_equal(linear_row(&a, t, r, whole, 4),
                        "rebalancing, again and again. Little is read. Next: look for members "
                        "that come and go");
    assert_string_equal(linear_row(&a, t, r, short_of, 3),
                        "rebalancing, again and again. Next: look for members that come and go");
    arena_release(&a);
    table_free(t);
}

/* What was done is a phrase of its own: no "change set retention.ms". */
static void changes_are_phrases(void **state)
{
    static const struct column change[] = {
        {.id = "object", .title = "OBJECT", .kind = VALUE_TEXT},
        {.id = "what", .title = "CHANGE", .kind = VALUE_TEXT},
        {.id = "was", .title = "WAS", .kind = VALUE_TEXT},
    };
    struct table *t = table_new(change, 3);
    struct row *r = table_add_row(t, "0");
    struct arena a;
    (void)state;
    arena_init(&a);
    cell_text(t, r, 0, "topic orders");
    cell_text(t, r, 1, "set retention.ms");
    cell_text(t, r, 2, "1d");
    assert_string_equal(linear_row(&a, t, r, all, 3), "topic orders, set retention.ms, was 1d");
    arena_release(&a);
    table_free(t);
}

/* Topics that are compared are heads of columns. */
static void names_in_heads_stay(void **state)
{
    static const struct column topic = {.title = "Orders"}, head = {.title = "FALLS BACK TO"};
    struct arena a;
    (void)state;
    arena_init(&a);
    assert_string_equal(linear_title(&a, &topic), "Orders");
    assert_string_equal(linear_title(&a, &head), "falls back to");
    arena_release(&a);
}

/* What is printed for a table, into `out`; the number of lines is the function's own. */
static size_t say(struct linear_news *n, struct table *t, char *out, size_t size)
{
    struct linear_columns c = {all, 3};
    int saved = dup(STDOUT_FILENO);
    FILE *f = tmpfile();
    assert_non_null(f);
    fflush(stdout);
    dup2(fileno(f), STDOUT_FILENO);
    size_t lines = linear_news_say(n, t, c, c);
    fflush(stdout);
    dup2(saved, STDOUT_FILENO);
    close(saved);
    rewind(f);
    size_t len = fread(out, 1, size - 1, f);
    out[len] = '\0';
    fclose(f);
    table_free(t);
    return lines;
}

static void changes_are_said_once(void **state)
{
    struct linear_news n;
    char out[500];
    (void)state;
    linear_news_init(&n);
    assert_int_equal(say(&n, table_of("billing", 10, SEV_NONE), out, sizeof out), 0);
    assert_string_equal(out, ""); /* the first look only learns */
    assert_int_equal(say(&n, table_of("billing", 12, SEV_NONE), out, sizeof out), 1);
    assert_string_equal(out, "billing: lag 12, was 10\n");
    assert_int_equal(say(&n, table_of("billing", 12, SEV_NONE), out, sizeof out), 0);
    assert_string_equal(out, "");
    assert_int_equal(say(&n, table_of("audit", 5, SEV_WARN), out, sizeof out), 2);
    assert_string_equal(out, "New: warning, audit: lag 5\nNo longer: billing\n");
    linear_news_release(&n);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(signs_are_words),        cmocka_unit_test(rows_are_sentences),
        cmocka_unit_test(findings_are_sentences), cmocka_unit_test(changes_are_phrases),
        cmocka_unit_test(names_in_heads_stay),    cmocka_unit_test(changes_are_said_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
