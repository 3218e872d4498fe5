/* The words and options of a verb on the command line, in our spelling and that of Kafka's tools;
 * and that nothing a verb calls its parameters collides with what every verb has. */
#include "cli/verb_options.h"
#include "cli/verb_secrets.h"
#include "core/action/register.h"
#include "core/config/options.h"
#include "tests/support/test.h"

#include <stdlib.h>
#include <string.h>

static const struct param params[] = {
    {.name = "user", .title = "user", .type = PARAM_TEXT, .required = true, .help = "who"},
    {.name = "password",
     .title = "password",
     .type = PARAM_TEXT,
     .required = true,
     .secret = true,
     .help = "the password"},
    {.name = "iterations", .title = "iterations", .type = PARAM_INT, .help = "as 8192"},
    {.name = "force", .title = "force", .type = PARAM_BOOL, .help = "or not"},
};
static const struct action with_secret = {.name = "user-alter",
                                          .title = "alter user",
                                          .help = "For this test.",
                                          .params = params,
                                          .nparams = sizeof params / sizeof *params};

static struct verb_options v;
static struct err err;

static int tear_down(void **state)
{
    (void)state;
    verb_options_release(&v);
    return 0;
}

static bool parse(const struct action *a, const char *const *words)
{
    const char *args[24] = {a->name};
    size_t n = 1;
    for (; words[n - 1]; n++)
        args[n] = words[n - 1];
    if (v.line.action)
        verb_options_release(&v);
    err_clear(&err);
    return verb_options_parse(&v, a, args, n, &err);
}

#define PARSE(name, ...) parse(action_find(name), (const char *const[]){__VA_ARGS__, NULL})
#define PARSE_SECRET(...) parse(&with_secret, (const char *const[]){__VA_ARGS__, NULL})

static void assert_says(bool ok, const char *part)
{
    assert_false(ok);
    assert_int_equal(err.kind, ERR_USAGE);
    if (!strstr(err.msg, part))
        fail_msg("\"%s\" does not say \"%s\"", err.msg, part);
}

static void test_a_number_is_no_object(void **state)
{
    (void)state;
    assert_says(PARSE("partitions-add", "orders", "6"), "did you mean --partitions 6?");
    assert_says(PARSE("partitions-add", "orders", "payments", "6"), "taken for a topic");
    assert_true(PARSE("partitions-add", "orders", "6", "--partitions", "8")); /* two topics */
    assert_true(PARSE("partitions-add", "6", "--partitions", "8"));
}

static void test_objects_and_parameters(void **state)
{
    (void)state;
    assert_true(PARSE("config-alter", "orders", "payments", "--set", "retention.ms=7d",
                      "--set=cleanup.policy=compact", "--dry-run"));
    assert_string_equal(args_nth(&v.line.args, "name", 1), "payments");
    assert_string_equal(args_nth(&v.line.args, "set", 0), "retention.ms=7d");
    assert_string_equal(args_nth(&v.line.args, "set", 1), "cleanup.policy=compact");
    assert_true(v.line.dry_run);
    assert_false(v.line.yes);
    assert_true(PARSE("offsets-reset", "billing", "--to", "shift", "--shift", "-100", "-y"));
    assert_string_equal(args_get(&v.line.args, "shift"), "-100");
    assert_true(v.line.yes);
    assert_true(PARSE("offsets-reset", "--to-latest", "--", "--odd"));
    assert_string_equal(args_get(&v.line.args, "group"), "--odd");
    assert_says(PARSE("topic-create", "a", "b"), "unexpected argument \"b\"");
    assert_says(PARSE("topic-create", "a", "--partitons", "3"), "did you mean --partitions?");
    assert_says(PARSE("topic-create", "a", "-p", "3"), "no option -p");
    assert_says(PARSE("topic-create", "a", "--partitions"), "needs a value");
}

static void test_settings_and_kinds_as_words(void **state)
{
    (void)state;
    assert_true(PARSE("config-alter", "topic", "orders", "retention.ms=1d"));
    assert_string_equal(args_get(&v.line.args, "type"), "topic");
    assert_string_equal(args_nth(&v.line.args, "name", 0), "orders");
    assert_null(args_nth(&v.line.args, "name", 1));
    assert_string_equal(args_get(&v.line.args, "set"), "retention.ms=1d");
    assert_true(PARSE("config-alter", "broker/1", "broker/2", "log.cleaner.threads=2"));
    assert_string_equal(args_get(&v.line.args, "type"), "broker");
    assert_string_equal(args_nth(&v.line.args, "name", 1), "2");
    assert_true(PARSE("config-alter", "groups", "billing", "a=b=c", "d="));
    assert_string_equal(args_get(&v.line.args, "type"), "group");
    assert_string_equal(args_nth(&v.line.args, "set", 0), "a=b=c");
    assert_string_equal(args_nth(&v.line.args, "set", 1), "d=");
    assert_true(PARSE("topic-create", "orders", "cleanup.policy=compact"));
    assert_string_equal(args_get(&v.line.args, "config"), "cleanup.policy=compact");
    assert_says(PARSE("config-alter", "topic/a", "broker/1", "k=v"), "one kind");
    assert_says(PARSE("config-alter", "broker/1", "--topic", "a", "k=v"), "contradicts");
}

static void test_a_topic_may_be_called_topic(void **state)
{
    (void)state;
    assert_true(PARSE("config-alter", "topic", "retention.ms=1d"));
    assert_string_equal(args_get(&v.line.args, "name"), "topic");
    assert_true(PARSE("config-alter", "orders", "topic", "--set", "retention.ms=1d"));
    assert_string_equal(args_nth(&v.line.args, "name", 1), "topic");
    assert_true(PARSE("config-alter", "--set", "retention.ms=1d", "--", "topic", "orders"));
    assert_string_equal(args_nth(&v.line.args, "name", 0), "topic");
    assert_true(PARSE("config-alter", "topics-of-old", "retention.ms=1d"));
    assert_string_equal(args_get(&v.line.args, "name"), "topics-of-old");
    assert_true(PARSE("topic-delete", "topic", "topics"));
    assert_string_equal(args_nth(&v.line.args, v.line.action->params[0].name, 0), "topic");
}

static void test_kafkas_spelling(void **state)
{
    (void)state;
    assert_true(PARSE("offsets-reset", "--group", "billing", "--topic", "orders:0,1",
                      "--by-duration", "PT2H", "--execute"));
    assert_string_equal(args_get(&v.line.args, "group"), "billing");
    assert_string_equal(args_get(&v.line.args, "to"), "duration");
    assert_string_equal(args_get(&v.line.args, "duration"), "PT2H");
    assert_true(v.line.yes);
    assert_says(PARSE("offsets-reset", "g", "--to-earliest=5"), "takes no value");
    assert_says(PARSE("offsets-reset", "g", "--to-earliest", "--to-latest"), "contradicts");
}

static void test_what_is_done_with_the_plan(void **state)
{
    (void)state;
    assert_true(PARSE("topic-create", "a", "-o", "json", "--timeout", "5s", "--no-headers"));
    assert_int_equal(v.format, EXPORT_JSON);
    assert_int_equal(v.line.timeout_ms, 5000);
    assert_true(v.line.no_headers);
    assert_true(PARSE("topic-create", "a", "-omd"));
    assert_int_equal(v.format, EXPORT_MARKDOWN);
    assert_says(PARSE("topic-create", "a", "-o", "name"), "not as name");
    assert_says(PARSE("topic-create", "a", "-o", "toml"), "no format");
    assert_true(PARSE("topic-create", "a", "-o", "yaml"));
    assert_int_equal(v.format, EXPORT_YAML);
    assert_says(PARSE("topic-create", "a", "--timeout", "0"), "more than 0");
    assert_says(PARSE("topic-create", "a", "--dry-run=yes"), "takes no value");
    assert_says(PARSE("topic-create", "a", "--dry-run", "--yes"), "leave out one");
    assert_says(PARSE("topic-create", "a", "--plan-out", "f", "--execute"), "leave out one");
    assert_says(PARSE("topic-create", "a", "--plan-in", "f"), "leave out 'name'");
    assert_says(PARSE("topic-create", "--plan-in", "f", "--plan-out", "g"), "exclude");
    assert_true(PARSE("topic-create", "--plan-in", "f", "--yes"));
    assert_string_equal(v.line.plan_in, "f");
}

static void test_secrets_never_stand_on_the_command_line(void **state)
{
    (void)state;
    assert_says(PARSE_SECRET("alice", "--password", "hunter2"), "where others could read it");
    assert_null(strstr(err.msg, "hunter2"));
    assert_says(PARSE_SECRET("alice", "--password=hunter2"), "--password-command");
    assert_null(strstr(err.msg, "hunter2"));
    assert_says(PARSE_SECRET("alice", "--password-command"), "needs a command");
    assert_true(PARSE_SECRET("alice", "--password-command", "printf geheim", "--iterations=9"));
    assert_null(args_get(&v.line.args, "password"));
    assert_string_equal(args_get(&v.line.args, "iterations"), "9");
    assert_true(verb_secrets(&v.line, 5000, &err));
    assert_string_equal(args_get(&v.line.args, "password"), "geheim");
    assert_true(PARSE_SECRET("alice", "--password-command", "echo oops >&2; exit 3"));
    assert_says(verb_secrets(&v.line, 5000, &err), "exit code 3");
    /* The tests have no terminal: no question can be asked. */
    assert_true(PARSE_SECRET("alice", "--force=false"));
    assert_string_equal(args_get(&v.line.args, "force"), "false");
    assert_says(verb_secrets(&v.line, 5000, &err), "no terminal");
}

/* The shared options are taken before a verb sees its own. */
static bool taken_anyway(const char *verb, const char *name)
{
    char option[80], word[80];
    char *argv[] = {"klamm", word, option, "1", NULL};
    struct options o;
    snprintf(option, sizeof option, "--%s", name);
    snprintf(word, sizeof word, "%s", verb);
    bool taken = !options_parse(&o, 4, argv, &err) || o.nargs < 3;
    options_release(&o);
    for (const struct line_option *l = line_options; l->name; l++)
        taken = taken || strcmp(l->name, name) == 0 || (l->alias && strcmp(l->alias, name) == 0);
    return taken;
}

static void test_no_parameter_is_hidden(void **state)
{
    (void)state;
    assert_true(taken_anyway("topic-create", "cluster"));
    assert_true(taken_anyway("topic-create", "execute"));
    for (size_t i = 0; actions[i]; i++) {
        const struct action *a = actions[i];
        assert_false(a->params[0].secret);
        for (size_t k = 0; k < a->nparams; k++)
            if (taken_anyway(a->name, a->params[k].name))
                fail_msg("%s --%s can't be given", a->name, a->params[k].name);
        for (const struct alias *l = a->aliases; l && l->option; l++)
            if (taken_anyway(a->name, l->option))
                fail_msg("%s --%s can't be given", a->name, l->option);
    }
}

/* What the parameters of the line are said to be wrong in, with the option that was typed. */
static void wrong(const char *verb, const char *part, const char *const *words)
{
    const struct action *a = action_find(verb);
    struct action_ctx nothing = {0};
    const char *bad = NULL, *args[8] = {verb};
    size_t n = 1;
    for (; words[n - 1]; n++)
        args[n] = words[n - 1];
    assert_true(parse(a, words));
    assert_false(action_check(a, &nothing, &v.line.args, &bad, &err));
    verb_options_as_typed(a, args, n, bad, &err);
    assert_says(false, part);
    assert_int_equal(strncmp(err.msg, part, strlen(part)), 0);
}

#define WRONG(verb, part, ...) wrong(verb, part, (const char *const[]){__VA_ARGS__, NULL})

static void test_errors_name_what_was_typed(void **state)
{
    (void)state;
    WRONG("offsets-reset", "--to-datetime: ", "billing", "--to-datetime", "yesterdayy");
    WRONG("offsets-reset", "--to-datetime: ", "billing", "--to-datetime=yesterdayy");
    WRONG("offsets-reset", "--by-duration: ", "billing", "--by-duration", "soon");
    WRONG("records-delete", "--partitions: \"abc\"", "orders", "--partitions", "abc");
    WRONG("records-delete", "--partition: \"abc\"", "orders", "--partition", "abc");
    WRONG("topic-create", "--partitions: \"12x\"", "orders", "--partitions", "12x");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_objects_and_parameters),
        cmocka_unit_test(test_a_number_is_no_object),
        cmocka_unit_test(test_settings_and_kinds_as_words),
        cmocka_unit_test(test_a_topic_may_be_called_topic),
        cmocka_unit_test(test_kafkas_spelling),
        cmocka_unit_test(test_what_is_done_with_the_plan),
        cmocka_unit_test(test_secrets_never_stand_on_the_command_line),
        cmocka_unit_test(test_no_parameter_is_hidden),
        cmocka_unit_test(test_errors_name_what_was_typed),
    };
    return cmocka_run_group_tests(tests, NULL, tear_down);
}
