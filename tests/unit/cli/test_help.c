/* klamm help: everything that the registers have, as wide as the terminal, with examples. */
#include "cli/command.h"
#include "cli/help_text.h"
#include "cli/wrap.h"
#include "core/action/register.h"
#include "core/base/mem.h"
#include "core/base/text_width.h"
#include "core/config/options.h"
#include "core/resource/resource.h"
#include "tests/support/test.h"

#include <stdlib.h>
#include <string.h>

static char *all(size_t width)
{
    struct buf b;
    buf_init(&b, 0);
    help_all(&b, width);
    return buf_take(&b);
}

static char *about(const char *name, size_t width)
{
    struct buf b;
    buf_init(&b, 0);
    assert_true(help_about(&b, width, name));
    return buf_take(&b);
}

/* A line that can't be broken has one word, or is an example to copy. */
static void assert_fits(const char *text, size_t width, const char *name)
{
    for (const char *at = text; *at;) {
        size_t n = strcspn(at, "\n");
        char *line = xstrndup(at, n);
        const char *first = line + strspn(line, " ");
        if (text_width(line) > width && strchr(first, ' ') && first[0] != '[' &&
            strncmp(line, "  klamm ", 8) != 0 && strncmp(line, "  configs topic", 15) != 0)
            fail_msg("%s at %zu columns: %s", name, width, line);
        if (n && line[n - 1] == ' ')
            fail_msg("%s: spaces at the end of: %s", name, line);
        free(line);
        at += n + (at[n] == '\n');
    }
}

static void try_page(const char *name, size_t width)
{
    char *page = name ? about(name, width) : all(width);
    assert_fits(page, width, name ? name : "help");
    assert_null(strstr(page, "\\n"));
    free(page);
}

/* What a plain table has, and how to get the rest: lag is in the console, and not in get topics. */
static void test_a_list_says_what_its_table_has(void **state)
{
    (void)state;
    char *page = about("topics", 200);
    assert_non_null(strstr(page, "The table has topic, partitions, "));
    assert_non_null(strstr(page, "--columns topic,lag"));
    free(page);
    page = about("groups", 200);
    assert_non_null(strstr(page, "The table has group, "));
    assert_null(strstr(page, "leaves out"));
    free(page);
}

static void test_every_page_fits(void **state)
{
    static const size_t widths[] = {60, 80, 120, 200};
    (void)state;
    for (size_t w = 0; w < sizeof widths / sizeof *widths; w++) {
        try_page(NULL, widths[w]);
        for (size_t i = 0; commands[i]; i++)
            try_page(commands[i]->name, widths[w]);
        for (size_t i = 0; actions[i]; i++)
            try_page(actions[i]->name, widths[w]);
        for (size_t i = 0; resources[i]; i++)
            try_page(resources[i]->name, widths[w]);
    }
}

/* Those who open it in a terminal of 80 columns can copy every example as it stands. */
static void try_examples(const char *name)
{
    char *page = about(name, 80);
    for (const char *at = page; (at = strstr(at, "\n  klamm ")); at++)
        if (strcspn(at + 1, "\n") > 80)
            fail_msg("%.*s", (int)strcspn(at + 1, "\n"), at + 1);
    free(page);
}

static void test_examples_fit_80_columns(void **state)
{
    (void)state;
    for (size_t i = 0; commands[i]; i++)
        try_examples(commands[i]->name);
    for (size_t i = 0; actions[i]; i++)
        try_examples(actions[i]->name);
}

static void test_all_begins_with_examples_and_names_everything(void **state)
{
    char *page = all(80), line[100];
    size_t examples = 0;
    (void)state;
    const char *at = strstr(page, "\n\n") + 2;
    for (; strncmp(at, "  klamm ", 8) == 0; at += strcspn(at, "\n") + 1)
        examples++;
    assert_int_equal(examples, 6);
    for (size_t i = 0; commands[i]; i++) {
        snprintf(line, sizeof line, "\n  %s ", commands[i]->name);
        assert_non_null(strstr(page, line));
    }
    for (size_t i = 0; actions[i]; i++) {
        snprintf(line, sizeof line, "\n  %s ", actions[i]->name);
        assert_non_null(strstr(page, line));
    }
    for (size_t i = 0; resources[i]; i++) {
        snprintf(line, sizeof line, "\n  %s", resources[i]->name);
        assert_non_null(strstr(page, line));
    }
    for (const struct option_spec *s = option_specs; s->name; s++) {
        snprintf(line, sizeof line, "--%s", s->name);
        assert_non_null(strstr(page, line));
        snprintf(line, sizeof line, "--%s)", s->alias ? s->alias : "");
        assert_true(!s->alias || strstr(page, line));
    }
    free(page);
}

static void test_every_command_and_verb_has_examples(void **state)
{
    (void)state;
    for (size_t i = 0; commands[i]; i++) {
        char *page = about(commands[i]->name, 80), line[100];
        snprintf(line, sizeof line, "\nexamples:\n  klamm %s", commands[i]->name);
        if (!strstr(page, line))
            fail_msg("help %s has no examples", commands[i]->name);
        free(page);
    }
    for (size_t i = 0; actions[i]; i++) {
        char *page = about(actions[i]->name, 80), line[100];
        snprintf(line, sizeof line, "\nexamples:\n  klamm %s", actions[i]->name);
        if (!strstr(page, line))
            fail_msg("help %s has no examples", actions[i]->name);
        free(page);
    }
}

/* What no one can type is not explained. */
static void test_no_internals(void **state)
{
    (void)state;
    for (size_t i = 0; actions[i]; i++) {
        char *page = about(actions[i]->name, 80);
        for (size_t k = 0; k < actions[i]->nparams; k++) {
            char line[100];
            snprintf(line, sizeof line, "\n  --%s", actions[i]->params[k].name);
            if (actions[i]->params[k].internal && strstr(page, line))
                fail_msg("help %s: %s", actions[i]->name, line);
        }
        bool groups = actions[i]->params[0].type == PARAM_GROUP && actions[i]->params[0].repeatable;
        assert_int_equal(strstr(page, "\n  --all-groups") != NULL, groups);
        assert_int_equal(strstr(page, "\n  --edit") != NULL, actions[i]->document != NULL);
        free(page);
    }
}

static void test_a_line_for_each_choice(void **state)
{
    (void)state;
    char *page = about("offsets-reset", 80);
    assert_non_null(strstr(page, "\n      earliest   all that is left in the log\n"));
    assert_non_null(strstr(page, "\n      file       from CSV\n"));
    assert_null(strstr(page, "one of: earliest"));
    free(page);
    page = about("acl-create", 80);
    assert_non_null(strstr(page, "\n      allow      they may do it\n"));
    assert_non_null(strstr(page, "\n      deny       they may not, whatever else allows it\n"));
    free(page);
}

static void test_wrapping(void **state)
{
    struct buf b;
    (void)state;
    buf_init(&b, 0);
    wrap_text(&b, 20, 0, 4, "klamm get LIST [-o table|wide] [--sort COL|-COL]");
    assert_string_equal(buf_str(&b),
                        "klamm get LIST\n    [-o table|wide]\n    [--sort COL|-COL]\n");
    buf_clear(&b);
    wrap_item(&b, 24, "get", 8, "print a list … of things");
    assert_string_equal(buf_str(&b), "  get   print a list …\n        of things\n");
    buf_clear(&b);
    wrap_item(&b, 24, "completion", 8, "print it");
    assert_string_equal(buf_str(&b), "  completion\n        print it\n");
    buf_release(&b);
    char *s = wrap_sentence("print it");
    assert_string_equal(s, "Print it.");
    free(s);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_page_fits),
        cmocka_unit_test(test_a_list_says_what_its_table_has),
        cmocka_unit_test(test_examples_fit_80_columns),
        cmocka_unit_test(test_all_begins_with_examples_and_names_everything),
        cmocka_unit_test(test_every_command_and_verb_has_examples),
        cmocka_unit_test(test_no_internals),
        cmocka_unit_test(test_a_line_for_each_choice),
        cmocka_unit_test(test_wrapping),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
