/* Brokers that are set otherwise than those of the suite: topics come into being when a client asks
 * for them, and what no rule covers is allowed to everyone; then brokers that have no authorizer
 * and delete no topics. klamm warns where that matters, agrees with the authorizer, and makes no
 * topic by asking. */
#include "core/insight/access.h"
#include "core/model/acl.h"
#include "tests/support/admin.h"
#include "tests/support/authz.h"
#include "tests/support/authz_compare.h"
#include "tests/support/client.h"
#include "tests/support/own_cluster.h"
#include "tests/support/run.h"
#include "tests/support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *state_dir;

static struct run klamm(int status, const char *line)
{
    struct run r = run_klamm("-b %s %s </dev/null", run_env("KLAMM_BOOTSTRAP"), line);

    if (r.status != status)
        fail_msg("%s: exit %d, not %d: %s%s", line, r.status, status, r.out, r.err);
    return r;
}

static const char *line_of(const char *fmt, const char *name)
{
    static char line[300];
    char *to = line;

    for (; *fmt; fmt++) {
        if (*fmt == '@')
            to += snprintf(to, sizeof line - (size_t)(to - line), "%s", name);
        else
            *to++ = *fmt;
    }
    *to = '\0';
    return line;
}

/* In what the line prints, @ standing for the name. */
static void says(int status, const char *part, const char *fmt, const char *name)
{
    struct run r = klamm(status, line_of(fmt, name));

    if (!strstr(r.out, part) && !strstr(r.err, part))
        fail_msg("%s: no \"%s\" in\n%s%s", fmt, part, r.out, r.err);
    run_release(&r);
}

static void says_not(int status, const char *part, const char *fmt, const char *name)
{
    struct run r = klamm(status, line_of(fmt, name));

    if (strstr(r.out, part) || strstr(r.err, part))
        fail_msg("%s: \"%s\" in\n%s%s", fmt, part, r.out, r.err);
    run_release(&r);
}

static bool is_listed(const char *topic)
{
    struct run r = klamm(0, "get topics -o name");
    bool there = strstr(r.out, topic) != NULL;

    run_release(&r);
    return there;
}

/* ---- topics that come by themselves ---------------------------------------------------------- */

static void test_deleting_warns_that_it_comes_back(void **state)
{
    const char *topic = run_name("lax-back");

    (void)state;
    admin_create_topic(topic, 2, 1, NULL);
    says(0, "auto.create.topics.enable is on", "topic-delete @ --dry-run", topic);
    says(0, "done: 1 of 1", "topic-delete @ --yes", topic);
    assert_false(is_listed(topic));
    client_produce(topic, 0, 1, 0, 0); /* as any application does that goes on */
    assert_true(is_listed(topic));
    says(0, "done: 1 of 1", "topic-delete @ --yes", topic);
}

/* Every way in which klamm asks for a topic by name. */
static void test_klamm_makes_none_by_asking(void **state)
{
    static const char *const lines[] = {
        "describe topic @",
        "get partitions @",
        "get placement @",
        "get topic-configs @",
        "get topic-groups @",
        "get topic-access @",
        "topic-delete @ --yes",
        "partitions-add @ --partitions 3 --yes",
        "records-delete @ --to-end --yes",
        "topic-purge @ --yes",
        "leaders-elect @ --yes",
        "config-alter @ --set retention.ms=1h --yes",
        "config-copy @ --from @-other --yes",
        "offsets-reset lax-stranger --to-earliest --topic @ --yes",
        "group-create lax-stranger --to-earliest --topic @ --yes",
        "group-create lax-stranger --at-record @:0:0 --topic @ --yes",
        "topic-create @-like --like @ --yes",
        "can User:alice Read topic/@",
    };
    const char *topic = run_name("lax-none");

    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct run r =
            run_klamm("-b %s %s </dev/null", run_env("KLAMM_BOOTSTRAP"), line_of(lines[i], topic));

        if (r.status > 4)
            fail_msg("%s: exit %d: %s%s", lines[i], r.status, r.out, r.err);
        run_release(&r);
        if (is_listed(topic))
            fail_msg("%s made the topic", lines[i]);
    }
}

/* ---- what no rule covers is allowed ---------------------------------------------------------- */

static void test_no_disagreement(void **state)
{
    const struct access_settings lax = {.everyone = ACCESS_YES, .networks = ACL_NETWORKS_NO};
    struct authz_counts few, many;

    (void)state;
    authz_compare_open(1);
    few = authz_compare_rounds(4, 2, 10, &lax);
    many = authz_compare_rounds(3, 1, 26, &lax);
    authz_compare_close();
    assert_true(few.asked > 400 && many.asked > 200);
    assert_true(few.allowed > few.asked * 2 / 5 && few.allowed < few.asked * 19 / 20);
    assert_true(many.allowed > many.asked / 5 && many.allowed < many.asked * 4 / 5);
}

static bool may(struct authz *z, const char *topic)
{
    unsigned operations;

    authz_topics(z, &topic, 1, &operations);
    return operations & 1u << ACL_READ;
}

/* The first rule on a topic shuts out all principals it does not name: said before, and true. */
static void test_the_first_rule_locks_out(void **state)
{
    static const char first[] = "acl-create User:lax-friend --operation Read --topic @";
    static const char rule[] = "acl-delete 'allow Read topic literal @ User:lax-friend *'";
    static const char closes[] = "everyone that no rule names loses Read";
    struct authz *other = authz_open("lax-other"), *friend = authz_open("lax-friend");
    const char *topic = run_name("lax-open");
    char line[300];

    (void)state;
    admin_create_topic(topic, 1, 1, NULL);
    assert_true(may(other, topic) && may(friend, topic));
    says(4, "unknown: no rule covers it", "can User:lax-other Read topic/@", topic);
    says(4, "\"allowed\":null", "can User:lax-other Read topic/@ -o json", topic);
    says(0, "allowed", "can User:lax-other Read topic/@ --everyone true", topic);
    says(0, "not known", "get topic-access @ -o csv", topic);

    snprintf(line, sizeof line, "%s --dry-run", first);
    says(0, closes, line, topic);
    says(0, "if allow.everyone.if.no.acl.found is set, which the brokers don't show", line, topic);
    snprintf(line, sizeof line, "%s --yes", first);
    says(0, "done: 1 of 1", line, topic);
    authz_settle("User:lax-friend", 1);
    assert_false(may(other, topic));
    assert_true(may(friend, topic));
    says(1, "denied", "can User:lax-other Read topic/@ --everyone true", topic);
    says(0, "allowed", "can User:lax-friend Read topic/@ --everyone true", topic);

    /* The second one shuts out no one. */
    says_not(0, closes, "acl-create User:lax-second --operation Read --topic @ --dry-run", topic);
    /* Without the last one it is open again. */
    snprintf(line, sizeof line, "%s --dry-run", rule);
    says(0, "everyone that no rule names gains Read", line, topic);
    snprintf(line, sizeof line, "%s --yes", rule);
    says(0, "done: 1 of 1", line, topic);
    authz_settle("User:lax-friend", 0);
    assert_true(may(other, topic));
    /* A rule for all topics, or for a prefix, is the first one on each of them. */
    says(0, closes, "acl-create User:lax-friend --operation Read --topic '*' --dry-run", topic);
    says(0, closes,
         "acl-create User:lax-friend --operation Read --topic lax --pattern prefixed "
         "--dry-run",
         topic);
    authz_close(other);
    authz_close(friend);
    admin_delete_topic(topic);
}

/* ---- no authorizer at all -------------------------------------------------------------------- */

static void test_without_authorizer_and_deletion(void **state)
{
    static const char none[] = "the brokers run without an authorizer";

    (void)state;
    own_cluster_down();
    own_cluster_up("--set authorizer.class.name= --set delete.topic.enable=false");
    admin_create_topic("lax-free", 1, 1, NULL);
    says(1, none, "get acls", "");
    says(0, "everyone may do everything", "can User:alice Read topic/lax-free", "");
    says(1, none, "acl-create User:alice --operation Read --topic lax-free --yes", "");
    says(1, none, "acl-delete principal=User:alice --yes", "");
    says(0, "done: 1 of 1", "config-alter lax-free --set retention.ms=1h --yes", "");
    says(4, "the brokers do not delete topics", "topic-delete lax-free --yes", "");
    assert_true(is_listed("lax-free"));
}

/* ---- advertised addresses that no one can reach ---------------------------------------------- */

static void blames_the_brokers(const char *protocol, const char *address, const char *words)
{
    struct run r = {0};
    for (int tries = 0; tries < 5; tries++) { /* a broker that has just started may be slow */
        run_release(&r);
        r = run_klamm("-b %s -X security.protocol=%s -X sasl.mechanism=PLAIN "
                      "-X sasl.username=admin -X sasl.password=%s -X ssl.ca.location=%s "
                      "get groups",
                      address, protocol, run_env("KLAMM_PASSWORD_admin"), run_env("KLAMM_CA"));
        if (!strstr(r.err, "no answer within"))
            break;
    }
    assert_int_equal(r.status, 3);
    if (!strstr(r.err, words) ||
        !strstr(r.err, "the brokers themselves name this address (advertised.listeners), the one "
                       "you gave answered"))
        fail_msg("%s", r.err);
    run_release(&r);
}

static void test_advertised_addresses_that_lead_nowhere(void **state)
{
    struct run r = run_shell("echo advertised.listeners=PLAINTEXT://%s,"
                             "SASL_PLAINTEXT://127.0.0.1:1,SASL_SSL://kafka.klamm.invalid:9093 "
                             ">>\"$CLUSTER_DIR/n1.properties\" && tests/cluster/cluster kill 1 && "
                             "tests/cluster/cluster start 1",
                             run_env("KLAMM_PLAINTEXT_1"));

    (void)state;
    if (r.status != 0)
        fail_msg("%s%s", r.out, r.err);
    run_release(&r);
    blames_the_brokers("SASL_PLAINTEXT", run_env("KLAMM_SASL_PLAINTEXT_1"), "127.0.0.1:1: ");
    blames_the_brokers("SASL_SSL", run_env("KLAMM_SASL_SSL_1"), "kafka.klamm.invalid:9093: ");
    says(0, "127.0.0.1", "get brokers", ""); /* the address that is right */
}

static int set_up(void **state)
{
    (void)state;
    state_dir = run_dir();
    setenv("KLAMM_STATE_DIR", state_dir, 1);
    own_cluster_up("--set auto.create.topics.enable=true "
                   "--set allow.everyone.if.no.acl.found=true");
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    own_cluster_down();
    run_rm_dir(state_dir);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_deleting_warns_that_it_comes_back),
        cmocka_unit_test(test_klamm_makes_none_by_asking),
        cmocka_unit_test(test_no_disagreement),
        cmocka_unit_test(test_the_first_rule_locks_out),
        cmocka_unit_test(test_without_authorizer_and_deletion),
        cmocka_unit_test(test_advertised_addresses_that_lead_nowhere),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
