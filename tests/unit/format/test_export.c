/* Tables as text: aligned, JSON, CSV, Markdown, names; typed values, and nothing that could drive a
 * terminal in any of them. */
#include "core/base/table_order.h"
#include "core/format/export.h"
#include "tests/support/test.h"

#include <jansson.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { NAME, LAG, RATE, SINCE, ACTIVE, NOTE, HIDDEN, COLUMNS };
static const struct column columns[COLUMNS] = {
    [NAME] = {.id = "group", .title = "GROUP", .max_width = 12},
    [LAG] = {.id = "lag", .title = "LAG", .kind = VALUE_COUNT},
    [RATE] = {.id = "rate", .title = "IN/S", .kind = VALUE_RATE, .priority = 3},
    [SINCE] = {.id = "since", .title = "SINCE", .kind = VALUE_INSTANT, .priority = 3},
    [ACTIVE] = {.id = "active", .title = "ACTIVE", .kind = VALUE_BOOL, .priority = 3},
    [NOTE] = {.id = "note", .title = "NOTE"},
    [HIDDEN] = {.id = "hidden", .title = "HIDDEN", .hidden = true},
};

static struct row *add(struct table *t, const char *name)
{
    struct row *r = table_add_row(t, name);
    cell_text(t, r, NAME, r->key);
    cell_literal(r, NOTE, "");
    return r;
}

static struct table *sample(void)
{
    struct table *t = table_new(columns, COLUMNS);
    struct row *r = add(t, "billing");
    cell_num(r, LAG, 1204113);
    cell_real(r, RATE, 0.5);
    cell_num(r, SINCE, 1700000000123);
    cell_num(r, ACTIVE, 1);
    r = add(t, "evil\033]0;x\a|a,b\"c");
    cell_none(r, LAG);
    cell_denied(r, RATE);
    cell_failed(t, r, SINCE, "no answer");
    cell_num(r, ACTIVE, 0);
    cell_literal(r, NOTE, "two words");
    return t;
}

static char *written(const struct export_what *w, enum export_format f)
{
    struct buf out;
    buf_init(&out, 0);
    export_write(w, f, &out);
    for (const char *p = buf_str(&out); *p; p++)
        if ((unsigned char)*p < 0x20 && *p != '\n')
            fail_msg("a control byte %02x in format %s", (unsigned char)*p, export_format_names[f]);
    assert_int_equal(strlen(buf_str(&out)), out.len);
    return buf_take(&out);
}

static void test_aligned(void **state)
{
    (void)state;
    struct table *t = sample();
    char *s = written(&(struct export_what){.table = t}, EXPORT_TABLE);
    assert_string_equal(s, "GROUP               LAG  NOTE\n"
                           "billing       1,204,113\n"
                           "evil\\e]0;x\\…          –  two words\n");
    free(s);
    s = written(&(struct export_what){.table = t, .no_headers = true}, EXPORT_WIDE);
    assert_null(strstr(s, "GROUP"));
    assert_non_null(strstr(s, "evil\\e]0;x\\a|a,b\"c")); /* wide cuts nothing */
    assert_non_null(strstr(s, "denied"));
    free(s);
    table_free(t);
}

/* A name is printed whole; where few are long, the others' rows stay narrow. */
static void test_long_names(void **state)
{
    static const struct column two[] = {{.id = "topic", .title = "TOPIC"},
                                        {.id = "lag", .title = "LAG", .kind = VALUE_COUNT}};
    char names[5][100], want[600];
    struct table *t = table_new(two, 2);
    (void)state;
    for (int i = 0; i < 5; i++) {
        memset(names[i], 'a' + i, 60);
        names[i][i == 2 ? 60 : 6] = '\0';
        struct row *r = table_add_row(t, names[i]);
        cell_text(t, r, 0, r->key);
        cell_num(r, 1, i);
    }
    char *s = written(&(struct export_what){.table = t}, EXPORT_TABLE);
    snprintf(want, sizeof want, "TOPIC   LAG\n%s    0\n%s    1\n%s    2\n%s    3\n%s    4\n",
             names[0], names[1], names[2], names[3], names[4]);
    assert_string_equal(s, want);
    free(s);
    names[3][60] = '\0';
    memset(names[3], 'd', 60); /* two of five are not few */
    cell_text(t, &t->rows[3], 0, names[3]);
    s = written(&(struct export_what){.table = t}, EXPORT_TABLE);
    snprintf(want, sizeof want, "TOPIC%*s  LAG\n%s%*s    0\n", 55, "", names[0], 54, "");
    assert_true(strncmp(s, want, strlen(want)) == 0);
    free(s);
    table_free(t);
}

/* Sentences in a pipe: the columns after a long one stay where their heads are. */
static void test_even_columns(void **state)
{
    static const struct column two[] = {{.id = "how_much", .title = "HOW MUCH"},
                                        {.id = "next", .title = "NEXT"}};
    struct table *t = table_new(two, 2);
    char line[61], want[400];
    (void)state;
    memset(line, 'x', 60);
    line[60] = '\0';
    for (int i = 0; i < 5; i++) {
        struct row *r = table_add_row(t, (const char *const[]){"a", "b", "c", "d", "e"}[i]);
        cell_text(t, r, 0, i ? "short" : line);
        cell_literal(r, 1, "do");
    }
    char *s = written(&(struct export_what){.table = t, .even = true, .whole = true}, EXPORT_TABLE);
    snprintf(want, sizeof want, "HOW MUCH%52s  NEXT\n%s  do\nshort%55s  do\n", "", line, "");
    assert_int_equal(strncmp(s, want, strlen(want)), 0);
    free(s);
    table_free(t);
}

/* What was measured has no eleven decimals, and what is little is not nothing. */
static void test_json_rates_are_rounded(void **state)
{
    (void)state;
    static const struct {
        double rate;
        const char *json;
    } all[] = {{2.68338066791, "\"rate\":2.683,"},
               {1e6 / 3, "\"rate\":333333.333,"},
               {0.0414159, "\"rate\":0.0414,"},
               {0.000041234, "\"rate\":4.12e"},
               {0, "\"rate\":0.0,"},
               {0.5, "\"rate\":0.5,"}};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        struct table *t = sample();
        cell_real(&t->rows[0], RATE, all[i].rate);
        char *s = written(&(struct export_what){.table = t}, EXPORT_JSON);
        if (!strstr(s, all[i].json))
            fail_msg("%s is not in %s", all[i].json, s);
        free(s);
        table_free(t);
    }
}

static void test_json(void **state)
{
    (void)state;
    struct table *t = sample();
    char *s = written(&(struct export_what){.table = t}, EXPORT_JSON);
    json_t *list = json_loads(s, 0, NULL);
    assert_int_equal(json_array_size(list), 2);
    json_t *a = json_array_get(list, 0), *b = json_array_get(list, 1);
    assert_int_equal(json_integer_value(json_object_get(a, "lag")), 1204113);
    assert_float_equal(json_real_value(json_object_get(a, "rate")), 0.5, 1e-9);
    assert_string_equal(json_string_value(json_object_get(a, "since")), "2023-11-14T22:13:20.123Z");
    assert_true(json_is_true(json_object_get(a, "active")));
    assert_string_equal(json_string_value(json_object_get(a, "note")), ""); /* nothing to say */
    assert_null(json_object_get(a, "errors"));
    assert_string_equal(json_string_value(json_object_get(b, "group")),
                        "evil\033]0;x\a|a,b\"c"); /* as the cluster spells it */
    assert_true(json_is_null(json_object_get(b, "lag")));
    json_t *errors = json_object_get(b, "errors");
    assert_string_equal(json_string_value(json_object_get(errors, "rate")), "denied");
    assert_string_equal(json_string_value(json_object_get(errors, "since")), "no answer");
    assert_true(json_is_false(json_object_get(b, "active")));
    json_decref(list);
    free(s);
    table_free(t);
}

/* Texts that stand for something: people read words, machines get what they stand for. */
static void test_json_of_what_texts_stand_for(void **state)
{
    enum { SHARE, LIST, COUNTS, NAMES, LISTS, YES, NUMBER, TREND, FORMS };
    static const struct column forms[FORMS] = {
        [SHARE] = {.id = "share", .title = "SHARE"},    [LIST] = {.id = "list", .title = "LIST"},
        [COUNTS] = {.id = "counts", .title = "COUNTS"}, [NAMES] = {.id = "names", .title = "NAMES"},
        [LISTS] = {.id = "lists", .title = "LISTS"},    [YES] = {.id = "yes", .title = "YES"},
        [NUMBER] = {.id = "number", .title = "NUMBER"}, [TREND] = {.id = "trend", .title = "TREND"},
    };
    static const int32_t ids[] = {3, 1, 2}, counts[] = {1, 4, 2, 0};
    static const struct value_list lists[] = {{"orders", ids, 2}, {"audit", ids + 2, 1}};
    (void)state;
    struct table *t = table_new(forms, FORMS);
    struct row *r = table_add_row(t, "known");
    cell_literal(r, SHARE, "2 of 3");
    cell_share(r, SHARE, 2, 3);
    cell_ids(t, r, LIST, ids, 3);
    cell_literal(r, COUNTS, "4 0");
    cell_parts(t, r, COUNTS, (struct value_parts){.kind = PARTS_COUNTS, .n = 2, .numbers = counts});
    cell_literal(r, NAMES, "Read, Write,All");
    cell_names(t, r, NAMES);
    cell_literal(r, LISTS, "orders 3,1; audit 2");
    cell_parts(t, r, LISTS, (struct value_parts){.kind = PARTS_LISTS, .n = 2, .lists = lists});
    cell_literal(r, YES, "denied");
    cell_yes_no(r, YES, 0);
    cell_number(t, r, NUMBER, 12);
    static const double flow[] = {0.5, NAN, 12};
    cell_literal(r, TREND, "▁ █");
    cell_parts(t, r, TREND, (struct value_parts){.kind = PARTS_REALS, .n = 3, .reals = flow});
    r = table_add_row(t, "none");
    cell_ids(t, r, LIST, NULL, 0);
    cell_literal(r, NAMES, "");
    cell_names(t, r, NAMES);
    cell_literal(r, YES, "not known");
    cell_yes_no(r, YES, -1);
    table_add_row(t, "unknown");
    char *s = written(&(struct export_what){.table = t}, EXPORT_JSONL);
    assert_string_equal(
        s, "{\"share\":{\"count\":2,\"of\":3},\"list\":[3,1,2],\"counts\":{\"1\":4,\"2\":0},"
           "\"names\":[\"Read\",\"Write\",\"All\"],\"lists\":{\"orders\":[3,1],\"audit\":[2]},"
           "\"yes\":false,\"number\":12,\"trend\":[0.5,null,12.0]}\n"
           "{\"share\":null,\"list\":[],\"counts\":null,\"names\":[],\"lists\":null,\"yes\":null,"
           "\"number\":null,\"trend\":null}\n"
           "{\"share\":null,\"list\":null,\"counts\":null,\"names\":null,\"lists\":null,"
           "\"yes\":null,\"number\":null,\"trend\":null}\n");
    free(s);
    s = written(&(struct export_what){.table = t}, EXPORT_CSV); /* the words, as on the screen */
    assert_non_null(strstr(s, "\n2 of 3,\"3,1,2\",4 0,\"Read, Write,All\",\"orders 3,1; audit 2\","
                              "denied,12,▁ █\n"));
    free(s);
    table_free(t);
}

static void test_json_of_names_that_terminals_obey(void **state)
{
    (void)state;
    static const char *const names[] = {"c1 \302\2332J", "bidi \xe2\x80\xae", "bytes \xff\xfe"};
    struct table *t = table_new(columns, COLUMNS);
    for (size_t i = 0; i < 3; i++)
        add(t, names[i]);
    char *s = written(&(struct export_what){.table = t}, EXPORT_JSONL);
    for (const char *p = s; *p; p++)
        assert_true((unsigned char)*p < 0x80);
    json_t *o = json_loads(strchr(s, '\n') + 1, JSON_DISABLE_EOF_CHECK, NULL);
    assert_string_equal(json_string_value(json_object_get(o, "group")), names[1]);
    json_decref(o);
    free(s);
    table_free(t);
}

static void test_empty_lists(void **state)
{
    (void)state;
    struct table *t = table_new(columns, COLUMNS);
    char *s = written(&(struct export_what){.table = t}, EXPORT_JSON);
    assert_string_equal(s, "[]\n");
    free(s);
    s = written(&(struct export_what){.table = t}, EXPORT_JSONL);
    assert_string_equal(s, "");
    free(s);
    s = written(&(struct export_what){.table = t}, EXPORT_CSV);
    assert_string_equal(s, "group,lag,rate,since,active,note,hidden\n");
    free(s);
    s = written(&(struct export_what){.table = t}, EXPORT_TABLE);
    assert_string_equal(s, "");
    free(s);
    table_free(t);
}

static void test_csv_markdown_and_names(void **state)
{
    (void)state;
    struct table *t = sample();
    static const size_t cols[] = {LAG, NAME};
    struct export_what w = {.table = t, .columns = cols, .ncolumns = 2};
    char *s = written(&w, EXPORT_CSV);
    assert_string_equal(s, "lag,group\n1204113,billing\n\"\",\"evil\\e]0;x\\a|a,b\"\"c\"\n");
    free(s);
    s = written(&w, EXPORT_MARKDOWN);
    assert_string_equal(s, "| LAG | GROUP |\n|---:|---|\n| 1,204,113 | billing |\n"
                           "| – | evil\\\\e\\]0;x\\\\a\\|a,b\"c |\n");
    free(s);
    s = written(&w, EXPORT_NAME);
    assert_string_equal(s, "billing\nevil\\e]0;x\\a|a,b\"c\n");
    free(s);
    table_free(t);
}

static void test_order_and_colour(void **state)
{
    (void)state;
    struct table *t = sample();
    struct table_order o;
    static const size_t cols[] = {NAME};
    table_order_all(&o, t, NAME, true);
    cell_sev(&t->rows[0], NAME, SEV_BAD);
    struct export_what w = {.table = t, .order = &o, .columns = cols, .ncolumns = 1};
    char *s = written(&w, EXPORT_NAME);
    assert_true(strstr(s, "evil") < strstr(s, "billing"));
    free(s);
    struct buf out;
    buf_init(&out, 0);
    w.colour = true;
    export_write(&w, EXPORT_TABLE, &out);
    assert_non_null(strstr(buf_str(&out), "\033[31mbilling\033[0m\n"));
    buf_release(&out);
    table_order_release(&o);
    table_free(t);
}

static void test_format_names(void **state)
{
    (void)state;
    enum export_format f;
    struct err err;
    for (int i = 0; export_format_names[i]; i++) {
        assert_true(export_format_parse(export_format_names[i], &f, &err));
        assert_int_equal(f, i);
        assert_non_null(export_format_suffix(f));
    }
    assert_true(export_format_parse("md", &f, &err));
    assert_int_equal(f, EXPORT_MARKDOWN);
    assert_false(export_format_parse("toml", &f, &err));
    assert_int_equal(err.kind, ERR_USAGE);
}

/* A filter that nothing passes: no header over nothing, either. */
static void test_no_row_left(void **state)
{
    (void)state;
    struct table *t = sample();
    struct table_order none = {0};
    char *s = written(&(struct export_what){.table = t, .order = &none}, EXPORT_TABLE);
    assert_true(!s || !*s);
    free(s);
    s = written(&(struct export_what){.table = t, .order = &none}, EXPORT_JSON);
    assert_string_equal(s, "[]\n");
    free(s);
    table_free(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_aligned),
        cmocka_unit_test(test_long_names),
        cmocka_unit_test(test_even_columns),
        cmocka_unit_test(test_json),
        cmocka_unit_test(test_json_rates_are_rounded),
        cmocka_unit_test(test_json_of_what_texts_stand_for),
        cmocka_unit_test(test_json_of_names_that_terminals_obey),
        cmocka_unit_test(test_empty_lists),
        cmocka_unit_test(test_no_row_left),
        cmocka_unit_test(test_csv_markdown_and_names),
        cmocka_unit_test(test_order_and_colour),
        cmocka_unit_test(test_format_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
