/* From samples to the columns of the lists: rates, trend, time until drained, verdict. */
#include "tests/unit/made_up.h"
#include "tests/unit/recorded.h"

#include "core/insight/lag_book.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

struct desk {
    struct model m;
    struct recorded r;
    struct lag_book book;
};

static void open_desk(struct desk *d)
{
    model_init(&d->m, "test");
    recorded_init(&d->r);
    lag_book_init(&d->book, 10000);
    d->m.recording = &d->r.h;
    d->m.lag_book = &d->book;
    struct group_listing *l = made_listing();
    made_listed(l, "billing", GROUP_STABLE);
    made_listed(l, "report", GROUP_EMPTY);
    made_listed(l, "unseen", GROUP_STABLE);
    model_take_group_list(&d->m, l);
    struct group_desc *g = made_group("billing", GROUP_STABLE);
    made_member(g, "worker");
    for (int32_t i = 0; i < 3; i++)
        made_owns(g, "orders", i);
    model_take_group(&d->m, g);
}

static void close_desk(struct desk *d)
{
    lag_book_release(&d->book);
    recording_release(&d->r.h);
    model_release(&d->m);
}

/* n samples of the group, each judged as it comes, with the model as of the last. */
static void run(struct desk *d, const char *group, int n)
{
    for (int k = 0; k < n; k++) {
        struct group_offsets *o = made_offsets(group);
        for (int32_t i = 0; i < 3; i++) {
            made_commit(o, "orders", i, (int64_t)d->r.done);
            made_ends(&d->m, "orders", i, d->r.start, (int64_t)d->r.end);
        }
        model_take_group_offsets(&d->m, o);
        recorded_run(&d->r, group, 1);
        lag_book_judge(&d->book, &d->m, &d->r.h, group);
    }
}

static void test_columns(void **state)
{
    (void)state;
    struct desk d;
    open_desk(&d);
    d.r.end = 200000;
    d.r.in = 10;
    d.r.out = 40;
    run(&d, "billing", 30);
    d.r.now = RECORDED_START;
    d.r.end = d.r.done = 500;
    d.r.in = d.r.out = 0;
    run(&d, "report", 1);
    struct table *t = made_table(&d.m, "groups", NULL);
    assert_string_equal(shown(t, "billing", "verdict"), "catching up");
    assert_string_equal(shown(t, "billing", "verdict_id"), "catching-up");
    assert_non_null(strstr(shown(t, "billing", "sentence"), "catching up"));
    assert_string_equal(shown(t, "billing", "remarks"), "");
    assert_string_equal(shown(t, "billing", "in"), "30");
    assert_string_equal(shown(t, "billing", "out"), "120");
    assert_string_equal(shown(t, "billing", "trend"), "█▇▆▅▄▃▂▁");
    assert_non_null(strstr(shown(t, "billing", "drained_in"), "1 h 4"));
    assert_string_equal(shown(t, "report", "verdict"), "inactive");
    assert_string_equal(shown(t, "report", "trend"), "–"); /* one sample is no trend */
    assert_string_equal(shown(t, "report", "in"), "–");
    assert_string_equal(shown(t, "unseen", "verdict"), "…"); /* unknown, not "caught up" */
    struct table_order o;
    table_order_make(&o, t, NULL, table_column(t, "verdict"), false);
    assert_string_equal(t->rows[o.index[0]].key, "billing"); /* worst first, the unknown last */
    assert_string_equal(t->rows[o.index[2]].key, "unseen");
    table_order_release(&o);
    table_free(t);
    t = made_table(&d.m, "group", "billing");
    assert_string_equal(shown(t, "orders-1", "verdict"), "catching up");
    assert_string_equal(shown(t, "orders-1", "out"), "40");
    assert_non_null(strstr(shown(t, "orders-1", "time_lag"), "≥ "));
    table_free(t);
    close_desk(&d);
}

static void test_verdicts_are_held(void **state)
{
    (void)state;
    struct desk d;
    open_desk(&d);
    d.r.in = d.r.out = 50;
    run(&d, "billing", 20);
    const struct lag_page *p = lag_page(&d.book, "billing");
    assert_int_equal(p->verdict.verdict, VERDICT_CAUGHT_UP);
    assert_int_equal(p->sample_ms, d.r.now - 10000);
    d.r.out = 0; /* frozen from now on */
    run(&d, "billing", 12);
    p = lag_page(&d.book, "billing");
    assert_int_equal(p->verdict.verdict, VERDICT_STALLED);
    assert_int_equal(p->verdict.count[VERDICT_STALLED], 3);
    for (int i = 0; i < 5; i++) /* the same sample again moves nothing */
        lag_book_judge(&d.book, &d.m, &d.r.h, "billing");
    assert_int_equal(lag_page(&d.book, "billing")->verdict.verdict, VERDICT_STALLED);
    struct group_listing *l = made_listing();
    model_take_group_list(&d.m, l);
    lag_book_forget(&d.book, &d.m);
    assert_null(lag_page(&d.book, "billing"));
    close_desk(&d);
}

static void test_falling_behind_is_compared_with_the_past(void **state)
{
    (void)state;
    struct desk d;
    open_desk(&d);
    d.r.in = d.r.out = 100;
    run(&d, "billing", 120);
    d.r.in = 220;
    run(&d, "billing", 30);
    const struct group_verdict *v = &lag_page(&d.book, "billing")->verdict;
    if (v->verdict != VERDICT_FALLING_BEHIND || !strstr(v->text, "producers sped up ×2.2"))
        fail_msg("%s", v->text);
    assert_true(v->needed > 1);
    close_desk(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_columns),
        cmocka_unit_test(test_verdicts_are_held),
        cmocka_unit_test(test_falling_behind_is_compared_with_the_past),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
