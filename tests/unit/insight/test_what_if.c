/* What if a broker stopped: the partitions, the leaders, and what is said where nothing is known.
 */
#include "core/insight/what_if.h"
#include "tests/support/test.h"
#include "tests/unit/made_up.h"

#include <string.h>

static void min_isr(struct model *m, const char *topic, const char *value)
{
    struct config_set *c = made_config(CONFIG_TOPIC, topic);
    made_entry(c, "min.insync.replicas", value, CONFIG_SOURCE_DEFAULT);
    model_take_config(m, c);
}

static void fill(struct model *m)
{
    struct metadata *md = made_metadata(4);
    made_topic(md, "t");
    made_partition(md, 2, "2,4,3,1", "2,3,1"); /* 4 is lost: 3 is the first that is in sync */
    made_partition(md, 1, "1,2", "1,2");       /* follows */
    made_partition(md, 2, "2,1", "2");         /* the last copy */
    made_partition(md, 3, "3,1", "3,1");       /* not on it */
    made_partition(md, 2, "2,4", "2,4");       /* the other one in sync is dead */
    made_lose(md, 4);
    metadata_seal(md);
    model_take_metadata(m, md);
}

static void the_controllers_rule(void **state)
{
    (void)state;
    struct model m;
    struct arena a;
    model_init(&m, "test");
    arena_init(&a);
    fill(&m);
    const struct partition *p = metadata_topic(m.metadata, "t")->partitions;
    struct what_if w = partition_what_if(m.metadata, &p[0], 2, 2, &a);
    assert_int_equal(w.becomes, WITHOUT_AT_MIN);
    assert_int_equal(w.leader, 3);
    assert_true(w.moves);
    assert_int_equal(w.nisr, 2);
    w = partition_what_if(m.metadata, &p[1], 2, 2, &a);
    assert_int_equal(w.becomes, WITHOUT_UNDER_MIN);
    assert_int_equal(w.leader, 1);
    assert_false(w.moves);
    w = partition_what_if(m.metadata, &p[2], 2, 1, &a);
    assert_int_equal(w.becomes, WITHOUT_OFFLINE);
    assert_int_equal(w.leader, -1);
    assert_int_equal(w.nisr, 0);
    w = partition_what_if(m.metadata, &p[3], 2, 1, &a);
    assert_int_equal(w.becomes, WITHOUT_UNTOUCHED);
    assert_false(w.moves);
    w = partition_what_if(m.metadata, &p[4], 2, 1, &a);
    assert_int_equal(w.leader, -1);
    struct gains g = broker_what_if(m.metadata, 2, &a);
    assert_int_equal(g.n, 2);
    assert_int_equal(g.g[0].id, 1);
    assert_int_equal(g.g[0].now, 1);
    assert_int_equal(g.g[0].then, 1);
    assert_int_equal(g.g[1].now, 1);
    assert_int_equal(g.g[1].then, 2);
    assert_int_equal(g.lost, 2);
    arena_release(&a);
    model_release(&m);
}

/* The sums of a broker's page. */
static void all_of_a_broker(void **state)
{
    (void)state;
    struct model m;
    model_init(&m, "test");
    struct metadata *md = made_metadata(3);
    made_topic(md, "t");
    made_partition(md, 2, "2,3,1", "2,3,1"); /* moves, at the minimum */
    made_partition(md, 1, "1,2", "1,2");     /* under it, but keeps its leader */
    made_partition(md, 2, "2,1", "2");       /* offline: moves nowhere */
    made_partition(md, 3, "3,2", "3");       /* out of sync already */
    made_topic(md, "u");
    made_partition(md, 2, "2,3", "2,3"); /* moves, its minimum is not known */
    metadata_seal(md);
    model_take_metadata(&m, md);
    min_isr(&m, "t", "2");
    struct without_sum sum = cluster_without(&m, 2);
    assert_int_equal(sum.offline, 1);
    assert_int_equal(sum.under_min, 1);
    assert_int_equal(sum.at_min, 1);
    assert_int_equal(sum.min_unknown, 1);
    assert_int_equal(sum.moves, 2);
    model_release(&m);
}

static void the_list_has_what_would_change(void **state)
{
    (void)state;
    struct model m;
    model_init(&m, "test");
    fill(&m);
    struct table *t = made_table(&m, "what-if", "2");
    const char *place, *scope;
    assert_int_equal(t->nrows, 4);
    assert_string_equal(shown(t, "0\nt", "becomes"), "keeps a leader"); /* min ISR not known */
    assert_int_equal(cell_at(t, "0\nt", "min_isr")->value.state, VALUE_UNKNOWN);
    assert_true(resource_find("what-if")->open(t, &t->rows[0], &place, &scope));
    assert_string_equal(place, "topic");
    assert_string_equal(scope, "t");
    table_free(t);
    min_isr(&m, "t", "2");
    t = made_table(&m, "what-if", "2");
    assert_string_equal(shown(t, "0\nt", "new_leader"), "3");
    assert_string_equal(shown(t, "0\nt", "isr"), "3,1");
    assert_string_equal(shown(t, "1\nt", "becomes"), "under min ISR");
    assert_string_equal(shown(t, "2\nt", "becomes"), "offline");
    assert_string_equal(shown(t, "2\nt", "new_leader"), "–");
    table_free(t);
    t = made_table(&m, "what-if", "4");
    assert_non_null(strstr(t->note, "lost already"));
    table_free(t);
    t = made_table(&m, "what-if", "9");
    assert_non_null(strstr(t->note, "there is no broker 9"));
    table_free(t);
    t = made_table(&m, "what-if", "two");
    assert_non_null(strstr(t->note, "not a broker id"));
    table_free(t);
    model_release(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_controllers_rule),
        cmocka_unit_test(all_of_a_broker),
        cmocka_unit_test(the_list_has_what_would_change),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
