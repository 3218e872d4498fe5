/* Lines of findings: the cause first, with what it explains folded into it. */
#include "core/insight/findings.h"
#include "tests/support/test.h"
#include "tests/unit/made_up.h"

#include <stdio.h>
#include <string.h>

static void min_isr(struct model *m, const char *topic, const char *value)
{
    struct config_set *c = made_config(CONFIG_TOPIC, topic);
    made_entry(c, "min.insync.replicas", value, CONFIG_SOURCE_DEFAULT);
    model_take_config(m, c);
}

static const struct finding *find(const struct findings *f, enum finding_kind kind)
{
    for (size_t i = 0; i < f->n; i++)
        if (f->f[i].kind == kind)
            return &f->f[i];
    static const struct finding missing = {
        .object = "none found", .what = "none found", .place = "none found", .scope = "none found"};
    return &missing;
}

static void test_a_lost_broker_and_what_follows(void **state)
{
    (void)state;
    struct model m;
    struct arena a;
    model_init(&m, "test");
    arena_init(&a);
    struct metadata *md = made_metadata(3);
    made_topic(md, "at-min");
    made_partition(md, 1, "1,2,3", "1,2");
    made_topic(md, "lone");
    made_partition(md, -1, "3", "3");
    made_topic(md, "tight");
    made_partition(md, 2, "3,2", "2");
    made_lose(md, 3);
    metadata_seal(md);
    model_take_metadata(&m, md);
    min_isr(&m, "at-min", "2");
    min_isr(&m, "lone", "1");
    min_isr(&m, "tight", "2");
    struct findings f = findings_lines(&m, &a);
    assert_string_equal(f.f[0].id, "broker-lost/3");
    assert_string_equal(f.f[0].what,
                        "1 partition offline, tight refuses acks=all, at-min at min ISR "
                        "· 3 replicas");
    assert_int_equal(f.f[0].folded, 6); /* of lone 1, of tight 3, of at-min 2 */
    assert_string_equal(f.f[0].place, "findings-of");
    assert_string_equal(f.f[0].scope, "broker-lost/3");
    assert_int_equal(f.f[0].since_wall_ms, TROUBLE_FROM_START);
    assert_int_equal(f.n, 3); /* what would be so without the loss has a line of its own */
    assert_string_equal(find(&f, FINDING_ONE_COPY)->object, "lone");
    assert_string_equal(find(&f, FINDING_MIN_ISR_IS_RF)->object, "tight");
    f = findings_each(&m, &a);
    assert_int_equal(f.n, 9);
    assert_string_equal(find(&f, FINDING_OFFLINE)->object, "lone");
    assert_string_equal(find(&f, FINDING_OFFLINE)->cause, "broker-lost/3");
    assert_string_equal(find(&f, FINDING_BROKER_LOST)->what, "3 replicas on it");
    assert_string_equal(find(&f, FINDING_BROKER_LOST)->place, "broker");
    assert_null(find(&f, FINDING_BROKER_LOST)->cause);
    assert_string_equal(find(&f, FINDING_UNDER_MIN_ISR)->object, "tight");
    assert_string_equal(find(&f, FINDING_UNDER_MIN_ISR)->cause, "broker-lost/3");
    assert_string_equal(find(&f, FINDING_AT_MIN_ISR)->object, "at-min");
    assert_string_equal(find(&f, FINDING_NOT_PREFERRED)->object, "tight");
    assert_string_equal(find(&f, FINDING_NOT_PREFERRED)->cause, "broker-lost/3");
    assert_null(find(&f, FINDING_ONE_COPY)->cause);
    for (size_t i = 1; i < f.n; i++)
        assert_true(f.f[i - 1].kind <= f.f[i].kind);
    f = findings_of_line(&m, &a, "broker-lost/3");
    assert_int_equal(f.n, 7);
    assert_int_equal(f.f[0].kind, FINDING_BROKER_LOST);
    assert_int_equal(f.f[1].kind, FINDING_OFFLINE);
    assert_int_equal(findings_of_line(&m, &a, "broker-lost/2").n, 0);
    arena_release(&a);
    model_release(&m);
}

/* What two lost brokers bring is one line, whichever of them a partition lacks; what lacks a live
 * broker, too, would not be whole when they come back. */
static void test_two_lost_brokers_are_one_line(void **state)
{
    (void)state;
    struct model m;
    struct arena a;
    model_init(&m, "test");
    arena_init(&a);
    struct metadata *md = made_metadata(4);
    made_topic(md, "both");
    made_partition(md, 1, "1,2,3", "1");
    made_partition(md, 1, "1,3", "1");
    made_topic(md, "mixed");
    made_partition(md, 1, "1,3,4", "1");
    made_lose(md, 2);
    made_lose(md, 3);
    metadata_seal(md);
    model_take_metadata(&m, md);
    struct findings f = findings_lines(&m, &a);
    assert_int_equal(f.n, 2);
    assert_string_equal(f.f[0].id, "broker-lost");
    assert_string_equal(f.f[0].object, "2, 3");
    assert_int_equal(f.f[0].folded, 3);
    assert_string_equal(f.f[1].id, "partition-under-replicated/mixed");
    f = findings_each(&m, &a);
    assert_string_equal(find(&f, FINDING_UNDER_REPLICATED)->object, "both");
    assert_string_equal(find(&f, FINDING_UNDER_REPLICATED)->cause, "broker-lost");
    arena_release(&a);
    model_release(&m);
}

/* A broker that has just come back: it is up, and its replicas catch up. */
static void test_a_broker_out_of_sync_is_one_line(void **state)
{
    (void)state;
    struct model m;
    struct arena a;
    model_init(&m, "test");
    arena_init(&a);
    struct metadata *md = made_metadata(3);
    made_topic(md, "orders");
    made_partition(md, 1, "3,1,2", "1,2");
    made_topic(md, "shipments");
    made_partition(md, 1, "1,2,3", "1,2");
    metadata_seal(md);
    model_take_metadata(&m, md);
    min_isr(&m, "shipments", "3");
    struct findings f = findings_lines(&m, &a);
    assert_int_equal(f.n, 2);
    assert_string_equal(f.f[0].id, "broker-out-of-sync/3");
    assert_int_equal(f.f[0].sev, SEV_BAD); /* as bad as what it brings */
    assert_string_equal(f.f[0].what, "shipments refuses acks=all · 2 of 2 replicas");
    assert_int_equal(f.f[0].folded, 4);
    assert_string_equal(f.f[1].id, "topic-min-isr-is-replicas/shipments");
    arena_release(&a);
    model_release(&m);
    /* With one topic it is the topic that is named, once. */
    model_init(&m, "test");
    arena_init(&a);
    md = made_metadata(3);
    made_topic(md, "orders");
    made_partition(md, 1, "3,1,2", "1,2");
    metadata_seal(md);
    model_take_metadata(&m, md);
    min_isr(&m, "orders", "2");
    f = findings_lines(&m, &a);
    assert_int_equal(f.n, 1);
    assert_string_equal(f.f[0].id, "partition-under-replicated/orders");
    assert_string_equal(f.f[0].what, "1 of 1 partition; at min ISR; not preferred");
    assert_string_equal(f.f[0].place, "topic");
    arena_release(&a);
    model_release(&m);
}

/* One election repairs all of them, so it is one line, and the skew they cause is in it. */
static void test_leaders_not_preferred_are_one_line(void **state)
{
    (void)state;
    struct model m;
    struct arena a;
    model_init(&m, "test");
    arena_init(&a);
    struct metadata *md = made_metadata(2);
    for (int i = 0; i < 4; i++) {
        char name[16];
        snprintf(name, sizeof name, "t%d", i);
        made_topic(md, name);
        made_partition(md, 1, "1,2", "1,2");
        made_partition(md, 1, "2,1", "1,2");
    }
    metadata_seal(md);
    model_take_metadata(&m, md);
    struct findings f = findings_lines(&m, &a);
    assert_int_equal(f.n, 1);
    assert_string_equal(f.f[0].id, "partition-not-preferred");
    assert_string_equal(f.f[0].what, "4 partitions on 4 topics, leaders uneven on 2 brokers");
    assert_int_equal(f.f[0].count, 4);
    assert_null(f.f[0].object);
    assert_string_equal(f.f[0].place, "findings-of");
    f = findings_each(&m, &a);
    assert_int_equal(f.n, 6);
    assert_string_equal(f.f[0].cause, "partition-not-preferred");
    arena_release(&a);
    model_release(&m);
}

static void test_many_of_a_kind_fold_into_one_line(void **state)
{
    (void)state;
    struct model m;
    struct arena a;
    model_init(&m, "test");
    arena_init(&a);
    struct metadata *md = made_metadata(3);
    for (int i = 0; i < 30; i++) {
        char name[16];
        snprintf(name, sizeof name, "t%d", i);
        made_topic(md, name);
        made_partition(md, 1, "1,2,3", "1");
        made_partition(md, 1, "1,2,3", "1");
    }
    metadata_seal(md);
    model_take_metadata(&m, md);
    struct findings f = findings_lines(&m, &a);
    const struct finding *u = find(&f, FINDING_UNDER_REPLICATED);
    assert_int_equal(u->count, 60);
    assert_string_equal(u->what, "60 partitions on 30 topics");
    assert_string_equal(u->place, "findings-of");
    assert_string_equal(u->scope, "partition-under-replicated");
    assert_int_equal(u->folded, 30);
    assert_string_equal(u->id, "partition-under-replicated");
    /* A lookup finds each of them. */
    f = findings_each(&m, &a);
    size_t found = 0;
    for (size_t i = 0; i < f.n; i++)
        found += strcmp(f.f[i].id, "partition-under-replicated/t17") == 0;
    assert_int_equal(found, 1);
    assert_int_equal(find(&f, FINDING_UNDER_REPLICATED)->count, 2);
    arena_release(&a);
    model_release(&m);
}

/* n topics with as many under-replicated partitions as their number says, from 1. */
static struct findings under_replicated(struct model *m, struct arena *a, int n)
{
    struct metadata *md = made_metadata(3);
    char name[16];
    for (int i = 1; i <= n; i++) {
        snprintf(name, sizeof name, "t%d", i);
        made_topic(md, name);
        for (int k = 0; k < i; k++)
            made_partition(md, 1, "1,2,3", "1");
    }
    metadata_seal(md);
    model_take_metadata(m, md);
    return findings_lines(m, a);
}

static void test_the_larger_first_and_twenty_lines(void **state)
{
    (void)state;
    struct model m;
    struct arena a;
    model_init(&m, "test");
    arena_init(&a);
    struct findings f = under_replicated(&m, &a, 20);
    assert_string_equal(f.f[0].object, "t20");
    assert_string_equal(f.f[19].object, "t1");
    assert_int_equal(f.f[19].kind, FINDING_UNDER_REPLICATED);
    f = under_replicated(&m, &a, 21);
    assert_int_equal(f.f[0].kind, FINDING_UNDER_REPLICATED);
    assert_int_equal(f.f[1].kind, FINDING_SKEW);                /* all in one line */
    assert_int_equal(f.f[0].since_wall_ms, TROUBLE_FROM_START); /* of the earliest of them */
    arena_release(&a);
    model_release(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_lost_broker_and_what_follows),
        cmocka_unit_test(test_two_lost_brokers_are_one_line),
        cmocka_unit_test(test_a_broker_out_of_sync_is_one_line),
        cmocka_unit_test(test_leaders_not_preferred_are_one_line),
        cmocka_unit_test(test_many_of_a_kind_fold_into_one_line),
        cmocka_unit_test(test_the_larger_first_and_twenty_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
