/* The limit on calls under way: who finds no room gets a turn, in order, and no one is called who
 * waits no more. */
#include "core/kafka/call_limit.h"
#include "tests/support/test.h"

enum { MOST = 4 };

struct reader {
    struct call_waiter waiter;
    struct call_limit *limit;
    int wants, has, each; /* calls; how many at once */
};

static void go(void *user)
{
    struct reader *r = user;
    while (r->wants >= r->each && call_limit_take(r->limit, r->each, &r->waiter)) {
        r->wants -= r->each;
        r->has += r->each;
    }
}

static struct reader reader(struct call_limit *l, int wants, int each)
{
    return (struct reader){.limit = l, .wants = wants, .each = each};
}

static void start(struct reader *r)
{
    r->waiter = (struct call_waiter){.go = go, .user = r};
    go(r);
}

static void ends(struct reader *r, int n)
{
    r->has -= n;
    call_limit_give(r->limit, n);
}

static void test_both_get_on(void **state)
{
    struct call_limit l = {.most = MOST};
    struct reader a = reader(&l, 100, 1), b = reader(&l, 100, 1);
    (void)state;
    start(&a);
    start(&b);
    assert_int_equal(a.has, MOST);
    assert_int_equal(b.has, 0);
    for (int i = 0; i < 2 * MOST; i++) {
        ends(a.has > b.has ? &a : &b, 1);
        assert_int_equal(l.running, MOST);
    }
    assert_int_equal(a.has, MOST / 2);
    assert_int_equal(b.has, MOST / 2);
}

static void test_who_waits_no_more_is_not_called(void **state)
{
    struct call_limit l = {.most = MOST};
    struct reader a = reader(&l, MOST, 1), b = reader(&l, 1, 1), c = reader(&l, 1, 1);
    (void)state;
    start(&a);
    start(&b);
    start(&c);
    call_limit_forget(&l, &b.waiter);
    call_limit_forget(&l, &b.waiter);
    ends(&a, 1);
    assert_int_equal(b.has, 0);
    assert_int_equal(c.has, 1);
    assert_null(l.first);
}

/* Calls that go out together wait until there is room for all; alone they go, whatever the limit. */
static void test_calls_that_go_together(void **state)
{
    struct call_limit l = {.most = 1};
    struct reader two = reader(&l, 2, 2), one = reader(&l, 1, 1);
    (void)state;
    start(&one);
    start(&two);
    assert_int_equal(two.has, 0);
    ends(&one, 1);
    assert_int_equal(two.has, 2);
    one.wants = 1;
    start(&one);
    assert_int_equal(one.has, 0);
    ends(&two, 2);
    assert_int_equal(one.has, 1);
}

static void test_no_limit(void **state)
{
    struct call_waiter w = {0};
    (void)state;
    assert_true(call_limit_take(NULL, 1000, &w));
    call_limit_give(NULL, 1000);
    call_limit_forget(NULL, &w);
    assert_false(w.waits);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_both_get_on),
        cmocka_unit_test(test_who_waits_no_more_is_not_called),
        cmocka_unit_test(test_calls_that_go_together),
        cmocka_unit_test(test_no_limit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
