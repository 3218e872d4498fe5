/* The growable array of any type. */
#include "core/base/vec.h"
#include "tests/support/test.h"

#include <stdlib.h>
#include <string.h>

static void pushes_inserts_and_removes(void **unused)
{
    (void)unused;
    struct VEC(int) v = {0};
    for (int i = 0; i < 100; i++)
        vec_push(&v, i);
    vec_insert(&v, 0, -1);
    vec_insert(&v, 101, 100);
    assert_int_equal(v.len, 102);
    for (size_t i = 0; i < v.len; i++)
        assert_int_equal(v.data[i], (int)i - 1);
    vec_remove(&v, 0);
    vec_remove(&v, 100);
    assert_int_equal(v.len, 100);
    assert_int_equal(v.data[0] + v.data[99], 99);
    vec_clear(&v);
    assert_int_equal(v.len, 0);
    vec_release(&v);
    assert_null(v.data);
}

static void adds_zeroed_elements(void **unused)
{
    (void)unused;
    struct pair {
        int a;
        const char *b;
    };
    struct VEC(struct pair) v = {0};
    for (int i = 0; i < 20; i++) {
        struct pair *p = vec_add(&v);
        assert_int_equal(p->a, 0);
        assert_null(p->b);
        *p = (struct pair){i, "x"};
    }
    assert_int_equal(v.data[19].a, 19);
    vec_reserve(&v, 1000);
    assert_true(v.cap >= 1000);
    assert_int_equal(v.data[19].a, 19);
    vec_release(&v);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pushes_inserts_and_removes),
        cmocka_unit_test(adds_zeroed_elements),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
