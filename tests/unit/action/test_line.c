/* The grammar of a verb's line: what a shell hands over and what is typed behind ":" mean the same.
 */
#include "core/action/line.h"
#include "core/action/line_complete.h"
#include "core/action/line_words.h"
#include "core/action/register.h"
#include "tests/support/test.h"

#include <string.h>
#include <wordexp.h>

/* ---- splitting ------------------------------------------------------------------------------- */

static struct line_words words;

static size_t split(const char *text)
{
    line_words_release(&words);
    line_split(&words, text);
    return words.v.len;
}

static const char *word(size_t i)
{
    return words.v.data[i].text;
}

static void test_words(void **state)
{
    (void)state;
    assert_int_equal(split("  a 'b c' d\\ e \"f'g\" h'i'j  "), 5);
    assert_string_equal(word(1), "b c");
    assert_string_equal(word(2), "d e");
    assert_string_equal(word(3), "f'g");
    assert_string_equal(word(4), "hij");
    assert_true(words.trailing);
    assert_false(words.open);
    assert_int_equal(split("a 'b c"), 2);
    assert_true(words.open);
    assert_int_equal(words.last, 2);
    assert_int_equal(split("a ''"), 2);
    assert_string_equal(word(1), "");
    assert_false(words.trailing);
    assert_int_equal(split(""), 0);
    assert_true(words.trailing);
    assert_int_equal(split("a b\\ "), 2);
    assert_false(words.trailing);
    assert_int_equal(words.last, 2);
}

static void test_what_can_only_be_a_name(void **state)
{
    (void)state;
    assert_int_equal(split("'--a' \"-b\" \\a=b 'c=d' e --f"), 6);
    assert_true(words.v.data[0].name);
    assert_true(words.v.data[1].name);
    assert_true(words.v.data[2].name);
    assert_false(words.v.data[3].name); /* in a shell quotes only keep together */
    assert_false(words.v.data[4].name);
    assert_false(words.v.data[5].name);
}

static void test_quoting_is_read_back(void **state)
{
    static const char odd[] = "a b\\c \"d\" 'e'";
    struct buf b;

    (void)state;
    buf_init(&b, 0);
    line_quote(&b, odd);
    assert_int_equal(split(buf_str(&b)), 1);
    assert_string_equal(word(0), odd);
    buf_release(&b);
}

/* ---- parsing --------------------------------------------------------------------------------- */

static struct line l;
static struct err err;

/* The words as the console has them. */
static bool typed(const char *verb, const char *text)
{
    line_release(&l);
    err_clear(&err);
    split(text);
    return line_parse(&l, action_find(verb), words.v.data, words.v.len, &err);
}

/* The same text in a shell. */
static bool shell(struct line *out, struct err *e, const char *verb, const char *text)
{
    struct line_word list[32] = {{0}};
    wordexp_t w;
    bool ok;

    assert_int_equal(wordexp(text, &w, WRDE_NOCMD | WRDE_UNDEF), 0);
    assert_true(w.we_wordc <= 32);
    for (size_t i = 0; i < w.we_wordc; i++)
        list[i].text = w.we_wordv[i];
    ok = line_parse(out, action_find(verb), list, w.we_wordc, e);
    wordfree(&w);
    return ok;
}

static const char *arg(const char *name)
{
    const char *v = args_get(&l.args, name);

    return v ? v : "";
}

static void assert_refused(const char *verb, const char *text, const char *says)
{
    assert_false(typed(verb, text));
    assert_int_equal(err.kind, ERR_USAGE);
    if (!strstr(err.msg, says))
        fail_msg("\"%s\" does not say \"%s\"", err.msg, says);
}

static void assert_same(const char *verb, const char *text)
{
    struct line other;
    struct err e = {0};
    bool ok = typed(verb, text);

    assert_int_equal(shell(&other, &e, verb, text), ok);
    assert_string_equal(err.msg, e.msg);
    assert_int_equal(l.args.n, other.args.n);
    for (size_t i = 0; i < l.args.n; i++) {
        assert_string_equal(l.args.list[i].name, other.args.list[i].name);
        assert_string_equal(l.args.list[i].value, other.args.list[i].value);
    }
    assert_int_equal(l.dry_run, other.dry_run);
    assert_int_equal(l.yes, other.yes);
    assert_int_equal(l.edit, other.edit);
    assert_int_equal(l.timeout_ms, other.timeout_ms);
    line_release(&other);
}

static void test_shell_and_console_agree(void **state)
{
    static const char *const lines[][2] = {
        {"config-alter", "topic orders retention.ms=7d"},
        {"config-alter", "topic/orders topic/payments 'retention.ms=7d' --dry-run"},
        {"config-alter", "broker/1 --delete-config log.cleaner.threads -y"},
        {"config-alter", "--entity-type topics --entity-name orders --add-config a=b"},
        {"config-alter", "topic/a broker/1 k=v"},
        {"config-alter", "groups billing d= --edit"},
        {"acl-import", "acls.csv --remove=false"},
        {"acl-delete", "'allow Read topic literal orders User:alice *'"},
        {"offsets-reset", "--group billing --topic orders:0,1 --by-duration PT2H --execute"},
        {"offsets-reset", "billing --to-earliest --to-latest"},
        {"offsets-reset", "billing --shift -100"},
        {"offsets-reset", "-- --odd a=b"},
        {"topic-create", "a b"},
        {"topic-create", "a -p 3"},
        {"topic-create", "a --partitons 3"},
        {"topic-create", "a --partitions"},
        {"topic-create", "a --timeout 5s cleanup.policy=compact"},
        {"partitions-add", "orders 6"},
        {"topic-delete", "-"},
        {"topic-delete", "''"},
        {"user-create", "alice --password hunter2"},
        {"user-create", "alice --password-command 'pass show alice'"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        assert_same(lines[i][0], lines[i][1]);
}

static void test_a_kind_before_a_name(void **state)
{
    (void)state;
    assert_true(typed("config-alter", "topic orders retention.ms=7d"));
    assert_string_equal(arg("type"), "topic");
    assert_string_equal(arg("name"), "orders");
    assert_string_equal(arg("set"), "retention.ms=7d");
    assert_null(args_nth(&l.args, "name", 1));
    assert_true(typed("config-alter", "group \\topic \\a=b x=1"));
    assert_string_equal(args_nth(&l.args, "name", 0), "topic");
    assert_string_equal(args_nth(&l.args, "name", 1), "a=b");
    assert_string_equal(arg("set"), "x=1");
}

static void test_names_that_look_like_something_else(void **state)
{
    (void)state;
    assert_true(typed("config-alter", "'--odd' \\--odder retention.ms=1h"));
    assert_string_equal(args_nth(&l.args, "name", 0), "--odd");
    assert_string_equal(args_nth(&l.args, "name", 1), "--odder");
    assert_string_equal(arg("set"), "retention.ms=1h");
    assert_true(typed("config-alter", "retention.ms=1h -- --odd a=b topic"));
    assert_string_equal(args_nth(&l.args, "name", 1), "a=b");
    assert_string_equal(args_nth(&l.args, "name", 2), "topic");
    assert_refused("topic-delete", "-xdd", "no option -xdd");
    assert_refused("topic-create", "a b", "unexpected argument \"b\": topic-create works on one");
}

static void test_what_the_console_leaves_to_a_shell(void **state)
{
    (void)state;
    assert_true(typed("topic-create", "a --plan-out f"));
    assert_string_equal(l.not_in_console->name, "plan-out");
    assert_true(typed("topic-create", "a -ojson"));
    assert_string_equal(l.not_in_console->name, "output");
    assert_string_equal(l.output, "json");
    assert_true(typed("config-alter", "a --dry-run --edit"));
    assert_null(l.not_in_console);
    assert_true(typed("offsets-reset", "g --to-earliest --execute"));
    assert_true(l.yes);
    assert_null(l.not_in_console);
}

static void test_secrets(void **state)
{
    (void)state;
    assert_refused("user-create", "alice --password hunter2", "where others could read it");
    assert_null(strstr(err.msg, "hunter2"));
    assert_refused("user-create", "alice --password-command ''", "needs a command");
    assert_true(typed("user-create", "alice --password-command='pass show alice'"));
    assert_string_equal(arg("password-command"), "pass show alice");
    /* And what was typed anyway is not kept. */
    split("user-create alice --password hunter2");
    assert_true(line_has_secret(&words));
    split("edit user-create alice --pass\"word\"=hunter2");
    assert_true(line_has_secret(&words));
    split("topic-create a -X sasl.password=hunter2");
    assert_true(line_has_secret(&words));
    split("topic-create a -Xssl.key.password=hunter2");
    assert_true(line_has_secret(&words));
    split("user-create alice --password-command 'pass show alice'");
    assert_false(line_has_secret(&words));
    split("topic-create passengers -X client.id=a retention.ms=1d");
    assert_false(line_has_secret(&words));
}

/* -c NAME and its like stand anywhere among the words, as in a shell. */
static void test_shared_options(void **state)
{
    struct options o;

    (void)state;
    split("orders -c prod-eu retention.ms=7d --bootstrap-server=b:9092 -- -c");
    assert_true(line_take_shared(&words, "config-alter", &o, &err));
    assert_string_equal(o.cluster, "prod-eu");
    assert_string_equal(o.brokers, "b:9092");
    assert_int_equal(words.v.len, 4);
    assert_string_equal(word(1), "retention.ms=7d");
    assert_string_equal(word(3), "-c");
    options_release(&o);
    split("'-c' \\-b retention.ms=7d");
    assert_true(line_take_shared(&words, "config-alter", &o, &err));
    assert_int_equal(words.v.len, 3);
    assert_string_equal(word(0), "-c");
    assert_true(words.v.data[1].name);
    options_release(&o);
    split("User:alice --operation Create --cluster");
    assert_true(line_take_shared(&words, "acl-create", &o, &err));
    assert_int_equal(words.v.len, 4);
    options_release(&o);
    split("orders -c");
    assert_false(line_take_shared(&words, "topic-delete", &o, &err));
    options_release(&o);
}

/* ---- completion ------------------------------------------------------------------------------ */

static struct model model;
static struct args found; /* word, "--" where it needs that */

static void on_found(void *user, const char *candidate, const char *help, bool dashes)
{
    (void)user;
    (void)help;
    args_add(&found, candidate, dashes ? "--" : "");
}

static void complete(const char *verb, const char *text, bool console)
{
    const struct action_ctx x = {.model = &model};
    struct line_word none = {.text = ""};
    struct line_place p;
    size_t before = split(text) - !words.trailing;

    args_release(&found);
    args_init(&found);
    line_place(&p, action_find(verb), words.v.data, before,
               words.trailing ? &none : &words.v.data[before]);
    line_offer(&p, &x, console, on_found, NULL);
    line_place_release(&p);
}

/* In a shell and in the console alike. */
static const char *offered(const char *verb, const char *text, const char *candidate)
{
    const char *console;

    complete(verb, text, false);
    console = args_get(&found, candidate);
    complete(verb, text, true);
    assert_int_equal(console != NULL, args_get(&found, candidate) != NULL);
    return args_get(&found, candidate);
}

static void test_completion(void **state)
{
    (void)state;
    assert_non_null(offered("config-alter", "ord", "orders"));
    assert_non_null(offered("config-alter", "topic ord", "orders"));
    assert_non_null(offered("config-alter", "topic/ord", "topic/orders"));
    assert_non_null(offered("config-alter", "bro", "broker/"));
    assert_null(offered("config-alter", "group ord", "orders"));
    assert_non_null(offered("config-alter", "orders ", "retention.ms="));
    assert_non_null(offered("config-alter", "orders ", "--retention"));
    assert_null(offered("config-alter", "", "retention.ms="));
    assert_non_null(
        offered("config-alter", "orders --set=cleanup.policy=c", "--set=cleanup.policy=compact"));
    assert_non_null(
        offered("config-alter", "orders --add-config cleanup.policy=c", "cleanup.policy=compact"));
    assert_non_null(offered("offsets-reset", "billing --no-such --to ear", "earliest"));
    assert_non_null(offered("offsets-reset", "billing --to=ear", "--to=earliest"));
    assert_non_null(offered("offsets-reset", "billing --dr", "--dry-run"));
    assert_null(offered("topic-delete", "orders --", "--edit"));
    assert_null(offered("topic-delete", "orders --", "--all-groups"));
    assert_non_null(offered("user-create", "alice --", "--password-command"));
    assert_null(offered("user-create", "alice --", "--password"));
    assert_null(offered("topic-create", "a ", "orders")); /* one object only */
    complete("topic-create", "a --", true);
    assert_null(args_get(&found, "--plan-out"));
    complete("topic-create", "a --", false);
    assert_non_null(args_get(&found, "--plan-out"));
}

static void test_names_behind_dashes(void **state)
{
    (void)state;
    assert_string_equal(offered("config-alter", "", "--odd"), "--");
    assert_string_equal(offered("topic-delete", "orders ", "--odd"), "--");
    assert_string_equal(offered("config-alter", "", "orders"), "");
    assert_string_equal(offered("config-alter", "-- --o", "--odd"), "");
    assert_string_equal(offered("config-alter", "\\--o", "--odd"), "");
    assert_null(offered("config-alter", "-- ", "retention.ms="));
    assert_null(offered("config-alter", "-- --", "--dry-run"));
}

/* ---------------------------------------------------------------------------------------------- */

static int set_up(void **state)
{
    struct metadata *md = metadata_new();

    (void)state;
    md->topics = arena_array(&md->arena, 2, sizeof *md->topics);
    md->topics[0].name = "--odd";
    md->topics[1].name = "orders";
    md->ntopics = 2;
    metadata_seal(md);
    model_init(&model, "test");
    model_take_metadata(&model, md);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    line_words_release(&words);
    line_release(&l);
    args_release(&found);
    model_release(&model);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words),
        cmocka_unit_test(test_what_can_only_be_a_name),
        cmocka_unit_test(test_quoting_is_read_back),
        cmocka_unit_test(test_shell_and_console_agree),
        cmocka_unit_test(test_a_kind_before_a_name),
        cmocka_unit_test(test_names_that_look_like_something_else),
        cmocka_unit_test(test_what_the_console_leaves_to_a_shell),
        cmocka_unit_test(test_secrets),
        cmocka_unit_test(test_shared_options),
        cmocka_unit_test(test_completion),
        cmocka_unit_test(test_names_behind_dashes),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
