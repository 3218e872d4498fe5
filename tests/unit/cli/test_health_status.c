/* What klamm health exits with: the worst of all findings, and unknown is not healthy. */
#include "cli/health_status.h"

#include "tests/support/test.h"

static const struct column columns[] = {{.id = "severity", .title = "SEVERITY"}};

static enum health_status of(bool unknown, const enum severity *sev, size_t n)
{
    struct table *t = table_new(columns, 1);
    for (size_t i = 0; i < n; i++)
        cell_sev(table_add_row(t, "x"), 0, sev[i]);
    enum health_status s = health_status(t, unknown);
    table_free(t);
    return s;
}

static void the_worst_finding_decides(void **state)
{
    static const enum severity all[] = {SEV_INFO, SEV_WARN, SEV_BAD, SEV_INFO};
    (void)state;
    assert_int_equal(of(false, NULL, 0), 0);
    assert_int_equal(of(false, all, 1), 0);
    assert_int_equal(of(false, all, 2), 1);
    assert_int_equal(of(false, all, 4), 2);
    assert_string_equal(health_status_word(of(false, all, 1)), "healthy");
    assert_string_equal(health_status_word(of(false, all, 2)), "warnings");
    assert_string_equal(health_status_word(of(false, all, 4)), "critical");
}

static void unknown_is_a_warning_at_least(void **state)
{
    static const enum severity critical[] = {SEV_BAD};
    (void)state;
    assert_int_equal(of(true, NULL, 0), 1);
    assert_int_equal(of(true, critical, 1), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_worst_finding_decides),
        cmocka_unit_test(unknown_is_a_warning_at_least),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
