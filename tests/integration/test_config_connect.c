/* One client.properties file, two programs: Kafka's own tool and klamm must both get in with it.
 * And the secrets of klamm.yaml, from each place they can come from, against a broker that checks
 * them. */
#include "core/config/options.h"
#include "core/kafka/cluster.h"
#include "tests/support/run.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "core/base/file.h"
#include "core/base/mem.h"

#define SCRAM "org.apache.kafka.common.security.scram.ScramLoginModule"
#define PLAIN "org.apache.kafka.common.security.plain.PlainLoginModule"

enum { PATIENCE_MS = 40000 };

/* ---- getting in ----------------------------------------------------------------------------- */

struct attempt {
    uv_loop_t loop;
    uv_timer_t patience;
    struct model model;
    struct cluster *cluster;
    bool over;
};

static void judge(void *user)
{
    struct attempt *a = user;
    /* Refused logins end the attempt too; other troubles of a start may pass. */
    a->over |= a->model.link == LINK_UP ||
               (a->model.link == LINK_DOWN && a->model.link_err.kind == ERR_AUTH);
}

static void out_of_patience(uv_timer_t *t)
{
    ((struct attempt *)t->data)->over = true;
}

/* True when the cluster let the profile in; err says why not. */
static bool gets_in(const struct profile *p, struct err *err)
{
    struct attempt *a = xcalloc(1, sizeof *a);
    struct cluster_hooks hooks = {.link_changed = judge, .user = a};
    uv_loop_init(&a->loop);
    model_init(&a->model, p->name);
    uv_timer_init(&a->loop, &a->patience);
    a->patience.data = a;
    uv_timer_start(&a->patience, out_of_patience, PATIENCE_MS, 0);
    a->cluster = cluster_new(&a->loop, p, &a->model, &hooks, err);
    while (a->cluster && !a->over)
        uv_run(&a->loop, UV_RUN_ONCE);
    bool in = a->cluster && a->model.link == LINK_UP;
    if (a->cluster && !in)
        *err = a->model.link_err;
    cluster_free(a->cluster);
    uv_close((uv_handle_t *)&a->patience, NULL);
    uv_run(&a->loop, UV_RUN_DEFAULT);
    assert_true(kafka_wait_gone(PATIENCE_MS));
    assert_int_equal(uv_loop_close(&a->loop), 0);
    model_release(&a->model);
    free(a);
    return in;
}

static void klamm_gets_in_with(const char *properties_file)
{
    char name[] = "klamm", flag[] = "-F";
    char *file = xstrdup(properties_file);
    char *argv[] = {name, flag, file, NULL};
    struct options o;
    struct config c;
    struct problems problems;
    struct err err = {0};
    problems_init(&problems);
    config_init(&c);
    assert_true(options_parse(&o, 3, argv, &err));
    struct profile *p = options_profile(&o, &c, &problems, &err);
    if (!p || !gets_in(p, &err))
        fail_msg("%s", err.msg);
    assert_int_equal(problems.len, 0);
    profile_free(p);
    options_release(&o);
    config_release(&c);
    problems_release(&problems);
    free(file);
}

/* ---- client.properties ---------------------------------------------------------------------- */

static char *write_file(const char *dir, const char *name, const char *text)
{
    char *path = xasprintf("%s/%s", dir, name);
    assert_true(file_write(path, text, strlen(text), 0600, NULL));
    return path;
}

/* Both programs read the same bytes; Kafka's tool takes the addresses by an option only. */
static void both_get_in(const char *dir, const char *servers, const char *text)
{
    char *all = xasprintf("bootstrap.servers=%s\n%s", servers, text);
    char *path = write_file(dir, "client.properties", all);
    free(run_tool("topics --list --bootstrap-server %s --command-config %s", servers, path));
    klamm_gets_in_with(path);
    free(path);
    free(all);
}

static void test_scram_in_a_jaas_line(void **state)
{
    char *text = xasprintf("# as for any Java client\n"
                           "security.protocol = SASL_SSL\n"
                           "sasl.mechanism : SCRAM-SHA-512\n"
                           "sasl.jaas.config=" SCRAM " required \\\n"
                           "    username=\"admin\" \\\n"
                           "    password=\"%s\";\n"
                           "ssl.truststore.type=PEM\n"
                           "ssl.truststore.location=%s\n",
                           run_env("KLAMM_PASSWORD_admin"), run_env("KLAMM_CA"));
    both_get_in(*state, run_env("KLAMM_BOOTSTRAP_SASL_SSL"), text);
    free(text);
}

static void test_plain_in_a_jaas_line(void **state)
{
    char *text = xasprintf("security.protocol=SASL_PLAINTEXT\n"
                           "sasl.mechanism=PLAIN\n"
                           "sasl.jaas.config=" PLAIN " required username='admin' password='%s' ;\n"
                           "request.timeout.ms=15000\n"
                           "client.dns.lookup=use_all_dns_ips\n",
                           run_env("KLAMM_PASSWORD_admin"));
    both_get_in(*state, run_env("KLAMM_BOOTSTRAP_SASL_PLAINTEXT"), text);
    free(text);
}

static void test_one_pem_file_with_key_and_certificate(void **state)
{
    const char *dir = *state;
    struct run r = run_shell("cat '%s' '%s' >'%s/client.pem'", run_env("KLAMM_KEY_admin"),
                             run_env("KLAMM_CERT_admin"), dir);
    assert_int_equal(r.status, 0);
    run_release(&r);
    char *text = xasprintf("security.protocol=SSL\n"
                           "ssl.keystore.type=PEM\n"
                           "ssl.keystore.location=%s/client.pem\n"
                           "ssl.truststore.type=PEM\n"
                           "ssl.truststore.location=%s\n",
                           dir, run_env("KLAMM_CA"));
    both_get_in(dir, run_env("KLAMM_BOOTSTRAP_SSL"), text);
    free(text);
}

static void test_pkcs12_key_store(void **state)
{
    const char *dir = *state;
    struct run r = run_shell("openssl pkcs12 -export -inkey '%s' -in '%s' -out '%s/client.p12' "
                             "-passout pass:store-secret",
                             run_env("KLAMM_KEY_admin"), run_env("KLAMM_CERT_admin"), dir);
    assert_int_equal(r.status, 0);
    run_release(&r);
    char *text = xasprintf("security.protocol=SSL\n"
                           "ssl.keystore.type=PKCS12\n"
                           "ssl.keystore.location=%s/client.p12\n"
                           "ssl.keystore.password=store-secret\n"
                           "ssl.truststore.type=PEM\n"
                           "ssl.truststore.location=%s\n"
                           "ssl.endpoint.identification.algorithm=\n",
                           dir, run_env("KLAMM_CA"));
    both_get_in(dir, run_env("KLAMM_BOOTSTRAP_SSL"), text);
    free(text);
}

static void test_certificates_written_into_the_file(void **state)
{
    const char *dir = *state;
    struct run ca = run_shell("awk '{printf \"%%s\\\\n\", $0}' '%s'", run_env("KLAMM_CA"));
    struct run key = run_shell("awk '{printf \"%%s\\\\n\", $0}' '%s'", run_env("KLAMM_KEY_admin"));
    struct run crt = run_shell("awk '{printf \"%%s\\\\n\", $0}' '%s'", run_env("KLAMM_CERT_admin"));
    char *text = xasprintf("security.protocol=SSL\n"
                           "ssl.truststore.type=PEM\nssl.truststore.certificates=%s\n"
                           "ssl.keystore.type=PEM\nssl.keystore.key=%s\n"
                           "ssl.keystore.certificate.chain=%s\n",
                           ca.out, key.out, crt.out);
    both_get_in(dir, run_env("KLAMM_BOOTSTRAP_SSL"), text);
    free(text);
    run_release(&ca);
    run_release(&key);
    run_release(&crt);
}

/* ---- klamm.yaml ----------------------------------------------------------------------------- */

static bool yaml_gets_in(const char *dir, const char *password, struct err *err)
{
    char *text = xasprintf("clusters:\n"
                           "  test:\n"
                           "    brokers: [%s]\n"
                           "    properties:\n"
                           "      security.protocol: SASL_SSL\n"
                           "      ssl.ca.location: %s\n"
                           "      sasl.mechanism: SCRAM-SHA-256\n"
                           "      sasl.username: alice\n"
                           "      sasl.password: %s\n",
                           run_env("KLAMM_BOOTSTRAP_SASL_SSL"), run_env("KLAMM_CA"), password);
    char *path = write_file(dir, "klamm.yaml", text);
    struct config c;
    memset(err, 0, sizeof *err);
    bool in = config_load(&c, path, err) && gets_in(config_default_profile(&c, err), err);
    config_release(&c);
    free(path);
    free(text);
    return in;
}

static void test_secrets_from_everywhere(void **state)
{
    const char *dir = *state, *password = run_env("KLAMM_PASSWORD_alice");
    struct err err;
    setenv("KLAMM_TEST_ALICE", password, 1);
    char *file = write_file(dir, "alice", password);
    char *from_file = xasprintf("{file: %s}", file);
    const char *const recipes[] = {password, "{env: KLAMM_TEST_ALICE}", from_file,
                                   "{command: 'echo \"$KLAMM_TEST_ALICE\"'}"};
    for (size_t i = 0; i < sizeof recipes / sizeof *recipes; i++) {
        if (!yaml_gets_in(dir, recipes[i], &err))
            fail_msg("%zu: %s", i, err.msg);
    }
    free(from_file);
    free(file);
}

static void test_a_wrong_secret_is_refused_and_not_told(void **state)
{
    struct err err;
    assert_false(yaml_gets_in(*state, "{command: echo hunter2}", &err));
    assert_int_equal(err.kind, ERR_AUTH);
    assert_null(strstr(err.msg, "hunter2"));
}

static int folder_make(void **state)
{
    *state = run_folder();
    return 0;
}

static int folder_drop(void **state)
{
    run_rm_folder(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_scram_in_a_jaas_line),
        cmocka_unit_test(test_plain_in_a_jaas_line),
        cmocka_unit_test(test_one_pem_file_with_key_and_certificate),
        cmocka_unit_test(test_pkcs12_key_store),
        cmocka_unit_test(test_certificates_written_into_the_file),
        cmocka_unit_test(test_secrets_from_everywhere),
        cmocka_unit_test(test_a_wrong_secret_is_refused_and_not_told),
    };
    return cmocka_run_group_tests(tests, folder_make, folder_drop);
}
