/* The registers of the console end with their empty entry, and what stands in them fits together. */
#include "core/base/arena.h"
#include "core/resource/resource.h"
#include "tests/support/test.h"
#include "tui/list_verbs.h"
#include "tui/pane.h"
#include "tui/verbs.h"

#include <string.h>

/* name: of entry i. */
static void ends(const char *what, size_t size, const char *(*name)(size_t i))
{
    assert_true(size > 1);
    for (size_t i = 0; i < size; i++) {
        if (!name(i) != (i == size - 1))
            fail_msg("%s: the empty entry is at %zu of %zu", what, i, size);
        for (size_t k = 0; name(i) && k < i; k++) {
            if (strcmp(name(i), name(k)) == 0)
                fail_msg("%s: %s stands there twice", what, name(i));
        }
    }
}

static const char *pane_name(size_t i)
{
    return pane_kinds[i].name;
}

static const char *verb_name(size_t i)
{
    return verbs[i].name;
}

static const char *list_verb_name(size_t i)
{
    return list_verbs[i].name;
}

static void test_ends(void **state)
{
    (void)state;
    ends("pane kinds", pane_kinds_size, pane_name);
    ends("verbs", verbs_size, verb_name);
    ends("verbs of lists", list_verbs_size, list_verb_name);
}

/* A pane may have the name of a list, and is found before it. */
static void test_panes(void **state)
{
    (void)state;
    for (size_t i = 0; pane_kinds[i].name; i++) {
        const struct pane_kind *k = &pane_kinds[i];
        assert_ptr_equal(pane_kind_find(k->name), k);
        if (!k->make || !k->help)
            fail_msg("%s can't be made, or has no help", k->name);
    }
    assert_null(pane_kind_find("topics"));
    assert_null(pane_kind_list.name);
    assert_non_null(pane_kind_list.make);
}

/* What Enter opens in a list exists: a pane, another list, or a verb for the row. */
static void test_opened(void **state)
{
    (void)state;
    for (size_t i = 0; resources[i]; i++) {
        const char *opens = resources[i]->opens;
        if (opens && !pane_kind_find(opens) && !resource_find(opens) && !verb_find(opens))
            fail_msg("%s opens %s, which does not exist", resources[i]->name, opens);
    }
    assert_string_equal(resource_find("topics")->opens, "topic");
    assert_int_equal(pane_kind_find("topic")->scope, SCOPE_TOPIC);
}

/* The verbs that a list handles are known to the key map and to ":". */
static void test_list_verbs(void **state)
{
    (void)state;
    for (size_t i = 0; list_verbs[i].name; i++) {
        if (!verb_find(list_verbs[i].name))
            fail_msg("%s is not a verb", list_verbs[i].name);
    }
}

/* "a" and "A" both filter: help says which rows are left, not how filters are written. */
static void test_help_of_bound_verbs(void **state)
{
    struct arena a;
    (void)state;
    arena_init(&a);
    assert_string_equal(verb_help_with("filter", "active=active", &a),
                        "Show only rows that match active=active.");
    assert_string_equal(verb_help_with("filter", NULL, &a), verb_help("filter"));
    assert_string_equal(verb_help_with("edit", "config-alter", &a),
                        "Open what would be changed as a document in your editor. (edit "
                        "config-alter)");
    arena_release(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_ends),
        cmocka_unit_test(test_panes),
        cmocka_unit_test(test_opened),
        cmocka_unit_test(test_list_verbs),
        cmocka_unit_test(test_help_of_bound_verbs),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
