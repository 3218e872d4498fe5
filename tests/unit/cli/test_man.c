/* The manual pages name everything that the registers have: no one has to remember them. */
#include "cli/command.h"
#include "cli/man.h"
#include "core/action/line.h"
#include "core/action/register.h"
#include "core/config/config.h"
#include "core/config/profile_yaml.h"
#include "core/config/settings.h"
#include "core/resource/resource.h"
#include "tests/support/test.h"

#include <stdlib.h>
#include <string.h>

static struct buf judged;

static int tear_down(void **state)
{
    (void)state;
    buf_release(&judged);
    return 0;
}

static void open_page(const char *name)
{
    buf_release(&judged);
    buf_init(&judged, 0);
    assert_true(man_page(name, &judged));
    assert_null(strstr(buf_str(&judged), "@\n")); /* every mark was filled */
}

/* As roff has it: a hyphen that stays one. */
static void assert_names(const char *before, const char *name, const char *after)
{
    struct buf b;
    buf_init(&b, 0);
    buf_adds(&b, before);
    for (; *name; name++)
        buf_addf(&b, "%s%c", *name == '-' ? "\\" : "", *name);
    buf_adds(&b, after);
    if (!strstr(buf_str(&judged), buf_str(&b)))
        fail_msg("\"%s\" is not in the page", buf_str(&b));
    buf_release(&b);
}

static void test_commands_lists_and_options(void **state)
{
    (void)state;
    open_page("klamm.1");
    for (size_t i = 0; commands[i]; i++)
        assert_names("\\fB", commands[i]->name, "\\fR");
    for (size_t i = 0; resources[i]; i++)
        assert_names("\\fB", resources[i]->name, "\\fR");
    for (const struct option_spec *s = option_specs; s->name; s++)
        assert_names("\\-\\-", s->name, "");
    for (const struct line_option *l = line_options; l->name; l++)
        assert_names("\\-\\-", l->name, "");
}

static void test_verbs(void **state)
{
    (void)state;
    open_page("klamm.1");
    for (size_t i = 0; actions[i]; i++) {
        assert_names(".SS ", actions[i]->name, " ");
        for (size_t k = 0; k < actions[i]->nparams; k++)
            if (!actions[i]->params[k].internal)
                assert_names("\\fB\\-\\-", actions[i]->params[k].name, "");
        for (const struct alias *l = actions[i]->aliases; l && l->option; l++)
            assert_names("\\fB\\-\\-", l->option, "\\fR");
    }
}

static void test_configuration(void **state)
{
    (void)state;
    open_page("klamm-config.5");
    for (size_t i = 0; i < SETTINGS_N; i++)
        assert_names("\\fB", settings_table[i].key, "\\fR");
    for (size_t i = 0; i < PROFILE_YAML_KEYS; i++)
        assert_names("", profile_yaml_keys[i], "");
    buf_release(&judged);
    assert_false(man_page("other.1", &judged));
}

static void test_where_the_configuration_of_the_machine_is(void **state)
{
    (void)state;
    open_page("klamm-config.5");
    assert_names(".IR ", config_system_path(), " .");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_commands_lists_and_options),
        cmocka_unit_test(test_verbs),
        cmocka_unit_test(test_configuration),
        cmocka_unit_test(test_where_the_configuration_of_the_machine_is),
    };
    return cmocka_run_group_tests(tests, NULL, tear_down);
}
