/* Cells: shown, exported, ordered; unknown is not zero. */
#include "core/base/clock.h"
#include "core/base/value.h"
#include "tests/support/test.h"

#include <stdlib.h>
#include <string.h>

static struct arena arena;

static int release(void **unused)
{
    (void)unused;
    arena_release(&arena);
    return 0;
}

static struct value number(enum value_kind kind, int64_t num)
{
    return (struct value){.kind = kind, .state = VALUE_KNOWN, .num = num};
}

static struct value real(enum value_kind kind, double d)
{
    return (struct value){.kind = kind, .state = VALUE_KNOWN, .real = d};
}

static struct value words(const char *text)
{
    return (struct value){.kind = VALUE_TEXT, .state = VALUE_KNOWN, .text = text};
}

static struct value absent(enum value_state state)
{
    const char *text = state == VALUE_NONE ? NULL : "why";

    return (struct value){.kind = VALUE_COUNT, .state = state, .num = 7, .text = text};
}

static void check(struct value v, const char *display, const char *plain)
{
    assert_string_equal(value_display(&v, &arena), display);
    assert_string_equal(value_plain(&v, &arena), plain);
}

static void each_kind_has_two_forms(void **unused)
{
    (void)unused;
    check(number(VALUE_COUNT, 1204113), "1,204,113", "1204113");
    check(number(VALUE_ID, 1204113), "1204113", "1204113");
    check(number(VALUE_BYTES, 1536), "1.5 KiB", "1536");
    check(number(VALUE_DURATION, 604800000), "7 d", "604800000");
    check(number(VALUE_BOOL, 1), "yes", "true");
    check(number(VALUE_BOOL, 0), "no", "false");
    check(words("orders"), "orders", "orders");
    check(words(NULL), "", "");
    check(real(VALUE_RATE, 1234.5), "1.2k", "1234.5");
    check(real(VALUE_PERCENT, 99.99), "99.9 %", "99.99");
    check(real(VALUE_PERCENT, -0.25), "-0.2 %", "-0.25");
    check(real(VALUE_RATE, 1e15), "1P", "1000000000000000");
    struct value v = number(VALUE_INSTANT, 1795345402123);
    assert_string_equal(value_plain(&v, &arena), "2026-11-22T11:03:22.123Z");
    assert_non_null(strstr(value_display(&v, &arena), "2026-11-22 "));
}

static struct value since_ago(int64_t ms, enum value_bound bound)
{
    struct value v = number(VALUE_INSTANT, clock_wall_ms() - ms);
    v.form = FORM_AGE;
    v.bound = bound;
    return v;
}

/* Since when something is so, as people say it; programs get the instant. */
static void an_instant_may_be_shown_as_its_age(void **unused)
{
    (void)unused;
    struct value v = since_ago(55500, BOUND_NONE);
    assert_string_equal(value_display(&v, &arena), "55 s");
    assert_int_equal(strlen(value_plain(&v, &arena)), strlen("2026-11-22T11:03:22.123Z"));
    assert_in_range(value_display_lasts(&v), 1, 500);
    v = since_ago(29 * 60000 + 30000, BOUND_MOST);
    assert_string_equal(value_display(&v, &arena), "> 29 min");
    assert_in_range(value_display_lasts(&v), 1000, 30000);
    v = since_ago(0, BOUND_MOST);
    assert_string_equal(value_display(&v, &arena), "–");
    v = number(VALUE_INSTANT, 1795345402123);
    assert_int_equal(value_display_lasts(&v), 0);
}

static void an_override_is_shown_but_not_exported(void **unused)
{
    (void)unused;
    struct value v = number(VALUE_COUNT, 36);
    v.text = "36/36";
    check(v, "36/36", "36");
}

static void what_is_not_known_is_never_a_number(void **unused)
{
    (void)unused;
    check(absent(VALUE_UNKNOWN), "…", "");
    check(absent(VALUE_NONE), "–", "");
    check((struct value){.kind = VALUE_COUNT, .state = VALUE_NONE, .text = "(first)"}, "(first)",
          "");
    check(absent(VALUE_DENIED), "denied", "");
    check(absent(VALUE_FAILED), "?", "");
    check((struct value){0}, "…", "");
}

static void orders_by_number_text_and_key(void **unused)
{
    (void)unused;
    struct value small = number(VALUE_COUNT, INT64_MIN), big = number(VALUE_COUNT, INT64_MAX);
    assert_int_equal(value_compare(&small, &big), -1);
    assert_int_equal(value_compare_dir(&small, &big, true), 1);
    struct value a = words("t9"), b = words("t10");
    assert_true(value_compare(&a, &b) < 0);
    a.has_num = b.has_num = true;
    a.num = 2;
    b.num = 1;
    assert_true(value_compare(&a, &b) > 0);
    b.num = 2;
    assert_true(value_compare(&a, &b) < 0); /* equal keys: by text */
    struct value slow = real(VALUE_RATE, 0.1), fast = real(VALUE_RATE, 0.2);
    assert_true(value_compare(&slow, &fast) < 0);
    assert_int_equal(value_compare(&slow, &slow), 0);
}

static void unknown_comes_last_both_ways(void **unused)
{
    (void)unused;
    struct value known = number(VALUE_COUNT, -5), nan = real(VALUE_RATE, strtod("nan", NULL));
    for (int descending = 0; descending < 2; descending++) {
        for (enum value_state s = VALUE_UNKNOWN; s <= VALUE_FAILED; s++) {
            struct value v = absent(s);
            if (s == VALUE_KNOWN)
                continue;
            assert_true(value_compare_dir(&known, &v, descending) < 0);
            assert_true(value_compare_dir(&v, &known, descending) > 0);
            assert_int_equal(value_compare_dir(&v, &v, descending), 0);
        }
        assert_true(value_compare_dir(&known, &nan, descending) < 0);
    }
}

static void a_limit_that_is_none(void **state)
{
    struct arena a;
    struct value forever = {.kind = VALUE_DURATION, .state = VALUE_KNOWN, .num = VALUE_UNLIMITED};
    struct value week = {.kind = VALUE_DURATION, .state = VALUE_KNOWN, .num = 604800000};
    (void)state;
    arena_init(&a);
    assert_string_equal(value_display(&forever, &a), "unlimited");
    assert_string_equal(value_plain(&forever, &a), "-1");
    assert_true(value_number(&week) == 604800000);
    assert_true(value_compare(&forever, &week) > 0);
    arena_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_kind_has_two_forms),
        cmocka_unit_test(an_instant_may_be_shown_as_its_age),
        cmocka_unit_test(an_override_is_shown_but_not_exported),
        cmocka_unit_test(what_is_not_known_is_never_a_number),
        cmocka_unit_test(orders_by_number_text_and_key),
        cmocka_unit_test(a_limit_that_is_none),
        cmocka_unit_test(unknown_comes_last_both_ways),
    };
    return cmocka_run_group_tests(tests, NULL, release);
}
