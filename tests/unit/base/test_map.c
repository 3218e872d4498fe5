/* The hash map against a plain array that does the same. */
#include "core/base/map.h"
#include "tests/support/test.h"

#include <stdlib.h>
#include <string.h>

#include <stdio.h>

enum { KEYS = 500 };

static const char *key_of(size_t i)
{
    static char key[16];
    snprintf(key, sizeof key, "t-%zu", i);
    return key;
}

static void check_all(const struct map *m, char *const *want)
{
    size_t n = 0;
    for (size_t i = 0; i < KEYS; i++) {
        assert_ptr_equal(map_get(m, key_of(i)), want[i]);
        n += want[i] != NULL;
    }
    assert_int_equal(m->len, n);
}

/* 20,000 steps of a fixed pseudo-random walk through setting and removing. */
static void agrees_with_an_array(void **unused)
{
    (void)unused;
    static char marks[16];
    char *want[KEYS] = {0};
    struct map m;
    map_init(&m);
    uint32_t r = 1;
    for (int step = 0; step < 20000; step++) {
        r = r * 1664525 + 1013904223;
        size_t i = (r >> 8) % KEYS;
        char *value = (r >> 28) % 3 ? &marks[r >> 28] : NULL;
        void *old = value ? map_set(&m, key_of(i), value) : map_remove(&m, key_of(i));
        assert_ptr_equal(old, want[i]);
        want[i] = value;
        if (step % 1000 == 0)
            check_all(&m, want);
    }
    check_all(&m, want);
    map_release(&m, NULL);
}

static void iterates_over_each_once(void **unused)
{
    (void)unused;
    struct map m;
    map_init(&m);
    const char *key;
    void *value;
    size_t i = 0, n = 0;
    assert_false(map_next(&m, &i, &key, &value));
    char seen[KEYS] = {0};
    for (size_t k = 0; k < KEYS; k++)
        map_set(&m, key_of(k), &seen[k]);
    for (i = 0; map_next(&m, &i, &key, &value); n++) {
        char *mark = value;
        assert_string_equal(key, key_of((size_t)(mark - seen)));
        assert_int_equal((*mark)++, 0);
    }
    assert_int_equal(n, KEYS);
    map_release(&m, NULL);
}

static void frees_what_it_should(void **unused)
{
    (void)unused;
    struct map m;
    map_init(&m);
    assert_null(map_get(&m, "x"));
    assert_null(map_remove(&m, "x"));
    map_set(&m, "a", malloc(3));
    map_set(&m, "", malloc(3));
    free(map_set(&m, "a", malloc(4)));
    assert_non_null(map_get(&m, ""));
    map_release(&m, free);
    assert_int_equal(m.len, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(agrees_with_an_array),
        cmocka_unit_test(iterates_over_each_once),
        cmocka_unit_test(frees_what_it_should),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
