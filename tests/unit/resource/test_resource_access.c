/* The lists of who may do what, over made-up ACLs: what they show, what they explain, and what they
 * say where brokers don't show a setting. */
#include "core/model/acl_text.h"
#include "tests/support/test.h"
#include "tests/unit/made_up.h"

#include <stdlib.h>
#include <string.h>

static int setup(void **state)
{
    struct model *m = calloc(1, sizeof *m);
    struct metadata *md = made_metadata(3);
    model_init(m, "test");
    m->link = LINK_UP;
    made_topic(md, "orders");
    made_partition(md, 1, "1", "1");
    metadata_seal(md);
    model_take_metadata(m, md);
    *state = m;
    return 0;
}

static int teardown(void **state)
{
    struct model *m = *state;
    model_release(m);
    free(m);
    return 0;
}

/* "rule; rule; …", each in seven words. */
static void take_rules(struct model *m, const char *text)
{
    struct acl_list *l = acl_list_new();
    l->proof = ACL_PROOF_SEEN;
    l->acls = arena_array(&l->arena, 32, sizeof *l->acls);
    while (*text) {
        size_t len = strcspn(text, ";");
        assert_true(
            acl_parse(&l->arena, arena_strndup(&l->arena, text, len), &l->acls[l->n++], NULL));
        text += len + strspn(text + len, "; ");
    }
    model_take_acls(m, l);
}

static void take_settings(struct model *m, const char *everyone, const char *supers, bool hidden)
{
    struct config_set *c = made_config(CONFIG_BROKER, "1");
    if (everyone || hidden)
        made_entry(c, "allow.everyone.if.no.acl.found", everyone, CONFIG_SOURCE_STATIC);
    if (supers || hidden)
        made_entry(c, "super.users", supers, CONFIG_SOURCE_STATIC);
    model_take_config(m, c);
}

#define RULES                                                                                      \
    "allow Read topic prefixed ord User:alice *; allow Read group literal billing User:alice *; "  \
    "allow Read group prefixed etl- User:alice *; allow Write topic literal orders User:bob *; "   \
    "allow Read topic literal orders User:bob 10.0.0.1; deny Delete topic literal * User:* *; "    \
    "allow Read topic literal orders User:lonely *"

static void test_who_may_use_a_topic(void **state)
{
    struct model *m = *state;
    take_rules(m, RULES);
    take_settings(m, NULL, "User:admin", false);
    struct table *t = made_table(m, "topic-access", "orders");
    assert_string_equal(shown(t, "User:alice", "read"), "yes");
    assert_string_equal(shown(t, "User:alice", "write"), "no");
    assert_string_equal(shown(t, "User:alice", "consume"), "groups that start with etl-, billing");
    assert_string_equal(shown(t, "User:alice", "delete"), "denied");
    assert_non_null(strstr(shown(t, "User:alice", "why"), "topics that start with ord"));
    assert_string_equal(shown(t, "User:bob", "read"), "no");
    assert_string_equal(shown(t, "User:bob", "write"), "yes");
    assert_string_equal(shown(t, "User:bob\n10.0.0.1", "read"), "yes");
    assert_string_equal(shown(t, "User:bob\n10.0.0.1", "consume"), "no group");
    assert_string_equal(shown(t, "User:lonely", "consume"), "no group");
    assert_string_equal(shown(t, "User:admin", "delete"), "yes");
    assert_string_equal(shown(t, "User:admin", "why"), "allowed: a super user");
    assert_string_equal(shown(t, "everyone else", "read"), "no");
    assert_string_equal(shown(t, "everyone else", "delete"), "denied");
    assert_int_equal(t->nrows, 6);
    assert_null(t->note);
    table_free(t);
    t = made_table(m, "group-access", "billing");
    assert_string_equal(shown(t, "User:alice", "read"), "yes");
    assert_string_equal(shown(t, "User:alice", "delete"), "no");
    table_free(t);
}

/* What depends on a setting that brokers don't show is not said to be denied. */
static void test_settings_that_are_not_shown(void **state)
{
    struct model *m = *state;
    take_rules(m, "allow Read group literal g User:alice *");
    take_settings(m, NULL, NULL, true);
    struct table *t = made_table(m, "topic-access", "orders");
    assert_string_equal(shown(t, "everyone else", "read"), "not known");
    assert_non_null(strstr(t->note, "super.users"));
    assert_non_null(strstr(t->note, "allow.everyone.if.no.acl.found"));
    table_free(t);
    take_settings(m, "true", NULL, false);
    t = made_table(m, "topic-access", "orders");
    assert_string_equal(shown(t, "everyone else", "read"), "yes");
    assert_string_equal(shown(t, "everyone else", "consume"), "groups that no rule names");
    table_free(t);
}

static void test_what_a_principal_may(void **state)
{
    struct model *m = *state;
    take_rules(m, RULES);
    take_settings(m, NULL, NULL, false);
    struct table *t = made_table(m, "principals", NULL);
    assert_int_equal(t->nrows, 4);
    assert_string_equal(shown(t, "User:alice", "rules"), "3");
    assert_string_equal(shown(t, "User:bob", "hosts"), "1");
    assert_string_equal(shown(t, "User:*", "deny"), "1");
    table_free(t);
    t = made_table(m, "principal-access", "User:bob");
    int name = table_column(t, "name"), may = table_column(t, "may");
    int denied = table_column(t, "denied"), host = table_column(t, "host");
    assert_int_equal(t->nrows, 3);
    for (size_t i = 0; i < t->nrows; i++) {
        const struct cell *c = t->rows[i].cells;
        bool all = strcmp(c[name].value.text, "*") == 0;
        bool there = strcmp(c[host].value.text, "10.0.0.1") == 0;
        assert_string_equal(c[denied].value.text, "Delete");
        assert_string_equal(c[may].value.text, all     ? "nothing"
                                               : there ? "Read, Write, Describe"
                                                       : "Write, Describe");
    }
    table_free(t);
    t = made_table(m, "principal-access", "User:stranger");
    assert_int_equal(t->nrows, 1); /* what is for everyone */
    table_free(t);
}

static void test_rules_that_change_nothing(void **state)
{
    struct model *m = *state;
    take_rules(m, "allow Read topic literal orders User:a *; allow All topic prefixed o User:a *; "
                  "allow Create topic literal orders User:b *; deny All topic literal * User:b *; "
                  "allow Read topic literal gone User:c *; allow Write group literal g User:c *");
    struct table *t = made_table(m, "acls", NULL);
    assert_string_equal(shown(t, "allow Read topic literal orders User:a *", "note"),
                        "adds nothing to: allow User:a All on topics that start with o");
    assert_string_equal(shown(t, "allow All topic prefixed o User:a *", "note"), "");
    assert_string_equal(shown(t, "allow Create topic literal orders User:b *", "note"),
                        "has no effect because of: deny User:b All on every topic");
    assert_string_equal(shown(t, "allow Read topic literal gone User:c *", "note"),
                        "unused: no such topic is seen");
    assert_non_null(strstr(shown(t, "allow Write group literal g User:c *", "note"),
                           "has no effect: no request"));
    table_free(t);
}

/* A refusal is never shown as "no one may". */
static void test_denied_is_not_empty(void **state)
{
    static const char *const lists[] = {"topic-access", "group-access", "principal-access",
                                        "principals"};
    struct model *m = *state;
    struct acl_list *l = acl_list_new();
    l->proof = ACL_PROOF_DENIED;
    model_take_acls(m, l);
    take_settings(m, NULL, NULL, false);
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        struct table *t = made_table(m, lists[i], i < 3 ? "x" : NULL);
        assert_int_equal(t->nrows, 0);
        assert_non_null(strstr(t->note, "can't be seen"));
        table_free(t);
    }
}

/* Its settings are those of Kafka 4.3 or 4.4. */
static void take_broker(struct model *m, const char *id, bool is_44)
{
    struct config_set *c = made_config(CONFIG_BROKER, id);
    if (is_44)
        made_entry(c, "log.remote.copy.lag.ms", "-2", CONFIG_SOURCE_DEFAULT);
    made_entry(c, "log.retention.ms", "1", CONFIG_SOURCE_STATIC);
    model_take_config(m, c);
}

static size_t brokers_wanted(const struct model *m, const char *list)
{
    struct view v = {.model = m, .scope = "orders"};
    struct wants w;
    size_t n = 0;
    wants_init(&w);
    resource_find(list)->want(&v, &w);
    for (size_t i = 0; i < w.len; i++)
        n += w.list[i].kind == FACT_BROKER_CONFIG;
    wants_release(&w);
    return n;
}

/* Each broker matches networks or doesn't; while an upgrade goes from one to the next it depends on
 * which of them is asked. */
static void test_networks_while_brokers_are_upgraded(void **state)
{
    static const char rule[] = "allow Read topic literal orders User:a 10.0.0.0/8";
    static const char *const read[] = {"no", "not known", "not known", "yes"};
    struct model *m = *state;
    struct table *t;
    take_rules(m, "allow Read topic literal orders User:a *");
    assert_int_equal(brokers_wanted(m, "topic-access"), 1);
    take_rules(m, rule);
    assert_int_equal(brokers_wanted(m, "topic-access"), 3);
    assert_int_equal(brokers_wanted(m, "acls"), 3);
    for (int is_44 = 0; is_44 <= 3; is_44++) {
        take_broker(m, "1", is_44 >= 1);
        take_broker(m, "2", is_44 >= 2);
        if (is_44 == 0) { /* one that did not answer may be either */
            t = made_table(m, "acls", NULL);
            assert_non_null(strstr(shown(t, rule, "note"), "not every broker's version is known"));
            table_free(t);
        }
        take_broker(m, "3", is_44 >= 3);
        t = made_table(m, "acls", NULL);
        const char *note = is_44 == 0   ? "these brokers compare hosts as addresses"
                           : is_44 == 3 ? ""
                                        : "not every broker's version is known";
        assert_non_null(strstr(shown(t, rule, "note"), note));
        assert_int_equal(!*note, !*shown(t, rule, "note"));
        table_free(t);
        t = made_table(m, "topic-access", "orders");
        if (is_44 > 0)
            assert_string_equal(shown(t, "User:a\n10.0.0.0/8", "read"), read[is_44]);
        else
            assert_string_equal(shown(t, "User:a", "read"), read[is_44]);
        table_free(t);
    }
}

#define WITH_MODEL(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_MODEL(test_who_may_use_a_topic),  WITH_MODEL(test_settings_that_are_not_shown),
        WITH_MODEL(test_what_a_principal_may), WITH_MODEL(test_rules_that_change_nothing),
        WITH_MODEL(test_denied_is_not_empty),  WITH_MODEL(test_networks_while_brokers_are_upgraded),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
