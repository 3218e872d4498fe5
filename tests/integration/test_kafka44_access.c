/* From Kafka 4.4 on a rule's host may be a network (KIP-1276). The evaluator and the authorizer
 * agree with such rules; klamm can, the lists and the verbs about ACLs know them, and who may not
 * see what the brokers are gets no answer that depends on it. */
#include "core/insight/access.h"
#include "tests/support/admin.h"
#include "tests/support/authz.h"
#include "tests/support/authz_compare.h"
#include "tests/support/run.h"
#include "tests/support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define BOB "User:net-bob"
#define EVE "User:net-eve"

static char *dir;
static char name[64];
static const char *const topics[] = {name};
static const char *properties = ""; /* "-F …": as another user than the super user */

static void says(int status, const char *part, const char *line)
{
    struct run r =
        run_klamm("-b %s %s %s </dev/null",
                  run_env(*properties ? "KLAMM_BOOTSTRAP_SASL_PLAINTEXT" : "KLAMM_BOOTSTRAP"),
                  properties, line);

    if (r.status != status || (!strstr(r.out, part) && !strstr(r.err, part)))
        fail_msg("%s: exit %d, not %d, or no \"%s\" in\n%s%s", line, r.status, status, part, r.out,
                 r.err);
    run_release(&r);
}

static void write_file(const char *path, const char *data)
{
    FILE *f = fopen(path, "w");

    assert_non_null(f);
    fchmod(fileno(f), 0600);
    fputs(data, f);
    assert_int_equal(fclose(f), 0);
}

static const char *text(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
static const char *text(const char *fmt, ...)
{
    static char line[400];
    va_list list;

    va_start(list, fmt);
    vsnprintf(line, sizeof line, fmt, list);
    va_end(list);
    return line;
}

static bool may_read(void)
{
    struct authz *z = authz_open("net-bob");
    unsigned operations;

    authz_topics(z, topics, 1, &operations);
    authz_close(z);
    return operations & 1u << ACL_READ;
}

static void test_no_disagreement(void **state)
{
    struct access_settings from44 = {.networks = ACL_NETWORKS_YES};
    struct authz_counts n;

    (void)state;
    authz_compare_open(3);
    n = authz_compare_rounds(6, 1, 26, &from44);
    authz_compare_close();
    assert_true(n.asked > 700);
    assert_true(n.allowed > n.asked / 5 && n.allowed < n.asked * 4 / 5);
}

/* Whose network decides: the broker's answer next to klamm's, before and after. */
static void test_a_deny_for_a_network(void **state)
{
    (void)state;
    says(0, "done: 1 of 1", text("acl-create " BOB " --operation Read --topic %s --yes", name));
    authz_settle(BOB, 1);
    assert_true(may_read());
    says(0, "from 127.0.0.0/8 loses Read",
         text("acl-create --deny-principal " BOB " --operation Read --topic %s --deny-host "
              "127.0.0.0/8 --dry-run",
              name));
    says(0, "done: 1 of 1",
         text("acl-create --deny-principal " BOB " --operation Read --topic %s --deny-host "
              "127.0.0.0/8 --yes",
              name));
    authz_settle(BOB, 2);
    assert_false(may_read());
    says(1, "denied by: deny", text("can " BOB " Read topic/%s --host 127.0.0.1", name));
    /* What is given on the command line does not hide what the brokers report. */
    says(1, "denied by: deny",
         text("can " BOB " Read topic/%s --host 127.0.0.1 --super-users User:x", name));
    says(0, "a super user",
         text("can " BOB " Read topic/%s --host 127.0.0.1 --super-users " BOB, name));
    says(0, "allowed by", text("can " BOB " Read topic/%s --host 128.0.0.1", name));
    says(0, "but from 127.0.0.0/8: denied by", text("can " BOB " Read topic/%s", name));
    says(0, "127.0.0.0/8,", text("get topic-access %s -o csv", name));
}

static void test_lists_and_files_know_it(void **state)
{
    struct run r = run_klamm("-b %s get acls -o csv --filter 'host=127.0.0.0/8' </dev/null",
                             run_env("KLAMM_BOOTSTRAP"));
    char file[200];

    (void)state;
    assert_int_equal(r.status, 0);
    assert_non_null(strstr(r.out, BOB));
    assert_null(strstr(r.out, "no effect"));
    run_release(&r);
    says(1, "there is no such ACL", "acl-delete 'note~effect host=127.0.0.0/8' --dry-run");
    snprintf(file, sizeof file, "%s/deny.csv", dir);
    write_file(file, text("acl\ndeny Read topic literal %s User:net-carol 10.0.0.0/8\n", name));
    says(0, "1 to add, 0 to remove", text("acl-import %s --dry-run", file));
    write_file(file, text("acl\ndeny Read topic literal %s User:net-carol 10.0.0.0/33\n", name));
    says(0, "1 of them deny", text("acl-import %s --dry-run", file));
}

/* eve may see and make ACLs, but sees no broker's settings. */
static void test_brokers_that_may_not_be_seen_are_unknown(void **state)
{
    char line[300], file[200];

    (void)state;
    says(0, "done: 2 of 2", "acl-create " EVE " --operation Describe,Alter --kafka-cluster --yes");
    says(0, "done",
         "user-create net-eve --mechanism SCRAM-SHA-512 --password-command 'echo secret' --yes");
    authz_settle(EVE, 2);
    snprintf(file, sizeof file, "%s/eve.properties", dir);
    write_file(file, "security.protocol=SASL_PLAINTEXT\nsasl.mechanism=SCRAM-SHA-512\n"
                     "sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule "
                     "required username=\"net-eve\" password=\"secret\";\n");
    snprintf(line, sizeof line, "-F %s", file);
    properties = line;
    says(4, "unknown", text("can " BOB " Read topic/%s --host 127.0.0.1", name));
    says(4, "unknown",
         text("can " BOB " Read topic/%s --host 127.0.0.1 --super-users User:x", name));
    says(0, "allowed by", text("can " BOB " Read topic/%s --host 128.0.0.1", name));
    says(0, "but from 127.0.0.0/8: unknown", text("can " BOB " Read topic/%s", name));
    says(0, "not known", text("get topic-access %s -o csv", name));
    says(0, "not every broker's version is known", "get acls -o csv --filter host=127.0.0.0/8");
    says(4, "unknown",
         text("acl-create User:net-dan --operation Read --topic %s --host 10.0.0.0/8 --yes", name));
    snprintf(file, sizeof file, "%s/deny.csv", dir);
    write_file(file, text("acl\ndeny Read topic literal %s User:net-carol 10.0.0.0/8\n", name));
    says(4, "unknown", text("acl-import %s --yes", file));
    properties = "";
}

static int set_up(void **state)
{
    (void)state;
    dir = run_dir();
    snprintf(name, sizeof name, "%s", run_name("net"));
    setenv("KLAMM_STATE_DIR", dir, 1);
    admin_create_topic(name, 1, 1, NULL);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    properties = "";
    says(0, "done", "acl-delete 'principal~^(" BOB "|" EVE ")$' --yes");
    says(0, "done", "user-delete net-eve --yes");
    admin_delete_topic(name);
    run_rm_dir(dir);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_disagreement),
        cmocka_unit_test(test_a_deny_for_a_network),
        cmocka_unit_test(test_lists_and_files_know_it),
        cmocka_unit_test(test_brokers_that_may_not_be_seen_are_unknown),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
