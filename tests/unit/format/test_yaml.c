/* JSON as YAML: the same types for every reader, and nothing that could drive a terminal. */
#include "core/format/export.h"
#include "core/format/yaml.h"
#include "tests/support/test.h"

#include <stdlib.h>
#include <string.h>

static void assert_yaml(const char *json, const char *yaml)
{
    struct buf out;
    json_t *tree = json_loads(json, JSON_DECODE_ANY, NULL);
    assert_non_null(tree);
    buf_init(&out, 0);
    yaml_write(tree, &out);
    assert_string_equal(buf_str(&out), yaml);
    for (const char *p = buf_str(&out); *p; p++)
        assert_true((unsigned char)*p >= 0x20 || *p == '\n');
    buf_release(&out);
    json_decref(tree);
}

static void test_types(void **state)
{
    (void)state;
    assert_yaml(
        "{\"lag\":1204113,\"rate\":35.0,\"share\":0.25,\"since\":null,\"active\":true,"
        "\"isr\":[3,1,2],\"none\":[],\"empty\":{},\"far\":1e300,\"near\":1e-9,\"under\":-1}",
        "lag: 1204113\nrate: 35.0\nshare: 0.25\nsince: null\nactive: true\n"
        "isr: [3, 1, 2]\nnone: []\nempty: {}\nfar: 1.0e+300\nnear: 1.0e-9\nunder: -1\n");
    assert_yaml("[{\"a\":{\"count\":2,\"of\":3},\"b\":[\"x\",null]},{\"a\":null}]",
                "- a:\n    count: 2\n    of: 3\n  b:\n  - x\n  - null\n- a: null\n");
    assert_yaml("[]", "[]\n");
}

static void format(char *to, size_t size, const char *form, const char *text)
{
    size_t n = 0;
    for (; *form && n + 1 < size; form++) {
        if (form[0] == '%') {
            n += (size_t)snprintf(to + n, size - n, "%s", text);
            form++;
        } else {
            to[n++] = *form;
        }
    }
    to[n] = '\0';
}

/* In both forms %s stands for the text. */
static void assert_each(const char *texts, const char *json, const char *yaml)
{
    char *copy = strdup(texts), *rest = copy, *text;
    while ((text = strsep(&rest, "\n"))) {
        char in[160], out[160];
        format(in, sizeof in, json, text);
        format(out, sizeof out, yaml, text);
        assert_yaml(in, out);
    }
    free(copy);
}

/* What YAML 1.1 or 1.2 would take for something else. */
static void test_texts_stay_texts(void **state)
{
    static const char quoted[] = "1\n007\n0x1f\n1e3\n1_000\n-1\n+1\n.5\n.inf\nnull\nNull\n~"
                                 "\ntrue\nFALSE\nyes\nNo\non\nOFF\ny\nN\n"
                                 "<<\n=\n-\n- a\na: b\na:\n# a\na "
                                 "#b\n[a]\n{a}\n*a\n&a\n!a\n|\n>\n'a\n%a\n@a\n`a\n a\na \n?\n:\n"
                                 "12:30\n1,204\n2026-11-30T21:00:00.000Z\n1/2/3\n8 min";
    static const char bare[] =
        "orders\nUser:alice\norders.v2_x\na-b\nPLAINTEXT://host:9092\nnobody\n"
        "at min ISR (2 of 3)\ncan't be sent\nx=1\nk,v";
    (void)state;
    assert_yaml("{\"k\":\"\",\"\":1}", "k: \"\"\n\"\": 1\n");
    assert_each(quoted, "{\"k\":\"%s\",\"%s\":1}", "k: \"%s\"\n\"%s\": 1\n");
    assert_each(bare, "{\"k\":\"%s\"}", "k: %s\n");
    assert_yaml("[\"two\\nlines\",\"a\\\\b\\\"c\"]", "- \"two\\nlines\"\n- \"a\\\\b\\\"c\"\n");
}

/* Words keep their signs; an item with what a terminal must not see is in ASCII. */
static void test_hostile_texts(void **state)
{
    (void)state;
    assert_yaml("[\"lag \\u2265 3\",\"\\u2013\"]", "- lag ≥ 3\n- \"–\"\n");
    assert_yaml("{\"a\":\"\\u001b[31mred\",\"b\":\"\\u202epihs \\u2265\",\"c\":\"\\u009b2J\"}",
                "a: \"\\e[31mred\"\nb: \"\\u202Epihs \\u2265\"\nc: \"\\x9B2J\"\n");
}

static void test_rows(void **state)
{
    static const struct column columns[] = {{.id = "group", .title = "GROUP"},
                                            {.id = "lag", .title = "LAG", .kind = VALUE_COUNT},
                                            {.id = "note", .title = "NOTE"}};
    static const char *const names[] = {"billing", "bidi \xe2\x80\xae", "no"};
    struct table *t = table_new(columns, 3);
    struct buf out;
    (void)state;
    buf_init(&out, 0);
    export_write(&(struct export_what){.table = t}, EXPORT_YAML, &out);
    assert_string_equal(buf_str(&out), "[]\n");
    buf_clear(&out);
    for (size_t i = 0; i < 3; i++) {
        struct row *r = table_add_row(t, names[i]);
        cell_text(t, r, 0, r->key);
        cell_literal(r, 2, "≥ a");
        if (i == 2)
            cell_denied(r, 1);
        else
            cell_num(r, 1, 12000);
    }
    export_write(&(struct export_what){.table = t}, EXPORT_YAML, &out);
    assert_string_equal(buf_str(&out),
                        "- group: billing\n  lag: 12000\n  note: \"≥ a\"\n"
                        "- group: \"bidi \\u202E\"\n  lag: 12000\n  note: \"\\u2265 a\"\n"
                        "- group: \"no\"\n  lag: null\n  note: \"≥ a\"\n  errors:\n"
                        "    lag: denied\n");
    buf_release(&out);
    table_free(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_types),
        cmocka_unit_test(test_texts_stay_texts),
        cmocka_unit_test(test_hostile_texts),
        cmocka_unit_test(test_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
