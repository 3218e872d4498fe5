/* What all lists have in common: names, columns, help, sorting, and that none of them invents
 * anything when nothing is known. */
#include "core/base/mem.h"
#include "core/live/feed.h"
#include "core/model/model_fact.h"
#include "core/resource/list.h"
#include "tests/support/test.h"
#include "tests/unit/made_up.h"

#include <string.h>

static void test_names_are_unique(void **state)
{
    (void)state;
    for (size_t i = 0; resources[i]; i++) {
        assert_ptr_equal(resource_find(resources[i]->name), resources[i]);
        for (const char *const *a = resources[i]->aliases; a && *a; a++)
            assert_ptr_equal(resource_find(*a), resources[i]);
    }
    static const char *const names[][2] = {
        {"t", "topics"},
        {"b", "brokers"},
        {"p", "partitions"},
        {"g", "groups"},
        {"cg", "groups"},
        {"consumergroups", "groups"},
        {"consumer-groups", "groups"},
        {"m", "members"},
        {"f", "findings"},
        {"u", "users"},
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        assert_string_equal(resource_find(names[i][0])->name, names[i][1]);
    assert_null(resource_find("no-such-list"));
}

static void check_columns(const struct resource *r)
{
    assert_true(strlen(r->help) > 20);
    for (size_t c = 0; c < r->ncolumns; c++) {
        const struct column *col = &r->columns[c];
        assert_non_null(col->id);
        assert_non_null(col->title);
        size_t len = strlen(col->help);
        if (len < 10 || col->help[len - 1] != '.')
            fail_msg("%s.%s: the help is no sentence: %s", r->name, col->id, col->help);
        for (size_t k = 0; k < c; k++)
            assert_string_not_equal(col->id, r->columns[k].id);
        for (const char *p = col->id; *p; p++)
            assert_true((*p >= 'a' && *p <= 'z') || *p == '_' || (*p >= '0' && *p <= '9'));
    }
}

static void test_columns_are_explained(void **state)
{
    (void)state;
    for (size_t i = 0; resources[i]; i++)
        check_columns(resources[i]);
}

static bool has_column(const struct resource *r, const char *id)
{
    for (size_t c = 0; c < r->ncolumns; c++)
        if (strcmp(r->columns[c].id, id) == 0)
            return true;
    return false;
}

static void test_default_sort_and_place_exist(void **state)
{
    (void)state;
    for (size_t i = 0; resources[i]; i++) {
        const struct resource *r = resources[i];
        if (r->sort)
            assert_true(has_column(r, r->sort + (r->sort[0] == '-')));
        bool verb = r->opens &&
                    (strcmp(r->opens, "cluster") == 0 || strcmp(r->opens, "journal-entry") == 0);
        if (r->opens && !verb)
            assert_non_null(resource_find(r->opens));
        assert_non_null(r->want);
    }
}

/* Nothing known: no rows, and the table says that it is on its way or why not. */
static const char *scope_of(const struct resource *r)
{
    return r->scope == SCOPE_TOPICS ? "1 2" : r->scope ? "1" : NULL;
}

static void test_nothing_known_shows_nothing(void **state)
{
    (void)state;
    struct model m;
    model_init(&m, "test");
    for (size_t i = 0; resources[i]; i++) {
        struct table *t = made_table(&m, resources[i]->name, scope_of(resources[i]));
        assert_int_equal(t->nrows, 0);
        assert_non_null(t->note);
        table_free(t);
    }
    err_set(&m.link_err, ERR_REFUSED, "nothing listens at b1:9092");
    m.link = LINK_DOWN;
    struct table *t = made_table(&m, "topics", NULL);
    assert_string_equal(t->note, "not connected: nothing listens at b1:9092");
    assert_false(t->complete);
    table_free(t);
    model_release(&m);
}

/* A journal of which no line can be read is not one where nothing was changed. */
static void test_a_damaged_journal_is_not_an_empty_one(void **state)
{
    (void)state;
    for (size_t damaged = 0; damaged < 2; damaged++) {
        struct model m;
        struct journal *j = xmalloc(sizeof *j);
        model_init(&m, "test");
        journal_init(j);
        j->damaged = damaged;
        model_take_journal(&m, j);
        struct table *t = made_table(&m, "journal", NULL);
        assert_string_equal(t->note, damaged ? "1 line of the file is damaged and left out"
                                             : "nothing was changed with klamm here yet");
        table_free(t);
        model_release(&m);
    }
}

static void test_a_denied_list_says_so(void **state)
{
    (void)state;
    struct model m;
    struct err e;
    model_init(&m, "test");
    err_set(&e, ERR_DENIED, "not authorised (needs Describe on Cluster)");
    for (int k = 0; k < FACT_KINDS; k++)
        model_failed(&m, (enum fact_kind)k, "1", &e);
    for (size_t i = 0; resources[i]; i++) {
        const struct resource *r = resources[i];
        struct table *t = made_table(&m, r->name, scope_of(r));
        assert_true((t->nrows > 0) == (r == &resource_log)); /* which has the refusals */
        if (r != &resource_log && r != &resource_clusters)
            assert_string_equal(t->note, e.msg);
        table_free(t);
    }
    model_release(&m);
}

static void test_wants_name_what_build_needs(void **state)
{
    (void)state;
    struct model m;
    struct wants w;
    model_init(&m, "test");
    wants_init(&w);
    for (size_t i = 0; resources[i]; i++) {
        wants_clear(&w);
        resources[i]->want(&(struct view){.model = &m, .scope = "1", .all = true}, &w);
        bool local = resources[i] == &resource_log || resources[i] == &resource_clusters;
        assert_int_equal(w.len == 0, local);
    }
    wants_release(&w);
    model_release(&m);
}

/* ---- what people type ------------------------------------------------------------------------ */

static void assert_resolves(const char *name, const char *word, const char *word2,
                            const char *resource, const char *scope)
{
    struct resource_ref ref;
    struct err err;
    const char *words[] = {word, word2};
    size_t n = word2 ? 2 : word ? 1 : 0;
    if (!resource) {
        assert_false(resource_resolve(name, words, n, &ref, &err));
        assert_int_equal(err.kind, ERR_USAGE);
        return;
    }
    if (!resource_resolve(name, words, n, &ref, &err))
        fail_msg("%s: %s", name, err.msg);
    assert_string_equal(ref.resource->name, resource);
    if (scope)
        assert_string_equal(ref.scope, scope);
    else
        assert_null(ref.scope);
}

/* A user waits for what lists want, and most of all for a command: it must not come late because of
 * what is sampled at the same time. */
static void test_lists_are_reported_at_once(void **state)
{
    (void)state;
    struct model m;
    struct wants w;
    const char *seen[] = {"a"};
    struct group_listing *l = made_listing();
    made_listed(l, "a", GROUP_STABLE);
    model_init(&m, "test");
    wants_init(&w);
    model_take_group_list(&m, l);
    for (size_t i = 0; resources[i]; i++) {
        struct view v = {.model = &m,
                         .scope = "1",
                         .visible = seen,
                         .nvisible = 1,
                         .all = true,
                         .costliest = true};
        wants_clear(&w);
        resources[i]->want(&v, &w);
        for (size_t k = 0; k < w.len; k++)
            if (w.list[k].priority >= FEED_LATER)
                fail_msg("%s wants %s late", resources[i]->name, fact_kinds[w.list[k].kind].called);
    }
    wants_release(&w);
    model_release(&m);
}

static void test_resolving(void **state)
{
    (void)state;
    assert_resolves("topics", NULL, NULL, "topics", NULL);
    assert_resolves("group", "billing", NULL, "group-partitions", "billing");
    assert_resolves("topic", "orders", NULL, "placement", "orders");
    assert_resolves("broker", "3", NULL, "broker-partitions", "3");
    assert_resolves("configs", "topic/orders", NULL, "topic-configs", "orders");
    assert_resolves("configs", "group/a/b", NULL, "group-configs", "a/b");
    assert_resolves("configs", "broker", "1", "broker-configs", "1");
    assert_resolves("config-diff", "orders", "payments", "config-diff", "orders payments");
    assert_resolves("configs", NULL, NULL, NULL, NULL);
    assert_resolves("configs", "orders", NULL, NULL, NULL);
    assert_resolves("configs", "topic/", NULL, NULL, NULL);
    assert_resolves("partitions", NULL, NULL, NULL, NULL);
    assert_resolves("topics", "orders", NULL, NULL, NULL);
    assert_resolves("group", "a", "b", NULL, NULL);
    assert_resolves("nonsense", NULL, NULL, NULL, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names_are_unique),
        cmocka_unit_test(test_columns_are_explained),
        cmocka_unit_test(test_default_sort_and_place_exist),
        cmocka_unit_test(test_nothing_known_shows_nothing),
        cmocka_unit_test(test_a_damaged_journal_is_not_an_empty_one),
        cmocka_unit_test(test_a_denied_list_says_so),
        cmocka_unit_test(test_wants_name_what_build_needs),
        cmocka_unit_test(test_lists_are_reported_at_once),
        cmocka_unit_test(test_resolving),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
