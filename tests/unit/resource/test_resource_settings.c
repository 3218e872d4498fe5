/* Lists of settings and of ACLs over made-up facts. */
#include "core/resource/configs.h"

#include "tests/support/test.h"
#include "tests/unit/made_up.h"

#include <string.h>

static int setup(void **state)
{
    static struct model m;
    model_init(&m, "test");
    *state = &m;
    return 0;
}

static int teardown(void **state)
{
    model_release(*state);
    return 0;
}

/* ---- configs --------------------------------------------------------------------------------- */

static void test_configs(void **state)
{
    struct model *m = *state;
    struct config_set *c = made_config(CONFIG_TOPIC, "orders");
    made_entry(c, "cleanup.policy", "compact", CONFIG_SOURCE_TOPIC);
    made_synonym(c, "cleanup.policy", "compact", CONFIG_SOURCE_TOPIC);
    made_synonym(c, "log.cleanup.policy", "delete", CONFIG_SOURCE_STATIC);
    made_entry(c, "retention.ms", "604800000", CONFIG_SOURCE_TOPIC);
    made_synonym(c, "retention.ms", "604800000", CONFIG_SOURCE_TOPIC);
    made_entry(c, "segment.bytes", "1073741824", CONFIG_SOURCE_DEFAULT);
    made_entry(c, "ssl.key.password", NULL, CONFIG_SOURCE_STATIC)->sensitive = true;
    made_entry(c, "unheard.of", "x\033[2J", CONFIG_SOURCE_DEFAULT)->read_only = true;
    config_set_sort(c);
    model_take_config(m, c);
    struct table *t = made_table(m, "topic-configs", "orders");
    assert_int_equal(t->nrows, 5);
    assert_string_equal(shown(t, "cleanup.policy", "source"), "this topic");
    assert_string_equal(shown(t, "cleanup.policy", "fallback"), "delete (broker file)");
    assert_string_equal(shown(t, "retention.ms", "readable"), "7 d");
    assert_string_equal(shown(t, "retention.ms", "fallback"), "…"); /* a broker will report it */
    assert_string_equal(shown(t, "segment.bytes", "readable"), "1 GiB");
    assert_string_equal(shown(t, "segment.bytes", "fallback"), "–");
    assert_string_equal(shown(t, "ssl.key.password", "value"), "withheld");
    assert_string_equal(shown(t, "unheard.of", "value"), "x\\e[2J");
    assert_string_equal(shown(t, "unheard.of", "changeable"), "no");
    table_free(t);
}

/* ---- ACLs ------------------------------------------------------------------------------------ */

static struct acl_list *acls(enum acl_proof proof)
{
    struct acl_list *l = acl_list_new();
    l->proof = proof;
    return l;
}

static void test_an_empty_acl_list_is_explained(void **state)
{
    struct model *m = *state;
    static const struct {
        enum acl_proof proof;
        const char *says;
    } cases[] = {
        {ACL_PROOF_NONE, "empty, or not permitted"},
        {ACL_PROOF_SEEN, "no ACLs"},
        {ACL_PROOF_NO_AUTHORIZER, "without an authorizer"},
        {ACL_PROOF_DENIED, "can't be seen"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        model_take_acls(m, acls(cases[i].proof));
        struct table *t = made_table(m, "acls", NULL);
        assert_int_equal(t->nrows, 0);
        assert_non_null(strstr(t->note, cases[i].says));
        table_free(t);
    }
}

static void test_acls(void **state)
{
    struct model *m = *state;
    struct acl_list *l = acls(ACL_PROOF_SEEN);
    static struct acl list[] = {
        {ACL_TOPIC, "orders", ACL_PREFIXED, "User:bob", "*", ACL_READ, ACL_ALLOW},
        {ACL_GROUP, "g", ACL_LITERAL, "User:bob", "*", ACL_WRITE, ACL_ALLOW},
        {ACL_TOPIC, "*", ACL_PREFIXED, "User:\033[2J", "*", ACL_ALL, ACL_DENY},
        {ACL_RESOURCE_UNKNOWN, "t", ACL_LITERAL, "User:x", "*", ACL_OP_UNKNOWN, ACL_ALLOW},
    };
    l->acls = list;
    l->n = 4;
    model_take_acls(m, l);
    struct table *t = made_table(m, "acls", NULL);
    assert_int_equal(t->nrows, 4);
    struct arena a;
    arena_init(&a);
    int note = table_column(t, "note"), who = table_column(t, "principal");
    assert_string_equal(value_display(&t->rows[0].cells[note].value, &a), "");
    assert_non_null(strstr(value_display(&t->rows[1].cells[note].value, &a), "no effect"));
    assert_non_null(strstr(value_display(&t->rows[2].cells[note].value, &a), "not a wildcard"));
    assert_string_equal(value_display(&t->rows[2].cells[who].value, &a), "User:\\e[2J");
    assert_non_null(strstr(value_display(&t->rows[3].cells[note].value, &a), "not known"));
    arena_release(&a);
    table_free(t);
}

/* Heads are in capitals, names are not: ORDERS is another topic. */
static void test_compared_topics_keep_their_names(void **state)
{
    struct table *t = made_table(*state, "config-diff", "Orders payments");
    assert_string_equal(t->columns[1].title, "Orders");
    assert_string_equal(t->columns[4].title, "payments");
    table_free(t);
}

#define WITH_MODEL(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_MODEL(test_configs),
        WITH_MODEL(test_an_empty_acl_list_is_explained),
        WITH_MODEL(test_acls),
        WITH_MODEL(test_compared_topics_keep_their_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
