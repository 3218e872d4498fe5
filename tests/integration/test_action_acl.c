/* acl-create, acl-delete on the real cluster: what Kafka's own kafka-acls lists afterwards is what
 * was asked for, templates give what its options give, exactly the named rule goes, and what is
 * refused sends nothing. */
#include "core/action/apply.h"
#include "core/plan/step.h"
#include "tests/support/acl_list.h"
#include "tests/support/act.h"
#include "tests/support/authz.h"
#include "tests/support/reverse.h"
#include "tests/support/run.h"
#include "tests/support/test.h"

#include <stdlib.h>
#include <string.h>

static struct act act;
static char prefix[64]; /* of every name and principal here */

static const char *mine(const char *name)
{
    static char out[16][128];
    static int next;
    char *s = out[next++ % 16];

    snprintf(s, sizeof *out, "%s-%s", prefix, name);
    return s;
}

static const char *user(const char *name)
{
    static char out[16][160];
    static int next;
    char *s = out[next++ % 16];

    snprintf(s, sizeof *out, "User:%s", mine(name));
    return s;
}

/* What kafka-acls lists for a principal; one run of it serves several. */
static void assert_lists(const char *all, const char *principal, const char *want)
{
    char *seen = acl_list_of(all, principal);

    assert_string_equal(seen, want);
    free(seen);
}

static const char *said(const char *fmt, const char *name)
{
    static char text[1024];
    char *to = text;

    for (; *fmt; fmt++) {
        if (*fmt == '@')
            to += snprintf(to, (size_t)(text + sizeof text - to), "%s", name);
        else
            *to++ = *fmt;
    }
    *to = '\0';
    return text;
}

static void must_have(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("no \"%s\" in: %s", part, text);
}

static int set_up(void **state)
{
    (void)state;
    snprintf(prefix, sizeof prefix, "%s", run_name("acl"));
    act_open(&act, NULL);
    return 0;
}

/* A broker may not have heard yet of what another has done: asks until there are as many. */
static struct plan *plan_delete(const char *filter, size_t nsteps)
{
    for (int tries = 0; tries < 200; tries++) {
        struct err err = {0};
        struct plan *p = act_plan(&act, &err, "acl-delete", "acl", filter, NULL);

        if ((p ? p->nsteps : 0) == nsteps)
            return p;
        plan_free(p);
    }
    fail_msg("%s never finds %zu", filter, nsteps);
    return NULL;
}

/* Everything that these tests made has the prefix in its principal. */
static int tear_down(void **state)
{
    char filter[100];
    bool done = false;

    (void)state;
    snprintf(filter, sizeof filter, "principal=User:%s*", prefix);
    for (int tries = 0; !done && tries < 20; tries++) {
        struct err err = {0};
        struct plan *p = act_plan(&act, &err, "acl-delete", "acl", filter, NULL);

        if (p)
            plan_free(act_apply(&act, p).again);
        done = !p && err.kind == ERR_NOT_FOUND;
        plan_free(p);
    }
    assert_true(done);
    act_close(&act);
    return 0;
}

/* ---- creating -------------------------------------------------------------------------------- */

static void test_create_is_what_kafka_lists(void **state)
{
    const char *who = user("alice"), *topic = mine("orders");
    struct plan *p =
        act_plan_ok(&act, "acl-create", "principal", who, "operation", "read,describe-configs",
                    "topic", topic, "host", "10.0.0.1", "host", "::1", "pattern", "prefixed", NULL);
    struct apply_result r;
    char *all;

    (void)state;
    assert_int_equal(p->nsteps, 4);
    assert_true(p->nfacts >= 4);
    assert_non_null(strstr(p->command, "kafka-acls --bootstrap-server"));
    assert_non_null(strstr(p->command, "--resource-pattern-type prefixed"));
    r = act_apply(&act, p);
    if (r.status != APPLY_DONE)
        fail_msg("%s", r.err.msg);
    for (size_t i = 0; i < p->nsteps; i++)
        assert_string_equal(p->steps[i].now, "in force");
    plan_free(p);
    all = acl_list_all();
    assert_lists(all, who,
                 said("TOPIC PREFIXED @ P DESCRIBE_CONFIGS ALLOW 0:0:0:0:0:0:0:1\n"
                      "TOPIC PREFIXED @ P DESCRIBE_CONFIGS ALLOW 10.0.0.1\n"
                      "TOPIC PREFIXED @ P READ ALLOW 0:0:0:0:0:0:0:1\n"
                      "TOPIC PREFIXED @ P READ ALLOW 10.0.0.1\n",
                      topic));
    free(all);
}

/* Kafka's tool for one principal, klamm for another: afterwards both have the same. */
static void test_templates_are_those_of_kafka(void **state)
{
    const char *topic = mine("t"), *group = mine("g"), *id = mine("x");
    char *all, *theirs, *ours;
    static const char *const who[][2] = {
        {"k-producer", "m-producer"}, {"k-txn", "m-txn"}, {"k-consumer", "m-consumer"}};

    (void)state;
    free(run_tool("acls --add --allow-principal %s --producer --idempotent --topic %s",
                  user(who[0][0]), topic));
    free(run_tool("acls --add --allow-principal %s --producer --transactional-id %s --topic %s",
                  user(who[1][0]), id, topic));
    free(run_tool("acls --add --allow-principal %s --consumer --group %s --topic %s "
                  "--resource-pattern-type prefixed",
                  user(who[2][0]), group, topic));
    act_do(&act, APPLY_DONE, "acl-create", "principal", user(who[0][1]), "template",
           "idempotent-producer", "topic", topic, NULL);
    act_do(&act, APPLY_DONE, "acl-create", "principal", user(who[1][1]), "template",
           "transactional-producer", "topic", topic, "transactional-id", id, NULL);
    act_do(&act, APPLY_DONE, "acl-create", "principal", user(who[2][1]), "template", "consumer",
           "topic", topic, "group", group, "pattern", "prefixed", NULL);
    all = acl_list_all();
    for (int i = 0; i < 3; i++) {
        theirs = acl_list_of(all, user(who[i][0]));
        ours = acl_list_of(all, user(who[i][1]));
        assert_true(*theirs);
        assert_string_equal(ours, theirs);
        free(theirs);
        free(ours);
    }
    free(all);
}

static void test_twice_is_nothing_to_do(void **state)
{
    const char *who = user("twice"), *topic = mine("orders");
    struct plan *p;

    (void)state;
    act_do(&act, APPLY_DONE, "acl-create", "principal", who, "operation", "Read", "topic", topic,
           NULL);
    p = act_plan_ok(&act, "acl-create", "principal", who, "operation", "Read", "topic", topic,
                    NULL);
    assert_true(plan_is_empty(p));
    assert_int_equal(p->nsteps, 0);
    assert_string_equal(act_cell(p, p->preview->rows[0].key, "note"),
                        "is there already: nothing to do");
    plan_free(p);
    p = act_plan_ok(&act, "acl-create", "principal", who, "operation", "Read,Write", "topic", topic,
                    NULL);
    assert_int_equal(p->nsteps, 1);
    assert_int_equal(act_apply(&act, p).status, APPLY_DONE);
    plan_free(p);
}

/* ---- removing -------------------------------------------------------------------------------- */

/* Of four that differ in one part each, only the one that is named goes. */
static void test_only_the_named_one_goes(void **state)
{
    const char *who = user("exact"), *topic = mine("near");
    struct plan *p;
    char *all;
    char acl[400];

    (void)state;
    act_do(&act, APPLY_DONE, "acl-create", "principal", who, "operation", "Read,Write", "topic",
           topic, NULL);
    act_do(&act, APPLY_DONE, "acl-create", "principal", who, "operation", "Read", "topic", topic,
           "pattern", "prefixed", NULL);
    act_do(&act, APPLY_DONE, "acl-create", "principal", who, "operation", "Read", "topic", topic,
           "host", "10.0.0.1", NULL);
    snprintf(acl, sizeof acl, "allow Read topic literal %s %s *", topic, who);
    p = act_plan_ok(&act, "acl-delete", "acl", acl, NULL);
    assert_int_equal(p->nsteps, 1);
    assert_non_null(strstr(p->command, "--remove --force --allow-principal"));
    assert_int_equal(act_apply(&act, p).status, APPLY_DONE);
    assert_null(p->steps[0].now);
    all = acl_list_all();
    assert_lists(all, who,
                 said("TOPIC LITERAL @ P READ ALLOW 10.0.0.1\nTOPIC LITERAL @ P WRITE ALLOW *\n"
                      "TOPIC PREFIXED @ P READ ALLOW *\n",
                      topic));
    free(all);
    plan_free(p);
}

static void test_a_filter_lists_each(void **state)
{
    const char *who = user("filter");
    char filter[200];
    struct plan *p;
    struct err err = {0};

    (void)state;
    act_do(&act, APPLY_DONE, "acl-create", "principal", who, "principal", user("other"),
           "operation", "Read,Describe", "group", mine("filtered"), NULL);
    snprintf(filter, sizeof filter, "principal=%s operation=read", who);
    p = plan_delete(filter, 1);
    assert_int_equal(p->preview->nrows, 1);
    assert_false(act_warns(p, "stands for anything"));
    plan_free(p);
    /* A user who means the rules for User:* is warned that those of all users are deleted. */
    snprintf(filter, sizeof filter, "principal=User:* name=%s", mine("filtered"));
    p = plan_delete(filter, 4);
    assert_true(act_warns(p, "stands for anything"));
    plan_free(p);
    assert_null(act_plan(&act, &err, "acl-delete", "acl", "orders", NULL));
    assert_int_equal(err.kind, ERR_USAGE);
    assert_null(act_plan(&act, &err, "acl-delete", "acl", "resource=group", "acl", filter, NULL));
    assert_int_equal(err.kind, ERR_USAGE);
    assert_null(act_plan(&act, &err, "acl-delete", "acl", "principal=User:stranger-at-all", NULL));
    assert_int_equal(err.kind, ERR_NOT_FOUND);
}

static void test_both_ways_turn_round(void **state)
{
    const char *who = user("round");
    struct plan *p = act_plan_ok(&act, "acl-create", "principal", who, "operation", "Read", "group",
                                 mine("g"), NULL);
    struct plan *back, *again;

    (void)state;
    assert_int_equal(act_apply(&act, p).status, APPLY_DONE);
    back = plan_reverse(p, NULL);
    assert_int_equal(back->nsteps, 1);
    assert_ptr_equal(back->steps[0].kind, &step_acl_delete);
    assert_string_equal(back->steps[0].object, p->steps[0].object);
    back->steps[0].state = STEP_DONE;
    again = plan_reverse(back, NULL);
    assert_ptr_equal(again->steps[0].kind, &step_acl_create);
    plan_free(p);
    plan_free(back);
    plan_free(again);
}

/* ---- what is refused ------------------------------------------------------------------------- */

/* Another user removed it between the plan and the sending. */
static void test_changed_cluster(void **state)
{
    const char *who = user("moved");
    struct plan *p, *other;
    struct apply_result r;
    char filter[200];

    (void)state;
    act_do(&act, APPLY_DONE, "acl-create", "principal", who, "operation", "Read,Write", "topic",
           mine("orders"), NULL);
    snprintf(filter, sizeof filter, "principal=%s", who);
    p = plan_delete(filter, 2);
    snprintf(filter, sizeof filter, "principal=%s operation=write", who);
    other = plan_delete(filter, 1);
    assert_int_equal(act_apply(&act, other).status, APPLY_DONE);
    authz_settle(who, 1);
    r = act_apply(&act, p);
    assert_int_equal(r.status, APPLY_MOVED);
    assert_non_null(r.again);
    assert_int_equal(r.again->nsteps, 1);
    plan_free(r.again);
    plan_free(other);
    plan_free(p);
}

static void refused(const char *part, const char *a, const char *av, const char *b, const char *bv,
                    const char *c, const char *cv)
{
    struct err err = {0};
    struct plan *p =
        act_plan(&act, &err, "acl-create", "principal", user("wrong"), a, av, b, bv, c, cv, NULL);

    assert_null(p);
    if (!strstr(err.msg, part))
        fail_msg("no \"%s\" in: %s", part, err.msg);
}

static void test_what_makes_no_sense_is_refused(void **state)
{
    (void)state;
    refused("a group has All, Read, Delete, Describe", "operation", "Write", "group", "g", NULL,
            NULL);
    refused("a cluster has All, Create, Alter", "operation", "Read", "kafka-cluster", "yes", NULL,
            NULL);
    refused("kafka-acls", "operation", "TwoPhaseCommit", "transactional-id", "x", NULL, NULL);
    refused("kafka-acls", "operation", "CreateTokens", "topic", "x", NULL, NULL);
    refused("kafka-acls", "beyond", "user", "operation", "Describe", NULL, NULL);
    refused("no such operation", "operation", "Reed", "topic", "x", NULL, NULL);
    refused("not an IP address", "operation", "Read", "topic", "x", "host", "10.0.0.0/40");
    refused("networks count from Kafka 4.4", "operation", "Read", "topic", "x", "host",
            "10.0.0.0/8");
    refused("not an IP address", "operation", "Read", "topic", "x", "host", "app.example.com");
    refused("on what?", "operation", "Read", NULL, NULL, NULL, NULL);
    refused("which operations", "topic", "x", NULL, NULL, NULL, NULL);
    refused("consumer needs a group", "template", "consumer", "topic", "x", NULL, NULL);
    refused("leave them out", "template", "producer", "topic", "x", "operation", "Read");
    refused("a template allows", "template", "producer", "topic", "x", "permission", "deny");
    refused("a topic's name", "operation", "Read", "topic", "a b", NULL, NULL);
    refused("Type:name", "principal", "alice", "operation", "Read", "topic", "x");
}

/* A user who may not see the ACLs reads that, and never that there are none. */
static void test_denied_is_not_none(void **state)
{
    struct act bob;
    struct err err = {0};

    (void)state;
    act_open_as(&bob, "bob");
    assert_null(act_plan(&bob, &err, "acl-create", "principal", user("denied"), "operation", "Read",
                         "topic", "x", NULL));
    assert_int_equal(err.kind, ERR_DENIED);
    must_have(err.msg, "can't be seen");
    act_close(&bob);
}

/* carol may see the ACLs but not change them: the broker refuses each, and nothing has changed. */
static void test_refused_by_the_broker(void **state)
{
    struct act carol;
    struct apply_result r;
    struct plan *p;
    char *all, *seen;

    (void)state;
    act_open_as(&carol, "carol");
    p = act_plan_ok(&carol, "acl-create", "principal", user("refused"), "operation", "Read,Write",
                    "topic", mine("orders"), NULL);
    r = act_apply(&carol, p);
    assert_int_equal(r.status, APPLY_REFUSED);
    must_have(r.err.msg, "needs Alter on Cluster");
    assert_int_equal(plan_count(p, STEP_REFUSED), 2);
    assert_null(p->steps[0].now);
    plan_free(p);
    act_close(&carol);
    all = acl_list_all();
    seen = acl_list_of(all, user("refused"));
    assert_string_equal(seen, "");
    free(seen);
    free(all);
}

/* ---- names that drive terminals -------------------------------------------------------------- */

static void test_hostile_names(void **state)
{
    char who[200], group[200], filter[200];
    struct plan *p;
    struct run r;

    (void)state;
    snprintf(who, sizeof who, "%s \033]0;pwn\007", user("evil"));
    snprintf(group, sizeof group, "%s\n\033[2J\\\"", mine("evil"));
    act_do(&act, APPLY_DONE, "acl-create", "principal", who, "operation", "Read", "group", group,
           NULL);
    r = run_klamm("-b %s get acls -o name", run_env("KLAMM_BOOTSTRAP"));
    assert_int_equal(r.status, 0);
    assert_null(strchr(r.out, '\033'));
    must_have(r.out, "\\x20\\x1b]0;pwn\\x07 *");
    must_have(r.out, "\\x0a\\x1b[2J\\x5c\"");
    run_release(&r);
    snprintf(filter, sizeof filter, "principal=%s*", user("evil"));
    p = plan_delete(filter, 1);
    assert_null(strchr(p->title, '\033'));
    assert_null(strchr(p->command, '\033'));
    assert_null(strchr(p->steps[0].object, '\033'));
    plan_free(p);
    snprintf(filter, sizeof filter,
             "allow Read group literal %s\\x0a\\x1b[2J\\x5c\" %s\\x20\\x1b]"
             "0;pwn\\x07 *",
             mine("evil"), user("evil"));
    act_do(&act, APPLY_DONE, "acl-delete", "acl", filter, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_create_is_what_kafka_lists),
        cmocka_unit_test(test_templates_are_those_of_kafka),
        cmocka_unit_test(test_twice_is_nothing_to_do),
        cmocka_unit_test(test_only_the_named_one_goes),
        cmocka_unit_test(test_a_filter_lists_each),
        cmocka_unit_test(test_both_ways_turn_round),
        cmocka_unit_test(test_changed_cluster),
        cmocka_unit_test(test_what_makes_no_sense_is_refused),
        cmocka_unit_test(test_denied_is_not_none),
        cmocka_unit_test(test_refused_by_the_broker),
        cmocka_unit_test(test_hostile_names),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
