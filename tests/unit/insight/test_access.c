/* The authorizer's procedure, rule by rule; what other rules would change, and for which users;
 * rules that change nothing. That the real authorizer decides the same is for an integration
 * test. */
#include "core/insight/access_effect_words.h"
#include "core/model/acl_text.h"
#include "tests/support/test.h"
#include "tests/unit/made_up.h"

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

/* "rule; rule; …", each in seven words. */
static struct access_rules rules_with(const char *text, struct access_settings s)
{
    struct acl *acls = arena_array(&arena, 32, sizeof *acls);
    size_t n = 0;

    while (*text) {
        size_t len = strcspn(text, ";");

        assert_true(acl_parse(&arena, arena_strndup(&arena, text, len), &acls[n++], NULL));
        text += len + strspn(text + len, "; ");
    }
    return access_rules_of(&arena, acls, n, &s);
}

#define R_ALICE "allow Read topic literal t User:alice *"

static const struct access_settings strict = {
    .everyone = ACCESS_NO, .supers_known = true, .networks = ACL_NETWORKS_NO};
static const struct access_settings open_to_all = {.everyone = ACCESS_YES, .supers_known = true};

static struct access ask_from(const struct access_rules *r, const char *principal, const char *host,
                              const char *operation, const char *resource, const char *name)
{
    struct access_query q = {
        .principal = principal, .host = host, .pattern = ACL_LITERAL, .name = name};

    assert_true(acl_operation_parse(operation, &q.operation));
    assert_true(acl_resource_parse(resource, &q.resource));
    return access_decide(r, &q);
}

/* One row: the rules, the question, the answer and why. */
static const struct {
    const char *rules, *principal, *host, *operation, *resource, *name;
    enum access_why why;
} table[] = {
#define ALICE "User:alice"
#define IP "10.0.0.1"
    /* which rules cover a resource */
    {"allow Read topic literal orders User:alice *", ALICE, IP, "Read", "topic", "orders",
     ACCESS_ALLOWED_BY},
    {"allow Read topic literal orders User:alice *", ALICE, IP, "Read", "topic", "orders-eu",
     ACCESS_NO_ACL},
    {"allow Read topic literal orders User:alice *", ALICE, IP, "Read", "topic", "order",
     ACCESS_NO_ACL},
    {"allow Read topic literal orders User:alice *", ALICE, IP, "Read", "group", "orders",
     ACCESS_NO_ACL},
    {"allow Read topic literal * User:alice *", ALICE, IP, "Read", "topic", "anything",
     ACCESS_ALLOWED_BY},
    {"allow Read topic prefixed ord User:alice *", ALICE, IP, "Read", "topic", "orders",
     ACCESS_ALLOWED_BY},
    {"allow Read topic prefixed orders User:alice *", ALICE, IP, "Read", "topic", "orders",
     ACCESS_ALLOWED_BY},
    {"allow Read topic prefixed orders- User:alice *", ALICE, IP, "Read", "topic", "orders",
     ACCESS_NO_ACL},
    {"allow Read topic prefixed * User:alice *", ALICE, IP, "Read", "topic", "orders",
     ACCESS_NO_ACL},
    {"allow Read topic prefixed * User:alice *", ALICE, IP, "Read", "topic", "*odd",
     ACCESS_ALLOWED_BY},
    /* who, from where */
    {"allow Read topic literal orders User:bob *", ALICE, IP, "Read", "topic", "orders",
     ACCESS_NONE_APPLIES},
    {"allow Read topic literal orders User:* *", ALICE, IP, "Read", "topic", "orders",
     ACCESS_ALLOWED_BY},
    {"allow Read topic literal orders User:ali *", ALICE, IP, "Read", "topic", "orders",
     ACCESS_NONE_APPLIES},
    {"allow Read topic literal orders user:alice *", ALICE, IP, "Read", "topic", "orders",
     ACCESS_NONE_APPLIES},
    {"allow Read topic literal orders User:alice 10.0.0.1", ALICE, IP, "Read", "topic", "orders",
     ACCESS_ALLOWED_BY},
    {"allow Read topic literal orders User:alice 10.0.0.2", ALICE, IP, "Read", "topic", "orders",
     ACCESS_NONE_APPLIES},
    {"allow Read topic literal orders User:alice 10.0.0.0/24", ALICE, IP, "Read", "topic", "orders",
     ACCESS_NONE_APPLIES},
    {"allow Read topic literal orders User:alice 10.0.0.1", ALICE, NULL, "Read", "topic", "orders",
     ACCESS_NONE_APPLIES},
    /* what brings what with it */
    {"allow Read topic literal t User:alice *", ALICE, IP, "Describe", "topic", "t",
     ACCESS_ALLOWED_BY},
    {"allow Write topic literal t User:alice *", ALICE, IP, "Describe", "topic", "t",
     ACCESS_ALLOWED_BY},
    {"allow Delete topic literal t User:alice *", ALICE, IP, "Describe", "topic", "t",
     ACCESS_ALLOWED_BY},
    {"allow Alter topic literal t User:alice *", ALICE, IP, "Describe", "topic", "t",
     ACCESS_ALLOWED_BY},
    {"allow Create topic literal t User:alice *", ALICE, IP, "Describe", "topic", "t",
     ACCESS_NONE_APPLIES},
    {"allow DescribeConfigs topic literal t User:alice *", ALICE, IP, "Describe", "topic", "t",
     ACCESS_NONE_APPLIES},
    {"allow AlterConfigs topic literal t User:alice *", ALICE, IP, "DescribeConfigs", "topic", "t",
     ACCESS_ALLOWED_BY},
    {"allow Alter topic literal t User:alice *", ALICE, IP, "AlterConfigs", "topic", "t",
     ACCESS_NONE_APPLIES},
    {"allow Describe topic literal t User:alice *", ALICE, IP, "Read", "topic", "t",
     ACCESS_NONE_APPLIES},
    {"allow Read topic literal t User:alice *", ALICE, IP, "Write", "topic", "t",
     ACCESS_NONE_APPLIES},
    {"allow All topic literal t User:alice *", ALICE, IP, "AlterConfigs", "topic", "t",
     ACCESS_ALLOWED_BY},
    /* deny wins, however general */
    {"allow Read topic literal t User:alice *; deny Read topic literal * User:* *", ALICE, IP,
     "Read", "topic", "t", ACCESS_DENIED_BY},
    {"deny Read topic literal t User:alice *; allow All topic literal * User:* *", ALICE, IP,
     "Read", "topic", "t", ACCESS_DENIED_BY},
    {"allow All topic literal t User:alice *; deny All topic prefixed t User:alice *", ALICE, IP,
     "Read", "topic", "t", ACCESS_DENIED_BY},
    {"allow Read topic literal t User:alice *; deny Read topic literal t User:alice 10.0.0.2",
     ALICE, IP, "Read", "topic", "t", ACCESS_ALLOWED_BY},
    {"allow Read topic literal t User:alice *; deny Read topic literal t User:alice 10.0.0.2",
     ALICE, "10.0.0.2", "Read", "topic", "t", ACCESS_DENIED_BY},
    /* a deny names only itself */
    {"allow Read topic literal t User:alice *; deny Read topic literal t User:alice *", ALICE, IP,
     "Describe", "topic", "t", ACCESS_ALLOWED_BY},
    {"allow Read topic literal t User:alice *; deny Describe topic literal t User:alice *", ALICE,
     IP, "Read", "topic", "t", ACCESS_ALLOWED_BY},
    {"allow Read topic literal t User:alice *; deny Describe topic literal t User:alice *", ALICE,
     IP, "Describe", "topic", "t", ACCESS_DENIED_BY},
    {"allow AlterConfigs topic literal t User:alice *; deny AlterConfigs topic literal t "
     "User:alice *",
     ALICE, IP, "DescribeConfigs", "topic", "t", ACCESS_ALLOWED_BY},
    /* the cluster, transactional ids */
    {"allow Create cluster literal kafka-cluster User:alice *", ALICE, IP, "Create", "cluster",
     "kafka-cluster", ACCESS_ALLOWED_BY},
    {"allow Write transactional-id prefixed pay- User:alice *", ALICE, IP, "Describe",
     "transactional-id", "pay-1", ACCESS_ALLOWED_BY},
};

static void test_the_table(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        struct access_rules r = rules_with(table[i].rules, strict);
        struct access x = ask_from(&r, table[i].principal, table[i].host, table[i].operation,
                                   table[i].resource, table[i].name);

        if (x.why != table[i].why || x.allowed != (x.why == ACCESS_ALLOWED_BY))
            fail_msg("%s: %s %s %s: %s", table[i].rules, table[i].principal, table[i].operation,
                     table[i].name, access_words(&arena, &x));
    }
}

/* With the setting, only what no rule covers is open; the first rule closes it for all others. */
static void test_everyone(void **state)
{
    struct access_settings hidden = {.everyone = ACCESS_NOT_SHOWN, .supers_known = true};
    struct access_rules r = rules_with("", open_to_all);
    struct access x = ask_from(&r, ALICE, IP, "Write", "topic", "t");

    (void)state;
    assert_true(x.allowed && x.why == ACCESS_NO_ACL && !x.if_everyone);
    r = rules_with("allow Read topic literal t User:bob 10.9.9.9", open_to_all);
    assert_false(ask_from(&r, ALICE, IP, "Write", "topic", "t").allowed);
    assert_true(ask_from(&r, ALICE, IP, "Write", "topic", "u").allowed);
    r = rules_with("deny Read topic prefixed t User:bob *", open_to_all);
    assert_false(ask_from(&r, ALICE, IP, "Write", "topic", "tee").allowed);
    r = rules_with("", hidden);
    x = ask_from(&r, ALICE, IP, "Write", "topic", "t");
    assert_true(!x.allowed && x.if_everyone);
    r = rules_with("allow Read topic literal t User:bob *", hidden);
    assert_false(ask_from(&r, ALICE, IP, "Write", "topic", "t").if_everyone);
}

static void test_super_users(void **state)
{
    static const char *names[] = {"User:admin"};
    struct access_settings s = {.supers_known = true, .supers = names, .nsupers = 1};
    struct access_rules r = rules_with("deny All topic literal * User:* *", s);
    struct access x = ask_from(&r, "User:admin", IP, "Delete", "topic", "t");

    (void)state;
    assert_true(x.allowed && x.why == ACCESS_SUPER);
    x = ask_from(&r, "User:adm", IP, "Delete", "topic", "t");
    assert_true(!x.allowed && !x.if_super);
    s = (struct access_settings){0};
    r = rules_with("deny All topic literal * User:* *", s);
    assert_true(ask_from(&r, "User:admin", IP, "Delete", "topic", "t").if_super);
    r = rules_with(R_ALICE, s);
    assert_false(ask_from(&r, ALICE, IP, "Read", "topic", "t").if_super); /* needs not be one */
}

static void test_settings_of_a_broker(void **state)
{
    struct config_set *c = made_config(CONFIG_BROKER, "1");
    struct access_settings s = access_settings_of(&arena, c);

    (void)state;
    assert_true(s.supers_known && s.nsupers == 0 && s.everyone == ACCESS_NO);
    made_entry(c, "allow.everyone.if.no.acl.found", "True", CONFIG_SOURCE_STATIC);
    made_entry(c, "super.users", "User:admin; User:CN=a,O=b ;", CONFIG_SOURCE_STATIC);
    s = access_settings_of(&arena, c);
    assert_int_equal(s.nsupers, 2);
    assert_true(s.supers_known);
    assert_int_equal(s.everyone, ACCESS_YES);
    assert_string_equal(s.supers[1], "User:CN=a,O=b");
    config_set_free(c);
    c = made_config(CONFIG_BROKER, "1");
    made_entry(c, "allow.everyone.if.no.acl.found", NULL, CONFIG_SOURCE_STATIC);
    made_entry(c, "super.users", NULL, CONFIG_SOURCE_STATIC);
    s = access_settings_of(&arena, c);
    assert_true(!s.supers_known && s.everyone == ACCESS_NOT_SHOWN);
    config_set_free(c);
    s = access_settings_of(&arena, NULL);
    assert_true(!s.supers_known && s.everyone == ACCESS_NOT_SHOWN);
}

/* Any resource of a class, when no more precise rule names it. */
static void test_classes(void **state)
{
    struct access_rules r = rules_with("allow Read topic prefixed pay User:alice *;"
                                       "allow Read topic literal payments User:alice *;"
                                       "deny Read topic literal * User:bob *",
                                       strict);
    struct access_query q = {.principal = ALICE,
                             .operation = ACL_READ,
                             .resource = ACL_TOPIC,
                             .pattern = ACL_PREFIXED,
                             .name = "pay"};

    (void)state;
    assert_true(access_decide(&r, &q).allowed);
    q.name = "pay-eu";
    assert_true(access_decide(&r, &q).allowed);
    q.name = "pa";
    assert_false(access_decide(&r, &q).allowed);
    q.pattern = ACL_LITERAL;
    q.name = "*";
    assert_false(access_decide(&r, &q).allowed);
    q.principal = "User:bob";
    assert_int_equal(access_decide(&r, &q).why, ACCESS_DENIED_BY);
    r = rules_with("allow Read topic prefixed * User:alice *", strict); /* an odd name, not all */
    q.principal = ALICE;
    assert_int_equal(access_decide(&r, &q).why, ACCESS_NO_ACL);
}

/* ---- effects --------------------------------------------------------------------------------- */

/* The sentences, one a line, of going from one set of rules to another. */
static const char *effects(const char *before, const char *after, const char *changed,
                           struct access_settings s, bool everyone)
{
    struct access_rules b = rules_with(before, s), a = rules_with(after, s);
    struct access_rules c = rules_with(changed, s);
    const struct acl *list[32];
    const char *text = "";
    size_t n = 0;

    for (size_t i = 0; i < c.nsorted; i++)
        list[n++] = c.sorted[i];
    for (size_t i = 0; i < c.nbroad; i++)
        list[n++] = c.broad[i];
    struct access_effects e = access_effects_of(&arena, &b, &a, list, n, everyone);

    for (size_t i = 0; i < e.n; i++)
        text = arena_printf(&arena, "%s%s\n", text, access_effect_words(&arena, &e.e[i]));
    return text;
}

#define R_BOB "allow Read topic literal t User:bob *"

static void test_effect_of_an_allow(void **state)
{
    (void)state;
    assert_string_equal(effects("", R_ALICE, R_ALICE, strict, false),
                        "User:alice gains Read, Describe on topic t\n");
    assert_string_equal(effects(R_ALICE, R_ALICE "; " R_BOB, R_BOB, strict, false),
                        "User:bob gains Read, Describe on topic t\n");
    assert_string_equal(effects(R_ALICE, "", R_ALICE, strict, false),
                        "User:alice loses Read, Describe on topic t\n");
}

/* The lock-out: everyone was let in, and the first rule ends that. */
static void test_first_rule_closes(void **state)
{
    const char *closes = "everyone that no rule names loses Read, Write, Create, Delete, Alter, "
                         "Describe, DescribeConfigs, AlterConfigs on topic t: with its first "
                         "rule, it is closed to everyone that no rule allows\nUser:alice loses "
                         "Write, Create, Delete, Alter, DescribeConfigs, AlterConfigs on topic t: "
                         "with its first rule, it is closed to everyone that no rule allows\n";
    struct access_settings hidden = {0};

    (void)state;
    assert_string_equal(effects("", R_ALICE, R_ALICE, open_to_all, true), closes);
    assert_string_equal(effects("", R_ALICE, R_ALICE, hidden, true), closes);
    assert_string_equal(effects("", R_ALICE, R_ALICE, hidden, false),
                        "User:alice gains Read, Describe on topic t\n");
    assert_string_equal(effects(R_BOB, R_BOB "; " R_ALICE, R_ALICE, open_to_all, true),
                        "User:alice gains Read, Describe on topic t\n");
    assert_non_null(strstr(effects(R_ALICE, "", R_ALICE, open_to_all, true),
                           "without its last rule, it is open to everyone"));
}

/* Plans of format 1 are compared by these sentences. */
static void test_effect_in_the_words_of_format_1(void **state)
{
    struct access_effect closes = {.name = "t",
                                   .resource = ACL_TOPIC,
                                   .pattern = ACL_LITERAL,
                                   .lost = 1u << ACL_READ,
                                   .closes = true};
    struct access_effect opens = closes;

    (void)state;
    assert_string_equal(access_effect_words_1(&arena, &closes),
                        "everybody whom no rule names loses Read on topic t: with its first rule, "
                        "it is closed to all whom none allows it");
    opens.gained = opens.lost;
    opens.lost = 0;
    opens.closes = false;
    opens.opens = true;
    assert_string_equal(access_effect_words_1(&arena, &opens),
                        "everybody whom no rule names gains Read on topic t: with its last rule "
                        "gone, it is open to everybody");
}

/* A deny on a class concerns those who are named precisely within it. */
static void test_effect_of_a_broad_deny(void **state)
{
    const char *deny = "deny Write topic prefixed t User:* *";
    const char *all = "allow Write topic literal tea User:alice *; allow All topic prefixed t "
                      "User:bob *; allow Write topic literal other User:carl *";
    const char *with = arena_printf(&arena, "%s; %s", all, deny);

    (void)state;
    assert_string_equal(effects(all, with, deny, strict, false),
                        "User:bob loses Write on topics that start with t\n"
                        "User:alice loses Write on topic tea\n");
    assert_string_equal(effects(with, all, deny, strict, false),
                        "User:bob gains Write on topics that start with t\n"
                        "User:alice gains Write on topic tea\n");
}

static void test_effect_from_a_host(void **state)
{
    const char *one = "allow Read group literal g User:alice 10.0.0.1";
    const char *any = "allow Read group literal g User:alice *";

    (void)state;
    assert_string_equal(effects("", one, one, strict, false),
                        "User:alice from 10.0.0.1 gains Read, Describe on group g\n");
    assert_string_equal(effects("", any, any, strict, false),
                        "User:alice gains Read, Describe on group g\n");
    assert_string_equal(effects(any, arena_printf(&arena, "%s; %s", any, one), one, strict, false),
                        "");
    /* an address that a rule for another user names */
    const char *other = "deny Delete group literal g User:bob 10.0.0.1";

    assert_string_equal(
        effects(other, arena_printf(&arena, "%s; %s", other, any), any, strict, false),
        "User:alice gains Read, Describe on group g\n");
}

/* ---- rules that change nothing --------------------------------------------------------------- */

static void assert_shadow(const char *rules, const char *rule, const char *by)
{
    struct access_rules r = rules_with(rules, strict);
    struct acl wanted;
    const struct acl *shadow = NULL;
    bool found = false;

    assert_true(acl_parse(&arena, rule, &wanted, NULL));
    for (size_t i = 0; i < r.nsorted + r.nbroad; i++) {
        const struct acl *a = i < r.nsorted ? r.sorted[i] : r.broad[i - r.nsorted];

        if (acl_same(a, &wanted)) {
            shadow = access_shadow(&r, a);
            found = true;
        }
    }
    assert_true(found);
    if (!by)
        assert_null(shadow);
    else
        assert_string_equal(shadow ? acl_spell(&arena, shadow) : "none", by);
}

static void test_shadows(void **state)
{
    const char *a = "allow Read topic literal t User:alice *";

    (void)state;
    assert_shadow(a, a, NULL);
    assert_shadow("allow Read topic literal t User:alice *; allow Read topic prefixed t User:* *",
                  a, "allow Read topic prefixed t User:* *");
    assert_shadow("allow Read topic literal t User:alice *; allow All topic literal * User:alice *",
                  a, "allow All topic literal * User:alice *");
    assert_shadow("allow Read topic literal t User:alice *; allow All topic literal t User:bob *",
                  a, NULL);
    assert_shadow("allow Read topic literal t User:alice *; allow All topic literal t User:alice "
                  "10.0.0.1",
                  a, NULL);
    assert_shadow("allow Read topic literal t User:alice *; allow Describe topic literal t "
                  "User:alice *",
                  "allow Describe topic literal t User:alice *", a);
    assert_shadow("allow Read topic literal t User:alice *; deny All topic prefixed t User:* *", a,
                  "deny All topic prefixed t User:* *");
    /* what is left of it: Describe */
    assert_shadow("allow Read topic literal t User:alice *; deny Read topic literal t User:alice *",
                  a, NULL);
    assert_shadow("allow Create topic literal t User:alice *; deny Create topic literal t User:* *",
                  "allow Create topic literal t User:alice *",
                  "deny Create topic literal t User:* *");
    assert_shadow(
        "allow AlterConfigs topic literal t User:alice *; deny AlterConfigs topic literal "
        "t User:* *",
        "allow AlterConfigs topic literal t User:alice *", NULL);
    assert_shadow("deny Read topic literal t User:alice *; allow All topic literal t User:* *",
                  "deny Read topic literal t User:alice *", NULL);
    assert_shadow("allow Read topic prefixed t User:alice *; allow Read topic literal t User:alice "
                  "*",
                  "allow Read topic prefixed t User:alice *", NULL);
}

/* What a newer broker may have and klamm does not know says nothing about other rules. */
static void test_unknown_rules_shadow_nothing(void **state)
{
    struct acl acls[2];
    struct access_settings s = strict;

    (void)state;
    assert_true(acl_parse(&arena, R_ALICE, &acls[0], NULL));
    assert_true(acl_parse(&arena, "deny All topic literal t User:alice *", &acls[1], NULL));
    acls[1].permission = ACL_PERMISSION_UNKNOWN;
    struct access_rules r = access_rules_of(&arena, acls, 2, &s);

    assert_null(access_shadow(&r, &acls[0]));
    assert_null(access_shadow(&r, &acls[1]));
    assert_true(ask_from(&r, ALICE, IP, "Read", "topic", "t").allowed);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_table),
        cmocka_unit_test(test_everyone),
        cmocka_unit_test(test_super_users),
        cmocka_unit_test(test_settings_of_a_broker),
        cmocka_unit_test(test_classes),
        cmocka_unit_test(test_effect_of_an_allow),
        cmocka_unit_test(test_first_rule_closes),
        cmocka_unit_test(test_effect_in_the_words_of_format_1),
        cmocka_unit_test(test_effect_of_a_broad_deny),
        cmocka_unit_test(test_effect_from_a_host),
        cmocka_unit_test(test_shadows),
        cmocka_unit_test(test_unknown_rules_shadow_nothing),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
