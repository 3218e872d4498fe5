/* What is said of the exact age of what a group has not read. */
#include "core/kafka/record_time.h"
#include "core/live/sampler_exact.h"
#include "tests/support/test.h"

#include <string.h>

static const int64_t now = 1700000000000;

static const char *said(struct arena *a, struct record_time *r, size_t n, enum severity *sev)
{
    struct record_times l = {.r = r, .n = n};
    return exact_sentence(a, "billing", &l, now, sev);
}

static void test_the_oldest_of_all(void **state)
{
    (void)state;
    struct arena a;
    enum severity sev;
    struct record_time r[] = {
        {"orders", 0, 10, reported_of(10), reported_of(now - 60000), 0, false, NULL},
        {"orders", 1, 20, reported_of(21), reported_of(now - 90000), 0, false, NULL},
        {"orders", 2, 30, {0}, {0}, ERR_NOT_FOUND, true, "there is no record at 30"},
    };
    arena_init(&a);
    const char *s = said(&a, r, 3, &sev);
    if (!strstr(s, "the oldest unread record is orders-1 at 21, written 1 min 30 s ago"))
        fail_msg("%s", s);
    assert_int_equal(sev, SEV_INFO); /* where the log ends nothing is unread */
    assert_null(strstr(s, "gave none"));
    arena_release(&a);
}

/* A leader that says nothing may have an older one. */
static void test_the_oldest_of_some(void **state)
{
    (void)state;
    struct arena a;
    enum severity sev;
    struct record_time r[] = {
        {"orders", 0, 10, reported_of(10), reported_of(now - 60000), 0, false, NULL},
        {"orders", 1, 20, {0}, {0}, ERR_TIMEOUT, false, "Fetch of orders-1: no answer"},
        {"orders", 2, 30, {0}, {0}, ERR_NOT_FOUND, true, "there is no record at 30"},
    };
    arena_init(&a);
    const char *s = said(&a, r, 3, &sev);
    if (!strstr(s, "the oldest unread record that was read is orders-0 at 10") ||
        !strstr(s, "; 1 partition gave none: Fetch of orders-1: no answer"))
        fail_msg("%s", s);
    assert_int_equal(sev, SEV_WARN);
    s = said(&a, r + 1, 1, &sev);
    assert_string_equal(s, "group billing: no unread record has a known time: Fetch of orders-1: "
                           "no answer");
    arena_release(&a);
}

static void test_of_data_lost_what_is_left_is_read(void **state)
{
    (void)state;
    struct partition_verdict v = {.committed = 40, .start = 576, .end = 6000};
    assert_int_equal(exact_offset(&v), 576);
    v.start = 40;
    assert_int_equal(exact_offset(&v), 40);
    v.start = OFFSET_UNKNOWN;
    assert_int_equal(exact_offset(&v), 40);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_oldest_of_all),
        cmocka_unit_test(test_the_oldest_of_some),
        cmocka_unit_test(test_of_data_lost_what_is_left_is_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
