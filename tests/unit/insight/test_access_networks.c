/* Rules whose host is a network, with each of what brokers may be: older than Kafka 4.4, newer, or
 * not known which. */
#include "core/insight/access.h"
#include "core/model/acl_text.h"
#include "tests/support/test.h"
#include "tests/unit/made_up.h"

#include <string.h>

#define ALICE "User:alice"
#define IP "10.0.0.1"

static const struct access_settings strict = {.everyone = ACCESS_NO, .supers_known = true};
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

/* "rule; rule; …", each in seven words. */
static struct access_rules rules_with(const char *text, struct access_settings s)
{
    struct acl *acls = arena_array(&arena, 8, sizeof *acls);
    size_t n = 0;

    while (*text) {
        size_t len = strcspn(text, ";");

        assert_true(acl_parse(&arena, arena_strndup(&arena, text, len), &acls[n++], NULL));
        text += len + strspn(text + len, "; ");
    }
    return access_rules_of(&arena, acls, n, &s);
}

static struct access ask_from(const struct access_rules *r, const char *host)
{
    struct access_query q = {.principal = ALICE,
                             .host = host,
                             .operation = ACL_READ,
                             .resource = ACL_TOPIC,
                             .pattern = ACL_LITERAL,
                             .name = "t"};

    return access_decide(r, &q);
}

/* KIP-1276: from Kafka 4.4 on a rule's host may be a network. Where it is not known which Kafka it
 * is, that is the answer, but only where it makes a difference. */
static void test_networks(void **state)
{
    static const char all[] = "allow Read topic literal t User:alice *; ";
    static const char deny[] = "deny Read topic literal t User:alice 10.0.0.0/8";
    static const char allow[] = "allow Read topic literal t User:alice 10.0.0.0/8";
    static const char own[] = "; deny Read topic literal t User:* 10.0.0.1";
    const struct {
        const char *rules, *host;
        enum access_why before, from, unknown;
    } rows[] = {
        {arena_printf(&arena, "%s%s", all, deny), IP, ACCESS_ALLOWED_BY, ACCESS_DENIED_BY,
         ACCESS_BY_NETWORK},
        {arena_printf(&arena, "%s%s", all, deny), "11.0.0.1", ACCESS_ALLOWED_BY, ACCESS_ALLOWED_BY,
         ACCESS_ALLOWED_BY},
        {arena_printf(&arena, "%s%s", all, deny), NULL, ACCESS_ALLOWED_BY, ACCESS_ALLOWED_BY,
         ACCESS_ALLOWED_BY},
        {arena_printf(&arena, "%s%s", all, deny), "10.1.0.0/16", ACCESS_ALLOWED_BY,
         ACCESS_DENIED_BY, ACCESS_BY_NETWORK},
        {allow, IP, ACCESS_NONE_APPLIES, ACCESS_ALLOWED_BY, ACCESS_BY_NETWORK},
        {allow, "11.0.0.1", ACCESS_NONE_APPLIES, ACCESS_NONE_APPLIES, ACCESS_NONE_APPLIES},
        /* what decides either way is the answer */
        {arena_printf(&arena, "%s%s", deny, own), IP, ACCESS_DENIED_BY, ACCESS_DENIED_BY,
         ACCESS_DENIED_BY},
        {arena_printf(&arena, "%s%s", allow, own), IP, ACCESS_DENIED_BY, ACCESS_DENIED_BY,
         ACCESS_DENIED_BY},
        {deny, IP, ACCESS_NONE_APPLIES, ACCESS_DENIED_BY, ACCESS_NONE_APPLIES},
    };
    struct access_settings s = strict;

    (void)state;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const enum access_why want[] = {[ACL_NETWORKS_UNKNOWN] = rows[i].unknown,
                                        [ACL_NETWORKS_NO] = rows[i].before,
                                        [ACL_NETWORKS_YES] = rows[i].from};

        for (int n = ACL_NETWORKS_UNKNOWN; n <= ACL_NETWORKS_YES; n++) {
            s.networks = (enum acl_networks)n;
            struct access_rules r = rules_with(rows[i].rules, s);
            struct access x = ask_from(&r, rows[i].host);

            if (x.why != want[n] || x.allowed != (x.why == ACCESS_ALLOWED_BY))
                fail_msg("%s from %s, %d: %s", rows[i].rules,
                         rows[i].host ? rows[i].host : "anywhere", n, access_words(&arena, &x));
        }
    }
}

/* Nothing is called superfluous because of a rule that may not count. */
static void test_shadows_of_networks(void **state)
{
    const char *text = "allow Read topic literal t User:alice 10.0.0.1; "
                       "deny All topic literal t User:* 10.0.0.0/8";
    struct access_settings s = strict;

    (void)state;
    for (int n = ACL_NETWORKS_UNKNOWN; n <= ACL_NETWORKS_YES; n++) {
        s.networks = (enum acl_networks)n;
        struct access_rules r = rules_with(text, s);
        const struct acl *rule = r.sorted[strcmp(r.sorted[0]->host, "10.0.0.1") != 0];

        assert_int_equal(access_shadow(&r, rule) != NULL, n == ACL_NETWORKS_YES);
    }
}

static void test_what_a_broker_lists_tells(void **state)
{
    struct config_set *old = made_config(CONFIG_BROKER, "1");
    struct config_set *new = made_config(CONFIG_BROKER, "1");
    struct config_set *chosen = made_config(CONFIG_BROKER, "1"); /* by a managed service */

    (void)state;
    made_entry(chosen, "super.users", "", CONFIG_SOURCE_STATIC);
    assert_int_equal(access_settings_of(&arena, chosen).networks, ACL_NETWORKS_UNKNOWN);
    config_set_free(chosen);
    made_entry(old, "log.retention.ms", "1", CONFIG_SOURCE_STATIC);
    made_entry(new, "log.remote.copy.lag.ms", "-2", CONFIG_SOURCE_DEFAULT);
    made_entry(new, "log.retention.ms", "1", CONFIG_SOURCE_STATIC);
    assert_int_equal(access_settings_of(&arena, old).networks, ACL_NETWORKS_NO);
    assert_int_equal(access_settings_of(&arena, new).networks, ACL_NETWORKS_YES);
    assert_int_equal(access_settings_of(&arena, NULL).networks, ACL_NETWORKS_UNKNOWN);
    const struct config_set *const none[] = {NULL, new}, *const both[] = {old, new};
    const struct config_set *const newer[] = {new, new, new}, *const older[] = {old, old};
    assert_int_equal(access_networks_of(newer, 3), ACL_NETWORKS_YES);
    assert_int_equal(access_networks_of(older, 2), ACL_NETWORKS_NO);
    assert_int_equal(access_networks_of(both, 2), ACL_NETWORKS_UNKNOWN);
    assert_int_equal(access_networks_of(none, 2), ACL_NETWORKS_UNKNOWN);
    assert_int_equal(access_networks_of(NULL, 0), ACL_NETWORKS_UNKNOWN);
    config_set_free(old);
    config_set_free(new);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_networks),
        cmocka_unit_test(test_shadows_of_networks),
        cmocka_unit_test(test_what_a_broker_lists_tells),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
