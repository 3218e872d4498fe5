/* Findings: what is wrong, worst first, and where Enter goes. */
#include "core/insight/findings.h"
#include "core/insight/lag/lag_since.h"
#include "core/insight/lag/verdict_input.h"
#include "core/model/model_fact.h"
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

static void test_a_healthy_cluster_has_none(void **state)
{
    (void)state;
    struct model m;
    struct arena a;
    model_init(&m, "test");
    arena_init(&a);
    assert_int_equal(findings_lines(&m, &a).n, 0); /* nothing known is nothing found */
    struct metadata *md = made_metadata(3);
    made_topic(md, "orders");
    made_partition(md, 1, "1,2,3", "1,2,3");
    metadata_seal(md);
    model_take_metadata(&m, md);
    min_isr(&m, "orders", "2");
    assert_int_equal(findings_lines(&m, &a).n, 0);
    arena_release(&a);
    model_release(&m);
}

static void test_one_copy_is_not_called_at_min_isr(void **state)
{
    (void)state;
    struct model m;
    struct arena a;
    model_init(&m, "test");
    arena_init(&a);
    struct metadata *md = made_metadata(1);
    made_topic(md, "t");
    made_partition(md, 1, "1", "1");
    metadata_seal(md);
    model_take_metadata(&m, md);
    min_isr(&m, "t", "1");
    struct findings f = findings_lines(&m, &a);
    assert_int_equal(f.n, 1);
    assert_int_equal(f.f[0].kind, FINDING_ONE_COPY);
    arena_release(&a);
    model_release(&m);
}

/* The list of groups and the group itself are asked for at different times: the later one counts.
 */
static void test_the_newer_state_counts(void **state)
{
    (void)state;
    struct model m;
    struct arena a;
    enum group_state s;
    model_init(&m, "test");
    arena_init(&a);
    struct group_listing *l = made_listing();
    made_listed(l, "g", GROUP_EMPTY);
    model_take_group_list(&m, l);
    made_ends(&m, "t", 0, 0, 100);
    struct group_offsets *o = made_offsets("g");
    made_commit(o, "t", 0, 10);
    model_take_group_offsets(&m, o);
    assert_int_equal(findings_lines(&m, &a).f[0].kind, FINDING_INACTIVE_LAG);
    model_take_group(&m, made_group("g", GROUP_STABLE));
    assert_int_equal(findings_lines(&m, &a).n, 0);
    m.group_list_fact.at_ms = model_group(&m, "g")->fact.at_ms + 1;
    assert_true(lag_group_state(&m, "g", &s) && s == GROUP_EMPTY);
    assert_string_equal(findings_lines(&m, &a).f[0].what, "90 to read");
    o = made_offsets("g");
    made_commit(o, "t", 0, 10);
    made_commit(o, "stuck", 0, 10); /* no broker reported its end */
    model_take_group_offsets(&m, o);
    assert_string_equal(findings_lines(&m, &a).f[0].what, "at least 90 to read");
    arena_release(&a);
    model_release(&m);
}

static void test_groups_that_lag_or_lost(void **state)
{
    (void)state;
    struct model m;
    struct arena a;
    model_init(&m, "test");
    arena_init(&a);
    struct group_listing *l = made_listing();
    made_listed(l, "busy", GROUP_STABLE);
    made_listed(l, "idle", GROUP_EMPTY);
    made_listed(l, "done", GROUP_EMPTY);
    made_listed(l, "never-asked", GROUP_EMPTY);
    model_take_group_list(&m, l);
    made_ends(&m, "t", 0, 50, 100);
    struct group_offsets *o = made_offsets("busy");
    made_commit(o, "t", 0, 60);
    model_take_group_offsets(&m, o);
    o = made_offsets("idle");
    made_commit(o, "t", 0, 10);
    model_take_group_offsets(&m, o);
    o = made_offsets("done");
    made_commit(o, "t", 0, 100);
    model_take_group_offsets(&m, o);
    struct findings f = findings_lines(&m, &a);
    assert_int_equal(f.n, 1); /* a group is named once */
    assert_string_equal(f.f[0].id, "group-data-lost/idle");
    assert_string_equal(f.f[0].what, "40, never read; no active members: 50 to read");
    assert_string_equal(f.f[0].place, "group");
    f = findings_each(&m, &a);
    assert_int_equal(f.n, 2);
    assert_string_equal(f.f[1].cause, "group-data-lost/idle");
    assert_int_equal(f.f[0].kind, FINDING_DATA_LOST);
    assert_int_equal(f.f[0].count, 40);
    assert_int_equal(f.f[1].kind, FINDING_INACTIVE_LAG);
    assert_int_equal(f.f[1].count, 50);
    assert_string_equal(f.f[1].object, "idle");
    assert_string_equal(f.f[1].place, "group");
    arena_release(&a);
    model_release(&m);
}

/* Its pages are the test's own. */
static void release_verdicts(struct group_verdicts *verdicts)
{
    map_release(&verdicts->pages, NULL);
    group_verdicts_release(verdicts);
}

static void two_groups_behind(struct model *m)
{
    struct group_listing *l = made_listing();
    made_listed(l, "slow", GROUP_STABLE);
    made_listed(l, "stuck", GROUP_STABLE);
    model_take_group_list(m, l);
    made_ends(m, "t", 0, 0, 100);
    struct group_offsets *o = made_offsets("stuck");
    made_commit(o, "t", 0, 10);
    model_take_group_offsets(m, o);
    o = made_offsets("slow");
    made_commit(o, "t", 0, 10);
    model_take_group_offsets(m, o);
}

/* What only samples over time show comes from the group's verdict. */
static void test_verdicts_on_groups_are_findings(void **state)
{
    (void)state;
    struct model m;
    struct arena a;
    struct group_verdicts verdicts;
    struct recording h;
    static struct judged_partition entry = {.topic = "t", .partition = 0};
    static struct judged_group stuck, slow;
    model_init(&m, "test");
    arena_init(&a);
    two_groups_behind(&m);
    assert_int_equal(findings_lines(&m, &a).n, 0); /* not judged yet */
    entry.hold = (struct verdict_debounce){.any = true, .shown = {.verdict = VERDICT_STALLED}};
    stuck = (struct judged_group){.verdict = {.verdict = VERDICT_STALLED,
                                              .brief = "stalled for 4 min",
                                              .topic = "t",
                                              .lag = 90},
                                  .entries = &entry,
                                  .n = 1,
                                  .sample_ms = 1000000};
    slow = (struct judged_group){.verdict = {.verdict = VERDICT_FALLING_BEHIND,
                                             .brief = "falling behind: producers ×1.9",
                                             .risk = true,
                                             .risk_ms = 1200000,
                                             .lag = 80}};
    group_verdicts_init(&verdicts, 10000);
    map_set(&verdicts.pages, "stuck", &stuck);
    map_set(&verdicts.pages, "slow", &slow);
    m.group_verdicts = &verdicts;
    recording_init(&h, 10000);
    m.recording = &h;
    recording_make_part(&h, recording_make_group(&h, "stuck"), recording_make_topic(&h, "t", NULL),
                        0)
        ->changed_ms = 760000;
    lag_since_update(&h, "stuck", &stuck);
    struct findings f = findings_lines(&m, &a);
    assert_int_equal(f.n, 2);
    assert_string_equal(f.f[1].id, "group-retention-risk/slow");
    assert_string_equal(f.f[1].what, "in 20 min, at this pace; falling behind: producers ×1.9");
    f = findings_each(&m, &a);
    assert_int_equal(f.n, 3);
    assert_string_equal(f.f[0].id, "group-stalled/stuck");
    assert_string_equal(f.f[0].what, "stalled for 4 min");
    assert_int_equal(f.f[0].since_wall_ms, 760000); /* its last commit */
    assert_int_equal(f.f[1].since_wall_ms, 0);      /* never sampled: unknown */
    assert_string_equal(f.f[1].id, "group-retention-risk/slow");
    assert_string_equal(f.f[1].what, "in 20 min, at this pace");
    assert_string_equal(f.f[2].id, "group-falling-behind/slow");
    assert_string_equal(f.f[2].place, "group");
    assert_string_equal(f.f[2].what, "producers ×1.9");
    m.group_verdicts = NULL;
    release_verdicts(&verdicts);
    arena_release(&a);
    recording_release(&h);
    model_release(&m);
}

/* A group without members whose commits move is read: it is no reason to alarm anyone. */
static void test_who_reads_without_joining_is_not_missing(void **state)
{
    (void)state;
    struct model m;
    struct arena a;
    struct group_verdicts verdicts;
    static struct judged_group judged = {.verdict = {.verdict = VERDICT_COMMITS_EMPTY, .lag = 5}};
    model_init(&m, "test");
    arena_init(&a);
    struct group_listing *l = made_listing();
    made_listed(l, "mirror", GROUP_EMPTY);
    model_take_group_list(&m, l);
    made_ends(&m, "t", 0, 0, 100);
    struct group_offsets *o = made_offsets("mirror");
    made_commit(o, "t", 0, 80);
    model_take_group_offsets(&m, o);
    group_verdicts_init(&verdicts, 10000);
    map_set(&verdicts.pages, "mirror", &judged);
    m.group_verdicts = &verdicts;
    assert_int_equal(findings_lines(&m, &a).n, 0);
    judged.verdict.verdict = VERDICT_NO_MEMBERS; /* it stopped */
    assert_int_equal(findings_lines(&m, &a).f[0].kind, FINDING_INACTIVE_LAG);
    judged.verdict.verdict = VERDICT_INACTIVE; /* so little is left that the list has no warning */
    assert_int_equal(findings_lines(&m, &a).n, 0);
    m.group_verdicts = NULL;
    release_verdicts(&verdicts);
    arena_release(&a);
    model_release(&m);
}

/* A few records left by a group that stopped are no finding; what is unknown may be more. */
static void test_a_few_records_left_are_no_finding(void **state)
{
    (void)state;
    struct model m;
    struct arena a;
    model_init(&m, "test");
    arena_init(&a);
    struct group_listing *l = made_listing();
    made_listed(l, "idle", GROUP_EMPTY);
    model_take_group_list(&m, l);
    made_ends(&m, "t", 0, 0, 100);
    for (int left = 10; left <= 11; left++) {
        struct group_offsets *o = made_offsets("idle");
        made_commit(o, "t", 0, 100 - left);
        model_take_group_offsets(&m, o);
        assert_int_equal(findings_lines(&m, &a).n, left == 11);
    }
    struct group_offsets *o = made_offsets("idle");
    made_commit(o, "t", 0, 99);
    made_commit(o, "stuck", 0, 10); /* no broker reported its end */
    model_take_group_offsets(&m, o);
    assert_string_equal(findings_lines(&m, &a).f[0].what, "at least 1 to read");
    arena_release(&a);
    model_release(&m);
}

static void test_skewed_leaders(void **state)
{
    (void)state;
    struct model m;
    struct arena a;
    model_init(&m, "test");
    arena_init(&a);
    struct metadata *md = made_metadata(3);
    made_topic(md, "t");
    for (int i = 0; i < 12; i++)
        made_partition(md, i < 10 ? 1 : 2 + i % 2,
                       i < 10  ? "1,2,3"
                       : i % 2 ? "3,1,2"
                               : "2,1,3",
                       "1,2,3");
    metadata_seal(md);
    model_take_metadata(&m, md);
    struct findings f = findings_lines(&m, &a);
    assert_int_equal(f.n, 3);
    assert_int_equal(f.f[0].kind, FINDING_SKEW);
    assert_string_equal(f.f[0].object, "1");
    assert_string_equal(f.f[0].what, "leads 10 partitions, an even share is 4");
    arena_release(&a);
    model_release(&m);
}

static void broker_setting(struct model *m, const char *broker, const char *heap,
                           const char *listener, const char *secret)
{
    struct config_set *c = made_config(CONFIG_BROKER, broker);
    made_entry(c, "advertised.listeners", listener, CONFIG_SOURCE_STATIC);
    made_entry(c, "log.retention.hours", heap, CONFIG_SOURCE_STATIC);
    struct config_entry *e = made_entry(c, "ssl.key.password", NULL, CONFIG_SOURCE_STATIC);
    e->sensitive = true;
    made_entry(c, "super.users", secret, CONFIG_SOURCE_STATIC);
    config_set_sort(c);
    model_take_config(m, c);
}

static void test_brokers_that_are_set_differently(void **state)
{
    (void)state;
    struct model m;
    struct arena a;
    model_init(&m, "test");
    arena_init(&a);
    struct metadata *md = made_metadata(3);
    metadata_seal(md);
    model_take_metadata(&m, md);
    broker_setting(&m, "1", "24", "PLAINTEXT://b1:9092", "User:admin");
    assert_int_equal(findings_lines(&m, &a).n, 0); /* one alone can't differ */
    broker_setting(&m, "2", "168", "PLAINTEXT://b2:9092", "User:admin");
    assert_int_equal(findings_lines(&m, &a).n, 0); /* the third decides which of them is odd */
    broker_setting(&m, "3", "168", "PLAINTEXT://b3:9092", "User:admin");
    struct findings f = findings_lines(&m, &a);
    assert_int_equal(f.n, 1);
    assert_string_equal(f.f[0].id, "broker-settings-differ/log.retention.hours");
    assert_string_equal(f.f[0].what, "broker 1 has 24, most of 3 have 168");
    assert_string_equal(f.f[0].place, "broker-configs");
    assert_string_equal(f.f[0].scope, "1");
    broker_setting(&m, "1", "168", "PLAINTEXT://b1:9092", "User:admin");
    assert_int_equal(findings_lines(&m, &a).n, 0);
    arena_release(&a);
    model_release(&m);
}

/* One value each: neither is what most have. */
static void test_a_majority_is_more_than_one(void **state)
{
    (void)state;
    struct model m;
    struct arena a;
    struct err err = {.kind = ERR_TIMEOUT, .msg = "no answer in time"};
    model_init(&m, "test");
    arena_init(&a);
    struct metadata *md = made_metadata(3);
    metadata_seal(md);
    model_take_metadata(&m, md);
    broker_setting(&m, "1", "15000", "PLAINTEXT://b1:9092", "User:admin");
    broker_setting(&m, "2", "20000", "PLAINTEXT://b2:9092", "User:admin");
    model_failed(&m, FACT_BROKER_CONFIG, "3", &err);
    struct findings f = findings_lines(&m, &a);
    assert_int_equal(f.n, 1);
    assert_string_equal(f.f[0].what, "broker 1: 15000, broker 2: 20000");
    broker_setting(&m, "3", "30000", "PLAINTEXT://b3:9092", "User:admin");
    f = findings_lines(&m, &a);
    assert_string_equal(f.f[0].what, "broker 1: 15000, broker 2: 20000, broker 3: 30000");
    arena_release(&a);
    model_release(&m);
}

static void test_ids_name_the_kind_and_the_object(void **state)
{
    (void)state;
    for (int i = 0; i < FINDING_KINDS; i++)
        for (int k = 0; k < i; k++)
            assert_string_not_equal(finding_kind_id((enum finding_kind)i),
                                    finding_kind_id((enum finding_kind)k));
    struct model m;
    model_init(&m, "test");
    struct metadata *md = made_metadata(1);
    made_topic(md, "orders");
    made_partition(md, 1, "1", "1");
    metadata_seal(md);
    model_take_metadata(&m, md);
    struct table *t = made_table(&m, "findings", NULL);
    assert_int_equal(t->nrows, 1);
    assert_string_equal(shown(t, t->rows[0].key, "id"), "topic-one-copy/orders");
    table_free(t);
    model_release(&m);
}

static void test_every_kind_is_explained(void **state)
{
    (void)state;
    for (int k = 0; k < FINDING_KINDS; k++) {
        assert_non_null(finding_kind_name((enum finding_kind)k));
        assert_true(strlen(finding_kind_meaning((enum finding_kind)k)) > 30);
        assert_int_not_equal(finding_kind_severity((enum finding_kind)k), SEV_NONE);
    }
}

static void test_enter_leads_to_the_place(void **state)
{
    (void)state;
    struct model m;
    model_init(&m, "test");
    struct group_listing *l = made_listing();
    made_listed(l, "odd\nname", GROUP_EMPTY);
    model_take_group_list(&m, l);
    made_ends(&m, "t", 0, 0, 100);
    struct group_offsets *o = made_offsets("odd\nname");
    made_commit(o, "t", 0, 10);
    model_take_group_offsets(&m, o);
    struct metadata *md = made_metadata(1);
    made_topic(md, "t");
    made_partition(md, 1, "1", "1");
    metadata_seal(md);
    model_take_metadata(&m, md);
    struct table *t = made_table(&m, "findings", NULL);
    const char *place, *scope;
    assert_int_equal(t->nrows, 2);
    assert_true(resource_find("findings")->open(t, &t->rows[0], &place, &scope));
    assert_string_equal(place, "group");
    assert_string_equal(scope, "odd\nname"); /* raw, as the cluster spells it */
    assert_true(resource_find("findings")->open(t, &t->rows[1], &place, &scope));
    assert_string_equal(place, "topic");
    assert_string_equal(scope, "t");
    table_free(t);
    model_release(&m);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_healthy_cluster_has_none),
        cmocka_unit_test(test_one_copy_is_not_called_at_min_isr),
        cmocka_unit_test(test_the_newer_state_counts),
        cmocka_unit_test(test_groups_that_lag_or_lost),
        cmocka_unit_test(test_verdicts_on_groups_are_findings),
        cmocka_unit_test(test_who_reads_without_joining_is_not_missing),
        cmocka_unit_test(test_a_few_records_left_are_no_finding),
        cmocka_unit_test(test_skewed_leaders),
        cmocka_unit_test(test_brokers_that_are_set_differently),
        cmocka_unit_test(test_a_majority_is_more_than_one),
        cmocka_unit_test(test_ids_name_the_kind_and_the_object),
        cmocka_unit_test(test_every_kind_is_explained),
        cmocka_unit_test(test_enter_leads_to_the_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
