/* The options of `klamm get`, as people and scripts write them. */
#include "cli/get_options.h"
#include "tests/support/test.h"

#include <stdlib.h>
#include <string.h>

static struct get_options g;
static struct err err;

static bool parse(const char *line)
{
    static char copy[256];
    const char *args[16] = {"get"};
    size_t n = 1;
    strncpy(copy, line, sizeof copy - 1);
    for (char *p = copy; *p && n < 16; n++) {
        args[n] = p;
        p += strcspn(p, " ");
        if (*p)
            *p++ = '\0';
    }
    free(g.words);
    err_clear(&err);
    return get_options_parse(&g, args, n, &err);
}

static void assert_refused(const char *line, const char *says)
{
    if (parse(line))
        fail_msg("taken: get %s", line);
    assert_int_equal(err.kind, ERR_USAGE);
    if (!strstr(err.msg, says))
        fail_msg("get %s: \"%s\" does not say \"%s\"", line, err.msg, says);
}

static void test_lists_and_scopes(void **state)
{
    (void)state;
    assert_true(parse("topics"));
    assert_string_equal(g.ref.resource->name, "topics");
    assert_int_equal(g.format, EXPORT_TABLE);
    assert_true(parse("group billing -o json"));
    assert_string_equal(g.ref.scope, "billing");
    assert_int_equal(g.format, EXPORT_JSON);
    assert_true(parse("configs topic/orders"));
    assert_string_equal(g.ref.resource->name, "topic-configs");
    assert_true(parse("group -- --odd"));
    assert_string_equal(g.ref.scope, "--odd");
    assert_refused("", "get what?");
    assert_refused("topcis", "did you mean topics?");
    assert_refused("partitions", "of which topic?");
    assert_refused("topics orders", "unexpected argument \"orders\"");
}

static void test_spellings_of_options(void **state)
{
    (void)state;
    assert_true(parse("topics -ocsv --filter lag>10k --sort=-messages --columns topic,rate"));
    assert_int_equal(g.format, EXPORT_CSV);
    assert_string_equal(g.filter, "lag>10k");
    assert_string_equal(g.sort, "-messages");
    assert_string_equal(g.columns, "topic,rate");
    assert_true(parse("--output=md --no-headers topics"));
    assert_int_equal(g.format, EXPORT_MARKDOWN);
    assert_true(g.no_headers);
    assert_true(parse("topics -oyaml"));
    assert_int_equal(g.format, EXPORT_YAML);
    assert_refused("topics -o toml", "no format \"toml\"");
    assert_refused("topics --filter", "--filter needs a value");
    assert_refused("topics --no-headers=1", "takes no value");
    assert_refused("topics --frobnicate", "no option --frobnicate");
}

static void test_times(void **state)
{
    (void)state;
    assert_true(parse("topics"));
    assert_int_equal(g.watch_ms, 0);
    assert_int_equal(g.timeout_ms, 30000);
    assert_true(parse("topics --watch"));
    assert_int_equal(g.watch_ms, 2000);
    assert_true(parse("--watch topics"));
    assert_string_equal(g.ref.resource->name, "topics");
    assert_true(parse("topics --watch 5s --timeout 1min"));
    assert_int_equal(g.watch_ms, 5000);
    assert_int_equal(g.timeout_ms, 60000);
    assert_true(parse("topics --watch=500ms"));
    assert_int_equal(g.watch_ms, 500);
    assert_refused("topics --watch=5", "unit");
    assert_refused("topics --watch=1ms", "at least 100ms");
    assert_refused("topics --timeout 0", "more than 0");
}

static void test_columns(void **state)
{
    (void)state;
    static const struct column columns[] = {{.id = "topic"}, {.id = "lag"}, {.id = "rate"}};
    struct table *t = table_new(columns, 3);
    size_t *cols, n;
    assert_true(get_columns(t, "rate,topic", &cols, &n, &err));
    assert_int_equal(n, 2);
    assert_int_equal(cols[0], 2);
    assert_int_equal(cols[1], 0);
    free(cols);
    assert_false(get_columns(t, "topic,lga", &cols, &n, &err));
    assert_non_null(strstr(err.msg, "did you mean lag?"));
    assert_null(cols);
    assert_false(get_columns(t, "topic,", &cols, &n, &err));
    table_free(t);
}

static int done(void **state)
{
    (void)state;
    get_options_release(&g);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lists_and_scopes),
        cmocka_unit_test(test_spellings_of_options),
        cmocka_unit_test(test_times),
        cmocka_unit_test(test_columns),
    };
    return cmocka_run_group_tests(tests, NULL, done);
}
