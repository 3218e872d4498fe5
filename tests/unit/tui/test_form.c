/* Which field a refusal is about. */
#include "core/action/options.h"
#include "core/action/register.h"
#include "tests/support/test.h"
#include "tui/dialog/form_impl.h"

#include <string.h>

static int meant(const char *verb, const char *param, const char *typed, const char *why)
{
    return form_meant(action_param(action_find(verb), param), typed, why);
}

/* "to" is in "topic", and "or" in many words: only whole words count, and what was typed counts
 * more than the name of the field. */
static void whole_words_count(void **state)
{
    static const char why[] = "topic \"or\" does not exist, or you may not see it";
    (void)state;
    assert_int_equal(meant("offsets-reset", "to", "duration", why), 0);
    assert_int_equal(meant("offsets-reset", "group", "billing", why), 0);
    assert_int_equal(meant("offsets-reset", "topic", "or", why), 3);
    assert_int_equal(meant("offsets-reset", "topic", "or:0,1", why), 3);
    assert_int_equal(meant("offsets-reset", "topic", "", why), 0);
}

static void brokers_words_find_their_field(void **state)
{
    static const char why[] = "The target replication factor of 5 cannot be reached because only 3 "
                              "broker(s) are registered.";
    (void)state;
    assert_true(meant("topic-create", "replication-factor", "5", why) >
                meant("topic-create", "partitions", "3", why));
    assert_int_equal(meant("topic-create", "config", "retention.ms=x",
                           "Invalid value x for configuration retention.ms"),
                     4);
    assert_int_equal(meant("topic-create", "config", "cleanup.policy=compact",
                           "Invalid value x for configuration retention.ms"),
                     0);
}

/* What is wrong stands under its field, which has the label. */
static void labels_are_not_repeated(void **state)
{
    const struct action *create = action_find("topic-create");
    const struct param *p = action_param(create, "replication-factor");
    struct err err = {0};
    (void)state;
    err_set(&err, ERR_USAGE, "replication-factor: \"12x\" is not a whole number");
    assert_true(param_unlabel(p, &err));
    assert_string_equal(err.msg, "\"12x\" is not a whole number");
    assert_false(param_unlabel(p, &err));
    err_set(&err, ERR_USAGE, "%s: too many", p->title);
    assert_true(param_unlabel(p, &err));
    assert_string_equal(err.msg, "too many");
    err_set(&err, ERR_USAGE, "partitions: 0 is out of range");
    assert_false(param_unlabel(p, &err));
}

/* "payments" typed after "operations Read" and the next field is a topic, not an operation. Settings
 * have their line for one more: there it stays. */
static void names_have_no_line_for_one_more(void **state)
{
    (void)state;
    assert_false(form_keeps_room(action_param(action_find("acl-create"), "operation")));
    assert_false(form_keeps_room(action_param(action_find("acl-create"), "topic")));
    assert_false(form_keeps_room(action_param(action_find("offsets-reset"), "topic")));
    assert_false(form_keeps_room(action_param(action_find("topic-create"), "partitions")));
    assert_true(form_keeps_room(action_param(action_find("topic-create"), "config")));
    assert_true(form_keeps_room(action_param(action_find("offsets-reset"), "each")));
}

/* At 80 columns a form is as wide as the screen: no corners of what is below it remain. */
static void a_narrow_screen_is_covered(void **state)
{
    struct form f = {.action = action_find("topic-create")};
    (void)state;
    for (int cols = 40; cols < 96; cols++) {
        struct rect r = form_place(&f.pane, (struct rect){0, 0, 24, cols});
        assert_int_equal(r.x, 0);
        assert_int_equal(r.w, cols);
    }
    struct rect r = form_place(&f.pane, (struct rect){0, 0, 40, 120});
    assert_int_equal(r.w, 92);
    assert_int_equal(r.x, 14);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_words_count),
        cmocka_unit_test(brokers_words_find_their_field),
        cmocka_unit_test(labels_are_not_repeated),
        cmocka_unit_test(names_have_no_line_for_one_more),
        cmocka_unit_test(a_narrow_screen_is_covered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
