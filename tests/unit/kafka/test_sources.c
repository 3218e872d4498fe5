/* The tables of facts: each kind has a row in both, and a row is whole. */
#include "core/kafka/sources.h"
#include "core/model/model.h"
#include "tests/support/test.h"

#include <string.h>

static void test_each_kind_is_in_both_tables(void **state)
{
    (void)state;
    for (int k = 0; k < FACT_KINDS; k++) {
        const struct fact_kind_row *row = &fact_kinds[k];
        const struct fact_source *s = &fact_sources[k];
        assert_non_null(row->called);
        assert_int_equal(row->age_ms > 0, s->batch > 0);
        assert_int_equal(row->age_ms > 0, s->parallel > 0);
        assert_int_equal(row->make != NULL, row->drop != NULL);
        assert_true(row->of || !row->make);
        assert_true(row->of || s->batch <= 1);
    }
}

static void test_what_brokers_are_asked_for_enters_the_model(void **state)
{
    (void)state;
    for (int k = 0; k < FACT_KINDS; k++) {
        const struct fact_source *s = &fact_sources[k];
        assert_int_equal(s->ask != NULL, s->batch > 0 && k != FACT_JOURNAL);
        assert_int_equal(s->ask != NULL, s->take != NULL);
        assert_int_equal(s->ask != NULL, s->drop != NULL);
        assert_int_equal(s->nspecs > 0, s->partitions > 0);
        assert_int_equal(s->nspecs > 0, s->conclude != NULL);
        if (s->is_listed)
            assert_null(fact_kinds[s->list].of);
    }
}

static void test_a_value_of_which_nothing_is_known(void **state)
{
    (void)state;
    for (int k = 0; k < FACT_KINDS; k++) {
        const struct fact_kind_row *row = &fact_kinds[k];
        if (!row->make)
            continue;
        char *value = row->make("orders");
        const struct fact *f = (const struct fact *)(value + row->fact);
        assert_false(fact_known(f));
        assert_int_equal(f->failed, ERR_NONE);
        row->drop(value);
    }
}

static void test_the_usual_age_is_that_of_the_row(void **state)
{
    struct wants w;
    (void)state;
    wants_init(&w);
    wants_add(&w, FACT_ACLS, NULL, AGE_USUAL, 0);
    wants_add(&w, FACT_ACLS, NULL, 1234, 0);
    wants_add(&w, FACT_EVENTS, NULL, AGE_USUAL, 0);
    assert_int_equal(w.list[0].max_age_ms, fact_kinds[FACT_ACLS].age_ms);
    assert_int_equal(w.list[1].max_age_ms, 1234);
    assert_true(w.list[2].max_age_ms < 0);
    wants_release(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_kind_is_in_both_tables),
        cmocka_unit_test(test_what_brokers_are_asked_for_enters_the_model),
        cmocka_unit_test(test_a_value_of_which_nothing_is_known),
        cmocka_unit_test(test_the_usual_age_is_that_of_the_row),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
