/* Values as people write them, by the kind of their key, and as they are shown. */
#include "core/model/config_value.h"
#include "tests/support/test.h"

#include <string.h>

static struct arena arena;

static const char *parsed(enum config_type type, const char *key, const char *typed)
{
    struct config_key k = config_key_of(type, key);
    struct err err = {0};
    const char *raw;

    if (config_value_parse(&k, typed, &arena, &raw, &err))
        return raw;
    assert_true(err.kind == ERR_USAGE);
    assert_non_null(strstr(err.msg, key));
    return NULL;
}

static void test_parse(void **state)
{
    (void)state;
    assert_string_equal(parsed(CONFIG_TOPIC, "retention.ms", "7d"), "604800000");
    assert_string_equal(parsed(CONFIG_TOPIC, "retention.ms", "1d 12h"), "129600000");
    assert_string_equal(parsed(CONFIG_TOPIC, "retention.ms", "86400000"), "86400000");
    assert_string_equal(parsed(CONFIG_TOPIC, "retention.ms", "unlimited"), "-1");
    assert_string_equal(parsed(CONFIG_TOPIC, "retention.ms", "-1"), "-1");
    assert_null(parsed(CONFIG_TOPIC, "segment.ms", "unlimited"));
    assert_null(parsed(CONFIG_TOPIC, "retention.ms", "soon"));
    assert_string_equal(parsed(CONFIG_TOPIC, "retention.bytes", "1GiB"), "1073741824");
    assert_string_equal(parsed(CONFIG_TOPIC, "retention.bytes", "1.5 G"), "1610612736");
    assert_string_equal(parsed(CONFIG_TOPIC, "local.retention.bytes", "-2"), "-2");
    assert_string_equal(parsed(CONFIG_BROKER, "log.retention.hours", "7d"), "168");
    assert_null(parsed(CONFIG_BROKER, "log.retention.hours", "90m"));
    assert_string_equal(parsed(CONFIG_BROKER, "leader.replication.throttled.rate", "10MiB/s"),
                        "10485760");
    assert_string_equal(parsed(CONFIG_TOPIC, "preallocate", "yes"), "true");
    assert_null(parsed(CONFIG_TOPIC, "preallocate", "maybe"));
    assert_string_equal(parsed(CONFIG_TOPIC, "compression.type", "ZSTD"), "zstd");
    assert_null(parsed(CONFIG_TOPIC, "compression.type", "rar"));
    assert_string_equal(parsed(CONFIG_TOPIC, "cleanup.policy", "[compact, delete,compact]"),
                        "compact,delete");
    assert_null(parsed(CONFIG_TOPIC, "cleanup.policy", "delete,vanish"));
    assert_string_equal(parsed(CONFIG_TOPIC, "min.cleanable.dirty.ratio", "0.5"), "0.5");
    assert_null(parsed(CONFIG_TOPIC, "min.cleanable.dirty.ratio", "half"));
    assert_string_equal(parsed(CONFIG_TOPIC, "min.insync.replicas", "2"), "2");
    assert_string_equal(parsed(CONFIG_TOPIC, "flush.messages", "10k"), "10000");
    assert_null(parsed(CONFIG_TOPIC, "min.insync.replicas", "two"));
    /* An empty list is asked for by its own spelling, never by a slip. */
    assert_string_equal(parsed(CONFIG_TOPIC, "cleanup.policy", "[]"), "");
    assert_null(parsed(CONFIG_TOPIC, "cleanup.policy", ","));
    assert_null(parsed(CONFIG_TOPIC, "cleanup.policy", " "));
    assert_null(parsed(CONFIG_TOPIC, "cleanup.policy", "[,]"));
    assert_null(parsed(CONFIG_TOPIC, "retention.ms", "1M"));
    assert_null(parsed(CONFIG_TOPIC, "retention.ms", "1 M"));
    assert_string_equal(parsed(CONFIG_TOPIC, "retention.bytes", "1M"), "1048576");
    assert_string_equal(parsed(CONFIG_TOPIC, "flush.messages", "1M"), "1000000");
    assert_string_equal(parsed(CONFIG_BROKER, "super.users", "User:a;User:b"), "User:a;User:b");
}

static const char *human(enum config_type type, const char *key, const char *raw)
{
    struct config_key k = config_key_of(type, key);

    return config_value_human(&k, raw, &arena);
}

static void test_human(void **state)
{
    (void)state;
    assert_string_equal(human(CONFIG_TOPIC, "retention.ms", "604800000"), "7 d");
    assert_string_equal(human(CONFIG_TOPIC, "retention.ms", "-1"), "unlimited");
    assert_string_equal(human(CONFIG_TOPIC, "flush.ms", "9223372036854775807"), "never");
    assert_string_equal(human(CONFIG_TOPIC, "segment.bytes", "1073741824"), "1 GiB");
    assert_string_equal(human(CONFIG_BROKER, "log.retention.hours", "168"), "7 d");
    assert_string_equal(human(CONFIG_TOPIC, "retention.bytes", "1048576"), "1 MiB");
    assert_string_equal(human(CONFIG_TOPIC, "flush.messages", "9223372036854775807"), "unlimited");
    assert_null(human(CONFIG_TOPIC, "local.retention.ms", "-2"));
    assert_null(human(CONFIG_TOPIC, "retention.ms", "soon"));
    assert_null(human(CONFIG_TOPIC, "retention.ms", NULL));
    assert_null(human(CONFIG_TOPIC, "cleanup.policy", "compact"));
    assert_null(human(CONFIG_TOPIC, "min.insync.replicas", "2"));
}

static const char *typed(enum config_type type, const char *key, const char *raw)
{
    struct config_key k = config_key_of(type, key);

    return config_value_typed(&k, raw, &arena);
}

/* What a form begins with can be sent as it is and changes nothing. */
static void test_typed_again_is_the_same(void **state)
{
    static const char *const raw[] = {
        "604800000", "3600000", "90061000",           "1500", "1", "-1", "-2", "1073741824",
        "1000000",   "0",       "9223372036854775807"};
    static const char *const keys[] = {"retention.ms", "segment.bytes", "flush.messages",
                                       "min.insync.replicas"};

    (void)state;
    for (size_t i = 0; i < sizeof raw / sizeof *raw; i++) {
        for (size_t k = 0; k < sizeof keys / sizeof *keys; k++)
            assert_string_equal(parsed(CONFIG_TOPIC, keys[k], typed(CONFIG_TOPIC, keys[k], raw[i])),
                                raw[i]);
    }
    assert_string_equal(typed(CONFIG_TOPIC, "retention.ms", "604800000"), "7d");
    assert_string_equal(typed(CONFIG_TOPIC, "segment.bytes", "1073741824"), "1GiB");
    assert_string_equal(typed(CONFIG_TOPIC, "retention.ms", "604800001"), "604800001");
    assert_string_equal(typed(CONFIG_TOPIC, "retention.ms", "-1"), "unlimited");
    assert_string_equal(typed(CONFIG_TOPIC, "cleanup.policy", "a,b"), "a,b");
    assert_string_equal(typed(CONFIG_TOPIC, "cleanup.policy", ""), "[]");
    assert_string_equal(typed(CONFIG_TOPIC, "flush.ms", "9223372036854775807"), "never");
    assert_string_equal(typed(CONFIG_TOPIC, "flush.messages", "9223372036854775807"), "unlimited");
}

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

static void test_lists(void **state)
{
    struct arena a;

    (void)state;
    arena_init(&a);
    assert_string_equal(config_list_add("delete", "compact", &a), "delete,compact");
    assert_string_equal(config_list_add("delete,compact", "compact", &a), "delete,compact");
    assert_string_equal(config_list_add("", "0:1,1:2", &a), "0:1,1:2");
    assert_string_equal(config_list_add("10:1", "0:1,10:1", &a), "10:1,0:1");
    assert_string_equal(config_list_remove("delete,compact", "delete", &a), "compact");
    assert_string_equal(config_list_remove("delete", "compact", &a), "delete");
    assert_string_equal(config_list_remove("delete", "delete", &a), "");
    assert_string_equal(config_list_remove("a,b,c", "c,a", &a), "b");
    assert_string_equal(config_list_remove("compact, delete", "delete", &a), "compact");
    arena_release(&a);
}

static void test_list_has(void **state)
{
    (void)state;
    assert_true(config_list_has("delete", "delete"));
    assert_true(config_list_has("compact,delete", "delete"));
    assert_true(config_list_has(" compact , delete ", "delete"));
    assert_true(config_list_has("compact, delete", "compact"));
    assert_false(config_list_has("compact", "delete"));
    assert_false(config_list_has("undeleted,delete-later", "delete"));
    assert_false(config_list_has("", "delete"));
    assert_false(config_list_has(" , ,", "delete"));
    assert_false(config_list_has(NULL, "delete"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parse),
        cmocka_unit_test(test_human),
        cmocka_unit_test(test_typed_again_is_the_same),
        cmocka_unit_test(test_lists),
        cmocka_unit_test(test_list_has),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
