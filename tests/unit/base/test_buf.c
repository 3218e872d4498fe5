/* The growable byte string, with and without a bound. */
#include "core/base/buf.h"
#include "tests/support/test.h"

#include <stdlib.h>
#include <string.h>

static void grows_and_ends_with_nul(void **unused)
{
    (void)unused;
    struct buf b;
    buf_init(&b, 0);
    assert_string_equal(buf_str(&b), "");
    for (int i = 0; i < 1000; i++) {
        buf_addc(&b, (char)('a' + i % 26));
        assert_int_equal(strlen(buf_str(&b)), i + 1);
    }
    buf_clear(&b);
    assert_string_equal(buf_str(&b), "");
    buf_add(&b, "a\0b", 3);
    assert_int_equal(b.len, 3);
    assert_memory_equal(b.data, "a\0b", 4);
    buf_release(&b);
    assert_string_equal(buf_str(&b), "");
}

static void inserts_and_erases(void **unused)
{
    (void)unused;
    struct buf b;
    buf_init(&b, 0);
    buf_adds(&b, "orders");
    buf_insert(&b, 0, "my-", 3);
    buf_insert(&b, 99, "!", 1);
    buf_insert(&b, 3, "", 0);
    assert_string_equal(buf_str(&b), "my-orders!");
    buf_erase(&b, 2, 1);
    buf_erase(&b, 8, 100);
    buf_erase(&b, 50, 1);
    assert_string_equal(buf_str(&b), "myorders");
    buf_release(&b);
}

static void formats_short_and_long(void **unused)
{
    (void)unused;
    struct buf b;
    buf_init(&b, 0);
    buf_addf(&b, "%d,", 5);
    buf_addf(&b, "%300d", 6);
    assert_int_equal(b.len, 302);
    assert_int_equal(b.data[301], '6');
    char *s = buf_take(&b);
    assert_int_equal(strlen(s), 302);
    free(s);
    assert_int_equal(b.len, 0);
    s = buf_take(&b);
    assert_string_equal(s, "");
    free(s);
}

static void keeps_to_its_bound_and_says_so(void **unused)
{
    (void)unused;
    struct buf b;
    buf_init(&b, 5);
    buf_adds(&b, "abcde");
    assert_false(b.full);
    buf_adds(&b, "f");
    assert_true(b.full);
    assert_string_equal(buf_str(&b), "abcde");
    buf_erase(&b, 0, 2);
    buf_insert(&b, 1, "1234", 4);
    assert_string_equal(buf_str(&b), "c12de");
    buf_clear(&b);
    assert_false(b.full);
    buf_release(&b);
    assert_int_equal(b.max, 5);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(grows_and_ends_with_nul),
        cmocka_unit_test(inserts_and_erases),
        cmocka_unit_test(formats_short_and_long),
        cmocka_unit_test(keeps_to_its_bound_and_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
