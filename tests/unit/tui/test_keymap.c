/* The built-in key map is right, and a user's file overrides single keys of it. */
#include "core/base/builtin.h"
#include "tests/support/test.h"
#include "tui/app.h"
#include "tui/dispatch.h"
#include "tui/keymap.h"
#include "tui/term/keys.h"
#include "tui/verbs.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const list[] = {"topics", "table", "global", NULL};

static void load(struct keymap *k)
{
    struct problems p;
    setenv("XDG_CONFIG_HOME", "/nonexistent", 1);
    keymap_init(k);
    problems_init(&p);
    if (!keymap_load(k, app_knows_verb, &p))
        fail_msg("%s", p.data[0].text);
    problems_release(&p);
}

static const char *verb_at(const struct keymap *k, const char *key)
{
    const struct binding *b = keymap_find(k, list, key_parse(key));
    return b ? b->verb : "nothing";
}

static void built_in_map_has_only_verbs_there_are(void **state)
{
    struct keymap k;
    (void)state;
    load(&k);
    assert_string_equal(verb_at(&k, "q"), "quit");
    assert_string_equal(verb_at(&k, "c"), "topic-create");
    assert_string_equal(verb_at(&k, "j"), "cursor-down");
    keymap_release(&k);
}

static void every_binding_has_a_sentence_for_the_help(void **state)
{
    struct keymap k;
    (void)state;
    load(&k);
    for (size_t i = 0; i < k.n; i++) {
        if (k.list[i].verb && !verb_help(k.list[i].verb))
            fail_msg("no help for %s", k.list[i].verb);
    }
    keymap_release(&k);
}

static void user_overrides_single_keys(void **state)
{
    static const char text[] = "global:\n  q: ''\n  C-q: quit\ntopics:\n  j: sort -messages\n";
    struct keymap k;
    struct problems p;
    (void)state;
    load(&k);
    problems_init(&p);
    assert_true(keymap_read(&k, "keys.yaml", text, sizeof text - 1, app_knows_verb, &p));
    assert_string_equal(verb_at(&k, "q"), "nothing");
    assert_string_equal(verb_at(&k, "C-q"), "quit");
    assert_string_equal(verb_at(&k, "j"), "sort");
    assert_string_equal(keymap_find(&k, list, 'j')->arg, "-messages");
    assert_string_equal(verb_at(&k, "k"), "cursor-up");
    assert_int_equal(keymap_key_of(&k, list, "quit"), MOD_CTRL | 'c');
    problems_release(&p);
    keymap_release(&k);
}

static void an_unknown_context_is_reported(void **state)
{
    (void)state;
    static const char text[] = "topcis:\n  Z: quit\nlog:\n  Z: quit\n";
    struct keymap k;
    struct problems p;
    problems_init(&p);
    load(&k);
    assert_false(keymap_read(&k, "keys.yaml", text, sizeof text - 1, app_knows_verb, &p));
    assert_int_equal(p.len, 1);
    assert_non_null(strstr(p.data[0].text, "keys.yaml:1: there is no context 'topcis'"));
    keymap_release(&k);
    problems_release(&p);
}

static void mistakes_are_reported_and_the_rest_is_taken(void **state)
{
    static const char text[] = "global:\n  Hyper-x: quit\n  z: explode\n  Z: quit\ntable: 3\n"
                               "topics:\n  X: help\n";
    struct keymap k;
    struct problems p;
    (void)state;
    load(&k);
    problems_init(&p);
    assert_false(keymap_read(&k, "keys.yaml", text, sizeof text - 1, app_knows_verb, &p));
    assert_int_equal(p.errors, 3);
    assert_non_null(strstr(p.data[0].text, "keys.yaml:2"));
    assert_non_null(strstr(p.data[1].text, "explode"));
    assert_string_equal(verb_at(&k, "Z"), "quit");
    assert_string_equal(verb_at(&k, "X"), "help");
    problems_release(&p);
    keymap_release(&k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(built_in_map_has_only_verbs_there_are),
        cmocka_unit_test(every_binding_has_a_sentence_for_the_help),
        cmocka_unit_test(user_overrides_single_keys),
        cmocka_unit_test(an_unknown_context_is_reported),
        cmocka_unit_test(mistakes_are_reported_and_the_rest_is_taken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
