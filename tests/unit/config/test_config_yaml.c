/* The YAML helper: places, wording, and files made to hurt. */
#include "core/config/yaml.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/config/yaml_typed.h"
#include "tests/support/test.h"

struct fixture {
    struct yaml_tree tree;
    struct problems problems;
    bool ok;
};

static void load_n(struct fixture *f, const char *text, size_t len)
{
    problems_init(&f->problems);
    f->ok = yaml_tree_load(&f->tree, "t.yaml", text, len, &f->problems);
}

static void load(struct fixture *f, const char *text)
{
    load_n(f, text, strlen(text));
}

static void drop(struct fixture *f)
{
    yaml_tree_release(&f->tree);
    problems_release(&f->problems);
}

static void refuses_n(const char *text, size_t len, const char *message)
{
    struct fixture f;
    load_n(&f, text, len);
    assert_false(f.ok);
    assert_int_equal(f.problems.len, 1);
    assert_string_equal(f.problems.data[0].text, message);
    drop(&f);
}

static void refuses(const char *text, const char *message)
{
    refuses_n(text, strlen(text), message);
}

static void test_tree_has_kinds_and_lines(void **state)
{
    (void)state;
    struct fixture f;
    load(&f, "a: 1\nb:\n  - x\n  - {c: ~}\nd: 'null'\n");
    assert_true(f.ok);
    const struct yaml_node *root = f.tree.root;
    assert_int_equal(root->kind, NODE_MAP);
    assert_int_equal(root->n, 3);
    assert_string_equal(yaml_get(root, "a")->text, "1");
    const struct yaml_node *b = yaml_get(root, "b");
    assert_int_equal(b->kind, NODE_LIST);
    assert_int_equal(b->items[1]->line, 4);
    assert_int_equal(yaml_get(b->items[1], "c")->kind, NODE_NULL);
    assert_int_equal(yaml_get(root, "d")->kind, NODE_SCALAR);
    assert_null(yaml_get(root, "e"));
    assert_null(yaml_get(NULL, "e"));
    drop(&f);
}

static void test_empty_file_is_null(void **state)
{
    (void)state;
    static const char *const empty[] = {"", "\n\n", "# only a comment\n", "---\n"};
    for (size_t i = 0; i < 4; i++) {
        struct fixture f;
        load(&f, empty[i]);
        assert_true(f.ok);
        assert_int_equal(f.tree.root->kind, NODE_NULL);
        drop(&f);
    }
}

static void test_syntax_errors_name_the_line(void **state)
{
    (void)state;
    refuses("a: 1\nb: [1, 2\n",
            "t.yaml:3: not valid YAML in column 1: did not find expected ',' or ']' while parsing "
            "a flow sequence");
    refuses("a:\n\tb: 1\n", "t.yaml:2: a tab can't indent YAML: use spaces");
    refuses("a: 1\n---\nb: 2\n",
            "t.yaml:3: a second document after '---' is not read: one file, one document");
    refuses("a: *stranger\n", "t.yaml:1: not valid YAML in column 4: found undefined alias");
    refuses("[a]: 1\n", "t.yaml:1: a key must be text (name: value)");
    refuses("a: \"x\\0y\"\n", "t.yaml:1: a value must not contain the character \\0");
    refuses("ok: 1\n\"x\\0y\": 1\n", "t.yaml:2: a key must not contain the character \\0");
    refuses("a: 1\nb: \xff\n", "t.yaml:2: not UTF-8 text: invalid leading UTF-8 octet");
    refuses_n("a: \0\n", 5, "t.yaml:1: not UTF-8 text: control characters are not allowed");
    refuses("a: \x1b[31m\n", "t.yaml:1: not UTF-8 text: control characters are not allowed");
}

static void test_duplicates_are_reported_and_the_first_wins(void **state)
{
    (void)state;
    struct fixture f;
    load(&f, "a: 1\nb: 2\na: 3\n");
    assert_true(f.ok);
    assert_int_equal(f.problems.len, 1);
    assert_string_equal(f.problems.data[0].text,
                        "t.yaml:3: 'a' is here a second time; the first is on line 1");
    assert_string_equal(yaml_get(f.tree.root, "a")->text, "1");
    assert_int_equal(f.tree.root->n, 2);
    drop(&f);
}

static void test_merge_keys(void **state)
{
    (void)state;
    struct fixture f;
    load(&f, "base: &b {x: 1, y: 2}\nmore: &m {z: 3, x: 9}\n"
             "one: {<<: *b, y: 5}\nall: {<<: [*b, *m], w: 0}\n");
    assert_true(f.ok);
    const struct yaml_node *one = yaml_get(f.tree.root, "one");
    assert_string_equal(yaml_get(one, "x")->text, "1");
    assert_string_equal(yaml_get(one, "y")->text, "5");
    const struct yaml_node *all = yaml_get(f.tree.root, "all");
    assert_int_equal(all->n, 4);
    assert_string_equal(yaml_get(all, "x")->text, "1");
    assert_string_equal(yaml_get(all, "z")->text, "3");
    drop(&f);
    refuses("a: {<<: 3}\n", "t.yaml:1: '<<' takes a map, as in <<: *common");
}

static void test_depth_is_bounded(void **state)
{
    (void)state;
    struct buf b;
    buf_init(&b, 0);
    for (int i = 0; i < YAML_DEPTH_MAX + 5; i++)
        buf_addc(&b, '[');
    for (int i = 0; i < YAML_DEPTH_MAX + 5; i++)
        buf_addc(&b, ']');
    refuses(buf_str(&b), "t.yaml:1: nested more than 32 deep");
    buf_clear(&b);
    for (int i = 0; i < 2000; i++)
        buf_addf(&b, "%*sa:\n", i, "");
    struct fixture f;
    load(&f, b.len > YAML_FILE_MAX ? "[[[" : buf_str(&b));
    assert_false(f.ok);
    drop(&f);
    buf_release(&b);
}

/* A cycle, and ten aliases to ten aliases to …: both must end, soon. */
static void test_aliases_make_no_bombs(void **state)
{
    (void)state;
    struct fixture f;
    load(&f, "&a [*a]\n");
    assert_false(f.ok);
    drop(&f);

    struct buf b;
    buf_init(&b, 0);
    buf_adds(&b, "l0: &l0 x\n");
    for (int i = 1; i < 12; i++) {
        buf_addf(&b, "l%d: &l%d [", i, i);
        for (int k = 0; k < 10; k++)
            buf_addf(&b, "%s*l%d", k ? "," : "", i - 1);
        buf_adds(&b, "]\n");
    }
    load(&f, buf_str(&b));
    assert_false(f.ok);
    assert_non_null(strstr(f.problems.data[0].text, "more than 100000 values in one file"));
    drop(&f);
    buf_release(&b);
}

/* In quadratic time these would take minutes: the runner stops a program long before. */
static void test_large_files_end_soon(void **state)
{
    (void)state;
    static const char *const units[] = {"[",      "{",    "- ",  "? ", "a: ", "&a ",
                                        "\"",     "'",    "|\n", "#",  "!",   "*a ",
                                        "a: b\n", "- [{", "%",   "\n", "<<: "};
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        struct buf b;
        buf_init(&b, 0);
        while (b.len < 1000000)
            buf_adds(&b, units[i]);
        struct fixture f;
        load(&f, buf_str(&b));
        drop(&f);
        buf_release(&b);
    }
    struct buf b;
    buf_init(&b, 0);
    while (b.len <= YAML_FILE_MAX)
        buf_adds(&b, "# a comment that says nothing at all, many times over\n");
    refuses(buf_str(&b), "t.yaml: larger than 1048576 bytes: not a file for klamm");
    buf_release(&b);
}

static void test_typed_access_tells_what_would_be_right(void **state)
{
    (void)state;
    static const char *const names[] = {"open", "confirm", "read-only"};
    struct fixture f;
    bool b = false;
    int64_t n = 0;
    size_t k = 0;
    load(&f, "guard: strict\nflag: perhaps\nn: 12x\nlist: {a: 1}\nmap: 3\ntext: [1]\nnone:\n"
             "ok: [true, 7, confirm]\n");
    const struct yaml_node *r = f.tree.root;
    assert_false(yaml_choice(&f.tree, yaml_get(r, "guard"), "guard", names, 3, &k));
    assert_false(yaml_bool(&f.tree, yaml_get(r, "flag"), "flag", &b));
    assert_false(yaml_int(&f.tree, yaml_get(r, "n"), "n", 1, 9, &n));
    assert_false(yaml_is_list(&f.tree, yaml_get(r, "list"), "list"));
    assert_false(yaml_is_map(&f.tree, yaml_get(r, "map"), "map"));
    assert_null(yaml_text(&f.tree, yaml_get(r, "text"), "text"));
    assert_null(yaml_text(&f.tree, yaml_get(r, "none"), "none"));
    static const char *const expected[] = {
        "t.yaml:1: 'guard' must be one of open, confirm, read-only; found 'strict'",
        "t.yaml:2: 'flag' must be true or false; found 'perhaps'",
        "t.yaml:3: 'n' must be a whole number from 1 to 9; found '12x'",
        "t.yaml:4: 'list' must be a list ([a, b]); found a map",
        "t.yaml:5: 'map' must be a map (name: value); found a single value",
        "t.yaml:6: 'text' must be text; found a list",
        "t.yaml:7: 'none' must be text; found nothing",
    };
    assert_int_equal(f.problems.len, 7);
    for (size_t i = 0; i < 7; i++)
        assert_string_equal(f.problems.data[i].text, expected[i]);
    const struct yaml_node *ok = yaml_get(r, "ok");
    assert_true(yaml_bool(&f.tree, ok->items[0], "ok", &b) && b);
    assert_true(yaml_int(&f.tree, ok->items[1], "ok", 1, 9, &n) && n == 7);
    assert_true(yaml_choice(&f.tree, ok->items[2], "ok", names, 3, &k) && k == 1);
    drop(&f);
}

static void test_unknown_keys_get_a_suggestion(void **state)
{
    (void)state;
    static const char *const keys[] = {"guard", "label", "connect-timeout"};
    struct fixture f;
    load(&f, "gaurd: 1\nConnect_Timeout: 2\nweather: 3\nlabel: 4\n");
    assert_false(yaml_only(&f.tree, f.tree.root, "cluster 'a'", keys, 3));
    assert_int_equal(f.problems.len, 3);
    assert_string_equal(f.problems.data[0].text,
                        "t.yaml:1: unknown key 'gaurd' in cluster 'a'; did you mean 'guard'?");
    assert_string_equal(
        f.problems.data[1].text,
        "t.yaml:2: unknown key 'Connect_Timeout' in cluster 'a'; did you mean 'connect-timeout'?");
    assert_string_equal(f.problems.data[2].text,
                        "t.yaml:3: unknown key 'weather' in cluster 'a'; known are guard, label, "
                        "connect-timeout");
    drop(&f);
}

/* A key may come from a file someone else wrote: it must not drive the terminal. */
static void test_messages_are_safe_to_print(void **state)
{
    (void)state;
    static const char *const keys[] = {"a"};
    struct fixture f;
    load(&f, "\"x\\e[2J\\ny\": 1\n");
    yaml_only(&f.tree, f.tree.root, "a file", keys, 1);
    assert_int_equal(f.problems.len, 1);
    assert_null(strchr(f.problems.data[0].text, '\x1b'));
    assert_null(strchr(f.problems.data[0].text, '\n'));
    drop(&f);
}

static void test_many_problems_are_counted_not_kept(void **state)
{
    (void)state;
    struct problems p;
    struct err err = {0};
    problems_init(&p);
    for (int i = 0; i < 5000; i++)
        problems_error(&p, "f", i + 1, "wrong");
    assert_true(p.len <= 200);
    assert_false(problems_check(&p, &err));
    assert_string_equal(err.msg, "f:1: wrong (and 4999 more)");
    problems_release(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_tree_has_kinds_and_lines),
        cmocka_unit_test(test_empty_file_is_null),
        cmocka_unit_test(test_syntax_errors_name_the_line),
        cmocka_unit_test(test_duplicates_are_reported_and_the_first_wins),
        cmocka_unit_test(test_merge_keys),
        cmocka_unit_test(test_depth_is_bounded),
        cmocka_unit_test(test_aliases_make_no_bombs),
        cmocka_unit_test(test_large_files_end_soon),
        cmocka_unit_test(test_typed_access_tells_what_would_be_right),
        cmocka_unit_test(test_unknown_keys_get_a_suggestion),
        cmocka_unit_test(test_messages_are_safe_to_print),
        cmocka_unit_test(test_many_problems_are_counted_not_kept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
