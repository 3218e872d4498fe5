/* What stands around a list: how far loading is, how old what is shown is, which verbs can be
 * typed. */
#include "core/base/clock.h"
#include "core/live/dataset.h"
#include "core/live/session.h"
#include "core/model/model_fact.h"
#include "tests/support/test.h"
#include "tests/unit/made_up.h"
#include "tui/panes/list_footer.h"
#include "tui/panes/list_words.h"
#include "tui/verbs.h"
#include "tui/widget/table_columns.h"

#include <string.h>

static const struct column columns[] = {{.id = "name", .title = "NAME"}};

static void long_lists_say_how_far_they_are(void **state)
{
    (void)state;
    struct arena a;
    struct table *t = table_new(columns, 1);
    struct dataset d = {.table = t, .state = DATASET_FRESH, .wanted = 1000, .answered = 312};
    arena_init(&a);
    assert_null(list_note(&d, &a)); /* nothing to look at yet: the body says so */
    table_add_row(t, "one");
    assert_string_equal(list_note(&d, &a), "loading 312 of 1,000");
    d.answered = 1000;
    assert_null(list_note(&d, &a));
    d = (struct dataset){.table = t, .state = DATASET_FRESH, .wanted = 4, .answered = 2};
    assert_null(list_note(&d, &a)); /* over before it could be read */
    table_free(t);
    arena_release(&a);
}

/* What has not been read may pass the filter yet. */
static void an_empty_list_that_is_read_says_so(void **state)
{
    (void)state;
    struct session s = {0};
    struct arena a;
    struct table_view v;
    struct table *t = table_new(columns, 1);
    struct dataset d = {.table = t, .state = DATASET_FRESH, .wanted = 1000, .answered = 312};
    arena_init(&a);
    table_add_row(t, "one");
    table_view_init(&v, "test", NULL, NULL, 0);
    table_view_sync(&v, t, 1);
    table_view_filter(&v, "two", NULL, NULL);
    assert_non_null(strstr(list_why_empty(&s, &d, &v, &a), "so far: loading 312 of 1,000."));
    d.answered = 1000;
    assert_string_equal(list_why_empty(&s, &d, &v, &a),
                        "None of 1 passes the filter “two”. Esc removes it.");
    table_view_release(&v);
    table_free(t);
    arena_release(&a);
}

/* A row that is not seen does not make what is seen older. */
static void rows_have_ages_of_their_own(void **state)
{
    (void)state;
    struct model m;
    model_init(&m, "test");
    struct group_listing *l = made_listing();
    made_listed(l, "new", GROUP_EMPTY);
    made_listed(l, "old", GROUP_EMPTY);
    model_take_group_list(&m, l);
    model_take_group_offsets(&m, made_offsets("new"));
    model_take_group_offsets(&m, made_offsets("old"));
    struct group_offsets *old = (struct group_offsets *)(uintptr_t)model_group_offsets(&m, "old");
    old->fact.at_ms -= 50000;
    struct table *t = made_table(&m, "groups", NULL);
    assert_true(table_find(t, "old")->at_ms <= clock_mono_ms() - 50000);
    assert_true(table_find(t, "new")->at_ms > clock_mono_ms() - 40000);
    assert_true(t->at_ms > clock_mono_ms() - 40000);
    table_free(t);
    model_release(&m);
}

static void what_only_dialogs_know_is_not_offered(void **state)
{
    (void)state;
    static const char *const inside[] = {"accept", "erase-word", "field-next", "apply", "yank"};
    static const char *const outside[] = {"filter", "sort", "export", "quit", "cursor-down"};
    for (size_t i = 0; i < 5; i++) {
        assert_true(verb_in_dialogs(verb_find(inside[i])));
        assert_false(verb_in_dialogs(verb_find(outside[i])));
    }
}

/* What a cause brings with it is said below the list where the column has no room for it. */
static void findings_say_what_is_cut(void **state)
{
    static const struct column finding[] = {
        {.id = "finding", .title = "FINDING"},
        {.id = "how_much", .title = "HOW MUCH"},
        {.id = "meaning", .title = "MEANING", .hidden = true},
        {.id = "next", .title = "NEXT", .hidden = true},
    };
    const struct list_extra *x = list_extra_of("findings");
    struct table *t = table_new(finding, 4);
    struct row *r = table_add_row(t, "lost");
    struct table_view v;
    (void)state;
    cell_literal(r, 0, "broker lost");
    cell_literal(r, 1, "139 replicas: 1 partition offline, 28 topics at min ISR");
    cell_literal(r, 2, "It is not part of the cluster.");
    cell_literal(r, 3, "see its log");
    table_view_init(&v, "test", NULL, NULL, 0);
    table_view_sync(&v, t, 1);
    v.width[0] = 11, v.width[1] = 55;
    table_view_place(&v, 0, 100);
    assert_int_equal(x->foot_lines(&v, 30, 60), 3); /* a rule, what it means, what to do */
    table_view_place(&v, 0, 50);
    assert_int_equal(x->foot_lines(&v, 30, 60), 4);
    assert_int_equal(x->foot_lines(&v, 8, 60), 3); /* rows come first */
    table_view_release(&v);
    table_free(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_empty_list_that_is_read_says_so),
        cmocka_unit_test(long_lists_say_how_far_they_are),
        cmocka_unit_test(rows_have_ages_of_their_own),
        cmocka_unit_test(findings_say_what_is_cut),
        cmocka_unit_test(what_only_dialogs_know_is_not_offered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
