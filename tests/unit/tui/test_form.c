/* Which field a refusal is about. */
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(whole_words_count),
        cmocka_unit_test(brokers_words_find_their_field),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
