/* klamm.yaml as a whole: what is accepted and what is reported. */
#include "core/config/config.h"
#include "tests/support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool parse(struct config *c, const char *text, struct err *err)
{
    memset(err, 0, sizeof *err);
    return config_parse(c, "k.yaml", text, strlen(text), err);
}

static void accepts(struct config *c, const char *text)
{
    struct err err;
    if (!parse(c, text, &err))
        fail_msg("%s", err.msg);
}

/* The only problem of text, error or warning. */
static void says(const char *text, const char *message)
{
    struct config c;
    struct err err;
    parse(&c, text, &err);
    assert_int_equal(c.problems.len, 1);
    assert_string_equal(c.problems.data[0].text, message);
    config_release(&c);
}

static const char *const minimal = "clusters: {a: {brokers: h:9092}}\n";

static void test_clusters_are_read(void **state)
{
    (void)state;
    struct config c;
    accepts(&c, "default-cluster: prod-eu\n"
                "clusters:\n"
                "  local:\n"
                "    brokers: localhost:9092\n"
                "  prod-eu:\n"
                "    brokers: [k1:9093, 'k2:9093']\n"
                "    label: prod\n"
                "    colour: red\n"
                "    tags: [eu, pay]\n"
                "    note: ask payments first\n"
                "    inflight: 8\n"
                "    refresh: 10s\n"
                "    properties:\n"
                "      security.protocol: SSL\n"
                "      enable.ssl.certificate.verification: false\n"
                "      client.id: \"\"\n");
    assert_int_equal(c.problems.len, 0);
    assert_int_equal(c.nprofiles, 2);
    const struct profile *p = config_default_profile(&c, NULL);
    assert_string_equal(p->name, "prod-eu");
    assert_string_equal(p->label, "prod");
    assert_string_equal(p->colour, "red");
    assert_string_equal(p->origin, "k.yaml:5");
    assert_string_equal(p->tags, "eu, pay");
    assert_string_equal(p->note, "ask payments first");
    assert_string_equal(c.profiles[0]->note, "");
    assert_int_equal(p->limits.inflight, 8);
    assert_int_equal(p->limits.refresh_ms, 10000);
    assert_int_equal(c.profiles[0]->limits.refresh_ms, 2000);
    assert_int_equal(p->limits.connect_ms, 5000);
    assert_string_equal(profile_brokers(p), "k1:9093,k2:9093");
    const struct property *q =
        properties_get(&p->properties, "enable.ssl.certificate.verification");
    assert_string_equal(q->value, "false");
    assert_string_equal(q->origin, "k.yaml:15");
    assert_string_equal(properties_get(&p->properties, "client.id")->value, "");
    config_release(&c);
}

static size_t addresses(const char *list)
{
    struct profile *p = profile_new("t", "t");
    properties_set(&p->properties, "bootstrap.servers", PROPERTY_LITERAL, list, "t");
    size_t n = profile_naddresses(p);
    profile_free(p);
    return n;
}

static void test_addresses_are_counted_once(void **state)
{
    (void)state;
    assert_int_equal(addresses(""), 0);
    assert_int_equal(addresses("k1:9092"), 1);
    assert_int_equal(addresses("k1:9092,k2:9092 , k10:9092"), 3);
    assert_int_equal(addresses(" k1:9092,k1:9092, k1:9093 ,,k1:909"), 3);
}

static void test_guard_follows_the_label_unless_given(void **state)
{
    (void)state;
    struct config c;
    accepts(&c, "clusters:\n"
                "  a: {brokers: h, label: prod}\n"
                "  b: {brokers: h, label: Production}\n"
                "  c: {brokers: h, label: prod-eu}\n"
                "  d: {brokers: h, label: product-test}\n"
                "  e: {brokers: h, guard: open, label: prod}\n"
                "  f: {brokers: h, guard: read-only}\n"
                "  g: {brokers: h}\n");
    static const enum guard_level expected[] = {
        GUARD_TYPED, GUARD_TYPED, GUARD_TYPED, GUARD_OPEN, GUARD_OPEN, GUARD_READ_ONLY, GUARD_OPEN};
    for (size_t i = 0; i < 7; i++)
        assert_int_equal(c.profiles[i]->guard, expected[i]);
    config_release(&c);
}

/* By the label, unless the cluster says its own; prod is never made less careful by the rest. */
static void test_guards_by_label(void **state)
{
    (void)state;
    struct err err = {0};
    struct config c;
    assert_true(parse(&c,
                      "clusters:\n"
                      "  a: {brokers: h, label: staging}\n"
                      "  b: {brokers: h, label: Staging, guard: open}\n"
                      "  c: {brokers: h, label: production}\n"
                      "  d: {brokers: h}\n"
                      "  e: {brokers: h, label: prod-eu}\n"
                      "guards: {staging: typed, '*': open, PROD-EU: read-only}\n",
                      &err));
    static const enum guard_level expected[] = {GUARD_TYPED, GUARD_OPEN, GUARD_TYPED, GUARD_OPEN,
                                                GUARD_READ_ONLY};
    for (size_t i = 0; i < 5; i++)
        assert_int_equal(c.profiles[i]->guard, expected[i]);
    config_release(&c);

    assert_false(
        parse(&c, "clusters: {a: {brokers: h, label: dev}}\nguards: {dev: strict}\n", &err));
    assert_int_equal(c.profiles[0]->guard, GUARD_READ_ONLY);
    config_release(&c);
}

static void test_a_guard_that_cannot_be_read_guards_most(void **state)
{
    (void)state;
    struct config c;
    struct err err;
    assert_false(parse(&c, "clusters: {a: {brokers: h, guard: strict}}\n", &err));
    assert_string_equal(err.msg,
                        "k.yaml:1: 'guard' must be one of open, typed, read-only; found 'strict'");
    assert_int_equal(err.kind, ERR_CONFIG);
    assert_int_equal(c.profiles[0]->guard, GUARD_READ_ONLY);
    config_release(&c);
}

static void test_mistakes_are_reported_with_what_would_be_right(void **state)
{
    (void)state;
    says("- a\n", "k.yaml:1: the file must be a map of settings, as in theme: dark");
    says("tehme: dark\n",
         "k.yaml:1: unknown key 'tehme' in klamm's configuration; did you mean 'theme'?");
    says("mouse: perhaps\n", "k.yaml:1: 'mouse' must be true or false; found 'perhaps'");
    says("inflight: 0\n", "k.yaml:1: 'inflight' must be a whole number from 1 to 256; found '0'");
    says("glyphs: unicode\n",
         "k.yaml:1: 'glyphs' must be one of auto, utf8, ascii; found 'unicode'");
    says("refresh: 5\n", "k.yaml:1: 'refresh' must be a duration with its unit (500ms, 2s, 1m) "
                         "from 200 ms to 1 h; found '5'");
    says("theme: [dark]\n", "k.yaml:1: 'theme' must be text; found a list");
    says("clusters: [a]\n", "k.yaml:1: 'clusters' must be a map (name: value); found a list");
    says("clusters:\n  a: h:9092\n",
         "k.yaml:2: 'a' must be a map (name: value); found a single value");
    says("clusters:\n  a: {label: dev}\n",
         "k.yaml:2: cluster 'a' lacks 'brokers', as in brokers: host:9092");
    says("clusters: {a: {brokers: h, broker: h}}\n",
         "k.yaml:1: unknown key 'broker' in cluster 'a'; did you mean 'brokers'?");
    says("clusters: {a: {brokers: h, tags: eu}}\n",
         "k.yaml:1: 'tags' must be a list ([a, b]); found a single value");
    says("clusters: {a: {brokers: h, connect-timeout: soon}}\n",
         "k.yaml:1: 'connect-timeout' must be a duration with its unit (500ms, 2s, 1m) from "
         "100 ms to 5 min; found 'soon'");
    says("clusters: {a: {brokers: h, properties: {sasl.pasword: x}}}\n",
         "k.yaml:1: unknown property 'sasl.pasword'; did you mean 'sasl.password'?");
    says("clusters: {a: {brokers: h, properties: {client.id: }}}\n",
         "k.yaml:1: 'client.id' has no value; write \"\" for an empty one");
    says("default-cluster: lcoal\nclusters: {local: {brokers: h}}\n",
         "k.yaml:1: 'default-cluster': no cluster 'lcoal' is configured; did you mean 'local'?");
    says("clusters: {a: {brokers: h, properties: {group.id: g, key.deserializer: x}}}\n",
         "k.yaml:1: without meaning for klamm and ignored: group.id, key.deserializer");
}

static void test_broker_addresses_are_checked(void **state)
{
    (void)state;
    static const struct {
        const char *list, *message;
    } cases[] = {
        {"h:port", "one of the addresses has no valid port: write host:port, port 1 to 65535"},
        {"h:99999", "'h:99999' has no valid port: write host:port, port 1 to 65535"},
        {"hunter2!", "one of the addresses is not a broker address: write host:port"},
        {"u:hunter2@h:1", "one of the addresses is not a broker address: write host:port"},
        {"h:0", "'h:0' has no valid port: write host:port, port 1 to 65535"},
        {"h:65536", "'h:65536' has no valid port: write host:port, port 1 to 65535"},
        {"a:1,,b:2", "an empty broker address: write host:port[,host:port…]"},
        {"", "an empty broker address: write host:port[,host:port…]"},
        {"::1", "'::1' is not a broker address: an IPv6 address goes in brackets, [::1]:9092"},
        {"[::1", "'[::1' is not a broker address: write [IPv6]:port"},
        {":9092", "':9092' is not a broker address: write host:port"},
        {"h:9092/x", "one of the addresses is not a broker address: write host:port"},
    };
    struct err err;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        err_clear(&err);
        assert_false(bootstrap_check(cases[i].list, &err));
        assert_string_equal(err.msg, cases[i].message);
    }
    static const char *const good[] = {"h",
                                       "h:9092",
                                       "h:1, i:65535",
                                       "[::1]:9092",
                                       "[::1]",
                                       "PLAINTEXT://h:9092",
                                       "10.0.0.1:9092,k-2.example.com"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(bootstrap_check(good[i], &err));
}

static void test_all_mistakes_at_once_and_the_rest_is_taken(void **state)
{
    (void)state;
    struct config c;
    struct err err;
    assert_false(parse(&c, "theme: light\nmuose: true\nrefresh: fast\nmouse: false\n", &err));
    assert_int_equal(c.problems.errors, 2);
    assert_string_equal(settings_text(&c.settings, SETTING_ID_THEME), "light");
    assert_false(settings_bool(&c.settings, SETTING_ID_MOUSE));
    assert_int_equal(settings_num(&c.settings, SETTING_ID_REFRESH), 2000);
    assert_non_null(strstr(err.msg, "(and 1 more)"));
    config_release(&c);
}

static void test_default_cluster(void **state)
{
    (void)state;
    struct config c;
    struct err err = {0};
    accepts(&c, minimal);
    assert_string_equal(config_default_profile(&c, &err)->name, "a");
    config_release(&c);

    accepts(&c, "clusters: {a: {brokers: h}, b: {brokers: h}}\n");
    assert_null(config_default_profile(&c, &err));
    assert_int_equal(err.kind, ERR_USAGE);
    assert_non_null(strstr(err.msg, "2 clusters are configured and none is the default"));
    assert_null(config_profile(&c, "staging", &err));
    assert_string_equal(err.msg, "no cluster 'staging' is configured; there are: a, b");
    config_release(&c);

    accepts(&c, "");
    assert_null(config_default_profile(&c, &err));
    assert_non_null(strstr(err.msg, "klamm -b HOST:PORT"));
    assert_non_null(strstr(err.msg, "klamm.yaml"));
    config_release(&c);
}

/* A file written for an earlier version; the name of now counts where it has both. */
static void test_old_keys_are_read(void **state)
{
    struct config c;
    (void)state;
    accepts(&c, "glow: 3s\n");
    assert_int_equal(settings_num(&c.settings, SETTING_ID_HIGHLIGHT), 3000);
    config_release(&c);
    accepts(&c, "glow: 3s\nhighlight: 2s\n");
    assert_int_equal(settings_num(&c.settings, SETTING_ID_HIGHLIGHT), 2000);
    config_release(&c);
}

static void test_templates_and_merges(void **state)
{
    (void)state;
    struct config c;
    accepts(&c, "templates:\n"
                "  tls: &tls {security.protocol: SSL, ssl.ca.location: /ca.pem}\n"
                "clusters:\n"
                "  a: {brokers: h, properties: {<<: *tls, ssl.ca.location: /other.pem}}\n");
    const struct properties *p = &c.profiles[0]->properties;
    assert_string_equal(properties_get(p, "security.protocol")->value, "SSL");
    assert_string_equal(properties_get(p, "ssl.ca.location")->value, "/other.pem");
    config_release(&c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_clusters_are_read),
        cmocka_unit_test(test_guard_follows_the_label_unless_given),
        cmocka_unit_test(test_guards_by_label),
        cmocka_unit_test(test_a_guard_that_cannot_be_read_guards_most),
        cmocka_unit_test(test_mistakes_are_reported_with_what_would_be_right),
        cmocka_unit_test(test_broker_addresses_are_checked),
        cmocka_unit_test(test_all_mistakes_at_once_and_the_rest_is_taken),
        cmocka_unit_test(test_default_cluster),
        cmocka_unit_test(test_addresses_are_counted_once),
        cmocka_unit_test(test_old_keys_are_read),
        cmocka_unit_test(test_templates_and_merges),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
