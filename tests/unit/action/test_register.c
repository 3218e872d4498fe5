/* Registers end with NULL, and nothing stands behind it where no one would ever look. */
#include "cli/command.h"
#include "core/action/action.h"
#include "core/action/register.h"
#include "core/plan/step.h"
#include "core/resource/resource.h"
#include "tests/support/test.h"

#include <string.h>

/* name: of entry i. */
static void ends(const char *what, const void *const *entries, size_t size,
                 const char *(*name)(const void *entry))
{
    assert_true(size > 1);
    for (size_t i = 0; i < size; i++) {
        if (!entries[i] != (i == size - 1))
            fail_msg("%s: its NULL is at %zu of %zu", what, i, size);
        for (size_t k = 0; entries[i] && k < i; k++) {
            if (strcmp(name(entries[i]), name(entries[k])) == 0)
                fail_msg("%s: %s stands there twice", what, name(entries[i]));
        }
    }
}

static const char *action_name(const void *entry)
{
    return ((const struct action *)entry)->name;
}

static const char *step_name(const void *entry)
{
    return ((const struct step_kind *)entry)->name;
}

static const char *resource_name(const void *entry)
{
    return ((const struct resource *)entry)->name;
}

static const char *command_name(const void *entry)
{
    return ((const struct command *)entry)->name;
}

static void test_ends(void **state)
{
    (void)state;
    ends("actions", (const void *const *)actions, actions_size, action_name);
    ends("step kinds", (const void *const *)step_kinds, step_kinds_size, step_name);
    ends("resources", (const void *const *)resources, resources_size, resource_name);
    ends("commands", (const void *const *)commands, commands_size, command_name);
    ends("hidden commands", (const void *const *)hidden_commands, hidden_commands_size,
         command_name);
}

/* Each verb is offered on rows that some list has, and each list says what its rows are. */
static void test_objects(void **state)
{
    (void)state;
    for (size_t i = 0; resources[i]; i++) {
        if (resources[i]->rows == OBJECT_NONE)
            fail_msg("what are the rows of %s?", resources[i]->name);
    }
    for (size_t i = 0; actions[i]; i++) {
        if (actions[i]->object && !object_list(actions[i]->object))
            fail_msg("no list has what %s is offered on", actions[i]->name);
    }
    assert_string_equal(object_list(OBJECT_TOPIC), "topics");
    assert_string_equal(object_list(OBJECT_GROUP), "groups");
    assert_string_equal(object_list(OBJECT_CHANGE), "journal");
    assert_string_equal(object_list(OBJECT_TOPIC_PAIR), "config-diff");
    assert_null(object_list(OBJECT_NONE));
    assert_int_equal(resource_of(resource_find("topic-configs")), OBJECT_TOPIC);
    assert_int_equal(resource_of(resource_find("all-broker-configs")), OBJECT_BROKER);
    assert_int_equal(resource_of(resource_find("topics")), OBJECT_NONE);
}

/* A form shows each choice with what it means, which stands in the parameter's help. */
static void test_choices_say_what_they_mean(void **state)
{
    struct arena a;

    (void)state;
    arena_init(&a);
    for (size_t i = 0; actions[i]; i++) {
        for (size_t k = 0; k < actions[i]->nparams; k++) {
            const struct param *p = &actions[i]->params[k];

            for (size_t n = 0; p->choices && p->choices[n]; n++) {
                if (!param_choice_means(p, p->choices[n], &a))
                    fail_msg("%s: what does %s=%s mean?", actions[i]->name, p->name, p->choices[n]);
            }
        }
    }
    const struct param *to = action_param(action_find("offsets-reset"), "to");
    assert_string_equal(param_choice_means(to, "earliest", &a), "all that is left in the log");
    assert_string_equal(param_choice_means(to, "file", &a), "from CSV");
    assert_null(param_choice_means(to, "lat", &a));
    arena_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ends),
        cmocka_unit_test(test_objects),
        cmocka_unit_test(test_choices_say_what_they_mean),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
