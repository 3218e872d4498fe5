/* The table of configuration keys: sorted, without repeats, complete sentences; guesses by name. */
#include "core/model/config_keys.h"
#include "core/plan/config_pairs.h"
#include "tests/support/test.h"

#include <string.h>

static void test_table_is_in_order(void **state)
{
    size_t n;
    const struct config_key *k = config_keys_all(&n);

    (void)state;
    assert_true(n > 150);
    for (size_t i = 1; i < n; i++) {
        if (k[i].type == k[i - 1].type)
            assert_true(strcmp(k[i - 1].name, k[i].name) < 0);
        else
            assert_true(k[i - 1].type < k[i].type);
    }
}

static void test_each_key_is_explained(void **state)
{
    size_t n;
    const struct config_key *k = config_keys_all(&n);

    (void)state;
    for (size_t i = 0; i < n; i++) {
        size_t len = strlen(k[i].meaning);

        assert_true(len > 20);
        assert_true(strchr(".)", k[i].meaning[len - 1]) || strstr(k[i].meaning, "…"));
        if (k[i].kind == CONFIG_KIND_CHOICE)
            assert_non_null(k[i].choices);
    }
}

static void test_known_and_guessed(void **state)
{
    struct config_key k = config_key_of(CONFIG_TOPIC, "retention.ms");

    (void)state;
    assert_int_equal(k.kind, CONFIG_KIND_MS);
    assert_true(k.unlimited);
    assert_null(config_key_find(CONFIG_TOPIC, "log.retention.ms"));
    k = config_key_of(CONFIG_BROKER, "quota.window.size.seconds");
    assert_int_equal(k.kind, CONFIG_KIND_SECONDS);
    assert_null(k.meaning);
    assert_string_equal(config_key_of(CONFIG_TOPIC, "made.up").name, "made.up");
    assert_int_equal(config_key_of(CONFIG_TOPIC, "made.up").kind, CONFIG_KIND_TEXT);
    assert_string_equal(config_kind_unit(CONFIG_KIND_RATE), "bytes/s");
}

static bool is_listed(const struct config_set *set, const char *key, struct err *err)
{
    *err = (struct err){0};
    return config_key_listed(set, CONFIG_TOPIC, key, err);
}

/* The broker's list decides, not klamm's table: it may be of another version. */
static void test_the_list_of_the_broker_decides(void **state)
{
    static struct config_entry entries[] = {{.name = "max.decompressed.message.bytes"},
                                            {.name = "retention.ms"},
                                            {.name = "segment.ms"}};
    struct config_set set = {.type = CONFIG_TOPIC, .entries = entries, .n = 3}, none = {0};
    struct model m;
    struct err err;
    struct arena a;
    const char *key, *value;

    (void)state;
    arena_init(&a);
    assert_null(config_key_find(CONFIG_TOPIC, "max.decompressed.message.bytes"));
    assert_true(config_pair_parse(CONFIG_TOPIC, "max.decompressed.message.bytes=2MiB", &a, &key,
                                  &value, NULL));
    assert_string_equal(value, "2097152");
    assert_true(is_listed(&set, key, &err));
    assert_false(is_listed(&set, "message.format.version", &err));
    assert_string_equal(err.msg, "a topic has no setting message.format.version on these brokers");
    assert_false(is_listed(&set, "retention.mss", &err));
    assert_non_null(strstr(err.msg, "no setting retention.mss; did you mean retention.ms?"));
    assert_true(is_listed(NULL, "retention.mss", &err));
    arena_release(&a);

    model_init(&m, "here");
    map_set(&m.topic_configs, "not-known", &none);
    assert_null(config_listed(&m, CONFIG_TOPIC, "orders"));
    map_set(&m.topic_configs, "payments", &set);
    assert_ptr_equal(config_listed(&m, CONFIG_TOPIC, "orders"), &set);
    assert_null(config_listed(&m, CONFIG_GROUP, "orders"));
    map_remove(&m.topic_configs, "not-known");
    map_remove(&m.topic_configs, "payments");
    model_release(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_table_is_in_order),
        cmocka_unit_test(test_each_key_is_explained),
        cmocka_unit_test(test_known_and_guessed),
        cmocka_unit_test(test_the_list_of_the_broker_decides),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
