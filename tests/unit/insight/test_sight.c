/* How much of a cluster is seen: what proves that it is the whole, and what does not. */
#include "core/insight/sight.h"

#include "core/model/acl_text.h"
#include "core/model/model_fact.h"
#include "tests/support/test.h"
#include "tests/unit/made_up.h"

#include <stdio.h>
#include <string.h>

#define CLUSTER(operation, principal)                                                              \
    "allow " operation " cluster literal kafka-cluster " principal " *;"
#define TOPIC(rule, operation, name, principal)                                                    \
    rule " " operation " topic literal " name " " principal " *;"

enum { UNKNOWN = -1 }; /* the broker's settings can't be read */

struct sees {
    int topics;
    uint32_t operations; /* 0: unknown */
    int everyone;        /* allow.everyone.if.no.acl.found is set, to what is not shown */
    bool no_authorizer;
    const char *rules; /* NULL: not asked for */
};

static void take_rules(struct model *m, const struct sees *s)
{
    struct acl_list *l = acl_list_new();
    l->proof = s->no_authorizer ? ACL_PROOF_NO_AUTHORIZER : ACL_PROOF_SEEN;
    l->acls = arena_array(&l->arena, 32, sizeof *l->acls);
    for (const char *text = s->rules; *text;) {
        size_t len = strcspn(text, ";");
        assert_true(
            acl_parse(&l->arena, arena_strndup(&l->arena, text, len), &l->acls[l->n++], NULL));
        text += len + 1;
    }
    model_take_acls(m, l);
}

static enum sight sight_of(struct sees s)
{
    struct model m;
    struct metadata *md = made_metadata(1);
    struct cluster_desc *d = cluster_desc_new();
    model_init(&m, "test");
    for (int i = 0; i < s.topics; i++) {
        char name[16];
        snprintf(name, sizeof name, "t%d", i);
        made_topic(md, name);
        made_partition(md, 1, "1", "1");
    }
    metadata_seal(md);
    model_take_metadata(&m, md);
    d->operations_known = s.operations != 0;
    d->operations = s.operations;
    model_take_cluster(&m, d);
    if (s.everyone != UNKNOWN) {
        struct config_set *c = made_config(CONFIG_BROKER, "1");
        if (s.everyone)
            made_entry(c, "allow.everyone.if.no.acl.found", NULL, CONFIG_SOURCE_STATIC);
        model_take_config(&m, c);
    }
    if (s.rules)
        take_rules(&m, &s);
    enum sight sight = cluster_sight(&m);
    model_release(&m);
    return sight;
}

#define BIT(operation) (UINT32_C(1) << (operation))
#define EVERYTHING                                                                                 \
    (BIT(ACL_CREATE) | BIT(ACL_ALTER) | BIT(ACL_DESCRIBE) | BIT(ACL_CLUSTER_ACTION) |              \
     BIT(ACL_DESCRIBE_CONFIGS) | BIT(ACL_ALTER_CONFIGS) | BIT(ACL_IDEMPOTENT_WRITE))
#define DESCRIBES BIT(ACL_DESCRIBE)
#define NO_DESCRIBE BIT(ACL_IDEMPOTENT_WRITE)

#define IS(what, ...) assert_int_equal(sight_of((struct sees){__VA_ARGS__}), SIGHT_##what)

static void test_operations_alone(void **state)
{
    (void)state;
    IS(WHOLE, .topics = 2);
    IS(NOTHING, .topics = 0);
    IS(PART, .topics = 2, .operations = NO_DESCRIBE);
    IS(NOTHING, .topics = 0, .operations = NO_DESCRIBE);
    IS(WHOLE, .topics = 0, .operations = EVERYTHING, .no_authorizer = true, .rules = "");
    /* The rules are on their way. */
    IS(WHOLE, .topics = 2, .operations = EVERYTHING);
    IS(PART, .topics = 2, .operations = DESCRIBES);
}

/* All on the cluster shows no topic, and it may be what this user has. */
static void test_all_on_the_cluster(void **state)
{
    static const char own[] = CLUSTER("All", "User:ops") TOPIC("allow", "Read", "t0", "User:app");
    static const char shown_all[] = CLUSTER("All", "User:ops")
        TOPIC("allow", "Describe", "*", "User:ops") TOPIC("deny", "All", "t0", "User:app");
    static const char denied_one[] = CLUSTER("All", "User:ops")
        TOPIC("allow", "Describe", "*", "User:*") TOPIC("deny", "Describe", "t1", "User:ops");
    static const char anybody[] = CLUSTER("All", "User:*") TOPIC("allow", "Describe", "*", "User:*")
        TOPIC("deny", "Describe", "t1", "User:bob");
    (void)state;
    IS(NOTHING, .topics = 0, .operations = EVERYTHING, .rules = own);
    IS(PART, .topics = 2, .operations = EVERYTHING, .rules = own);
    IS(WHOLE, .topics = 2, .operations = EVERYTHING, .rules = shown_all);
    IS(WHOLE, .topics = 0, .operations = EVERYTHING, .rules = shown_all);
    IS(PART, .topics = 2, .operations = EVERYTHING, .rules = denied_one);
    IS(PART, .topics = 2, .operations = EVERYTHING, .rules = anybody);
}

/* No one has it by a rule: a super user. */
static void test_super_users(void **state)
{
    static const char others[] = CLUSTER("Describe", "User:carol")
        TOPIC("allow", "Read", "t0", "User:app") TOPIC("deny", "All", "t1", "User:*");
    static const char topics_only[] = TOPIC("allow", "Read", "t0", "User:app");
    static const char brokers[] =
        CLUSTER("ClusterAction", "User:broker") TOPIC("allow", "Read", "t0", "User:app");
    static const char as_much[] = CLUSTER("ClusterAction", "User:ops") CLUSTER("Create", "User:ops")
        CLUSTER("Alter", "User:ops") CLUSTER("AlterConfigs", "User:ops")
            CLUSTER("IdempotentWrite", "User:*");
    (void)state;
    IS(WHOLE, .topics = 2, .operations = EVERYTHING, .rules = brokers);
    IS(PART, .topics = 2, .operations = EVERYTHING, .rules = as_much); /* in all */
    IS(WHOLE, .topics = 0, .operations = EVERYTHING, .rules = others, .everyone = 1);
    IS(WHOLE, .topics = 2, .operations = EVERYTHING, .rules = "", .everyone = 1);
    IS(WHOLE, .topics = 2, .operations = EVERYTHING, .rules = topics_only);
    /* Or anyone, for want of a rule on the cluster. */
    IS(PART, .topics = 2, .operations = EVERYTHING, .rules = topics_only, .everyone = 1);
    IS(PART, .topics = 2, .operations = EVERYTHING, .rules = topics_only, .everyone = UNKNOWN);
}

static void test_describe_on_the_cluster(void **state)
{
    static const char some[] =
        CLUSTER("Describe", "User:carol") "allow Describe topic prefixed ord User:carol *;";
    static const char from_one_host[] =
        CLUSTER("Describe", "User:carol") "allow Describe topic literal * User:carol 10.0.0.1;";
    static const char others_more[] =
        CLUSTER("Describe", "User:carol") CLUSTER("Create", "User:carol")
            CLUSTER("Describe", "User:dave") TOPIC("allow", "Read", "*", "User:carol");
    static const char every[] = CLUSTER("Alter", "User:carol") TOPIC("allow", "Read", "*", "User:*")
        TOPIC("deny", "Read", "t0", "User:carol");
    (void)state;
    IS(PART, .topics = 2, .operations = DESCRIBES, .rules = others_more); /* may be dave */
    IS(WHOLE, .topics = 2, .operations = DESCRIBES | BIT(ACL_CREATE), .rules = others_more);
    IS(PART, .topics = 2, .operations = DESCRIBES, .rules = some);
    IS(NOTHING, .topics = 0, .operations = DESCRIBES, .rules = some);
    IS(PART, .topics = 2, .operations = DESCRIBES, .rules = from_one_host);
    IS(WHOLE, .topics = 2, .operations = DESCRIBES, .rules = every);
    /* A principal that no rule here explains. */
    IS(PART, .topics = 2, .operations = DESCRIBES, .rules = TOPIC("allow", "Read", "*", "User:*"));
}

/* What can't be had proves nothing. */
static void test_rules_that_could_not_be_read(void **state)
{
    struct model m;
    struct metadata *md = made_metadata(1);
    struct cluster_desc *d = cluster_desc_new();
    struct err err = {.kind = ERR_TIMEOUT, .msg = "no answer"};
    (void)state;
    model_init(&m, "test");
    made_topic(md, "t0");
    metadata_seal(md);
    model_take_metadata(&m, md);
    d->operations_known = true;
    d->operations = EVERYTHING;
    model_take_cluster(&m, d);
    assert_int_equal(cluster_sight(&m), SIGHT_WHOLE);
    model_failed(&m, FACT_ACLS, NULL, &err);
    assert_int_equal(cluster_sight(&m), SIGHT_PART);
    assert_true(cluster_shows_groups(&m));
    model_release(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_operations_alone),
        cmocka_unit_test(test_all_on_the_cluster),
        cmocka_unit_test(test_super_users),
        cmocka_unit_test(test_describe_on_the_cluster),
        cmocka_unit_test(test_rules_that_could_not_be_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
