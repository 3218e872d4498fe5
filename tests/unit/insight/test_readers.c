/* Who reads a topic, and what flows: sums over facts that come one by one. */
#include "core/insight/readers.h"
#include "tests/support/test.h"
#include "tests/unit/made_up.h"

#include <string.h>

static void commit(struct model *m, const char *group, const char *topic, int64_t offset)
{
    struct group_offsets *o = made_offsets(group);
    made_commit(o, topic, 0, offset);
    made_commit(o, topic, 1, offset);
    group_offsets_sort(o);
    model_take_group_offsets(m, o);
}

static struct metadata *topics(void)
{
    struct metadata *md = made_metadata(1);
    made_topic(md, "a");
    made_partition(md, 1, "1", "1");
    made_partition(md, 1, "1", "1");
    made_topic(md, "b");
    made_partition(md, 1, "1", "1");
    metadata_seal(md);
    return md;
}

static void readers_are_counted_once(void **state)
{
    (void)state;
    struct model m;
    struct readers r;
    model_init(&m, "test");
    struct group_listing *l = made_listing();
    made_listed(l, "g1", GROUP_STABLE);
    made_listed(l, "g2", GROUP_STABLE);
    model_take_group_list(&m, l);
    commit(&m, "g1", "a", 5);
    struct group_desc *d = made_group("g1", GROUP_STABLE);
    made_member(d, "one");
    made_owns(d, "a", 0);
    made_owns(d, "b", 0);
    made_member(d, "two");
    made_owns(d, "b", 1);
    model_take_group(&m, d);
    readers_make(&r, &m);
    assert_int_equal(readers_of(&r, "a"), 1); /* two partitions and an owner of the same group */
    assert_int_equal(readers_of(&r, "b"), 1);
    assert_int_equal(readers_of(&r, "c"), 0);
    assert_int_equal(r.groups, 2);
    assert_int_equal(r.looked, 1);
    readers_release(&r);
    commit(&m, "g2", "a", 7);
    readers_make(&r, &m);
    assert_int_equal(readers_of(&r, "a"), 2);
    assert_int_equal(r.looked, 2);
    readers_release(&r);
    model_release(&m);
}

static void what_is_not_known_is_not_zero(void **state)
{
    (void)state;
    struct model m;
    model_init(&m, "test");
    model_take_metadata(&m, topics());
    struct table *t = made_table(&m, "topics", NULL);
    assert_int_equal(cell_at(t, "a", "groups")->value.state, VALUE_UNKNOWN);
    table_free(t);
    struct group_listing *l = made_listing();
    made_listed(l, "g1", GROUP_STABLE);
    made_listed(l, "g2", GROUP_STABLE);
    model_take_group_list(&m, l);
    commit(&m, "g1", "a", 5);
    t = made_table(&m, "topics", NULL);
    assert_string_equal(shown(t, "a", "groups"), "≥ 1");
    assert_int_equal(cell_at(t, "b", "groups")->value.state, VALUE_UNKNOWN);
    table_free(t);
    commit(&m, "g2", "a", 5);
    t = made_table(&m, "topics", NULL);
    assert_string_equal(shown(t, "a", "groups"), "2");
    assert_string_equal(shown(t, "b", "groups"), "0");
    table_free(t);
    model_release(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(readers_are_counted_once),
        cmocka_unit_test(what_is_not_known_is_not_zero),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
