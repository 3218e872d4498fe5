/* Who reads a topic, and what flows: sums over facts that come one by one. */
#include "core/insight/readers.h"
#include "core/insight/traffic.h"
#include "tests/unit/made_up.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

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

/* Ages are set by hand: what two answers tell depends on when they came. */
static void age(const struct group_offsets *o, int64_t before_ms)
{
    struct group_offsets *mine = (struct group_offsets *)(uintptr_t)o;
    mine->before_ms = mine->fact.at_ms - before_ms;
}

static void rates_need_two_answers(void **state)
{
    (void)state;
    struct model m;
    model_init(&m, "test");
    model_take_metadata(&m, topics());
    struct group_listing *l = made_listing();
    made_listed(l, "g1", GROUP_STABLE);
    made_listed(l, "g2", GROUP_STABLE);
    model_take_group_list(&m, l);
    commit(&m, "g1", "a", 100);
    struct traffic sum = cluster_traffic(&m);
    assert_int_equal(sum.groups, 2);
    assert_int_equal(sum.groups_rated, 0);
    assert_int_equal(sum.topics, 2);
    assert_int_equal(sum.topics_rated, 0);
    commit(&m, "g1", "a", 150);
    age(model_group_offsets(&m, "g1"), 2000);
    sum = cluster_traffic(&m);
    assert_int_equal(sum.groups_rated, 1);
    assert_true(sum.out > 49.9 && sum.out < 50.1); /* 2 × 50 in two seconds */
    commit(&m, "g1", "a", 10);
    age(model_group_offsets(&m, "g1"), 1000);
    sum = cluster_traffic(&m);
    assert_true(sum.out >= 0 && sum.out < 0.1); /* reset to an earlier place: nothing was read */
    struct topic_offsets *o = model_topic_offsets(&m, "b");
    partition_offsets_end(topic_offsets_at(o, 0), 10, 1000);
    partition_offsets_end(topic_offsets_at(o, 0), 30, 2000);
    sum = cluster_traffic(&m);
    assert_int_equal(sum.topics_rated, 1);
    assert_true(sum.in > 19.9 && sum.in < 20.1);
    model_release(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(readers_are_counted_once),
        cmocka_unit_test(what_is_not_known_is_not_zero),
        cmocka_unit_test(rates_need_two_answers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
