/* OAUTHBEARER: each place a token can come from, against brokers that check it, and Kafka's own tool
 * with the same file where it can. */
#include "core/base/clock.h"
#include "core/base/mem.h"
#include "core/config/config.h"
#include "tests/support/getting_in.h"
#include "tests/support/harness.h"
#include "tests/support/run.h"
#include "tests/support/test.h"

#include <stdlib.h>
#include <string.h>

#define OAUTH                                                                                      \
    "security.protocol=SASL_PLAINTEXT\nsasl.mechanism=OAUTHBEARER\n"                               \
    "sasl.jaas.config=org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule "        \
    "required"

static void test_unsecured_tokens(void **state)
{
    both_get_in(*state, run_env("KLAMM_BOOTSTRAP_SASL_PLAINTEXT"),
                OAUTH " unsecuredLoginStringClaim_sub=\"admin\";\n");
}

/* Java asks the claims, where no class says otherwise; nothing listens at the address. */
static void test_unsecured_tokens_beside_an_address(void **state)
{
    both_get_in_warned(*state, run_env("KLAMM_BOOTSTRAP_SASL_PLAINTEXT"),
                       OAUTH " unsecuredLoginStringClaim_sub=\"admin\";\n"
                             "sasl.oauthbearer.token.endpoint.url=http://127.0.0.1:1/token\n",
                       1);
    both_get_in_warned(*state, run_env("KLAMM_BOOTSTRAP_SASL_PLAINTEXT"),
                       OAUTH " unsecuredLoginStringClaim_sub=\"admin\";\n"
                             "sasl.oauthbearer.token.endpoint.url=file:/none/token\n",
                       1);
}

/* A token without a signature, as these brokers take them; behind the last point there must be
 * nothing. */
static void write_token(const char *dir, const char *behind)
{
    struct run r = run_shell(
        "b64() { base64 -w0 | tr '+/' '-_' | tr -d =; }; now=$(date +%%s); "
        "{ printf '{\"alg\":\"none\"}' | b64; printf .; printf '{\"sub\":\"admin\",\"scope\":\"x\","
        "\"iat\":%%d,\"exp\":%%d}' $now $((now + 3600)) | b64; echo '.%s'; } >'%s/new' && "
        "mv '%s/new' '%s/token'",
        behind, dir, dir, dir);
    assert_int_equal(r.status, 0);
    run_release(&r);
}

/* Kafka's tool takes signed tokens only, these brokers only ones without a signature. */
static void test_token_in_a_file(void **state)
{
    const char *dir = *state;
    write_token(dir, "");
    char *text = xasprintf("bootstrap.servers=%s\n" OAUTH
                           ";\nsasl.oauthbearer.token.endpoint.url=file://%s/token\n"
                           "socket.connection.setup.timeout.ms=20000\n"
                           "sasl.login.callback.handler.class=org.apache.kafka.common.security."
                           "oauthbearer.OAuthBearerLoginCallbackHandler\n",
                           run_env("KLAMM_BOOTSTRAP_SASL_PLAINTEXT"), dir);
    char *path = write_file(dir, "client.properties", text);
    klamm_gets_in_with(path, 0);
    /* The words when it can't be had come from here, not from a deadline. */
    char *token = write_file(dir, "token", "no token\n");
    int64_t start = clock_mono_ms();
    struct run r = run_klamm("-F %s get brokers", path);
    assert_int_equal(r.status, 3);
    assert_non_null(strstr(r.err, "/token holds no token (JWT)"));
    assert_true(clock_mono_ms() - start < 10000); /* 20000 are given to a connection */
    run_release(&r);
    free(token);
    free(path);
    free(text);
}

static void test_no_source_of_tokens(void **state)
{
    char *path = write_file(*state, "client.properties", OAUTH ";\n");
    char *place = xasprintf("%s:2: OAUTHBEARER needs tokens from somewhere", path);
    struct run r =
        run_klamm("-b %s -F %s get brokers", run_env("KLAMM_BOOTSTRAP_SASL_PLAINTEXT"), path);
    assert_int_equal(r.status, 2);
    assert_non_null(strstr(r.err, place));
    run_release(&r);
    free(place);
    free(path);
}

/* Where a token comes from may itself come from the environment or from a command. */
static void test_the_source_of_tokens_from_elsewhere(void **state)
{
    static const char *const from[] = {"{env: KLAMM_TEST_TRUE}", "{command: echo true}"};
    setenv("KLAMM_TEST_TRUE", "true", 1);
    for (size_t i = 0; i < 2; i++) {
        char *text = xasprintf("clusters:\n"
                               "  test:\n"
                               "    brokers: [%s]\n"
                               "    properties:\n"
                               "      security.protocol: SASL_PLAINTEXT\n"
                               "      sasl.mechanism: {env: KLAMM_TEST_MECHANISM}\n"
                               "      enable.sasl.oauthbearer.unsecure.jwt: %s\n"
                               "      sasl.oauthbearer.config: principal=admin\n",
                               run_env("KLAMM_BOOTSTRAP_SASL_PLAINTEXT"), from[i]);
        char *path = write_file(*state, "klamm.yaml", text);
        struct config c;
        struct err err = {0};
        setenv("KLAMM_TEST_MECHANISM", "OAUTHBEARER", 1);
        assert_true(config_load(&c, path, &err));
        if (!gets_in(config_default_profile(&c, &err), &err))
            fail_msg("%s", err.msg);
        setenv("KLAMM_TEST_TRUE", "false", 1);
        if (i == 0) {
            assert_false(gets_in(config_default_profile(&c, &err), &err));
            assert_non_null(strstr(err.msg, "klamm.yaml:6: OAUTHBEARER needs tokens"));
        }
        config_release(&c);
        free(path);
        free(text);
    }
}

static struct harness *open_with_token(const char *dir)
{
    char *url = xasprintf("file:%s/token", dir);
    struct harness *r = harness_open((const char *const[]){
        "bootstrap.servers", run_env("KLAMM_BOOTSTRAP_SASL_PLAINTEXT"), "security.protocol",
        "SASL_PLAINTEXT", "sasl.mechanism", "OAUTHBEARER", "socket.connection.setup.timeout.ms",
        "20000", "sasl.oauthbearer.token.endpoint.url", url, NULL});
    free(url);
    return r;
}

/* The program that writes the file has written another token: it does not wait until the refused
 * one may be sent again, which is after half a minute. */
static void test_a_renewed_token_does_not_wait(void **state)
{
    (void)state;
    char *dir = run_dir();
    write_token(dir, "AAAA");
    struct harness *r = open_with_token(dir);
    harness_wait_link(r, LINK_DOWN, 20000);
    assert_int_equal(r->model.link_err.kind, ERR_AUTH);
    assert_in_range(r->model.link_again_wall_ms - clock_wall_ms(), 20000, 30000);
    write_token(dir, "");
    harness_wait_link(r, LINK_UP, 15000);
    harness_close(r);
    run_rm_dir(dir);
}

static void test_a_token_that_comes_later_is_taken(void **state)
{
    (void)state;
    char *dir = run_dir();
    free(write_file(dir, "token", "not yet"));
    struct harness *r = open_with_token(dir);
    harness_wait_link(r, LINK_DOWN, 10000);
    assert_non_null(strstr(r->model.link_err.msg, "holds no token"));
    write_token(dir, "");
    harness_wait_link(r, LINK_UP, 15000);
    harness_close(r);
    run_rm_dir(dir);
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
        cmocka_unit_test(test_unsecured_tokens),
        cmocka_unit_test(test_unsecured_tokens_beside_an_address),
        cmocka_unit_test(test_token_in_a_file),
        cmocka_unit_test(test_no_source_of_tokens),
        cmocka_unit_test(test_the_source_of_tokens_from_elsewhere),
        cmocka_unit_test(test_a_renewed_token_does_not_wait),
        cmocka_unit_test(test_a_token_that_comes_later_is_taken),
    };
    return cmocka_run_group_tests(tests, dir_make, dir_drop);
}
