/* The lines of klamm describe: units, plural forms, and that nothing known or unknown gets lost. */
#include "cli/describe_words.h"
#include "cli/prose.h"
#include "core/base/mem.h"
#include "core/resource/resource.h"
#include "tests/support/test.h"
#include "tests/unit/made_up.h"
#include "tests/unit/model_fixture.h"

#include <stdio.h>
#include <string.h>

enum { NAME, STATE, MEMBERS, LAG, MAX, IN, LOST, ODD, COLUMNS };
static const struct column columns[COLUMNS] = {
    [NAME] = {.id = "group", .title = "GROUP"},
    [STATE] = {.id = "state", .title = "STATE"},
    [MEMBERS] = {.id = "members", .title = "MEMBERS", .kind = VALUE_COUNT},
    [LAG] = {.id = "lag", .title = "LAG", .kind = VALUE_COUNT},
    [MAX] = {.id = "max_lag", .title = "MAX LAG", .kind = VALUE_COUNT},
    [IN] = {.id = "in", .title = "IN/S", .kind = VALUE_RATE},
    [LOST] = {.id = "lost", .title = "LOST", .kind = VALUE_COUNT},
    [ODD] = {.id = "odd", .title = "ODD", .kind = VALUE_COUNT},
};
static const struct prose_line lines[] = {
    {NULL, "{state}: {members:member}"},
    {"Lag", "{lag:record}|, {!lag}at most {max_lag} on one partition"},
    {"Rates", "{in}/s written|, {nothing}/s read"},
    {"Lost", "{?lost:record} deleted unread"},
    {0},
};
static const struct prose prose = {lines, (const char *const[]){"group", NULL}};

static struct table *group(int64_t members, int64_t lag)
{
    struct table *t = table_new(columns, COLUMNS);
    struct row *r = table_add_row(t, "billing");
    cell_text(t, r, NAME, "billing");
    cell_literal(r, STATE, "stable");
    cell_num(r, MEMBERS, members);
    cell_num(r, LAG, lag);
    cell_num(r, MAX, lag);
    cell_real(r, IN, 3.5);
    cell_num(r, LOST, 0);
    cell_none(r, ODD);
    return t;
}

static void assert_prose(struct table *t, size_t width, bool markdown, const char *want)
{
    struct buf b;
    buf_init(&b, 0);
    prose_add(&b, &prose, t, &t->rows[0], width, markdown);
    assert_string_equal(buf_str(&b), want);
    buf_release(&b);
    table_free(t);
}

static void test_units_and_plural_forms(void **state)
{
    (void)state;
    assert_prose(group(1, 1200), 0, false,
                 "  stable: 1 member\n"
                 "  Lag:          1,200 records, at most 1,200 on one partition\n"
                 "  Rates:        3.5/s written\n");
    assert_prose(group(2, 1), 0, true,
                 "- stable: 2 members\n- Lag: 1 record, at most 1 on one partition\n"
                 "- Rates: 3.5/s written\n");
    assert_prose(group(0, 0), 0, false,
                 "  stable: 0 members\n  Lag:          0 records\n  Rates:        3.5/s written\n");
}

static void test_wrapping(void **state)
{
    (void)state;
    assert_prose(group(1, 1200), 40, false,
                 "  stable: 1 member\n"
                 "  Lag:          1,200 records, at most\n"
                 "                1,200 on one partition\n"
                 "  Rates:        3.5/s written\n");
}

static void test_what_is_missing_is_said(void **state)
{
    (void)state;
    struct table *t = group(1, 5);
    struct row *r = &t->rows[0];
    cell_denied(r, LAG);
    cell_failed(t, r, IN, "no answer");
    cell_num(r, LOST, 7);
    cell_num(r, ODD, 3); /* a column that no line names */
    cell_unknown(r, MAX);
    assert_prose(t, 0, false,
                 "  stable: 1 member\n"
                 "  Lag:          LAG denied, MAX LAG unknown\n"
                 "  Rates:        IN/S unknown: no answer\n"
                 "  Lost:         7 records deleted unread\n"
                 "  ODD:          3\n");
}

static void described(const struct prose *p, struct table *t, char *text, size_t size)
{
    struct buf b;
    buf_init(&b, 0);
    prose_add(&b, p, t, &t->rows[0], 0, false);
    snprintf(text, size, "%s", buf_str(&b));
    buf_release(&b);
    table_free(t);
}

static void has(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("\"%s\" is not in:\n%s", part, text);
}

/* The sentence of the console, what to do next, and remarks in words: none of it twice. */
static void test_a_group_that_falls_behind(void **state)
{
    (void)state;
    struct model_fixture f;
    char text[4000];
    model_fixture_open(&f);
    struct group_listing *l = made_listing();
    made_listed(l, "billing", GROUP_STABLE);
    model_take_group_list(&f.m, l);
    model_fixture_describe(&f, "billing", GROUP_STABLE);
    f.r.in = 50, f.r.out = 20;
    f.r.done -= 500;
    model_fixture_sample(&f, "billing"); /* one sample is all that a command has by itself */
    described(&describe_group, made_table(&f.m, "groups", NULL), text, sizeof text);
    has(text, "  not enough data");
    has(text, "\n  Next:         a verdict takes samples over a minute or more: ");
    has(text, "so does klamm sample\n");
    for (int i = 0; i < 40; i++)
        model_fixture_sample(&f, "billing");
    described(&describe_group, made_table(&f.m, "groups", NULL), text, sizeof text);
    has(text, "  falling behind, +90/s: ");
    has(text, "\n  Next:         ");
    has(text, " drain it in 30 min\n");
    assert_null(strstr(text, "a verdict takes"));
    assert_null(strstr(text, "too-few-members"));
    assert_null(strstr(text, "Next: Next"));
    assert_null(strstr(text, " samples in "));
    model_fixture_close(&f);
}

static void test_a_topic(void **state)
{
    (void)state;
    struct model m;
    char text[4000];
    model_init(&m, "test");
    struct metadata *md = made_metadata(3);
    made_topic(md, "orders");
    made_partition(md, 1, "1,2", "1,2");
    made_partition(md, 2, "1,2", "1,2");
    made_partition(md, 2, "3,2", "2,3");
    metadata_seal(md);
    model_take_metadata(&m, md);
    described(&describe_topic, made_table(&m, "topics", NULL), text, sizeof text);
    has(text,
        "  3 partitions with 2 replicas each, 6/6 replicas in sync; 2 of 3 partitions are not led "
        "by their preferred replica\n");
    has(text, "\n  Leaders:      1 on broker 1, 2 on broker 2, none on broker 3\n");
    model_release(&m);
}

/* A column that was renamed would silently lose its words. */
static void assert_columns(const struct prose *p, const char *list)
{
    const struct resource *r = resource_find(list);
    static const char *const may_come[] = {"size", "lag"};
    for (const struct prose_line *l = p->lines; l->text; l++)
        for (const char *at = l->text; (at = strchr(at, '{'));) {
            char id[40];
            bool found = false;
            at += 1 + strspn(at + 1, "?!");
            snprintf(id, sizeof id, "%.*s", (int)strcspn(at, ":}"), at);
            for (size_t i = 0; i < r->ncolumns; i++)
                found = found || strcmp(r->columns[i].id, id) == 0;
            for (size_t i = 0; i < sizeof may_come / sizeof *may_come; i++)
                found = found || strcmp(may_come[i], id) == 0;
            if (!found)
                fail_msg("%s has no column %s", list, id);
        }
}

static void test_the_words_name_columns(void **state)
{
    (void)state;
    assert_columns(&describe_topic, "topics");
    assert_columns(&describe_group, "groups");
    assert_columns(&describe_broker, "brokers");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_units_and_plural_forms),
        cmocka_unit_test(test_wrapping),
        cmocka_unit_test(test_what_is_missing_is_said),
        cmocka_unit_test(test_a_group_that_falls_behind),
        cmocka_unit_test(test_a_topic),
        cmocka_unit_test(test_the_words_name_columns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
