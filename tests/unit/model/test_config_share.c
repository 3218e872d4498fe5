/* Equal settings are held once, whichever of their users goes first. */
#include "core/model/model_fact.h"
#include "tests/support/test.h"
#include "tests/unit/made_up.h"

#include <stdio.h>
#include <string.h>

static void take(struct model *m, const char *topic, const char *retention)
{
    struct config_set *c = made_config(CONFIG_TOPIC, topic);
    made_entry(c, "cleanup.policy", "delete", CONFIG_SOURCE_DEFAULT);
    made_entry(c, "retention.ms", retention, CONFIG_SOURCE_TOPIC);
    made_synonym(c, "retention.ms", retention, CONFIG_SOURCE_TOPIC);
    model_take_config(m, c);
}

static const char *retention_of(const struct model *m, const char *topic)
{
    const struct config_set *c = model_topic_config(m, topic);
    assert_non_null(c);
    assert_string_equal(c->name, topic);
    const struct config_entry *e = config_set_find(c, "retention.ms");
    assert_string_equal(e->synonyms[0].value, e->value);
    return e->value;
}

static void test_equal_sets_share(void **state)
{
    (void)state;
    struct model m;
    model_init(&m, "test");
    for (int i = 0; i < 100; i++) {
        char name[16];
        snprintf(name, sizeof name, "t%d", i);
        take(&m, name, i % 2 ? "1000" : "2000");
    }
    assert_int_equal(m.config_bodies.len, 2);
    assert_string_equal(retention_of(&m, "t0"), "2000");
    assert_string_equal(retention_of(&m, "t99"), "1000");
    assert_ptr_equal(model_topic_config(&m, "t0")->entries, model_topic_config(&m, "t2")->entries);
    model_release(&m);
}

static void test_the_first_user_may_go_first(void **state)
{
    (void)state;
    struct model m;
    model_init(&m, "test");
    take(&m, "a", "1000");
    take(&m, "b", "1000");
    take(&m, "a", "5000");
    assert_string_equal(retention_of(&m, "a"), "5000");
    assert_string_equal(retention_of(&m, "b"), "1000");
    take(&m, "b", "5000");
    assert_int_equal(m.config_bodies.len, 1); /* what is unused is freed */
    take(&m, "b", "5000");
    assert_string_equal(retention_of(&m, "b"), "5000");
    model_release(&m);
}

static void test_what_differs_in_a_flag_is_not_shared(void **state)
{
    (void)state;
    struct model m;
    model_init(&m, "test");
    for (int i = 0; i < 2; i++) {
        struct config_set *c = made_config(CONFIG_TOPIC, i ? "a" : "b");
        made_entry(c, "key", NULL, CONFIG_SOURCE_STATIC)->sensitive = i;
        model_take_config(&m, c);
    }
    assert_true(model_topic_config(&m, "a")->entries[0].sensitive);
    assert_false(model_topic_config(&m, "b")->entries[0].sensitive);
    model_release(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_equal_sets_share),
        cmocka_unit_test(test_the_first_user_may_go_first),
        cmocka_unit_test(test_what_differs_in_a_flag_is_not_shared),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
