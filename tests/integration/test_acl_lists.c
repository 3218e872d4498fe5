/* The ACLs without a screen: the list says what kafka-acls says, a file of it brings them back, who
 * may do what is answered with its rule and its exit code, and undo works. */
#include "core/model/acl_text.h"
#include "tests/support/acl_list.h"
#include "tests/support/run.h"

#include "core/base/buf.h"
#include "core/model/acl.h"
#include "tests/support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char prefix[64], *dir, *state_dir;

static struct run klamm(const char *args)
{
    return run_klamm("-b %s %s", run_env("KLAMM_BOOTSTRAP"), args);
}

static const char *text(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
static const char *text(const char *fmt, ...)
{
    static char out[8][2048];
    static int next;
    char *s = out[next++ % 8];
    va_list ap;

    va_start(ap, fmt);
    vsnprintf(s, sizeof *out, fmt, ap);
    va_end(ap);
    return s;
}

static void must(struct run *r, int status, const char *out, const char *err)
{
    if (r->status != status || (out && !strstr(r->out, out)) || (err && !strstr(r->err, err)))
        fail_msg("exit %d, wanted %d with \"%s\" \"%s\":\n%s%s", r->status, status, out ? out : "",
                 err ? err : "", r->out, r->err);
    run_release(r);
}

static void expect(int status, const char *out, const char *err, const char *args)
{
    struct run r = klamm(args);

    must(&r, status, out, err);
}

/* A broker may not have heard yet of what another has done. */
static void wait_for_rules(size_t n)
{
    for (int tries = 0;; tries++) {
        struct run r = klamm(text("get acls -o name --filter 'principal=User:%s*'", prefix));
        size_t lines = 0;

        for (const char *c = r.out; *c; c++)
            lines += *c == '\n';
        run_release(&r);
        if (lines == n)
            return;
        assert_true(tries < 100);
    }
}

static int set_up(void **state)
{
    (void)state;
    snprintf(prefix, sizeof prefix, "%s", run_name("acls"));
    dir = run_dir();
    state_dir = run_dir();
    setenv("KLAMM_STATE_DIR", state_dir, 1);
    return 0;
}

static int tear_down(void **state)
{
    struct run r = klamm(text("acl-delete 'principal=User:%s*' --yes", prefix));

    (void)state;
    run_release(&r);
    run_rm_dir(dir);
    run_rm_dir(state_dir);
    return 0;
}

/* ---- the list is Kafka's --------------------------------------------------------------------- */

/* klamm's seven words as acl_list_all writes a rule. */
static char *as_kafka_says(const char *words)
{
    static const char *const operations[] = {
        [ACL_ALL] = "ALL",
        [ACL_READ] = "READ",
        [ACL_WRITE] = "WRITE",
        [ACL_CREATE] = "CREATE",
        [ACL_DELETE] = "DELETE",
        [ACL_ALTER] = "ALTER",
        [ACL_DESCRIBE] = "DESCRIBE",
        [ACL_CLUSTER_ACTION] = "CLUSTER_ACTION",
        [ACL_DESCRIBE_CONFIGS] = "DESCRIBE_CONFIGS",
        [ACL_ALTER_CONFIGS] = "ALTER_CONFIGS",
        [ACL_IDEMPOTENT_WRITE] = "IDEMPOTENT_WRITE",
    };
    static const char *const kinds[] = {[ACL_TOPIC] = "TOPIC",
                                        [ACL_GROUP] = "GROUP",
                                        [ACL_CLUSTER] = "CLUSTER",
                                        [ACL_TRANSACTIONAL_ID] = "TRANSACTIONAL_ID"};
    struct arena arena;
    struct acl a;
    char *line = NULL;

    arena_init(&arena);
    assert_true(acl_parse(&arena, words, &a, NULL));
    if (asprintf(&line, "%s %s %s %s %s %s %s", kinds[a.resource],
                 a.pattern == ACL_PREFIXED ? "PREFIXED" : "LITERAL", a.name, a.principal,
                 operations[a.operation], a.permission == ACL_DENY ? "DENY" : "ALLOW", a.host) < 0)
        abort();
    arena_release(&arena);
    return line;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static char *ours(void)
{
    struct run r = klamm("get acls -o name");
    char *lines[2000], *save = NULL;
    struct buf b;
    size_t n = 0;

    assert_int_equal(r.status, 0);
    for (char *l = strtok_r(r.out, "\n", &save); l && n < 2000; l = strtok_r(NULL, "\n", &save))
        lines[n++] = as_kafka_says(l);
    run_release(&r);
    qsort(lines, n, sizeof *lines, by_text);
    buf_init(&b, 0);
    for (size_t i = 0; i < n; i++) {
        if (strstr(lines[i], prefix) || strstr(lines[i], "O=Example") ||
            strstr(lines[i], "former-employee"))
            buf_addf(&b, "%s\n", lines[i]);
        free(lines[i]);
    }
    return buf_take(&b);
}

static char *theirs(void)
{
    char *all = acl_list_all(), *save = NULL;
    struct buf b;

    buf_init(&b, 0);
    for (char *l = strtok_r(all, "\n", &save); l; l = strtok_r(NULL, "\n", &save)) {
        if (strstr(l, prefix) || strstr(l, "O=Example") || strstr(l, "former-employee"))
            buf_addf(&b, "%s\n", l);
    }
    free(all);
    return buf_take(&b);
}

static void assert_same_as_kafka(void)
{
    char *a = ours(), *b = theirs();

    assert_string_equal(a, b);
    free(a);
    free(b);
}

/* Those of the seeded cluster, and one of each kind added to them. Other tests may change
 * theirs. */
static void test_the_list_is_kafkas(void **state)
{
    (void)state;
    expect(0, "done: 8 of 8 steps", NULL,
           text("acl-create User:%s --template streams --group %s --topic %s-in --output-topic "
                "%s-out --yes",
                prefix, prefix, prefix, prefix));
    expect(
        0, "done: 2 of 2 steps", NULL,
        text("acl-create 'User:%s ü\"' --deny-principal User:%s-b --operation All --kafka-cluster "
             "--host ::1 --yes",
             prefix, prefix));
    wait_for_rules(10);
    assert_same_as_kafka();
}

/* ---- a file of them -------------------------------------------------------------------------- */

static void test_file_and_back(void **state)
{
    char *before = theirs();

    (void)state;
    expect(0, NULL, NULL,
           text("get acls -o csv --filter 'principal=User:%s*' >%s/acls.csv", prefix, dir));
    expect(0, NULL, NULL,
           text("get acls -o json --filter 'principal=User:%s*' >%s/acls.json", prefix, dir));
    expect(0, "0 to add, 0 to remove", NULL, text("acl-import %s/acls.csv --dry-run", dir));
    expect(0, "0 to add, 0 to remove", NULL, text("acl-import %s/acls.json --dry-run", dir));
    expect(0, "done: ", NULL, text("acl-delete 'principal=User:%s*' --yes", prefix));
    wait_for_rules(0);
    /* a pipe, which can be read once */
    expect(0, "to add, 0 to remove", NULL, text("acl-import <(cat %s/acls.csv) --yes", dir));
    char *after = theirs();
    assert_string_equal(after, before);
    free(before);
    free(after);
    /* What the file held is not written into the journal once more. */
    struct run r =
        run_shell("cat %s/journal/* | grep acl-import | grep -v '\"name\": *\"rules\"'", state_dir);
    assert_int_equal(r.status, 0);
    run_release(&r);
}

static void test_undo(void **state)
{
    char *before = theirs();
    struct run r;
    char id[64];

    (void)state;
    r = klamm(text("acl-create User:%s-undo --operation Read --topic %s-t --yes", prefix, prefix));
    assert_int_equal(r.status, 0);
    assert_non_null(strstr(r.out, "journal "));
    snprintf(id, sizeof id, "%.22s", strstr(r.out, "journal ") + 8);
    run_release(&r);
    expect(0, "remove ACL", NULL, text("undo %s --yes", id));
    /* and the other way round */
    r = klamm(text("acl-delete 'principal=User:%s operation=Describe' --yes", prefix));
    assert_int_equal(r.status, 0);
    snprintf(id, sizeof id, "%.22s", strstr(r.out, "journal ") + 8);
    run_release(&r);
    expect(0, "add ACL", NULL, text("undo %s --yes", id));
    char *after = theirs();
    assert_string_equal(after, before);
    free(before);
    free(after);
}

/* ---- may it? --------------------------------------------------------------------------------- */

static void test_can(void **state)
{
    (void)state;
    expect(0, "allowed by: allow User:bob Read on every topic", NULL,
           "can User:bob read topic/orders");
    expect(1, "denied by: deny User:bob Read on topics that start with payments", NULL,
           "can User:bob read topic:payments-eu");
    expect(0, "Read on group any", NULL, "can User:bob consume topic/orders group/any");
    expect(1, "unless it is a super user", NULL, "can User:stranger write topic/orders");
    expect(0, "allowed: a super user", NULL,
           "can User:root write topic/orders --super-users 'User:root;User:admin'");
    expect(1, "none allows this", NULL, "can User:carol alter-configs topic/orders");
    expect(0, "from 10.1.2.3", NULL, "can User:carol alter-configs topic/orders --host 10.1.2.3");
    expect(0, "User:alice: Read on topic orders: allowed by", "alice is taken for User:alice",
           "can alice read topic/orders");
    expect(1, "User:bob: Read on topic payments: denied by", "payments is taken for topic/payments",
           "can bob read payments");
    expect(2, NULL, "neither a topic nor a group", "can bob read no-such-topic-or-group");
    expect(2, NULL, "User:alice?", "can user:alice read topic/orders");
    expect(2, NULL, "as User:alice", "can User: read topic/orders");
    expect(2, NULL, "name one principal", "can 'User:*' read topic/orders");
    expect(2, NULL, "is not a single topic", "can User:bob read 'topic/*'");
    expect(2, NULL, "there is one cluster", "can User:bob create cluster/x");
    expect(2, NULL, "nothing needs Write on a group", "can User:bob write group/x");
    expect(2, NULL, "name both", "can User:bob consume topic/orders");
    expect(2, NULL, "not a resource", "can User:bob read orders/x");
    expect(2, NULL, "an IP address", "can User:bob read topic/x --host example.com");
}

static void test_can_for_machines(void **state)
{
    (void)state;
    expect(
        0,
        "\"allowed\":true,\"acl\":\"allow Read topic literal * User:bob *\",\"reasons\":[\"allowed",
        NULL, "can User:bob read topic/orders -o json");
    expect(1, "\"allowed\":false,\"acl\":\"deny Read topic prefixed payments User:bob *\"", NULL,
           "can User:bob read topic/orders topic/payments-eu -o jsonl");
    expect(1, "\"allowed\":false,\"acl\":null,", NULL,
           "can User:stranger write topic/orders -o json");
    expect(1, "\"unless\":[\"it is a super user", NULL,
           "can User:stranger write topic/orders -o json");
    expect(0, "\"unless\":[]", NULL,
           "can User:root write topic/orders -o json --super-users User:root");
    expect(0,
           "principal,operation,resource,name,host,allowed,acl,reasons,unless\nUser:bob,Read,topic,"
           "orders,*,yes,",
           NULL, "can User:bob read topic/orders -o csv");
    expect(2, NULL, "no format", "can User:bob read topic/orders -o toml");
}

/* A user who may not see the ACLs does not read "denied", which it may not be. */
static struct run bob_asks(const char *what)
{
    return run_klamm("-b %s -X security.protocol=SASL_PLAINTEXT -X sasl.mechanism=PLAIN "
                     "-X sasl.username=bob -X sasl.password=%s %s",
                     run_env("KLAMM_BOOTSTRAP_SASL_PLAINTEXT"), run_env("KLAMM_PASSWORD_bob"),
                     what);
}

static void test_unknown(void **state)
{
    struct run r = bob_asks("can User:bob read topic/x");

    (void)state;
    assert_string_equal(r.out, "");
    must(&r, 4, NULL, "unknown: ACLs can't be seen");
    r = bob_asks("can User:bob read topic/x -o json");
    must(&r, 4, "\"allowed\":null,\"acl\":null,\"reasons\":[\"ACLs can't be seen", "unknown");
}

static void test_who_can(void **state)
{
    (void)state;
    expect(0, "User:bob", "super.users", "get who-can topic orders");
    expect(0, "\"consume\":\"every group\"", NULL,
           "get who-can orders -o json --filter principal=User:bob");
    expect(0, "allow User:CN=etl", NULL, "get who-can group etl -o wide");
    expect(0, "Read, Describe", NULL, "get principal-access User:bob");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_list_is_kafkas),
        cmocka_unit_test(test_file_and_back),
        cmocka_unit_test(test_undo),
        cmocka_unit_test(test_can),
        cmocka_unit_test(test_can_for_machines),
        cmocka_unit_test(test_unknown),
        cmocka_unit_test(test_who_can),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
