/* Bindings as text and back, words of their parts, and rules that can't take effect. */
#include "core/base/text.h"
#include "core/model/acl.h"
#include "core/model/acl_network.h"
#include "core/model/acl_text.h"
#include "tests/support/test.h"

#include <string.h>

static struct arena arena;

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

static const struct acl plain = {.resource = ACL_TOPIC,
                                 .name = "orders",
                                 .pattern = ACL_LITERAL,
                                 .principal = "User:alice",
                                 .host = "*",
                                 .operation = ACL_READ,
                                 .permission = ACL_ALLOW};

static void test_spelt_and_back(void **state)
{
    static const char *const odd[] = {
        "a b", "\033]0;x\007", "back\\slash", "\xff\xfe", "ü", "\\x20", "*", "\n", "a\tb", "x\\"};
    struct acl a = plain, b = {0};

    (void)state;
    assert_string_equal(acl_spell(&arena, &a), "allow Read topic literal orders User:alice *");
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++) {
        a.name = odd[i];
        a.principal = arena_printf(&arena, "User:%s", odd[sizeof odd / sizeof *odd - 1 - i]);
        const char *text = acl_spell(&arena, &a);

        assert_true(text_is_plain(text, strlen(text)));
        assert_true(acl_parse(&arena, text, &b, NULL));
        assert_true(acl_same(&a, &b));
    }
    for (int r = ACL_TOPIC; r <= ACL_TRANSACTIONAL_ID; r++) {
        for (int o = ACL_ALL; o <= ACL_IDEMPOTENT_WRITE; o++) {
            a = plain;
            a.resource = (enum acl_resource)r;
            a.operation = (enum acl_operation)o;
            a.pattern = o % 2 ? ACL_LITERAL : ACL_PREFIXED;
            a.permission = r % 2 ? ACL_ALLOW : ACL_DENY;
            assert_true(acl_parse(&arena, acl_spell(&arena, &a), &b, NULL));
            assert_true(acl_same(&a, &b));
        }
    }
}

static void test_what_is_no_binding(void **state)
{
    static const char *const bad[] = {
        "",
        "allow",
        "allow Read topic literal orders User:alice",
        "allow Read topic literal orders User:alice * more",
        "permit Read topic literal orders User:alice *",
        "allow Reed topic literal orders User:alice *",
        "allow Read topik literal orders User:alice *",
        "allow Read topic match orders User:alice *",
        "allow Read topic any orders User:alice *",
        "allow Read topic literal ord\\x2 User:alice *",
        "allow Read topic literal ord\\xzz User:alice *",
        "allow Read topic literal ord\\x00 User:alice *",
        "allow Read topic literal ord\\ User:alice *",
        "unknown unknown unknown unknown x User:alice *",
    };
    struct acl a;

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct err err = {0};

        assert_false(acl_parse(&arena, bad[i], &a, &err));
        assert_int_equal(err.kind, ERR_USAGE);
    }
}

static void test_words(void **state)
{
    enum acl_operation o;
    enum acl_resource r;

    (void)state;
    assert_true(acl_operation_parse("DESCRIBE_CONFIGS", &o) && o == ACL_DESCRIBE_CONFIGS);
    assert_true(acl_operation_parse("describe-configs", &o) && o == ACL_DESCRIBE_CONFIGS);
    assert_true(acl_operation_parse("DescribeConfigs", &o) && o == ACL_DESCRIBE_CONFIGS);
    assert_true(acl_operation_parse("all", &o) && o == ACL_ALL);
    assert_false(acl_operation_parse("describe-config", &o));
    assert_false(acl_operation_parse("unknown", &o));
    assert_false(acl_operation_parse("any", &o));
    assert_false(acl_operation_parse("", &o));
    assert_true(acl_resource_parse("TRANSACTIONAL_ID", &r) && r == ACL_TRANSACTIONAL_ID);
    assert_true(acl_resource_parse("transactionalid", &r) && r == ACL_TRANSACTIONAL_ID);
    assert_string_equal(acl_words(&arena, &plain), "allow User:alice Read on topic orders");
}

/* As Java's Inet4Address and Inet6Address write themselves: brokers compare that text. */
static void test_hosts(void **state)
{
    (void)state;
    assert_string_equal(acl_host(&arena, "*"), "*");
    assert_string_equal(acl_host(&arena, "10.0.0.1"), "10.0.0.1");
    assert_string_equal(acl_host(&arena, "::1"), "0:0:0:0:0:0:0:1");
    assert_string_equal(acl_host(&arena, "2001:DB8::ff00:42"), "2001:db8:0:0:0:0:ff00:42");
    assert_string_equal(acl_host(&arena, "::ffff:10.1.2.3"), "10.1.2.3");
    assert_null(acl_host(&arena, "10.0.0.0/8"));
    assert_null(acl_host(&arena, "localhost"));
    assert_null(acl_host(&arena, ""));
}

/* What CidrUtils of Kafka 4.4.0 says of the same. */
static void test_networks(void **state)
{
    static const struct {
        const char *network, *in[4], *out[3];
    } taken[] = {
        {"127.0.0.0/8", {"127.0.0.1", "127.255.255.255"}, {"128.0.0.1", "0:0:0:0:0:0:0:1"}},
        {"127.0.0.1/8", {"127.0.0.1", "127.9.9.9"}, {"126.0.0.1"}},
        {"10.0.0.0/24", {"10.0.0.0", "10.0.0.255"}, {"10.0.1.0"}},
        {"10.1.2.3/32", {"10.1.2.3", "10.1.2.3/32"}, {"10.1.2.2", "10.1.2.2/31"}},
        {"10.1.2.3/31", {"10.1.2.3", "10.1.2.2"}, {"10.1.2.4"}},
        {"0.0.0.0/0",
         {"10.1.2.3", "255.255.255.255", "10.0.0.0/8"},
         {"0.0.0.0", "0:0:0:0:0:0:0:1"}},
        {"010.0.0.0/08", {"10.1.2.3"}, {"8.0.0.1"}},
        {"0.0.0.0/32", {NULL}, {"0.0.0.0"}},
        {"::1/128", {"0:0:0:0:0:0:0:1"}, {"0:0:0:0:0:0:0:2", "127.0.0.1"}},
        {"2001:DB8::/32", {"2001:db8:0:0:0:0:0:5", "2001:db8:1::/48"}, {"2001:db9:0:0:0:0:0:5"}},
        {"2001:db8::5/127", {"2001:db8:0:0:0:0:0:4"}, {"2001:db8:0:0:0:0:0:6"}},
        {"::/0", {"0:0:0:0:0:0:0:1"}, {"10.0.0.1"}},
        {"[::1]/128", {"0:0:0:0:0:0:0:1"}, {NULL}},
        {"fe80::1%eth0/64", {"fe80:0:0:0:0:0:0:1"}, {NULL}},
        {"::1/+64", {"0:0:0:0:0:0:0:1"}, {NULL}},
        {"::1/064", {"0:0:0:0:0:0:0:1"}, {NULL}},
    };
    static const char *const refused[] = {"10.0.0.0/33", "10.0.0.0/",
                                          "10.0.0.0/-1", "10.0.0.0/024",
                                          "10.0.0/8",    " 10.0.0.0/8",
                                          "10.0.0.0/8 ", "10.0.0.0/255.0.0.0",
                                          "256.0.0.0/8", "::/129",
                                          "::1/",        "::ffff:10.0.0.0/104",
                                          "host/8",      "10.0.0.0/8/8",
                                          "::1/64/64",   "::1/ 64",
                                          "/",           "/8",
                                          ":/8",         "1.1.1.1:/8",
                                          "10.0.0.1",    "0:0:0:0:0:0:0:1",
                                          "*",           ""};

    (void)state;
    for (size_t i = 0; i < sizeof taken / sizeof *taken; i++) {
        const char *network = taken[i].network;

        if (!acl_is_network(network))
            fail_msg("%s", network);
        for (size_t k = 0; k < 4 && taken[i].in[k]; k++) {
            if (!acl_network_has(network, taken[i].in[k]))
                fail_msg("%s is in %s", taken[i].in[k], network);
        }
        for (size_t k = 0; k < 3 && taken[i].out[k]; k++) {
            if (acl_network_has(network, taken[i].out[k]))
                fail_msg("%s is not in %s", taken[i].out[k], network);
        }
    }
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        if (acl_is_network(refused[i]))
            fail_msg("%s", refused[i]);
    }
}

/* Without an answer klamm must not say that a rule has none. */
static void test_networks_count_by_version(void **state)
{
    struct acl a = plain;

    (void)state;
    a.host = "10.0.0.0/8";
    assert_non_null(strstr(acl_no_effect(&a, ACL_NETWORKS_NO), "4.4"));
    assert_null(acl_no_effect(&a, ACL_NETWORKS_YES));
    assert_null(acl_no_effect(&a, ACL_NETWORKS_UNKNOWN));
    a.host = "10.0.0.0/33";
    assert_non_null(acl_no_effect(&a, ACL_NETWORKS_YES));
    a.host = "::1"; /* not as it is compared */
    assert_non_null(acl_no_effect(&a, ACL_NETWORKS_YES));
    assert_true(acl_host_counts("0:0:0:0:0:0:0:1", ACL_NETWORKS_NO));
}

static void assert_effect(struct acl a, const char *part)
{
    const char *why = acl_no_effect(&a, ACL_NETWORKS_NO);

    if (!part)
        assert_null(why);
    else if (!why || !strstr(why, part))
        fail_msg("%s: %s", part, why ? why : "has an effect");
}

static void test_no_effect(void **state)
{
    struct acl a = plain;

    (void)state;
    assert_effect(a, NULL);
    a.resource = ACL_GROUP;
    assert_effect(a, NULL);
    a.operation = ACL_WRITE;
    assert_effect(a, "no request needs this");
    a.operation = ACL_ALL;
    assert_effect(a, NULL);
    a = plain;
    a.host = "::1";
    assert_effect(a, "one spelling");
    a.host = "app-1.example.com";
    assert_effect(a, "addresses");
    a.host = "0:0:0:0:0:0:0:1";
    assert_effect(a, NULL);
    a = plain;
    a.resource = ACL_CLUSTER;
    a.operation = ACL_DESCRIBE;
    assert_effect(a, "kafka-cluster");
    a.name = "kafka-cluster";
    assert_effect(a, NULL);
    a.name = "kafka";
    a.pattern = ACL_PREFIXED;
    assert_effect(a, NULL);
    a = plain;
    a.principal = "alice";
    assert_effect(a, "Type:name");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_spelt_and_back), cmocka_unit_test(test_what_is_no_binding),
        cmocka_unit_test(test_words),          cmocka_unit_test(test_hosts),
        cmocka_unit_test(test_networks),       cmocka_unit_test(test_networks_count_by_version),
        cmocka_unit_test(test_no_effect),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
