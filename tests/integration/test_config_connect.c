/* One client.properties file, two programs: Kafka's own tool and klamm must both get in with it.
 * And the secrets of klamm.yaml, from each place they can come from, against a broker that checks
 * them. */
#include "core/config/options.h"
#include "tests/support/getting_in.h"
#include "tests/support/run.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/mem.h"
#include "tests/support/test.h"

#define SCRAM "org.apache.kafka.common.security.scram.ScramLoginModule"
#define PLAIN "org.apache.kafka.common.security.plain.PlainLoginModule"

/* ---- client.properties ----------------------------------------------------------------------- */

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

/* Each on one line, and joined by a backslash at the end of each: what is left are blanks. */
static void test_certificates_on_one_line(void **state)
{
    const char *dir = *state;
    struct run ca = run_shell("tr '\\n' ' ' <'%s'", run_env("KLAMM_CA"));
    struct run key = run_shell("tr '\\n' ' ' <'%s'", run_env("KLAMM_KEY_admin"));
    struct run crt = run_shell("sed 's/$/ \\\\/' '%s'; echo", run_env("KLAMM_CERT_admin"));
    char *text = xasprintf("security.protocol=SSL\n"
                           "ssl.truststore.type=PEM\nssl.truststore.certificates=%s\n"
                           "ssl.keystore.type=PEM\nssl.keystore.key=%s\n"
                           "ssl.keystore.certificate.chain=%s\n"
                           "ssl.cipher.suites=TLS_AES_256_GCM_SHA384, "
                           "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,"
                           "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384\n",
                           ca.out, key.out, crt.out);
    both_get_in(dir, run_env("KLAMM_BOOTSTRAP_SSL"), text);
    free(text);
    /* In files of their own, too. */
    char *trust = write_file(dir, "one-line-ca.pem", ca.out);
    run_release(&crt);
    crt = run_shell("cat '%s' '%s' | tr '\\n' ' '", run_env("KLAMM_KEY_admin"),
                    run_env("KLAMM_CERT_admin"));
    char *store = write_file(dir, "one-line.pem", crt.out);
    text = xasprintf("security.protocol=SSL\n"
                     "ssl.truststore.type=PEM\nssl.truststore.location=%s\n"
                     "ssl.keystore.type=PEM\nssl.keystore.location=%s\n",
                     trust, store);
    both_get_in(dir, run_env("KLAMM_BOOTSTRAP_SSL"), text);
    free(text);
    free(store);
    free(trust);
    run_release(&ca);
    run_release(&key);
    run_release(&crt);
}

/* The brokers trust the root only: a client that leaves out the intermediate certificate is not let
 * in. */
static void make_chain(const char *dir)
{
    struct run r = run_shell(
        "cd '%s' && ca='%s' && cakey=\"${ca%%/*}/ca.key\" && "
        "openssl req -newkey rsa:2048 -nodes -keyout mid.key -subj /CN=between -out mid.csr && "
        "printf 'basicConstraints=critical,CA:TRUE\\n' >mid.ext && "
        "openssl x509 -req -in mid.csr -CA \"$ca\" -CAkey \"$cakey\" -CAcreateserial -days 2 "
        "-extfile mid.ext -out mid.crt -CAserial mid.srl && "
        "openssl req -newkey rsa:2048 -nodes -keyout leaf.key -subj /CN=admin -out leaf.csr && "
        "openssl x509 -req -in leaf.csr -CA mid.crt -CAkey mid.key -CAcreateserial -days 2 "
        "-out leaf.crt",
        dir, run_env("KLAMM_CA"));
    if (r.status != 0)
        fail_msg("%s", r.err);
    run_release(&r);
}

/* Java itself reads several blocks when each begins a line; on one line, or joined by a backslash, it
 * takes the first one only (PemStore), and klamm all. */
static void test_a_chain_of_certificates(void **state)
{
    const char *dir = *state, *servers = run_env("KLAMM_BOOTSTRAP_SSL"), *ca = run_env("KLAMM_CA");
    make_chain(dir);
    struct run r =
        run_shell("cd '%s' && for f in leaf.key leaf.crt mid.crt; do tr '\\n' ' ' <$f; echo; "
                  "done >blocks.pem && tr '\\n' ' ' <blocks.pem >line.pem && "
                  "tr '\\n' ' ' <leaf.key && printf '\\nssl.keystore.certificate.chain=' && "
                  "sed 's/$/ \\\\/' leaf.crt mid.crt; echo",
                  dir);
    assert_int_equal(r.status, 0);
    char *text = xasprintf("security.protocol=SSL\n"
                           "ssl.truststore.type=PEM\nssl.truststore.location=%s\n"
                           "ssl.keystore.type=PEM\nssl.keystore.location=%s/blocks.pem\n",
                           ca, dir);
    both_get_in(dir, servers, text);
    free(text);
    text = xasprintf("bootstrap.servers=%s\nsecurity.protocol=SSL\nssl.ca.location=%s\n"
                     "ssl.keystore.type=PEM\nssl.keystore.location=%s/line.pem\n",
                     servers, ca, dir);
    char *path = write_file(dir, "chain.properties", text);
    klamm_gets_in_with(path, 0);
    free(path);
    free(text);
    text = xasprintf("bootstrap.servers=%s\nsecurity.protocol=SSL\nssl.ca.location=%s\n"
                     "ssl.keystore.type=PEM\nssl.keystore.key=%s",
                     servers, ca, r.out);
    path = write_file(dir, "chain.properties", text);
    klamm_gets_in_with(path, 0);
    free(path);
    free(text);
    run_release(&r);
    /* It is the chain that lets in. */
    text = xasprintf("bootstrap.servers=%s\nsecurity.protocol=SSL\nssl.ca.location=%s\n"
                     "ssl.key.location=%s/leaf.key\nssl.certificate.location=%s/leaf.crt\n",
                     servers, ca, dir, dir);
    path = write_file(dir, "chain.properties", text);
    r = run_klamm("-F %s get brokers", path);
    assert_int_equal(r.status, 3);
    assert_non_null(strstr(r.err, "certificate"));
    run_release(&r);
    free(path);
    free(text);
}

/* What OpenSSL 3 has in its provider "legacy" only, and Java reads. */
static void test_stores_in_an_old_encryption(void **state)
{
    static const char *const methods[] = {"PBE-SHA1-RC2-40", "PBE-MD5-DES"};
    const char *dir = *state, *servers = run_env("KLAMM_BOOTSTRAP_SSL");
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++) {
        struct run r = run_shell(
            "cd '%s' && openssl pkcs12 -export -legacy -keypbe %s -certpbe %s -inkey '%s' -in '%s' "
            "-out old.p12 -passout pass:store-secret && openssl pkcs8 -topk8 -v1 %s -provider "
            "legacy "
            "-provider default -in '%s' -passout pass:store-secret >old.key && cat old.key '%s' "
            ">old.pem && tr '\\n' ' ' <old.key && printf '\\nssl.keystore.certificate.chain=' && "
            "tr '\\n' ' ' <'%s'",
            dir, methods[i], methods[i], run_env("KLAMM_KEY_admin"), run_env("KLAMM_CERT_admin"),
            methods[i], run_env("KLAMM_KEY_admin"), run_env("KLAMM_CERT_admin"),
            run_env("KLAMM_CERT_admin"));
        assert_int_equal(r.status, 0);
        char *head = xasprintf("security.protocol=SSL\nssl.truststore.type=PEM\n"
                               "ssl.truststore.location=%s\n",
                               run_env("KLAMM_CA"));
        char *text = xasprintf("%sssl.keystore.type=PKCS12\nssl.keystore.location=%s/old.p12\n"
                               "ssl.keystore.password=store-secret\n",
                               head, dir);
        both_get_in(dir, servers, text);
        free(text);
        text = xasprintf("%sssl.keystore.type=PEM\nssl.keystore.location=%s/old.pem\n"
                         "ssl.key.password=store-secret\n",
                         head, dir);
        both_get_in(dir, servers, text);
        free(text);
        text = xasprintf("%sssl.keystore.type=PEM\nssl.key.password=store-secret\n"
                         "ssl.keystore.key=%s\n",
                         head, r.out);
        both_get_in(dir, servers, text);
        free(text);
        free(head);
        run_release(&r);
    }
}

/* Reported once and with nothing else; what the sanitizers print comes behind it. */
static void is_refused(const char *dir, const char *servers, const char *text, const char *words)
{
    char *path = write_file(dir, "client.properties", text);
    char *said = xasprintf("klamm: %s:%s\n", path, words);
    struct run r = run_klamm("-b %s -F %s get brokers", servers, path);
    size_t n = strlen(said);
    if (r.status != 2 || strncmp(r.err, said, n) != 0 || strstr(r.err + n, "klamm: "))
        fail_msg("exit %d: %s", r.status, r.err);
    run_release(&r);
    free(said);
    free(path);
}

/* Reported once, in words, with the line; never what it is. */
static void test_wrong_password_of_a_key_store(void **state)
{
    const char *dir = *state;
    struct run r = run_shell("openssl pkcs12 -export -inkey '%s' -in '%s' -out '%s/client.p12' "
                             "-passout pass:store-secret",
                             run_env("KLAMM_KEY_admin"), run_env("KLAMM_CERT_admin"), dir);
    assert_int_equal(r.status, 0);
    run_release(&r);
    char *text = xasprintf("security.protocol=SSL\n"
                           "ssl.keystore.location=%s/client.p12\n"
                           "ssl.keystore.password=hunter2\n",
                           dir);
    is_refused(dir, run_env("KLAMM_BOOTSTRAP_SSL"), text,
               "3: 'ssl.keystore.password' is not the password of the key store");
    free(text);
}

/* By the names that stand in the file, though the library knows others. */
static void test_what_is_missing_is_named_with_its_line(void **state)
{
    const char *dir = *state;
    struct run r =
        run_shell("openssl pkcs8 -topk8 -in '%s' -passout pass:x -out '%s/locked.pem' && "
                  "cat '%s' >>'%s/locked.pem'",
                  run_env("KLAMM_KEY_admin"), dir, run_env("KLAMM_CERT_admin"), dir);
    assert_int_equal(r.status, 0);
    run_release(&r);
    is_refused(
        dir, run_env("KLAMM_BOOTSTRAP_SASL_PLAINTEXT"),
        "security.protocol=SASL_PLAINTEXT\nsasl.mechanism=PLAIN\n",
        "2: 'sasl.mechanism' needs a user and a password: sasl.jaas.config, or sasl.username "
        "and sasl.password");
    char *text = xasprintf("security.protocol=SSL\nssl.truststore.type=PEM\n"
                           "ssl.truststore.location=%s\nssl.keystore.type=PEM\n"
                           "ssl.keystore.location=%s/locked.pem\n",
                           run_env("KLAMM_CA"), dir);
    is_refused(dir, run_env("KLAMM_BOOTSTRAP_SSL"), text,
               "5: 'ssl.keystore.location' holds no key that can be read: ssl.key.password may be "
               "wrong, or missing");
    free(text);
    text = xasprintf("security.protocol=SSL\nssl.truststore.type=PEM\n"
                     "ssl.truststore.location=%s\n",
                     run_env("KLAMM_KEY_admin"));
    is_refused(dir, run_env("KLAMM_BOOTSTRAP_SSL"), text,
               "3: 'ssl.truststore.location' holds no certificate");
    free(text);
}

/* Numbers that Java takes, and an address with its protocol in front. */
static void test_numbers_and_addresses_of_java(void **state)
{
    char *servers = xasprintf("SASL_PLAINTEXT://%s", run_env("KLAMM_SASL_PLAINTEXT_1"));
    char *text = xasprintf("security.protocol=SASL_PLAINTEXT\n"
                           "sasl.mechanism=PLAIN\n"
                           "sasl.jaas.config=" PLAIN " required username='admin' password='%s' ;\n"
                           "request.timeout.ms=600000\n"
                           "retry.backoff.ms=0\n"
                           "retry.backoff.max.ms=600000\n"
                           "connections.max.idle.ms=-1\n"
                           "reconnect.backoff.ms=5000\n"
                           "reconnect.backoff.max.ms=4000000\n"
                           "metadata.max.age.ms=0\n"
                           "socket.connection.setup.timeout.ms=500\n"
                           "send.buffer.bytes=-1\n"
                           "receive.buffer.bytes=200000000\n",
                           run_env("KLAMM_PASSWORD_admin"));
    both_get_in_warned(*state, servers, text, 8);
    free(text);
    free(servers);
}

/* Blanks at the ends of lines. Inside a JAAS line they count, and librdkafka can't take one in front:
 * nothing is sent that would be refused. */
static void test_blanks_around_values(void **state)
{
    const char *dir = *state;
    struct run r = run_shell("cat '%s' '%s' >'%s/client.pem'", run_env("KLAMM_KEY_admin"),
                             run_env("KLAMM_CERT_admin"), dir);
    assert_int_equal(r.status, 0);
    run_release(&r);
    char *text = xasprintf("security.protocol=SSL \n"
                           "ssl.keystore.type=PEM \nssl.keystore.location=%s/client.pem \n"
                           "ssl.truststore.type=PEM\t\nssl.truststore.location=%s  \n",
                           dir, run_env("KLAMM_CA"));
    both_get_in(dir, run_env("KLAMM_BOOTSTRAP_SSL"), text);
    free(text);
    text = xasprintf("security.protocol=SASL_PLAINTEXT \nsasl.mechanism=PLAIN \n"
                     "sasl.jaas.config=" PLAIN " required username=\"admin\" password=\"%s\"; \n",
                     run_env("KLAMM_PASSWORD_admin"));
    both_get_in(dir, run_env("KLAMM_BOOTSTRAP_SASL_PLAINTEXT"), text);
    free(text);
    text = xasprintf("bootstrap.servers=%s\nsecurity.protocol=SASL_PLAINTEXT\n"
                     "sasl.jaas.config=" PLAIN " required username=\"admin\" password=\" %s\";\n",
                     run_env("KLAMM_BOOTSTRAP_SASL_PLAINTEXT"), run_env("KLAMM_PASSWORD_admin"));
    char *path = write_file(dir, "client.properties", text);
    r = run_klamm("-F %s get brokers", path);
    assert_int_equal(r.status, 2);
    assert_non_null(strstr(r.err, ":3: 'sasl.password' begins with a space"));
    run_release(&r);
    free(path);
    free(text);
}

/* A file in Latin-1 whose password has an umlaut, and whose user comes from a provider. */
static void test_latin1_and_placeholders(void **state)
{
    const char *dir = *state, *user = run_name("latin");
    setenv("KLAMM_TEST_LATIN", "p\u00e4ss", 1);
    setenv("KLAMM_TEST_USER", user, 1);
    struct run r = run_klamm("-b %s user-create %s --password-command "
                             "'printf %%s \"$KLAMM_TEST_LATIN\"' --yes",
                             run_env("KLAMM_BOOTSTRAP"), user);
    if (r.status != 0)
        fail_msg("%s%s", r.out, r.err);
    run_release(&r);
    char *mechanism = write_file(dir, "mechanism", "SCRAM-SHA-512");
    char *text =
        xasprintf("config.providers=env,dir\n"
                  "config.providers.env.class=org.apache.kafka.common.config.provider."
                  "EnvVarConfigProvider\n"
                  "config.providers.dir.class=org.apache.kafka.common.config.provider."
                  "DirectoryConfigProvider\n"
                  "security.protocol=SASL_PLAINTEXT\n"
                  "sasl.mechanism=${dir:%s:mechanism}\n"
                  "sasl.jaas.config=" SCRAM " required username=\"${env:KLAMM_TEST_USER}\" "
                  "password=\"p\xe4ss\";\n",
                  dir);
    both_get_in(dir, run_env("KLAMM_BOOTSTRAP_SASL_PLAINTEXT"), text);
    r = run_klamm("-b %s user-delete %s --yes", run_env("KLAMM_BOOTSTRAP"), user);
    run_release(&r);
    free(text);
    free(mechanism);
}

/* Nothing is sent with a placeholder for a password: the login would be refused and counted. */
static void test_a_placeholder_is_never_a_password(void **state)
{
    char *text = xasprintf("bootstrap.servers=%s\nsecurity.protocol=SASL_PLAINTEXT\n"
                           "sasl.mechanism=PLAIN\nconfig.providers=vault\n"
                           "config.providers.vault.class=com.example.Vault\n"
                           "sasl.jaas.config=" PLAIN
                           " required username=admin password='${vault:kafka:pw}';\n",
                           run_env("KLAMM_BOOTSTRAP_SASL_PLAINTEXT"));
    char *path = write_file(*state, "client.properties", text);
    char *place = xasprintf("%s:6: 'sasl.jaas.config': a placeholder", path);
    struct run r = run_klamm("-F %s get brokers", path);
    assert_int_equal(r.status, 2);
    assert_non_null(strstr(r.err, place));
    assert_non_null(strstr(r.err, "nothing was sent"));
    run_release(&r);
    free(place);
    free(path);
    free(text);
}

/* ---- klamm.yaml ------------------------------------------------------------------------------ */

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

static void test_a_wrong_secret_is_refused_and_not_shown(void **state)
{
    struct err err;
    assert_false(yaml_gets_in(*state, "{command: echo hunter2}", &err));
    assert_int_equal(err.kind, ERR_AUTH);
    assert_null(strstr(err.msg, "hunter2"));
}

static int dir_make(void **state)
{
    *state = run_dir();
    return 0;
}

static int dir_drop(void **state)
{
    run_rm_dir(*state);
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
        cmocka_unit_test(test_certificates_on_one_line),
        cmocka_unit_test(test_a_chain_of_certificates),
        cmocka_unit_test(test_stores_in_an_old_encryption),
        cmocka_unit_test(test_wrong_password_of_a_key_store),
        cmocka_unit_test(test_what_is_missing_is_named_with_its_line),
        cmocka_unit_test(test_numbers_and_addresses_of_java),
        cmocka_unit_test(test_blanks_around_values),
        cmocka_unit_test(test_latin1_and_placeholders),
        cmocka_unit_test(test_a_placeholder_is_never_a_password),
        cmocka_unit_test(test_secrets_from_everywhere),
        cmocka_unit_test(test_a_wrong_secret_is_refused_and_not_shown),
    };
    return cmocka_run_group_tests(tests, dir_make, dir_drop);
}
