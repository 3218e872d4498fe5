/* The evaluator and the real authorizer give the same answers, on brokers where what no rule covers
 * is denied; test_lax_cluster.c has the others. */
#include "core/insight/access.h"
#include "tests/support/authz_compare.h"
#include "tests/support/test.h"

static void test_no_disagreement(void **state)
{
    struct access_settings unknown = {.networks = ACL_NETWORKS_NO};
    struct authz_counts n = authz_compare_rounds(10, 3, 26, &unknown);

    (void)state;
    authz_compare_saw_all();
    assert_true(n.asked > 1500);
    assert_true(n.allowed > n.asked / 5 && n.allowed < n.asked * 4 / 5);
}

static int set_up(void **state)
{
    (void)state;
    authz_compare_open(3);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    authz_compare_close();
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_disagreement),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
