/* Files that Kafka's own tools take: values in Java's spelling, placeholders, numbers and names that
 * librdkafka knows otherwise. */
#include "core/config/property_values.h"
#include "tests/unit/translated.h"

#include <librdkafka/rdkafka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/file.h"
#include "core/base/mem.h"
#include "tests/support/test.h"

static void test_java_values_are_translated(void **state)
{
    (void)state;
    static const struct {
        const char *java, *here;
    } cases[] = {
        {"bootstrap.servers=SASL_SSL://h:1, [::1]:2 ,,\nsecurity.protocol=sasl_ssl",
         "bootstrap.servers=h:1,[::1]:2\nsecurity.protocol=sasl_ssl\n"},
        {"ssl.cipher.suites=TLS_AES_256_GCM_SHA384,TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384, "
         "TLS_RSA_WITH_AES_128_CBC_SHA",
         "ssl.cipher.suites=ECDHE-RSA-AES256-GCM-SHA384:AES128-SHA\n"},
        {"ssl.cipher.suites=HIGH:!aNULL", "ssl.cipher.suites=HIGH:!aNULL\n"},
        {"ssl.cipher.suites=", ""},
        {"request.timeout.ms= 5000 ", "socket.timeout.ms=5000\n"},
        {"sasl.oauthbearer.token.endpoint.url=file:///t", "sasl.oauthbearer.token.endpoint.url="
                                                          "file:///t\n"},
        {"sasl.jaas.config=" OAUTH " required unsecuredLoginStringClaim_sub=\"a\" "
         "unsecuredLoginListClaim_scope=\"|x|y\" unsecuredLoginLifetimeSeconds=\"60\";",
         "sasl.mechanism=OAUTHBEARER\nenable.sasl.oauthbearer.unsecure.jwt=true\n"
         "sasl.oauthbearer.config=principal=a scope=x,y lifeSeconds=60\n"},
        {"security.protocol=SSL \t\nclient.id=\\ a b \n", "security.protocol=SSL\nclient.id=a b\n"},
        {"sasl.mechanism=PLAIN \nsasl.jaas.config= " PLAIN
         " required username='u ' password=' p '; ",
         "sasl.mechanism=PLAIN\nsasl.username=u \nsasl.password= p \n"},
        {"sasl.password=p \n", "sasl.password=p \n"},
        {"ssl.key.password=p\xe4ss", "ssl.key.password=p\u00e4ss\n"},
        {"ssl.key.password=p\u00e4ss", "ssl.key.password=p\u00e4ss\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        becomes(cases[i].java, cases[i].here);
    says("ssl.cipher.suites=TLS_AES_256_GCM_SHA384", true,
         "c:1: 'ssl.cipher.suites' names suites of TLS 1.3 only, which librdkafka can't choose "
         "among: all that OpenSSL has are offered");
    says("bootstrap.servers=SSL://h:1", true,
         "c:1: 'bootstrap.servers' begins with SSL://, but what counts is security.protocol, which "
         "is not set: PLAINTEXT");
    says("bootstrap.servers=h:99999", false,
         "c:1: 'bootstrap.servers': 'h:99999' has no valid port: write host:port, port 1 to 65535");
    says("bootstrap.servers=,", false,
         "c:1: 'bootstrap.servers': no broker is named: write host:port[,host:port…]");
}

#define CLAIMS "sasl.jaas.config=" OAUTH " required unsecuredLoginStringClaim_sub=\"a\";\n"
#define BY_CLAIMS "enable.sasl.oauthbearer.unsecure.jwt=true\nsasl.oauthbearer.config=principal=a\n"
#define HANDLER "sasl.login.callback.handler.class="
#define KAFKAS HANDLER "org.apache.kafka.common.security.oauthbearer."
#define ADDRESS "sasl.oauthbearer.token.endpoint.url="

/* One class is asked for the token, whatever else is set. */
static void test_the_source_of_tokens_that_java_takes(void **state)
{
    (void)state;
    static const struct {
        const char *java, *here;
    } cases[] = {
        {CLAIMS ADDRESS "https://i/t\n", "sasl.mechanism=OAUTHBEARER\n" BY_CLAIMS},
        {CLAIMS ADDRESS "file:/t\n", "sasl.mechanism=OAUTHBEARER\n" BY_CLAIMS},
        {CLAIMS ADDRESS "https://i/t\n" KAFKAS
                        "internals.unsecured.OAuthBearerUnsecuredLoginCallbackHandler\n",
         "sasl.mechanism=OAUTHBEARER\n" BY_CLAIMS KAFKAS
         "internals.unsecured.OAuthBearerUnsecuredLoginCallbackHandler\n"},
        {CLAIMS ADDRESS "https://i/t\n" KAFKAS "OAuthBearerLoginCallbackHandler \n",
         "sasl.mechanism=OAUTHBEARER\nsasl.oauthbearer.method=oidc\n" ADDRESS "https://i/t\n" KAFKAS
         "OAuthBearerLoginCallbackHandler\n"},
        {CLAIMS ADDRESS "file:/t\n" KAFKAS "secured.OAuthBearerLoginCallbackHandler\n",
         "sasl.mechanism=OAUTHBEARER\n" ADDRESS "file:/t\n" KAFKAS
         "secured.OAuthBearerLoginCallbackHandler\n"},
        {CLAIMS ADDRESS "https://i/t\nsasl.oauthbearer.method=oidc\n" KAFKAS
                        "OAuthBearerLoginCallbackHandler\n",
         "sasl.mechanism=OAUTHBEARER\nsasl.oauthbearer.method=oidc\n" ADDRESS "https://i/t\n" KAFKAS
         "OAuthBearerLoginCallbackHandler\n"},
        {CLAIMS HANDLER "com.example.Handler\n", "sasl.mechanism=OAUTHBEARER\n" BY_CLAIMS},
        {ADDRESS "https://i/t\n" HANDLER "com.example.Handler\n",
         ADDRESS "https://i/t\nsasl.oauthbearer.method=oidc\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        becomes(cases[i].java, cases[i].here);
    says(CLAIMS ADDRESS "https://i/t", true,
         "c:2: 'sasl.oauthbearer.token.endpoint.url' is ignored, as Java's clients do unless "
         "'sasl.login.callback.handler.class' is OAuthBearerLoginCallbackHandler: the token is "
         "made of the unsecured claims in 'sasl.jaas.config'");
    says(CLAIMS ADDRESS "https://i/t\n" KAFKAS "OAuthBearerLoginCallbackHandler", true,
         "c:1: the claims of an unsecured token are ignored, as Java's clients do when "
         "'sasl.login.callback.handler.class' is OAuthBearerLoginCallbackHandler");
    says(
        CLAIMS ADDRESS "https://i/t\n" HANDLER "com.example.Handler", false,
        "c:3: 'sasl.login.callback.handler.class' is a class that klamm does not have, and there "
        "are two sources of tokens: leave out sasl.oauthbearer.token.endpoint.url or the unsecured "
        "claims in 'sasl.jaas.config'");
    says(ADDRESS "https://i/t\n" HANDLER "com.example.Handler", true,
         "c:2: 'sasl.login.callback.handler.class' is ignored: Java's callback handlers don't run "
         "here");
}

static void test_claims_name_the_principal(void **state)
{
    static const char *const claims[] = {
        "LifetimeSeconds=\"60\"", "StringClaim_sub=\"\"",
        "StringClaim_sub=\"\" unsecuredLoginLifetimeSeconds=\"60\"", "PrincipalClaimName=\"user\""};
    (void)state;
    for (size_t i = 0; i < sizeof claims / sizeof *claims; i++) {
        char *text = xasprintf("sasl.jaas.config=" OAUTH " required unsecuredLogin%s;", claims[i]);
        says(text, false,
             "c:1: 'sasl.jaas.config' lacks unsecuredLoginStringClaim_sub=\"…\", the principal of "
             "the token");
        free(text);
    }
}

/* The nearest value that librdkafka takes, for each number it has a range for. */
static void test_numbers_outside_ranges(void **state)
{
    (void)state;
    for (size_t i = 0; i < property_nranges; i++) {
        const struct property_range *r = &property_ranges[i];
        for (int side = 0; side < 2; side++) {
            long long near = side ? r->most : r->least, far = side ? near + 1 : near - 1;
            if (strstr(r->name, "buffer.bytes") && far == -1)
                continue; /* has a meaning of its own */
            char *text = xasprintf("%s=%lld", r->name, far);
            char *same = xasprintf("%s=%lld", r->name, near);
            char *line = xasprintf("%s\n", same);
            char *said = xasprintf("c:1: '%s' is %lld, librdkafka takes %lld to %lld: %lld is used",
                                   r->name, far, (long long)r->least, (long long)r->most, near);
            becomes(text, line);
            says(text, true, said);
            becomes(same, line);
            free(said);
            free(line);
            free(same);
            free(text);
        }
    }
}

/* By the name that stands in the file. */
static void test_numbers_are_refused_by_their_names(void **state)
{
    (void)state;
    says("request.timeout.ms=600000", true,
         "c:1: 'request.timeout.ms' is 600000, librdkafka takes 10 to 300000: 300000 is used");
    says("receive.buffer.bytes=-7\nsocket.receive.buffer.bytes=-8", true,
         "c:2: 'socket.receive.buffer.bytes' is -8, librdkafka takes 0 to 100000000: 0 is used");
    says("socket.receive.buffer.bytes=-8\nreceive.buffer.bytes=-7", true,
         "c:2: 'receive.buffer.bytes' is -7, librdkafka takes 0 to 100000000: 0 is used");
}

/* The library itself says whether the table is right. */
static void test_ranges_are_the_librarys(void **state)
{
    (void)state;
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    for (size_t i = 0; i < property_nranges; i++) {
        const struct property_range *r = &property_ranges[i];
        const long long values[] = {r->least - 1, r->least, r->most, r->most + 1};
        for (int k = 0; k < 4; k++) {
            char value[32], why[300];
            snprintf(value, sizeof value, "%lld", values[k]);
            bool taken = rd_kafka_conf_set(conf, r->name, value, why, sizeof why) == 0;
            /* What is more than 32 bits is cut before the library looks at the range. */
            if (taken != (k == 1 || k == 2) && values[k] <= INT32_MAX)
                fail_msg("%s=%s: %s", r->name, value, taken ? "taken" : why);
        }
    }
    rd_kafka_conf_destroy(conf);
}

/* OpenSSL prints both names of each suite: "TLS_RSA_WITH_AES_128_CBC_SHA - AES128-SHA TLSv1 …". */
static void test_cipher_names_are_openssls(void **state)
{
    (void)state;
    FILE *f = popen("openssl ciphers -stdname ALL:COMPLEMENTOFALL", "r");
    char line[400], java[200], here[200], version[40];
    int compared = 0;
    while (f && fgets(line, sizeof line, f)) {
        if (sscanf(line, "%199s - %199s %39s", java, here, version) != 3 ||
            strcmp(version, "TLSv1.3") == 0 || strstr(java, "PSK") || strstr(java, "SRP") ||
            strstr(java, "anon") || strstr(java, "ARIA") || strstr(java, "_NULL_"))
            continue;
        char *list = cipher_list(java);
        assert_string_equal(list, here);
        free(list);
        compared++;
    }
    assert_int_equal(f ? pclose(f) : 1, 0);
    assert_true(compared > 20);
}

static void test_pem_on_one_line(void **state)
{
    (void)state;
    static const char want[] = "-----BEGIN A KEY-----\n"
                               "0123456789012345678901234567890123456789012345678901234567890123\n"
                               "4567==\n-----END A KEY-----\n"
                               "-----BEGIN B-----\nQUJD\n-----END B-----\n";
    static const char *const from[] = {
        want,
        "-----BEGIN A KEY----- 01234567890123456789 01234567890123456789012345678901234567890123"
        "4567== -----END A KEY----- -----BEGIN B-----QUJD-----END B-----",
        "Bag\r\n-----BEGIN A KEY-----\r\n0123456789012345678901234567890123456789\r\n"
        "0123456789012345678901234567==\r\n-----END A KEY-----\r\n-----BEGIN B----- Q U J D "
        "-----END B-----",
    };
    for (size_t i = 0; i < sizeof from / sizeof *from; i++) {
        char *pem = pem_reflow(from[i]);
        assert_string_equal(pem, want);
        free(pem);
    }
    static const char headed[] = "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n"
                                 "DEK-Info: X,1\n\nQUJD\n-----END RSA PRIVATE KEY-----\n";
    char *pem = pem_reflow(headed);
    assert_string_equal(pem, headed);
    free(pem);
    pem = pem_reflow("no PEM -----BEGIN");
    assert_string_equal(pem, "no PEM -----BEGIN");
    free(pem);
}

/* ---- placeholders ---------------------------------------------------------------------------- */

#define PROVIDERS                                                                                  \
    "config.providers=env, file,dir,vault\n"                                                       \
    "config.providers.env.class=org.apache.kafka.common.config.provider.EnvVarConfigProvider\n"    \
    "config.providers.file.class=org.apache.kafka.common.config.provider.FileConfigProvider\n"     \
    "config.providers.dir.class=org.apache.kafka.common.config.provider.DirectoryConfigProvider\n" \
    "config.providers.vault.class=com.example.VaultConfigProvider\n"

static char *write_in(const char *dir, const char *name, const char *text)
{
    char *path = xasprintf("%s/%s", dir, name);
    assert_true(file_write(path, text, strlen(text), 0600, NULL));
    return path;
}

static void test_placeholders(void **state)
{
    (void)state;
    char dir[] = "/tmp/klamm-providers-XXXXXX";
    assert_non_null(mkdtemp(dir));
    char *one = write_in(dir, "all.properties",
                         "jaas=" PLAIN " required username=u \\\n"
                         "  password=\"a b\";\nname=x\n");
    char *two = write_in(dir, "pw", "from a file\n");
    setenv("KLAMM_TEST_PW", "s3\"${env:HOME}", 1);
    char *text = xasprintf(PROVIDERS "ssl.key.password=${env:KLAMM_TEST_PW}\n"
                                     "ssl.keystore.password=${dir:%s:pw}\n"
                                     "client.id=a ${file:%s:name} b ${file:%s:name}\n"
                                     "sasl.jaas.config=${file:%s:jaas}\n"
                                     "client.rack=${x} $ {y:z}",
                           dir, one, one, one);
    becomes(text, "ssl.key.password=s3\"${env:HOME}\nssl.keystore.password=from a file\n"
                  "client.id=a x b x\nsasl.username=u\nsasl.password=a b\nsasl.mechanism=PLAIN\n"
                  "client.rack=${x} $ {y:z}\n");
    free(text);
    char *said = xasprintf("c:6: 'ssl.key.password': there is no key 'none' in %s", one);
    text = xasprintf(PROVIDERS "ssl.key.password=${file:%s:none}", one);
    says(text, false, said);
    free(text);
    free(said);
    unlink(one);
    unlink(two);
    free(one);
    free(two);
    rmdir(dir);
    unsetenv("KLAMM_TEST_PW");
}

static void test_placeholders_that_are_not_resolved(void **state)
{
    (void)state;
    says(PROVIDERS "ssl.key.password=${env:KLAMM_NOT_SET}", false,
         "c:6: 'ssl.key.password': the environment variable KLAMM_NOT_SET is not set");
    says(
        PROVIDERS "sasl.jaas.config=" PLAIN " required username=u password=\"${vault:a:b}\";",
        false,
        "c:6: 'sasl.jaas.config': a placeholder ${…:…} of a provider that klamm does not have: it "
        "knows Kafka's EnvVarConfigProvider, FileConfigProvider and DirectoryConfigProvider, named "
        "by config.providers in the same file");
    says(PROVIDERS "ssl.key.password=${file:/nonexistent/f:k}", false,
         "c:6: 'ssl.key.password': Can't open /nonexistent/f: No such file or directory");
    says("ssl.key.password={env: PW}", false,
         "c:1: 'ssl.key.password' holds {env: …} within a text, where it would be sent as it "
         "stands: "
         "only a whole value of klamm.yaml can come from elsewhere, as in sasl.password: {env: "
         "NAME}");
    says("ssl.key.password=${env:HOME}", false,
         "c:1: 'ssl.key.password' holds a placeholder of Kafka's (${env:…}), which has a meaning "
         "only in a properties file with config.providers: in klamm.yaml it is {env: NAME} or "
         "{file: PATH}");
    /* Without providers Java sends this, and it may be someone's password. */
    becomes("ssl.key.password=a${b:c}d", "ssl.key.password=a${b:c}d\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_java_values_are_translated),
        cmocka_unit_test(test_the_source_of_tokens_that_java_takes),
        cmocka_unit_test(test_claims_name_the_principal),
        cmocka_unit_test(test_numbers_outside_ranges),
        cmocka_unit_test(test_numbers_are_refused_by_their_names),
        cmocka_unit_test(test_ranges_are_the_librarys),
        cmocka_unit_test(test_cipher_names_are_openssls),
        cmocka_unit_test(test_pem_on_one_line),
        cmocka_unit_test(test_placeholders),
        cmocka_unit_test(test_placeholders_that_are_not_resolved),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
