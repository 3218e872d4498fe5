/* What a form shows in a field in which nothing was typed: present values, defaults of the brokers,
 * what is taken over. And which fields say nothing about an object. */
#include "core/action/action.h"
#include "core/action/options.h"
#include "core/action/register.h"
#include "core/base/mem.h"
#include "core/model/user.h"
#include "tests/support/test.h"
#include "tests/unit/made_up.h"

#include <stdarg.h>
#include <string.h>

struct fixture {
    struct model m;
    struct arena a;
};

/* alice has one credential, bob two. */
static struct user_list *made_users(void)
{
    struct user_list *l = user_list_new();

    l->n = 2;
    l->users = arena_array(&l->arena, l->n, sizeof *l->users);
    l->users[0] = (struct user){.name = "alice", .iterations = {[SCRAM_SHA_256] = 4096}};
    l->users[1] = (struct user){.name = "bob", .iterations = {4096, 8192}};
    user_list_sort(l);
    return l;
}

static int set_up(void **state)
{
    struct fixture *f = xcalloc(1, sizeof *f);
    struct metadata *md = made_metadata(3);
    struct config_set *broker = made_config(CONFIG_BROKER, "1");
    struct config_set *topic = made_config(CONFIG_TOPIC, "payments");

    model_init(&f->m, "c");
    arena_init(&f->a);
    made_topic(md, "payments");
    for (int i = 0; i < 4; i++)
        made_partition(md, 1, "1,2,3", "1,2,3");
    metadata_seal(md);
    model_take_metadata(&f->m, md);
    made_entry(broker, "default.replication.factor", "2", CONFIG_SOURCE_DEFAULT);
    made_entry(broker, "num.partitions", "3", CONFIG_SOURCE_STATIC);
    config_set_sort(broker);
    model_take_config(&f->m, broker);
    made_entry(topic, "retention.bytes", "-1", CONFIG_SOURCE_DEFAULT);
    made_entry(topic, "retention.ms", "604800000", CONFIG_SOURCE_TOPIC);
    config_set_sort(topic);
    model_take_config(&f->m, topic);
    model_take_users(&f->m, made_users());
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;

    model_release(&f->m);
    arena_release(&f->a);
    free(f);
    return 0;
}

/* Name and value of each argument, NULL-terminated; what stands behind `typed`. */
__attribute__((sentinel)) static const char *shown_in(struct fixture *f, const char *verb,
                                                      const char *param, const char *typed, ...)
{
    const struct param *p = action_param(action_find(verb), param);
    struct action_ctx x = {.model = &f->m};
    struct args args;
    const char *name, *text;
    va_list ap;

    args_init(&args);
    va_start(ap, typed);
    while ((name = va_arg(ap, const char *)))
        args_add(&args, name, va_arg(ap, const char *));
    va_end(ap);
    text = p->shown(&x, &args, p, typed, &f->a);
    args_release(&args);
    return text;
}

static void a_new_topic_shows_what_it_gets(void **state)
{
    struct fixture *f = *state;
    static const char v[] = "topic-create";

    assert_string_equal(shown_in(f, v, "partitions", "", NULL), "3, the broker's default");
    assert_string_equal(shown_in(f, v, "replication-factor", "", NULL), "2, the broker's default");
    assert_null(shown_in(f, v, "partitions", "5", NULL));
    assert_null(shown_in(f, v, "config", "", NULL));
    assert_string_equal(shown_in(f, v, "partitions", "", "like", "payments", NULL),
                        "4, as payments has it");
    assert_string_equal(shown_in(f, v, "replication-factor", "", "like", "payments", NULL),
                        "3, as payments has it");
    assert_string_equal(shown_in(f, v, "config", "", "like", "payments", NULL),
                        "retention.ms=7 d (604800000), as payments has it");
    assert_string_equal(shown_in(f, v, "partitions", "", "like", "unknown", NULL),
                        "3, the broker's default");
}

static void unknown_defaults_are_not_invented(void **state)
{
    struct fixture *f = *state;
    struct model none;

    model_init(&none, "c");
    const struct param *p = action_param(action_find("topic-create"), "partitions");
    struct action_ctx x = {.model = &none};
    struct args args;
    args_init(&args);
    assert_null(p->shown(&x, &args, p, "", &f->a));
    args_release(&args);
    model_release(&none);
}

static void a_key_shows_its_present_value(void **state)
{
    struct fixture *f = *state;
    static const char v[] = "config-alter";

    assert_string_equal(shown_in(f, v, "set", "retention.ms", "name", "payments", NULL),
                        "7 d (604800000)");
    assert_string_equal(shown_in(f, v, "set", "retention.ms=", "name", "payments", NULL),
                        "7 d (604800000)");
    assert_null(shown_in(f, v, "set", "retention.ms=1d", "name", "payments", NULL));
    assert_null(shown_in(f, v, "set", "retention.m", "name", "payments", NULL));
    assert_null(shown_in(f, v, "set", "", "name", "payments", NULL));
}

static bool shows(const char *param, const char *type)
{
    struct args args;

    args_init(&args);
    if (type)
        args_add(&args, "type", type);
    bool yes = param_applies(action_param(action_find("config-alter"), param), &args);
    args_release(&args);
    return yes;
}

static void only_topics_have_retention(void **state)
{
    (void)state;
    assert_true(shows("retention", NULL));
    assert_true(shows("retention-size", "topic"));
    assert_false(shows("retention", "broker"));
    assert_false(shows("retention-size", "group"));
    assert_true(shows("set", "broker"));
}

static void a_user_shows_its_logins(void **state)
{
    struct fixture *f = *state;
    static const char v[] = "user-alter";

    assert_string_equal(shown_in(f, v, "mechanism", "existing", "user", "alice", NULL),
                        "SCRAM-SHA-256");
    assert_string_equal(shown_in(f, v, "mechanism", "SCRAM-SHA-512", "user", "alice", NULL),
                        "the user has none of that");
    assert_string_equal(shown_in(f, v, "mechanism", "existing", "user", "bob", NULL),
                        "bob has SCRAM-SHA-256 and SCRAM-SHA-512: choose one");
    assert_string_equal(shown_in(f, v, "iterations", "", "user", "alice", NULL), "4096, as now");
    assert_null(shown_in(f, v, "iterations", "", "user", "bob", NULL));
    assert_string_equal(
        shown_in(f, v, "iterations", "", "user", "bob", "mechanism", "SCRAM-SHA-512", NULL),
        "8192, as now");
    assert_null(shown_in(f, v, "iterations", "", "user", "carol", NULL));
}

int main(void)
{
#define WITH_MODEL(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        WITH_MODEL(a_new_topic_shows_what_it_gets), WITH_MODEL(unknown_defaults_are_not_invented),
        WITH_MODEL(a_key_shows_its_present_value),  WITH_MODEL(only_topics_have_retention),
        WITH_MODEL(a_user_shows_its_logins),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
