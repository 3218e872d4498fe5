/* Users with SCRAM logins on the real cluster, verified with kafka-configs and by logging in: the
 * new password works, the old one is refused, and no password is in the journal. */
#include "core/action/apply.h"
#include "core/journal/journal_read.h"
#include "core/kafka/cluster_desc.h"
#include "core/plan/reads.h"
#include "tests/support/act.h"
#include "tests/support/harness.h"
#include "tests/support/run.h"
#include "tests/support/test.h"

#include <stdlib.h>
#include <string.h>

#define FIRST "first-Passw0rd!"
#define SECOND "second, with \"signs\" and ü"

static struct act act;
static char user[64];

static int set_up(void **state)
{
    (void)state;
    snprintf(user, sizeof user, "%s", run_name("act-user"));
    act_open(&act, NULL);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    act_close(&act);
    return 0;
}

/* What Kafka's own tool says of the user's credentials; "" when there are none. */
static char *kafka_says(const char *name)
{
    struct run r =
        run_shell("tests/cluster/cluster tool configs --describe --user '%s' 2>/dev/null "
                  "| grep SCRAM",
                  name);

    free(r.err);
    return r.out;
}

static void assert_kafka_says(const char *part)
{
    char *seen = kafka_says(user);

    if (*part ? !strstr(seen, part) : *seen != '\0')
        fail_msg("'%s' is not in: %s", part, seen);
    free(seen);
}

static bool is_decided(struct harness *r)
{
    return harness_model(r)->link != LINK_CONNECTING;
}

static bool logs_in(const char *mechanism, const char *password)
{
    const char *props[] = {"bootstrap.servers",
                           run_env("KLAMM_BOOTSTRAP_SASL_PLAINTEXT"),
                           "security.protocol",
                           "SASL_PLAINTEXT",
                           "sasl.mechanism",
                           mechanism,
                           "sasl.username",
                           user,
                           "sasl.password",
                           password,
                           NULL};
    struct harness *r = harness_open(props);
    bool up;

    assert_non_null(r->cluster);
    kafka_describe_cluster(r->cluster, harness_done, r);
    assert_true(harness_wait(r, is_decided, 20000));
    up = harness_model(r)->link == LINK_UP;
    if (!up)
        assert_int_equal(harness_model(r)->link_err.kind, ERR_AUTH);
    else
        cluster_desc_free(harness_answer(r));
    harness_close(r);
    return up;
}

/* Brokers learn of a change one after the other, and a login goes to any of them. */
static void assert_login(const char *mechanism, const char *password, bool works)
{
    for (int tries = 0; logs_in(mechanism, password) != works; tries++)
        assert_true(tries < 100);
}

static void assert_no_password_in(const char *text)
{
    assert_null(strstr(text, "Passw0rd"));
    assert_null(strstr(text, "signs"));
}

static void refused(enum err_kind kind, const char *part, const char *verb, const char *name,
                    const char *param, const char *value)
{
    struct err err = {0};
    struct plan *p =
        act_plan(&act, &err, verb, "user", name, "password", FIRST, param, value, NULL);

    assert_null(p);
    if (!strstr(err.msg, part) || err.kind != kind)
        fail_msg("'%s' (%d) is not: %s (%d)", part, kind, err.msg, err.kind);
    assert_no_password_in(err.msg);
}

static void on_users(void *done)
{
    *(bool *)done = true;
}

/* Until it is reported many times in a row: each reading goes to any broker. */
static void wait_known(enum scram mechanism, int32_t iterations)
{
    for (int seen = 0, tries = 0; seen < 12; tries++) {
        const struct user *u;
        struct reads f;
        bool done = false;

        assert_true(tries < 3000);
        reads_init(&f, act.cluster);
        reads_want(&f, FACT_USERS, NULL);
        reads_run(&f, on_users, &done);
        act_wait(&act, &done);
        u = user_list_find(reads_users(&f, NULL), user);
        seen = u && u->iterations[mechanism] == iterations ? seen + 1 : 0;
        reads_release(&f);
    }
}

static void test_create(void **state)
{
    struct plan *p = act_plan_ok(&act, "user-create", "user", user, "iterations", "8192",
                                 "password", FIRST, NULL);
    struct apply_result r;

    (void)state;
    assert_int_equal(p->danger, DANGER_LOW);
    assert_string_equal(act_cell(p, "SCRAM-SHA-512", "new"), "8192 iterations");
    assert_non_null(strstr(p->command, "SCRAM-SHA-512=[iterations=8192,password=${PASSWORD:?}]"));
    r = act_apply(&act, p);
    if (r.status != APPLY_DONE)
        fail_msg("%s", r.err.msg);
    assert_string_equal(p->steps[0].now, "8192 iterations");
    plan_free(p);
    assert_kafka_says("SCRAM-SHA-512=iterations=8192");
    assert_login("SCRAM-SHA-512", FIRST, true);
    assert_login("SCRAM-SHA-512", SECOND, false);
    assert_login("SCRAM-SHA-256", FIRST, false);
    refused(ERR_USAGE, "already; user-alter", "user-create", user, "mechanism", "SCRAM-SHA-512");
}

static void test_change_password(void **state)
{
    struct plan *p = act_plan_ok(&act, "user-alter", "user", user, "password", SECOND, NULL);

    (void)state;
    assert_int_equal(p->danger, DANGER_HIGH);
    assert_string_equal(p->confirm, user);
    assert_false(plan_is_empty(p)); /* as many iterations as before, but another password */
    assert_string_equal(p->steps[0].after, "8192 iterations, new password");
    assert_non_null(p->steps[0].cant_undo);
    assert_true(act_warns(p, "old password is refused"));
    assert_int_equal(act_apply(&act, p).status, APPLY_DONE);
    plan_free(p);
    assert_login("SCRAM-SHA-512", SECOND, true);
    assert_login("SCRAM-SHA-512", FIRST, false);
    act_do(&act, APPLY_DONE, "user-create", "user", user, "mechanism", "SCRAM-SHA-256", "password",
           FIRST, NULL);
    assert_login("SCRAM-SHA-256", FIRST, true);
    assert_login("SCRAM-SHA-512", SECOND, true);
    refused(ERR_USAGE, "choose the mechanism", "user-alter", user, "iterations", "4096");
}

static void test_moved_in_between(void **state)
{
    struct plan *p = act_plan_ok(&act, "user-alter", "user", user, "mechanism", "SCRAM-SHA-256",
                                 "password", SECOND, NULL);
    struct apply_result r;

    (void)state;
    free(run_tool("configs --alter --user '%s' --add-config "
                  "'SCRAM-SHA-256=[iterations=5000,password=third]'",
                  user));
    assert_login("SCRAM-SHA-256", "third", true);
    wait_known(SCRAM_SHA_256, 5000);
    r = act_apply(&act, p);
    assert_int_equal(r.status, APPLY_MOVED);
    assert_null(r.journal_id);
    assert_non_null(strstr(r.err.msg, "was 4096 iterations and is now 5000 iterations"));
    plan_free(p);
    plan_free(r.again);
    assert_login("SCRAM-SHA-256", "third", true);
}

/* The command runs once, for the plan; what it printed is sent, and stands nowhere. */
static void test_password_by_command(void **state)
{
    struct plan *p = act_plan_ok(&act, "user-alter", "user", user, "mechanism", "SCRAM-SHA-256",
                                 "password-command", "printf '%s\\n' 'by-command-Passw0rd'", NULL);
    struct err err = {0};

    (void)state;
    assert_int_equal(act_apply(&act, p).status, APPLY_DONE);
    plan_free(p);
    assert_login("SCRAM-SHA-256", "by-command-Passw0rd", true);
    assert_login("SCRAM-SHA-256", "third", false);
    assert_null(act_plan(&act, &err, "user-alter", "user", user, "mechanism", "SCRAM-SHA-256",
                         "password-command", "echo locked Passw0rd >&2; exit 3", NULL));
    assert_int_equal(err.kind, ERR_USAGE);
    assert_non_null(strstr(err.msg, "--password-command"));
    err_clear(&err);
    assert_null(act_plan(&act, &err, "user-alter", "user", user, "mechanism", "SCRAM-SHA-256",
                         "password-command", "true", NULL));
    assert_int_equal(err.kind, ERR_USAGE);
}

static void test_delete_and_undo(void **state)
{
    struct plan *p = act_plan_ok(&act, "user-delete", "user", user, NULL);
    struct journal j;
    struct err err = {0};
    char id[64];

    (void)state;
    assert_int_equal(p->nsteps, 2);
    assert_int_equal(p->danger, DANGER_HIGH);
    snprintf(id, sizeof id, "%s", act_apply(&act, p).journal_id);
    assert_int_equal(plan_count(p, STEP_DONE), 2);
    plan_free(p);
    assert_login("SCRAM-SHA-512", SECOND, false);
    assert_null(act_plan(&act, &err, "undo", "id", id, NULL));
    assert_non_null(strstr(err.msg, "only its user knows the old password"));
    refused(ERR_NOT_FOUND, "user-create makes one", "user-alter", user, "iterations", "4096");
    /* What was made is unmade by deleting it. */
    p = act_plan_ok(&act, "user-create", "user", user, "password", FIRST, NULL);
    snprintf(id, sizeof id, "%s", act_apply(&act, p).journal_id);
    plan_free(p);
    wait_known(SCRAM_SHA_512, 4096);
    p = act_plan_ok(&act, "undo", "id", id, NULL);
    assert_int_equal(p->nsteps, 1);
    assert_null(p->steps[0].after);
    assert_int_equal(act_apply(&act, p).status, APPLY_DONE);
    plan_free(p);
    assert_kafka_says("");
    assert_true(journal_read(&j, run_env("KLAMM_CLUSTER_ID"), &err));
    assert_true(j.n >= 6);
    journal_release(&j);
    struct run r = run_shell("cat '%s'/journal/*.jsonl", act.state);
    assert_no_password_in(r.out);
    assert_non_null(strstr(r.out, "\"password\",\"value\":null"));
    run_release(&r);
}

static void test_refusals(void **state)
{
    char *seen;

    (void)state;
    refused(ERR_USAGE, "iterations", "user-create", user, "iterations", "100");
    refused(ERR_USAGE, "iterations", "user-create", user, "iterations", "20000");
    refused(ERR_USAGE, "must be one of", "user-create", user, "mechanism", "PLAIN");
    refused(ERR_NOT_FOUND, "has no SCRAM-SHA-256", "user-alter", user, "mechanism",
            "SCRAM-SHA-256");
    seen = kafka_says(user);
    assert_string_equal(seen, "");
    free(seen);
}

static struct plan *plan_as(struct act *who, const char *name, struct err *err)
{
    return act_plan(who, err, "user-create", "user", name, "password", FIRST, NULL);
}

/* Without Describe on the cluster there is no plan; with it and without Alter there is one, which
 * the broker refuses. Nothing is there afterwards. */
static void test_denied(void **state)
{
    struct apply_result r;
    struct act stranger;
    struct err err = {0};
    struct plan *p;
    char other[80];

    (void)state;
    snprintf(other, sizeof other, "%s-other", user);
    act_do(&act, APPLY_DONE, "user-create", "user", user, "password", FIRST, NULL);
    wait_known(SCRAM_SHA_512, 4096);
    act_open_scram(&stranger, user, FIRST);
    assert_null(plan_as(&stranger, other, &err));
    assert_int_equal(err.kind, ERR_DENIED);
    assert_non_null(strstr(err.msg, "needs Describe on Cluster"));
    free(run_tool("acls --add --allow-principal 'User:%s' --operation Describe --cluster", user));
    while (!(p = plan_as(&stranger, other, &err))) /* brokers learn of it a moment later */
        assert_int_equal(err.kind, ERR_DENIED);
    r = act_apply(&stranger, p);
    assert_int_equal(r.status, APPLY_REFUSED);
    if (!strstr(r.err.msg, "needs Alter on Cluster"))
        fail_msg("%s", r.err.msg);
    assert_int_equal(p->steps[0].state, STEP_REFUSED);
    plan_free(p);
    act_close(&stranger);
    setenv("KLAMM_STATE_DIR", act.state, 1);
    free(run_tool("acls --remove --force --allow-principal 'User:%s' --operation Describe "
                  "--cluster",
                  user));
    char *seen = kafka_says(other);
    assert_string_equal(seen, "");
    free(seen);
    act_do(&act, APPLY_DONE, "user-delete", "user", user, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_create),           cmocka_unit_test(test_change_password),
        cmocka_unit_test(test_moved_in_between), cmocka_unit_test(test_password_by_command),
        cmocka_unit_test(test_delete_and_undo),  cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_denied),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
