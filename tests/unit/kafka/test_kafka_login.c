/* What is kept of a login instead of it: another one is distinguished from the one that was
 * refused, and what can't be read counts as unknown. */
#include "core/base/file.h"
#include "core/base/mem.h"
#include "core/config/profile.h"
#include "core/kafka/internal.h"
#include "tests/support/test.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define LOGIN(...) login_with((const char *const[]){__VA_ARGS__, NULL}, NULL)

static uint64_t login_with(const char *const *props, const char *token_url)
{
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    char why[200];
    for (size_t i = 0; props[i]; i += 2)
        if (rd_kafka_conf_set(conf, props[i], props[i + 1], why, sizeof why) != RD_KAFKA_CONF_OK)
            fail_msg("%s", why);
    if (token_url)
        assert_true(token_from_file(conf, token_url));
    uint64_t login = login_of(conf);
    rd_kafka_conf_destroy(conf);
    return login;
}

static void test_each_part_counts(void **state)
{
    (void)state;
    uint64_t one = LOGIN("sasl.mechanism", "PLAIN", "sasl.username", "u", "sasl.password", "p");
    assert_true(one != 0);
    assert_true(one ==
                LOGIN("sasl.mechanism", "PLAIN", "sasl.username", "u", "sasl.password", "p"));
    assert_true(one !=
                LOGIN("sasl.mechanism", "PLAIN", "sasl.username", "u", "sasl.password", "q"));
    assert_true(one !=
                LOGIN("sasl.mechanism", "PLAIN", "sasl.username", "up", "sasl.password", ""));
    assert_true(LOGIN("sasl.mechanism", "OAUTHBEARER", "sasl.oauthbearer.config", "principal=a") !=
                LOGIN("sasl.mechanism", "OAUTHBEARER", "sasl.oauthbearer.config", "principal=b"));
}

static void test_what_cannot_be_looked_at_is_unknown(void **state)
{
    (void)state;
    assert_true(LOGIN("client.id", "x") == 0);
    assert_true(LOGIN("sasl.mechanism", "GSSAPI", "sasl.username", "left over") == 0);
}

static void test_a_tokens_file_counts_by_what_is_in_it(void **state)
{
    static const char *const props[] = {"sasl.mechanism", "OAUTHBEARER", NULL};
    char path[] = "/tmp/klamm-login-XXXXXX";
    (void)state;
    close(mkstemp(path));
    char *url = xasprintf("file:%s", path);
    uint64_t login[3];
    for (size_t i = 0; i < 3; i++) {
        assert_true(file_write(path, i == 1 ? "new" : "old", 3, 0600, NULL));
        login[i] = login_with(props, url);
    }
    assert_true(login[0] != 0 && login[0] == login[2] && login[0] != login[1]);
    assert_int_equal(unlink(path), 0);
    free(url);
}

/* After a refusal such a login is checked again soon, as it may be another one by then. */
static void test_what_may_be_another_login_next_time(void **state)
{
    static const struct {
        const char *name, *value;
        bool may;
    } cases[] = {{"sasl.password", "p", false},
                 {"sasl.mechanism", "PLAIN", false},
                 {"sasl.mechanism", "gssapi", true},
                 {"sasl.oauthbearer.token.endpoint.url", "https://i/t", false},
                 {"sasl.oauthbearer.token.endpoint.url", "file:/t", true},
                 {"sasl.oauthbearer.assertion.file", "/a", true}};
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct profile *p = profile_new("x", "test");
        properties_set(&p->properties, cases[i].name, PROPERTY_LITERAL, cases[i].value, "test");
        assert_int_equal(profile_has_recipes(p), cases[i].may);
        profile_free(p);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_part_counts),
        cmocka_unit_test(test_what_cannot_be_looked_at_is_unknown),
        cmocka_unit_test(test_a_tokens_file_counts_by_what_is_in_it),
        cmocka_unit_test(test_what_may_be_another_login_next_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
