/* Arguments, options as on a command line, the checks of every verb's form, topic rules. */
#include "core/action/action.h"
#include "core/action/complete.h"
#include "core/action/options.h"
#include "core/action/register.h"
#include "core/action/topic/topic_rules.h"
#include "core/base/text.h"
#include "core/plan/command_line.h"
#include "core/plan/step/step_create_topic.h"
#include "tests/support/test.h"

#include <string.h>

static void test_args(void **state)
{
    struct args a;

    (void)state;
    args_init(&a);
    args_add(&a, "topic", "a");
    args_add(&a, "topic", "b");
    args_set(&a, "to", "latest");
    assert_string_equal(args_get(&a, "topic"), "a");
    assert_string_equal(args_nth(&a, "topic", 1), "b");
    assert_null(args_nth(&a, "topic", 2));
    args_set(&a, "topic", args_nth(&a, "topic", 1));
    assert_string_equal(args_get(&a, "topic"), "b");
    assert_null(args_nth(&a, "topic", 1));
    args_remove(&a, "topic");
    assert_null(args_get(&a, "topic"));
    assert_string_equal(args_get(&a, "to"), "latest");
    args_release(&a);
}

static bool option(struct args *args, const char *verb, const char *name, const char *value,
                   bool *used, struct err *err)
{
    return action_option(action_find(verb), args, name, value, used, err);
}

static void test_options_of_kafkas_tools(void **state)
{
    struct err err = {0};
    struct args a;
    bool used;

    (void)state;
    args_init(&a);
    assert_true(option(&a, "offsets-reset", "shift-by", "-5", &used, &err));
    assert_true(used);
    assert_string_equal(args_get(&a, "to"), "shift");
    assert_string_equal(args_get(&a, "shift"), "-5");
    assert_true(option(&a, "offsets-reset", "topic", "a:0", &used, &err));
    assert_true(option(&a, "offsets-reset", "topic", "b", &used, &err));
    assert_string_equal(args_nth(&a, "topic", 1), "b");
    assert_false(option(&a, "offsets-reset", "to-latest", NULL, &used, &err));
    assert_non_null(strstr(err.msg, "contradicts"));
    assert_false(option(&a, "offsets-reset", "shift", NULL, &used, &err));
    assert_non_null(strstr(err.msg, "needs a value"));
    assert_false(option(&a, "offsets-reset", "ofset", "1", &used, &err));
    assert_non_null(strstr(err.msg, "did you mean --offset"));
    args_release(&a);

    args_init(&a);
    assert_true(option(&a, "offsets-reset", "to-earliest", "next", &used, &err));
    assert_false(used);
    assert_true(option(&a, "offsets-reset", "all-topics", "next", &used, &err));
    assert_false(used);
    args_release(&a);

    args_init(&a);
    assert_true(option(&a, "config-alter", "broker", "2", &used, &err));
    assert_string_equal(args_get(&a, "type"), "broker");
    assert_string_equal(args_get(&a, "name"), "2");
    args_release(&a);
}

/* --name=value: a flag takes what it is said to be, and nothing else takes a value for nothing. */
static void test_values_that_hang_on(void **state)
{
    const struct action *import = action_find("acl-import"), *reset = action_find("offsets-reset");
    struct err err = {0};
    struct args a;

    (void)state;
    args_init(&a);
    assert_true(action_option_with(import, &a, "remove", "false", &err));
    assert_false(args_yes(&a, "remove"));
    assert_true(action_option_with(import, &a, "remove", "true", &err));
    assert_true(args_yes(&a, "remove"));
    assert_true(action_option_with(reset, &a, "to-offset", "5", &err));
    assert_string_equal(args_get(&a, "offset"), "5");
    args_release(&a);
    args_init(&a);
    assert_false(action_option_with(reset, &a, "to-earliest", "5", &err));
    assert_string_equal(err.msg, "--to-earliest takes no value");
    args_release(&a);
}

/* klamm does not guess which of two was meant, or that one was meant to do nothing. */
static void test_what_contradicts(void **state)
{
    const struct action_ctx x = {0};
    const struct action *create = action_find("topic-create"), *cut = action_find("records-delete");
    struct err err = {0};
    struct args a;
    bool used;

    (void)state;
    args_init(&a);
    args_add(&a, "name", "a");
    assert_true(option(&a, "topic-create", "partitions", "1", &used, &err));
    assert_true(option(&a, "topic-create", "partitions", "1", &used, &err));
    assert_true(action_check(create, &x, &a, NULL, &err));
    assert_true(option(&a, "topic-create", "topic", "b", &used, &err));
    assert_false(action_check(create, &x, &a, NULL, &err));
    assert_string_equal(err.msg, "'name' was given twice");
    args_release(&a);

    args_init(&a);
    args_add(&a, "topic", "a");
    assert_true(option(&a, "records-delete", "offset", "100", &used, &err));
    assert_false(args_apply(cut, &a, &err)); /* all records would go */
    assert_string_equal(err.msg, "--offset says nothing without --before offset");
    assert_true(option(&a, "records-delete", "to-offset", "100", &used, &err));
    assert_true(args_apply(cut, &a, &err));
    args_release(&a);

    args_init(&a);
    assert_true(option(&a, "config-alter", "entity-type", "brokers", &used, &err));
    assert_string_equal(args_get(&a, "type"), "broker");
    args_release(&a);
}

static bool checks(const char *verb, struct err *err, ...)
{
    const struct action_ctx x = {0};
    const char *name;
    struct args a;
    va_list ap;
    bool ok;

    args_init(&a);
    va_start(ap, err);
    while ((name = va_arg(ap, const char *)))
        args_add(&a, name, va_arg(ap, const char *));
    va_end(ap);
    err_clear(err);
    ok = action_check(action_find(verb), &x, &a, NULL, err);
    args_release(&a);
    return ok;
}

static void test_checks(void **state)
{
    struct err e;

    (void)state;
    assert_false(checks("topic-create", &e, NULL));
    assert_non_null(strstr(e.msg, "'name' is needed"));
    assert_true(checks("topic-create", &e, "name", "a.b-c_9", "partitions", "", NULL));
    assert_false(checks("topic-create", &e, "name", "a b", NULL));
    assert_false(checks("topic-create", &e, "name", "a", "partitions", "many", NULL));
    assert_false(checks("topic-create", &e, "name", "a", "config", "retention.ms", NULL));
    assert_false(checks("topic-create", &e, "name", "a", "replica-assignment", "1:2,1", NULL));
    assert_false(checks("topic-create", &e, "name", "a", "partitions", "3", "replica-assignment",
                        "1:2,2:1", NULL));
    assert_false(checks("offsets-reset", &e, "group", "g", NULL));
    assert_false(checks("offsets-reset", &e, "group", "g", "to", "nowhere", NULL));
    assert_non_null(strstr(e.msg, "must be one of earliest, latest"));
    assert_false(checks("offsets-reset", &e, "group", "g", "to", "shift", NULL));
    assert_non_null(strstr(e.msg, "'shift' is needed"));
    assert_true(checks("offsets-reset", &e, "group", "g", "to", "shift", "shift", "-3", NULL));
    /* A field that does not matter now is not checked. */
    assert_true(checks("offsets-reset", &e, "group", "g", "to", "latest", "shift", "x", NULL));
    assert_false(
        checks("offsets-reset", &e, "group", "g", "to", "instant", "instant", "noon", NULL));
    assert_true(
        checks("offsets-reset", &e, "group", "g", "to", "instant", "instant", "2h ago", NULL));
    assert_false(
        checks("offsets-reset", &e, "group", "g", "to", "duration", "duration", "-P30D", NULL));
    assert_non_null(strstr(e.msg, "more than a day ahead"));
    assert_false(checks("offsets-reset", &e, "group", "g", "to", "latest", "topic", "t:x", NULL));
    assert_false(checks("offsets-reset", &e, "group", "g", "to", "each", "each", "t:0=1", "each",
                        "t:00=2", NULL));
    assert_non_null(strstr(e.msg, "given twice"));
    assert_false(checks("offsets-reset", &e, "group", "g", "to", "each", "each", "t:0=1", "topic",
                        "t", NULL));
    assert_false(checks("offsets-reset", &e, "group", "g", "to", "latest", "to", "earliest", NULL));
    assert_false(checks("config-alter", &e, "name", "t", "set", "retention.ms=soon", NULL));
    assert_true(checks("config-alter", &e, "name", "t", "set", "retention.ms=7d", NULL));
    assert_true(checks("config-alter", &e, "name", "t", "revert", "retention.ms", NULL));
    assert_false(checks("config-alter", &e, "name", "t", "revert", "retention.ms=7d", NULL));
    assert_non_null(strstr(e.msg, "named alone"));
    assert_false(checks("config-alter", &e, "name", "t", "set", "a=1", "type", "cluster", NULL));
}

/* Every verb can be shown as a form and found by its name. */
static void test_register(void **state)
{
    (void)state;
    for (size_t i = 0; actions[i]; i++) {
        const struct action *a = actions[i];

        assert_ptr_equal(action_find(a->name), a);
        assert_true(a->title && a->help && a->plan && a->nparams);
        /* The object is named, or all of them are explicitly requested. */
        assert_true(a->params[0].required || action_param(a, "all"));
        for (size_t k = 0; k < a->nparams; k++) {
            const struct param *p = &a->params[k];

            assert_ptr_equal(action_param(a, p->name), p);
            assert_true(p->title && p->help && strlen(p->help) > 10);
            assert_true(p->type != PARAM_CHOICE || p->choices);
        }
        for (const struct alias *l = a->aliases; l && l->option; l++) {
            assert_null(action_param(a, l->option));
            assert_true(!l->param || action_param(a, l->param));
        }
    }
}

static void test_topic_names(void **state)
{
    char name[300];
    struct err err = {0};

    (void)state;
    assert_true(topic_name_ok("a", &err));
    assert_true(topic_name_ok("A.b_c-9", &err));
    assert_true(topic_name_ok("...", &err));
    assert_false(topic_name_ok("", &err));
    assert_false(topic_name_ok(".", &err));
    assert_false(topic_name_ok("..", &err));
    assert_false(topic_name_ok("a/b", &err));
    assert_non_null(strstr(err.msg, "'/'"));
    assert_false(topic_name_ok("a\x1b[2J", &err));
    assert_true(text_is_plain(err.msg, strlen(err.msg)));
    assert_false(topic_name_ok("ümlaut", &err));
    memset(name, 'x', sizeof name);
    name[249] = '\0';
    assert_true(topic_name_ok(name, &err));
    name[249] = 'x';
    name[250] = '\0';
    assert_false(topic_name_ok(name, &err));
}

static void test_collisions(void **state)
{
    struct metadata *md = metadata_new();
    struct err err = {0};

    (void)state;
    md->topics = arena_array(&md->arena, 2, sizeof *md->topics);
    md->topics[0].name = "a.b";
    md->topics[1].name = "x_y.z";
    md->ntopics = 2;
    metadata_seal(md);
    assert_true(topic_name_free(NULL, "a.b", &err));
    assert_true(topic_name_free(md, "a.c", &err));
    assert_true(topic_name_free(md, "a.b.c", &err));
    assert_true(topic_name_free(md, "a", &err));
    assert_false(topic_name_free(md, "a.b", &err));
    assert_non_null(strstr(err.msg, "exists already"));
    assert_false(topic_name_free(md, "a_b", &err));
    assert_non_null(strstr(err.msg, "collides with a.b"));
    assert_false(topic_name_free(md, "x.y_z", &err));
    metadata_free(md);
}

static void test_assignment(void **state)
{
    struct create_topic t = {0};
    struct err err = {0};
    struct arena a;

    (void)state;
    arena_init(&a);
    assert_true(assignment_parse(&a, "0:1:2,1:2:0", &t, &err));
    assert_int_equal(t.nassignments, 2);
    assert_int_equal(t.nassigned[1], 3);
    assert_int_equal(t.assignment[1][0], 1);
    assert_int_equal(t.assignment[1][2], 0);
    assert_false(assignment_parse(&a, "0:1,1", &t, &err));
    assert_false(assignment_parse(&a, "0:0", &t, &err));
    assert_false(assignment_parse(&a, "0:1,", &t, &err));
    assert_false(assignment_parse(&a, "0::1", &t, &err));
    assert_false(assignment_parse(&a, "a:b", &t, &err));
    assert_false(assignment_parse(&a, "", &t, &err));
    arena_release(&a);
}

static void test_shell_words(void **state)
{
    struct buf b;

    (void)state;
    buf_init(&b, 0);
    command_word(&b, "plain-1.2_3:4,5");
    buf_addc(&b, ' ');
    command_word(&b, "it's $x");
    buf_addc(&b, ' ');
    command_word(&b, "\x1b]0;'\\");
    buf_addc(&b, ' ');
    command_word(&b, "");
    assert_string_equal(buf_str(&b), "plain-1.2_3:4,5 'it'\\''s $x' $'\\x1b]0;\\'\\\\' ''");
    buf_release(&b);
}

static void add_entry(struct config_set *c, const char *name, const char *value, bool read_only)
{
    struct config_entry *e = &c->entries[c->n++];

    e->name = name;
    e->value = value;
    e->source = CONFIG_SOURCE_BROKER;
    e->read_only = read_only;
    e->sensitive = value == NULL;
}

/* In a list of settings the key of the row is what changes, from the value it has. */
static void test_settings_of_a_row(void **state)
{
    const struct action *a = action_find("config-alter");
    struct config_set *c = config_set_new();
    struct action_ctx x = {.rows = OBJECT_SETTING, .of = OBJECT_BROKER, .scope = "2"};
    struct model m;
    struct args args;

    (void)state;
    c->type = CONFIG_BROKER;
    c->name = "2";
    c->entries = arena_array(&c->arena, 3, sizeof *c->entries);
    add_entry(c, "log.cleaner.backoff.ms", "15000", false);
    add_entry(c, "log.dirs", "/a", true);
    add_entry(c, "ssl.key.password", NULL, false);
    model_init(&m, "test");
    model_take_config(&m, c);
    x.model = &m;
    args_init(&args);
    a->prefill(&x, "log.cleaner.backoff.ms", &args);
    assert_string_equal(args_get(&args, "type"), "broker");
    assert_string_equal(args_get(&args, "name"), "2");
    assert_string_equal(args_get(&args, "set"), "log.cleaner.backoff.ms=15s");
    args_release(&args);
    assert_null(a->refusal(&x, "log.cleaner.backoff.ms"));
    assert_non_null(strstr(a->refusal(&x, "log.dirs"), "only in its file"));
    assert_non_null(strstr(a->refusal(&x, "ssl.key.password"), "secret"));

    args_init(&args);
    x.rows = OBJECT_TOPIC;
    x.of = OBJECT_NONE;
    x.scope = NULL;
    a->prefill(&x, "orders", &args);
    assert_string_equal(args_get(&args, "type"), "topic");
    assert_string_equal(args_get(&args, "name"), "orders");
    assert_null(args_get(&args, "set"));
    assert_null(a->refusal(&x, "orders"));
    args_release(&args);
    model_release(&m);
}

/* On a row of a topic's groups or a group's members it is the topic, and the group, whose
 * settings change; among ACLs there is nothing that has any. */
static void test_settings_of_what(void **state)
{
    static const struct {
        enum object_kind rows, of;
        const char *type;
    } lists[] = {
        {OBJECT_TOPIC, OBJECT_NONE, "topic"},    {OBJECT_BROKER, OBJECT_NONE, "broker"},
        {OBJECT_GROUP, OBJECT_NONE, "group"},    {OBJECT_GROUP, OBJECT_TOPIC, "topic"},
        {OBJECT_MEMBER, OBJECT_GROUP, "group"},  {OBJECT_PARTITION, OBJECT_BROKER, "broker"},
        {OBJECT_SETTING, OBJECT_GROUP, "group"}, {OBJECT_ACL, OBJECT_NONE, NULL},
    };
    const struct action *a = action_find("config-alter");

    (void)state;
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        struct action_ctx x = {.rows = lists[i].rows, .of = lists[i].of, .scope = "s"};
        struct args args;

        args_init(&args);
        a->prefill(&x, "o", &args);
        if (lists[i].type)
            assert_string_equal(args_get(&args, "type"), lists[i].type);
        else
            assert_int_equal(args.n, 0);
        args_release(&args);
    }
}

static bool offers(const char *verb, const char *param, const char *typed, const char *want)
{
    const struct action_ctx x = {0};
    struct args none, out;
    bool found = false;

    args_init(&none);
    args_init(&out);
    param_complete(&x, &none, action_param(action_find(verb), param), typed, &out);
    for (size_t i = 0; i < out.n; i++)
        found = found || strcmp(out.list[i].value, want) == 0;
    args_release(&none);
    args_release(&out);
    return found;
}

static void test_completion(void **state)
{
    (void)state;
    assert_true(offers("topic-create", "config", "rete", "retention.ms="));
    assert_true(offers("topic-create", "config", "cleanup.policy=c", "cleanup.policy=compact"));
    assert_true(offers("topic-create", "config", "retention.ms=", "retention.ms=unlimited"));
    assert_true(offers("config-alter", "revert", "flush", "flush.ms"));
    assert_true(offers("offsets-reset", "to", "e", "earliest"));
    assert_false(offers("offsets-reset", "to", "e", "latest"));
}

/* What a parameter's type says is completed without the verb saying so. */
static void test_completion_by_type(void **state)
{
    (void)state;
    assert_true(offers("acl-create", "template", "", "streams"));
    assert_true(offers("acl-create", "operation", "Des", "DescribeConfigs"));
    assert_true(offers("user-delete", "mechanism", "", "SCRAM-SHA-256"));
    assert_false(offers("user-delete", "mechanism", "", "all"));
    assert_true(param_completes(action_param(action_find("leaders-elect"), "broker")));
    assert_true(param_completes(action_param(action_find("undo"), "id")));
    assert_false(param_completes(action_param(action_find("acl-create"), "host")));
}

/* A check stands with its parameter, so that what is wrong with one is not said of another. */
static void test_checks_stand_with_parameters(void **state)
{
    const struct action *a = action_find("topic-create");
    const struct action_ctx x = {0};
    struct args args;

    (void)state;
    args_init(&args);
    args_set(&args, "name", "or ders");
    args_set(&args, "partitions", "3");
    assert_false(param_check(&x, &args, action_param(a, "name"), NULL));
    assert_true(param_check(&x, &args, action_param(a, "partitions"), NULL));
    args_set(&args, "partitions", "0");
    assert_false(param_check(&x, &args, action_param(a, "partitions"), NULL));
    args_release(&args);

    a = action_find("offsets-reset");
    args_init(&args);
    args_set(&args, "to", "earliest");
    args_set(&args, "offset", "no number");
    assert_true(param_check(&x, &args, action_param(a, "offset"), NULL));
    args_set(&args, "to", "offset");
    assert_false(param_check(&x, &args, action_param(a, "offset"), NULL));
    args_release(&args);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_args),
        cmocka_unit_test(test_options_of_kafkas_tools),
        cmocka_unit_test(test_values_that_hang_on),
        cmocka_unit_test(test_what_contradicts),
        cmocka_unit_test(test_checks),
        cmocka_unit_test(test_register),
        cmocka_unit_test(test_topic_names),
        cmocka_unit_test(test_collisions),
        cmocka_unit_test(test_assignment),
        cmocka_unit_test(test_shell_words),
        cmocka_unit_test(test_settings_of_a_row),
        cmocka_unit_test(test_settings_of_what),
        cmocka_unit_test(test_completion),
        cmocka_unit_test(test_completion_by_type),
        cmocka_unit_test(test_checks_stand_with_parameters),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
