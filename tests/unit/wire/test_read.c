/* What the reader refuses and what it puts up with, on a message made for it. */
#include "core/wire/read.h"

#include "core/wire/table.h"
#include "core/wire/write.h"
#include "tests/support/test.h"

#include <string.h>

struct inner {
    const char *word;
};

struct outer {
    int32_t number; /* −1 before v1 */
    const char *text;
    WIRE_LIST(const char *) words; /* or null, v1 on */
    WIRE_LIST(struct inner) inners;
    const struct inner *maybe; /* v2 on, or null */
    bool flag;                 /* tag 1, default true */
    WIRE_LIST(int32_t) tagged; /* tag 3 */
};

#define OWNER inner
static const struct wire_field inner_fields[] = {
    {FIELD(word)},
};
TABLE(inner);
#undef OWNER

#define OWNER outer
static const struct wire_field outer_fields[] = {
    {FIELD(number), SINCE(1), PRESET(-1)},
    {FIELD(text)},
    {LIST(words), NULLABLE(1)},
    {STRUCTS(inners, inner)},
    {POINTER(maybe, inner), SINCE(2), NULLABLE(2)},
    {FIELD(flag), SINCE(1), TAG(1), PRESET(1)},
    {LIST(tagged), SINCE(1), TAG(3)},
};
TABLE(outer);
#undef OWNER

static const struct wire_message message = {
    .name = "Outer",
    .last = 2,
    .flexible = 1,
    .body = {&inner, &outer},
};

static struct arena arena;
static struct outer o;
static struct err err;
static size_t unknown;

static bool read_as(int version, const char *bytes, size_t len)
{
    arena_release(&arena);
    err_clear(&err);
    memset(&o, 0x55, sizeof o);
    return wire_read(&message, WIRE_RESPONSE, version, bytes, len, &arena, &o, &unknown, &err);
}
#define READ(version, bytes) read_as(version, bytes, sizeof(bytes) - 1)

static void refused(const char *where)
{
    static const struct outer zeros;
    assert_int_equal(err.kind, ERR_BROKER);
    if (!strstr(err.msg, where))
        fail_msg("\"%s\" does not say \"%s\"", err.msg, where);
    assert_memory_equal(&o, &zeros, sizeof o);
    assert_int_equal(unknown, 0);
}

static int clean(void **unused)
{
    (void)unused;
    arena_release(&arena);
    return 0;
}

static void reads_versions_that_are_not_flexible(void **unused)
{
    (void)unused;
    assert_true(READ(0, "\0\2hi"
                        "\0\0\0\2\0\1a\0\0"
                        "\0\0\0\1\0\1z"));
    assert_string_equal(o.text, "hi");
    assert_int_equal(o.words.n, 2);
    assert_string_equal(o.words.items[0], "a");
    assert_string_equal(o.words.items[1], "");
    assert_int_equal(o.inners.n, 1);
    assert_string_equal(o.inners.items[0].word, "z");
}

/* Unknown is never empty or 0. */
static void what_a_version_lacks_is_unknown(void **unused)
{
    (void)unused;
    assert_true(READ(0, "\0\2hi"
                        "\0\0\0\0"
                        "\0\0\0\0"));
    assert_int_equal(o.number, -1);
    assert_int_equal(o.words.n, 0);
    assert_null(o.maybe);
    assert_true(o.flag);
    assert_int_equal(o.tagged.n, -1);
}

static void a_tagged_field_that_is_not_there_has_its_default(void **unused)
{
    (void)unused;
    assert_true(READ(1, "\0\0\0\7"
                        "\3hi"
                        "\0"
                        "\1"
                        "\0"));
    assert_int_equal(o.number, 7);
    assert_int_equal(o.words.n, -1);
    assert_int_equal(o.inners.n, 0);
    assert_true(o.flag);
    assert_int_equal(o.tagged.n, 0);
}

static void reads_tagged_fields_and_counts_unknown_ones(void **unused)
{
    (void)unused;
    assert_true(READ(2, "\0\0\0\7"
                        "\1"
                        "\1"
                        "\2"
                        "\2a"
                        "\1\5\2xy"
                        "\1\2b\0"
                        "\4"
                        "\0\1x"
                        "\1\1\0"
                        "\3\5\2\0\0\1\0"
                        "\7\0"));
    assert_int_equal(unknown, 3);
    assert_string_equal(o.maybe->word, "b");
    assert_false(o.flag);
    assert_int_equal(o.tagged.n, 1);
    assert_int_equal(o.tagged.items[0], 256);
}

static void strings_may_hold_zero_bytes(void **unused)
{
    struct buf b;
    static const char bytes[] = "\0\0\0\7"
                                "\6"
                                "a\0b\0c"
                                "\1\1\0";
    (void)unused;
    assert_true(read_as(1, bytes, sizeof bytes - 1));
    assert_string_equal(o.text, "a\xC0\x80"
                                "b\xC0\x80"
                                "c");
    buf_init(&b, 0);
    assert_true(wire_write(&message, WIRE_RESPONSE, 1, &o, &b, &err));
    assert_int_equal(b.len, sizeof bytes - 1);
    assert_memory_equal(b.data, bytes, b.len);
    buf_release(&b);
}

static void any_byte_but_0_is_true(void **unused)
{
    (void)unused;
    assert_true(READ(1, "\0\0\0\7"
                        "\1\1\1"
                        "\1\1\1\2"));
    assert_true(o.flag);
}

static void refuses_null_where_it_is_not_allowed(void **unused)
{
    (void)unused;
    assert_false(READ(0, "\xFF\xFF"
                         "\0\0\0\0"
                         "\0\0\0\0"));
    refused("Outer response version 0 can't be read: byte 2, text: null");
    assert_false(READ(0, "\0\0"
                         "\xFF\xFF\xFF\xFF"
                         "\0\0\0\0"));
    refused("byte 6, words: null");
    assert_false(READ(1, "\0\0\0\7"
                         "\1"
                         "\2\0"
                         "\1\0"));
    refused("words: null"); /* the element, not the list */
    assert_false(READ(2, "\0\0\0\7"
                         "\1\1\1"
                         "\2"
                         "\0"));
    refused("maybe: neither null nor a struct: 2");
}

static void refuses_lengths_that_can_not_be(void **unused)
{
    (void)unused;
    assert_false(READ(0, "\xFF\xFE"
                         "\0\0\0\0"
                         "\0\0\0\0"));
    refused("text: a length of -2");
    assert_false(READ(0, "\0\5hi"));
    refused("text: 5 bytes expected, 2 left");
    assert_false(READ(1, "\0\0\0\7"
                         "\xFF\xFF\xFF\xFF\x0F"));
    refused("text: a length of 4294967294");
    assert_false(READ(1, "\0\0\0\7"
                         "\x80\x80\x80\x80\x10"));
    refused("text: a number of more than 32 bits");
    assert_false(READ(1, "\0\0\0\7"
                         "\x80\x80\x80\x80\x80\x01"));
    refused("text: a number of more than 32 bits");
}

static void a_string_has_at_most_32767_bytes(void **unused)
{
    static char bytes[40000] = "\0\0\0\7"
                               "\x81\x80\x02"; /* 32,768, and one more for null */
    (void)unused;
    assert_false(read_as(1, bytes, sizeof bytes));
    refused("text: a string of 32768 bytes");
}

static void a_count_is_compared_with_the_bytes_left(void **unused)
{
    (void)unused;
    assert_false(READ(0, "\0\0"
                         "\x7F\xFF\xFF\xFF"
                         "\0\1a"));
    refused("words: 2147483647 elements of at least 2 bytes, 3 bytes left");
    assert_int_equal(arena.used, 0);
    assert_false(READ(1, "\0\0\0\7"
                         "\1\1"
                         "\5"
                         "\1\0"
                         "\1\0"
                         "\1\0\0"));
    refused("inners: 4 elements of at least 2 bytes, 7 bytes left");
    assert_int_equal(arena.used, 0);
}

struct leaf {
    const char *word;
};

struct branch {
    WIRE_LIST(struct leaf) leaves;
};

struct tree {
    WIRE_LIST(struct branch) branches;
};

#define OWNER leaf
static const struct wire_field leaf_fields[] = {{FIELD(word)}};
TABLE(leaf);
#undef OWNER
#define OWNER branch
static const struct wire_field branch_fields[] = {{STRUCTS(leaves, leaf)}};
TABLE(branch);
#undef OWNER
#define OWNER tree
static const struct wire_field tree_fields[] = {{STRUCTS(branches, branch)}};
TABLE(tree);
#undef OWNER

/* 20 branches need 80 bytes at least. If the first may have all 76 that are left behind its own
 * count, and memory for them, so may a list in it, and so on. */
static void lists_in_lists_share_the_bytes_left(void **unused)
{
    static const struct wire_message m = {
        .name = "Tree", .flexible = WIRE_NEVER, .body = {&tree, &tree}};
    static char bytes[4 + 20 * 4 + 4] = "\0\0\0\x14"
                                        "\0\0\0\2"; /* two leaves fit exactly */
    struct tree t;
    (void)unused;
    arena_release(&arena);
    assert_true(wire_read(&m, WIRE_RESPONSE, 0, bytes, sizeof bytes, &arena, &t, NULL, &err));
    assert_int_equal(t.branches.items[0].leaves.n, 2);
    bytes[7] = 3;
    arena_release(&arena);
    assert_false(wire_read(&m, WIRE_RESPONSE, 0, bytes, sizeof bytes, &arena, &t, NULL, &err));
    assert_non_null(strstr(err.msg, "leaves: 3 elements of at least 2 bytes, 4 bytes left"));
    assert_int_equal(arena.used, 20 * sizeof(struct branch));
}

static void reads_long_lists(void **unused)
{
    enum { N = 20000 }; /* a count of three bytes as varint */
    static struct inner inners[N];
    struct outer big = {.text = "", .inners = {inners, N}, .flag = true};
    struct buf b;
    (void)unused;
    buf_init(&b, 0);
    for (size_t i = 0; i < N; i++)
        inners[i].word = i % 2 ? "odd" : "even";
    for (int version = 0; version <= 2; version++) {
        buf_clear(&b);
        big.number = version ? 7 : -1;
        assert_true(wire_write(&message, WIRE_RESPONSE, version, &big, &b, &err));
        assert_true(read_as(version, b.data, b.len));
        assert_int_equal(o.inners.n, N);
        for (size_t i = 0; i < N; i++)
            assert_string_equal(o.inners.items[i].word, inners[i].word);
    }
    buf_release(&b);
}

static void refuses_versions_without_a_table(void **unused)
{
    (void)unused;
    assert_false(READ(3, "\0\0\0\7"));
    assert_int_equal(err.kind, ERR_UNSUPPORTED);
    assert_string_equal(err.msg, "klamm knows Outer in versions 0 to 2, not 3");
    assert_null(o.text);
    assert_false(READ(-1, "\0\0\0\7"));
    assert_int_equal(err.kind, ERR_UNSUPPORTED);
}

static void refuses_what_is_behind_the_end(void **unused)
{
    (void)unused;
    assert_false(READ(0, "\0\2hi"
                         "\0\0\0\0"
                         "\0\0\0\0"
                         "x"));
    refused("byte 12, end: 1 bytes too many");
}

static void refuses_odd_tagged_fields(void **unused)
{
    (void)unused;
    assert_false(READ(1, "\0\0\0\7"
                         "\1\1\1"
                         "\2"
                         "\1\1\0"
                         "\1\1\0"));
    refused("tagged field 1 behind 1");
    assert_false(READ(1, "\0\0\0\7"
                         "\1\1\1"
                         "\2"
                         "\5\0"
                         "\1\1\0"));
    refused("tagged field 1 behind 5");
    assert_false(READ(1, "\0\0\0\7"
                         "\1\1\1"
                         "\1"
                         "\1\2\0\0"));
    refused("flag: 1 bytes too many in a tagged field");
    assert_false(READ(1, "\0\0\0\7"
                         "\1\1\1"
                         "\1"
                         "\1\2\0"));
    refused("a tagged field of 2 bytes, 1 left");
    assert_false(READ(1, "\0\0\0\7"
                         "\1\1\1"
                         "\1"
                         "\3\1\2"
                         "\0\0\0\1"));
    refused("tagged: 1 elements of at least 4 bytes, 0 bytes left");
    assert_false(READ(1, "\0\0\0\7"
                         "\1\1\1"
                         "\xFF\xFF\xFF\xFF\x0F"));
    refused("1 bytes expected, 0 left");
}

/* ---- depth ----------------------------------------------------------------------------------- */

struct chain {
    const struct chain *next;
};

static const struct wire_struct chain;
#define OWNER chain
static const struct wire_field chain_fields[] = {
    {POINTER(next, chain), NULLABLE(0)},
};
TABLE(chain);
#undef OWNER

static void depth_is_bounded(void **unused)
{
    static const struct wire_message m = {
        .name = "Chain", .flexible = WIRE_NEVER, .body = {&chain, &chain}};
    struct chain c;
    (void)unused;
    arena_release(&arena);
    assert_true(wire_read(&m, WIRE_RESPONSE, 0, "\1\1\1\1\1\1\1\xFF", 8, &arena, &c, NULL, &err));
    assert_non_null(c.next->next->next);
    assert_false(
        wire_read(&m, WIRE_RESPONSE, 0, "\1\1\1\1\1\1\1\1\xFF", 9, &arena, &c, NULL, &err));
    assert_non_null(strstr(err.msg, "nested too deeply"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_versions_that_are_not_flexible),
        cmocka_unit_test(what_a_version_lacks_is_unknown),
        cmocka_unit_test(a_tagged_field_that_is_not_there_has_its_default),
        cmocka_unit_test(reads_tagged_fields_and_counts_unknown_ones),
        cmocka_unit_test(strings_may_hold_zero_bytes),
        cmocka_unit_test(any_byte_but_0_is_true),
        cmocka_unit_test(refuses_null_where_it_is_not_allowed),
        cmocka_unit_test(refuses_lengths_that_can_not_be),
        cmocka_unit_test(a_string_has_at_most_32767_bytes),
        cmocka_unit_test(a_count_is_compared_with_the_bytes_left),
        cmocka_unit_test(lists_in_lists_share_the_bytes_left),
        cmocka_unit_test(reads_long_lists),
        cmocka_unit_test(refuses_versions_without_a_table),
        cmocka_unit_test(refuses_what_is_behind_the_end),
        cmocka_unit_test(refuses_odd_tagged_fields),
        cmocka_unit_test(depth_is_bounded),
    };
    return cmocka_run_group_tests(tests, NULL, clean);
}
