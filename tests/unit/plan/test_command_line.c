/* Printed lines: each word comes out of a shell as it went in, names that look like options are
 * none, and settings are written as Kafka's tool reads them. */
#include "core/plan/command_line.h"

#include "core/config/options.h"
#include "core/config/options_profile.h"
#include "tests/support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct buf b;

static int set_up(void **state)
{
    (void)state;
    buf_init(&b, 0);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    buf_release(&b);
    return 0;
}

static void test_names_are_no_options(void **state)
{
    (void)state;
    command_option(&b, "topic", "--yes");
    command_option(&b, "group", "");
    command_topic_pattern(&b, "-a.b");
    command_object(&b, "-x");
    assert_string_equal(buf_str(&b), " --topic=--yes --group '' --topic='-a\\.b' -- -x");
    buf_clear(&b);
    command_object(&b, "it's");
    assert_string_equal(buf_str(&b), " 'it'\\''s'");
}

static void setting(const char *value, const char *want)
{
    buf_clear(&b);
    if (want) {
        assert_true(command_setting(&b, "k", value));
        assert_string_equal(buf_str(&b), want);
    } else {
        assert_false(command_setting(&b, "k", value));
    }
}

static void test_settings(void **state)
{
    (void)state;
    setting("1", "k=1");
    setting("a,b", "k=[a,b]");
    setting("a=b", "k=[a=b]");
    setting("", "k=[]");
    setting("[a]", NULL); /* the tool drops brackets and outer blanks */
    setting(" a", NULL);
}

/* What the shell makes of it is what was meant. */
static void test_file(void **state)
{
    static const char lines[] = "{\"a\":'$HOME'}\nb\tc\n";
    char seen[100];
    FILE *f;
    size_t n;

    (void)state;
    buf_clear(&b);
    command_file(&b, lines);
    buf_adds(&b, "cat " COMMAND_FILE " && rm " COMMAND_FILE);
    setenv("LINE", buf_str(&b), 1);
    f = popen("bash -c \"$LINE\"", "r"); /* NOLINT(cert-env33-c): a shell is what is tested */
    assert_non_null(f);
    n = fread(seen, 1, sizeof seen - 1, f);
    seen[n] = '\0';
    assert_int_equal(pclose(f), 0);
    assert_string_equal(seen, lines);
}

/* klamm's own lines lead to the same cluster; a secret stays out of them. */
static void klamm_line(const char *const *argv, const char *want)
{
    char words[10][60], *args[10];
    struct options o;
    struct config c;
    struct problems problems;
    struct err err = {0};
    int n = 0;
    static const char yaml[] = "clusters:\n  'my prod': {brokers: p:9092}\n";

    for (; argv[n]; n++) {
        snprintf(words[n], sizeof words[n], "%s", argv[n]);
        args[n] = words[n];
    }
    assert_true(options_parse(&o, n, args, &err));
    assert_true(config_parse(&c, "klamm.yaml", yaml, sizeof yaml - 1, &err));
    assert_true(options_apply(&o, &c, &err));
    problems_init(&problems);
    struct profile *p = options_profile(&o, &c, &problems, &err);
    assert_non_null(p);
    buf_clear(&b);
    command_klamm(&b, p, "topic-create");
    assert_string_equal(buf_str(&b), want);
    profile_free(p);
    problems_release(&problems);
    config_release(&c);
    options_release(&o);
}
#define KLAMM(want, ...) klamm_line((const char *const[]){"klamm", __VA_ARGS__, NULL}, want)

static void test_klamm(void **state)
{
    struct profile *p = profile_new("my prod", "klamm.yaml:3");

    (void)state;
    KLAMM("klamm -b a:1,b:2 topic-create", "-b", "a:1,b:2");
    KLAMM("klamm -c 'my prod' topic-create", "-c", "my prod");
    KLAMM("klamm --config 'k 1.yaml' -c 'my prod' topic-create", "--config", "k 1.yaml", "-c",
          "my prod");
    KLAMM("klamm -b a:1 --label prod topic-create", "-b", "a:1", "--label", "prod");
    KLAMM("klamm -b a:1 -X client.id=x topic-create", "-b", "a:1", "-X", "client.id=x", "-X",
          "sasl.password=geheim");
    buf_clear(&b);
    command_klamm(&b, p, "undo");
    assert_string_equal(buf_str(&b), "klamm -c 'my prod' undo");
    profile_free(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_names_are_no_options, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_settings, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_file, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_klamm, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
