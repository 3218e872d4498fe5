/* client.properties: Java's syntax, and what happens to Java's names. */
#include "core/config/client_properties.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/buf.h"
#include "core/base/file.h"
#include "core/base/mem.h"
#include "core/config/java_properties.h"
#include "tests/support/test.h"
#include "tests/unit/translated.h"

/* ---- syntax ---------------------------------------------------------------------------------- */

/* "key=value;key=value" with the line of each in front. */
static void reads(const char *text, size_t len, const char *expected)
{
    struct java_properties j;
    struct buf key, value, all;
    int line = 0;
    const char *wrong = NULL;
    buf_init(&key, 0);
    buf_init(&value, 0);
    buf_init(&all, 0);
    java_properties_init(&j, text, len);
    while (java_properties_next(&j, &key, &value, &line, &wrong))
        buf_addf(&all, "%d|%s|%s%s;", line, buf_str(&key), buf_str(&value), wrong ? "!" : "");
    assert_string_equal(buf_str(&all), expected);
    buf_release(&key);
    buf_release(&value);
    buf_release(&all);
}

static void test_java_syntax(void **state)
{
    (void)state;
    static const struct {
        const char *text, *expected;
    } cases[] = {
        {"", ""},
        {"\n  \n# c\n! c = d\n", ""},
        {"a=b", "1|a|b;"},
        {"a = b \n", "1|a|b ;"},
        {"a:b\nc d\ne : f", "1|a|b;2|c|d;3|e|f;"},
        {"a==b\na= =b", "1|a|=b;2|a|=b;"},
        {"a", "1|a|;"},
        {"a=\n=b", "1|a|;2||b;"},
        {"a\\=b=c\\:d", "1|a=b|c:d;"},
        {"a\\ b c", "1|a b|c;"},
        {"a=b\\\n   c\nd=e", "1|a|bc;3|d|e;"},
        {"a=b\\\\\nc=d", "1|a|b\\;2|c|d;"},
        {"a=b\\\n# not a comment", "1|a|b# not a comment;"},
        {"a = \\\n  b", "1|a|b;"},
        {"a\\\n  b=c", "1|ab|c;"},
        {"a=\\t\\n\\r\\f\\q", "1|a|\t\n\r\fq;"},
        {"a=\\u0041\\u00e9\\u20ac\\ud83d\\ude00", "1|a|A\u00e9\u20ac\U0001F600;"},
        {"a=\\u12", "1|a|12!;"},
        {"a=\\ud83dx", "1|a|x!;"},
        {"a=\\ude00", "1|a|!;"},
        {"a=\\u0000b", "1|a|b!;"},
        {"a=b\r\nc=d\re=f", "1|a|b;2|c|d;3|e|f;"},
        {"a=b\\", "1|a|b;"},
        {"\xef\xbb\xbf"
         "a=b",
         "1|a|b;"},
        {"\ta\t=\tb", "1|a|b;"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        reads(cases[i].text, strlen(cases[i].text), cases[i].expected);
    reads("a=b\0c", 5, "1|a|bc!;");
}

/* ---- translation ----------------------------------------------------------------------------- */

static void test_librdkafka_names_stay(void **state)
{
    (void)state;
    becomes("bootstrap.servers=h:1\nsasl.username=u\nsecurity.protocol=SASL_SSL\n"
            "client.dns.lookup=use_all_dns_ips\nsome.future.property=1\n",
            "bootstrap.servers=h:1\nsasl.username=u\nsecurity.protocol=SASL_SSL\n"
            "client.dns.lookup=use_all_dns_ips\nsome.future.property=1\n");
}

static void test_java_names_are_translated(void **state)
{
    (void)state;
    static const struct {
        const char *java, *here;
    } cases[] = {
        {"request.timeout.ms=5000", "socket.timeout.ms=5000\n"},
        {"send.buffer.bytes=-1\nreceive.buffer.bytes=65536",
         "socket.send.buffer.bytes=0\nsocket.receive.buffer.bytes=65536\n"},
        {"ssl.endpoint.identification.algorithm=", "ssl.endpoint.identification.algorithm=none\n"},
        {"ssl.endpoint.identification.algorithm=HTTPS",
         "ssl.endpoint.identification.algorithm=https\n"},
        {"client.dns.lookup=default", ""},
        {"metadata.broker.list=h:1\nsasl.mechanisms=PLAIN",
         "bootstrap.servers=h:1\nsasl.mechanism=PLAIN\n"},
        {"socket.timeout.ms=11\nrequest.timeout.ms=12", "socket.timeout.ms=12\n"},
        {"request.timeout.ms=12\nsocket.timeout.ms=11", "socket.timeout.ms=11\n"},
        {"ssl.truststore.type=PEM\nssl.truststore.certificates=-----BEGIN",
         "ssl.ca.pem=-----BEGIN\n"},
        {"ssl.keystore.type=PEM\nssl.keystore.key=k\nssl.keystore.certificate.chain=c\n"
         "ssl.key.password=p",
         "ssl.key.pem=k\nssl.certificate.pem=c\nssl.key.password=p\n"},
        {"sasl.oauthbearer.token.endpoint.url=https://i/t\nsasl.mechanism=OAUTHBEARER",
         "sasl.oauthbearer.token.endpoint.url=https://i/t\nsasl.mechanism=OAUTHBEARER\n"
         "sasl.oauthbearer.method=oidc\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        becomes(cases[i].java, cases[i].here);
}

static void test_jaas_lines(void **state)
{
    (void)state;
    static const struct {
        const char *java, *here;
    } cases[] = {
        {"sasl.jaas.config=" PLAIN " required username=\"alice\" password=\"s3\";",
         "sasl.username=alice\nsasl.password=s3\nsasl.mechanism=PLAIN\n"},
        {"sasl.mechanism=PLAIN\nsasl.jaas.config=" PLAIN " required \\\n  username=\"a b\" \\\n"
         "  password='x;\"=';",
         "sasl.username=a b\nsasl.password=x;\"=\nsasl.mechanism=PLAIN\n"},
        /* A backslash is eaten twice: by the file and by the quotes of the line. */
        {"sasl.jaas.config=" PLAIN " required username=\"a\" password=\"q\\\\\"q\\\\\\\\q\";",
         "sasl.username=a\nsasl.password=q\"q\\q\nsasl.mechanism=PLAIN\n"},
        {"sasl.jaas.config=" PLAIN " required username=a password=b-c_d.e1 ;",
         "sasl.username=a\nsasl.password=b-c_d.e1\nsasl.mechanism=PLAIN\n"},
        {"sasl.mechanism=SCRAM-SHA-512\nsasl.jaas.config=" SCRAM
         " REQUIRED username=\"a\" password=\"\";",
         "sasl.username=a\nsasl.password=\nsasl.mechanism=SCRAM-SHA-512\n"},
        {"sasl.jaas.config=" OAUTH " required clientId=\"i\" clientSecret=\"s\" scope=\"x y\" "
         "extension_logicalCluster=\"lkc\" extension_pool=\"p\";\n"
         "sasl.oauthbearer.token.endpoint.url=https://i/t",
         "sasl.oauthbearer.client.id=i\nsasl.oauthbearer.client.secret=s\n"
         "sasl.oauthbearer.scope=x y\nsasl.oauthbearer.extensions=logicalCluster=lkc,pool=p\n"
         "sasl.mechanism=OAUTHBEARER\nsasl.oauthbearer.method=oidc\n"
         "sasl.oauthbearer.token.endpoint.url=https://i/t\n"},
        {"sasl.jaas.config=com.sun.security.auth.module.Krb5LoginModule required useKeyTab=true "
         "storeKey=true keyTab=\"/k\" principal=\"p@R\";\nsasl.kerberos.service.name=kafka",
         "sasl.kerberos.keytab=/k\nsasl.kerberos.principal=p@R\nsasl.mechanism=GSSAPI\n"
         "sasl.kerberos.service.name=kafka\n"},
        {"sasl.jaas.config=" PLAIN " required /* who */ username=\"\\\\141\" password=\"a//b\"; ",
         "sasl.username=a\nsasl.password=a//b\nsasl.mechanism=PLAIN\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        becomes(cases[i].java, cases[i].here);
}

static void test_jaas_mistakes(void **state)
{
    (void)state;
    static const struct {
        const char *line, *message;
    } cases[] = {
        {PLAIN " required username=\"a\" password=\"b\"",
         "c:1: 'sasl.jaas.config': the line must end with ';': it is missing at character 91"},
        {PLAIN " required username=\"a\" password=\"b;",
         "c:1: 'sasl.jaas.config': the quote is never closed at character 88"},
        {PLAIN " username=\"a\" password=\"b\";",
         "c:1: 'sasl.jaas.config': expected 'required' after the login module at character 57"},
        {PLAIN " required username=\"a\";", "c:1: 'sasl.jaas.config' lacks password=\"…\""},
        {PLAIN " required username \"a\";",
         "c:1: 'sasl.jaas.config': expected '=' after an option's name at character 75"},
        {PLAIN " required username=\"a\" password=\"b\"; x.Y required;",
         "c:1: 'sasl.jaas.config': there must be one login module only; found more after ';' at "
         "character 93"},
        {"x.Y required;",
         "c:1: 'sasl.jaas.config': the login module must be one of PlainLoginModule, "
         "ScramLoginModule, OAuthBearerLoginModule, Krb5LoginModule"},
        {"software.amazon.msk.auth.iam.IAMLoginModule required;",
         "c:1: 'sasl.jaas.config': AWS_MSK_IAM needs Amazon's signer, which klamm does not have; "
         "use SCRAM or a client certificate"},
        {SCRAM " required username=\"a\" password=\"b\";",
         "c:1: 'sasl.mechanism' must be SCRAM-SHA-256 or SCRAM-SHA-512 for the login module in "
         "'sasl.jaas.config'; it is missing"},
        {SCRAM " required username=\"a\" password=\"b\" tokenauth=true;",
         "c:1: 'sasl.jaas.config': tokenauth (delegation tokens) is not supported by librdkafka; "
         "use a user's own SCRAM password"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char *text = xasprintf("sasl.jaas.config=%s", cases[i].line);
        says(text, false, cases[i].message);
        free(text);
    }
    says("sasl.mechanism=PLAIN\nsasl.jaas.config=" SCRAM " required username=a password=b;", false,
         "c:2: 'sasl.mechanism' must be SCRAM-SHA-256 or SCRAM-SHA-512 for the login module in "
         "'sasl.jaas.config'");
    says("sasl.jaas.config=" PLAIN " required username=a password=b colour=red;", true,
         "c:1: 'sasl.jaas.config': 1 option is not known to klamm and ignored");
}

static void test_names_without_meaning_are_listed_once(void **state)
{
    (void)state;
    says("group.id=app\nkey.deserializer=X\nclient.id=a\nschema.registry.url=u\n"
         "sasl.login.callback.handler.class=y\nacks=all\n",
         true,
         "c:1: without meaning for klamm and ignored: group.id, key.deserializer, "
         "schema.registry.url, sasl.login.callback.handler.class, acks");
}

static void test_slips_of_the_finger(void **state)
{
    (void)state;
    says("securty.protocol=SSL", false,
         "c:1: unknown property 'securty.protocol'; did you mean 'security.protocol'?");
    says("client.id=b\n\nSASL_MECHANISM=PLAIN", false,
         "c:3: unknown property 'SASL_MECHANISM'; did you "
         "mean 'sasl.mechanism'?");
}

/* A JAAS line whose backslash was forgotten leaves half a password as a name. */
static void test_the_rest_of_a_broken_line_is_not_repeated(void **state)
{
    (void)state;
    struct properties p;
    struct problems problems;
    translate("sasl.jaas.config=" PLAIN " required username=\"a\"\n  password=\"hunter2\";\n"
              "\"hunter2\";\nhunter2\n",
              &p, &problems);
    assert_true(problems.errors >= 2);
    for (size_t i = 0; i < problems.len; i++)
        assert_null(strstr(problems.data[i].text, "hunter2"));
    properties_release(&p);
    problems_release(&problems);
}

static char *store(const char *bytes, size_t len);

/* Nor where it reads like the name of a secret, in a file that everyone can read. */
static void test_a_secret_that_is_taken_for_a_name_is_not_repeated(void **state)
{
    static const char text[] = "sasl.mechanism=PLAIN\nhunter2-secret=\n8-secret-hunter2=x\n";
    (void)state;
    char *path = store(text, sizeof text - 1);
    struct properties p;
    struct problems problems;
    properties_init(&p);
    problems_init(&problems);
    chmod(path, 0644);
    assert_false(client_properties_read(path, &p, &problems));
    for (size_t i = 0; i < problems.len; i++)
        assert_null(strstr(problems.data[i].text, "hunter2"));
    unlink(path);
    free(path);
    properties_release(&p);
    problems_release(&problems);
}

/* ---- key stores ------------------------------------------------------------------------------ */

static char *store(const char *bytes, size_t len)
{
    char name[] = "/tmp/klamm-store-XXXXXX";
    close(mkstemp(name));
    assert_true(file_write(name, bytes, len, 0600, NULL));
    return xstrdup(name);
}

static const char pem[] = "Bag Attributes\n-----BEGIN CERTIFICATE-----\n";
static const char jks[] = "\xfe\xed\xfe\xed\0\0\0\2";
static const char p12[] = "\x30\x82\x0a\x00\x02\x01\x03";

static void test_key_stores(void **state)
{
    (void)state;
    char *path = store(pem, sizeof pem - 1);
    char *text = xasprintf("ssl.truststore.location=%s\nssl.truststore.type=PEM\n"
                           "ssl.keystore.location=%s\nssl.keystore.type=PEM\nssl.key.password=p\n",
                           path, path);
    char *here = xasprintf("ssl.ca.location=%s\nssl.certificate.location=%s\n"
                           "ssl.key.location=%s\nssl.key.password=p\n",
                           path, path, path);
    becomes(text, here);
    free(text);
    free(here);
    unlink(path);
    free(path);

    path = store(p12, sizeof p12 - 1);
    text = xasprintf("ssl.keystore.location=%s\nssl.keystore.type=PKCS12\n"
                     "ssl.keystore.password=pw\n",
                     path);
    here = xasprintf("ssl.keystore.location=%s\nssl.keystore.password=pw\n", path);
    becomes(text, here);
    free(text);
    free(here);
    unlink(path);
    free(path);
}

static void refuses_store(const char *name, const char *bytes, size_t len, const char *must_say)
{
    char *path = store(bytes, len);
    char *text = xasprintf("%s=%s\n", name, path);
    struct properties p;
    struct problems problems;
    translate(text, &p, &problems);
    assert_int_equal(problems.errors, 1);
    assert_non_null(strstr(problems.data[0].text, path));
    if (!strstr(problems.data[0].text, must_say))
        fail_msg("%s", problems.data[0].text);
    properties_release(&p);
    problems_release(&problems);
    unlink(path);
    free(text);
    free(path);
}

static void test_stores_only_java_reads_are_refused_with_the_way_out(void **state)
{
    (void)state;
    refuses_store("ssl.keystore.location", jks, sizeof jks - 1, "keytool -importkeystore");
    refuses_store("ssl.truststore.location", jks, sizeof jks - 1, "keytool -list -rfc");
    refuses_store("ssl.truststore.location", p12, sizeof p12 - 1, "keytool -list -rfc");
    says("ssl.truststore.location=/nonexistent/ca.jks", false,
         "c:1: 'ssl.truststore.location': can't read '/nonexistent/ca.jks': No such file or "
         "directory");
}

static void test_files(void **state)
{
    (void)state;
    static const char text[] = "sasl.mechanism=PLAIN\n"
                               "sasl.jaas.config=" PLAIN " required username=a password=hunter2;\n";
    char *path = store(text, sizeof text - 1);
    char *expected = xasprintf("%s:2: 'sasl.password' is a secret and everyone on this machine "
                               "can read this file: chmod 600 it",
                               path);
    struct properties p;
    struct problems problems;
    properties_init(&p);
    problems_init(&problems);
    assert_true(client_properties_read(path, &p, &problems));
    assert_int_equal(problems.len, 0);
    chmod(path, 0644);
    assert_true(client_properties_read(path, &p, &problems));
    assert_int_equal(problems.len, 1);
    assert_string_equal(problems.data[0].text, expected);
    unlink(path);
    assert_false(client_properties_read(path, &p, &problems));
    assert_non_null(strstr(problems.data[1].text, path));
    properties_release(&p);
    problems_release(&problems);
    free(expected);
    free(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_java_syntax),
        cmocka_unit_test(test_librdkafka_names_stay),
        cmocka_unit_test(test_java_names_are_translated),
        cmocka_unit_test(test_jaas_lines),
        cmocka_unit_test(test_jaas_mistakes),
        cmocka_unit_test(test_names_without_meaning_are_listed_once),
        cmocka_unit_test(test_slips_of_the_finger),
        cmocka_unit_test(test_the_rest_of_a_broken_line_is_not_repeated),
        cmocka_unit_test(test_a_secret_that_is_taken_for_a_name_is_not_repeated),
        cmocka_unit_test(test_key_stores),
        cmocka_unit_test(test_stores_only_java_reads_are_refused_with_the_way_out),
        cmocka_unit_test(test_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
