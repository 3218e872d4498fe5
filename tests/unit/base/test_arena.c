/* Pieces of all sizes from one arena stay where they are and keep what was put in. */
#include "core/base/arena.h"
#include "tests/support/test.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#include <stdalign.h>

static void pieces_are_zeroed_aligned_and_apart(void **unused)
{
    (void)unused;
    struct arena a;
    arena_init(&a);
    enum { N = 2000 };
    unsigned char *pieces[N];
    size_t total = 0;
    for (size_t i = 0; i < N; i++) {
        size_t size = i % 50 == 0 ? 5000 + i : 1 + i % 77;
        pieces[i] = arena_alloc(&a, size);
        assert_int_equal((uintptr_t)pieces[i] % alignof(max_align_t), 0);
        assert_int_equal(pieces[i][0] | pieces[i][size - 1], 0);
        memset(pieces[i], (int)(i % 251), size);
        total += size;
        assert_int_equal(a.used, total);
    }
    for (size_t i = 0; i < N; i++) {
        size_t size = i % 50 == 0 ? 5000 + i : 1 + i % 77;
        assert_int_equal(pieces[i][0], i % 251);
        assert_int_equal(pieces[i][size - 1], i % 251);
    }
    arena_release(&a);
    assert_int_equal(a.used, 0);
    assert_string_equal(arena_strdup(&a, "again"), "again");
    arena_release(&a);
}

static void strings(void **unused)
{
    (void)unused;
    struct arena a;
    arena_init(&a);
    assert_null(arena_strdup(&a, NULL));
    assert_string_equal(arena_strdup(&a, ""), "");
    assert_string_equal(arena_strndup(&a, "orders", 3), "ord");
    assert_string_equal(arena_strndup(&a, "or", 30), "or");
    assert_string_equal(arena_printf(&a, "%d/%s", 7, "x"), "7/x");
    char *wide = arena_printf(&a, "%5000d|", 7);
    assert_int_equal(strlen(wide), 5001);
    assert_string_equal(wide + 4998, " 7|");
    arena_release(&a);
}

static void arrays_of_nothing_and_of_much(void **unused)
{
    (void)unused;
    struct arena a;
    arena_init(&a);
    assert_non_null(arena_array(&a, 0, 8));
    int64_t *n = arena_array(&a, 300000, sizeof *n);
    assert_true(n[0] == 0 && n[299999] == 0);
    n[299999] = 1;
    assert_string_equal(arena_strdup(&a, "after a big one"), "after a big one");
    arena_release(&a);
}

/* Thousands of arenas hold one array and some names. */
static void test_a_first_array_makes_no_large_block(void **state)
{
    (void)state;
    struct arena a;
    enum { ARRAY = 4000 };
    arena_init(&a);
    size_t before = mallinfo2().uordblks;
    arena_array(&a, ARRAY, 1);
    for (int i = 0; i < 10; i++)
        assert_string_equal(arena_strdup(&a, "a name"), "a name");
    size_t taken = mallinfo2().uordblks - before;
    assert_true(taken < ARRAY + 1000);
    arena_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_are_zeroed_aligned_and_apart),
        cmocka_unit_test(strings),
        cmocka_unit_test(arrays_of_nothing_and_of_much),
        cmocka_unit_test(test_a_first_array_makes_no_large_block),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
