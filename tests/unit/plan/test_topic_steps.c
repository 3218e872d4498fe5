/* Steps on topics and their records: JSON both ways with what makes them one whole, what can't be
 * turned round, and how many records a reader loses. */
#include "core/action/action.h"
#include "core/action/apply.h"
#include "core/action/topic/topic_snapshot.h"
#include "core/kafka/offsets.h"
#include "core/plan/plan_json.h"
#include "core/plan/step/step_add_partitions.h"
#include "core/plan/step/step_create_topic.h"
#include "core/plan/step/step_delete_records.h"
#include "core/plan/step/step_delete_topic.h"
#include "core/plan/step/step_elect.h"
#include "core/plan/step/step_wait_empty.h"
#include "tests/support/reverse.h"
#include "tests/support/test.h"

#include <stdlib.h>
#include <string.h>

static struct plan *all_kinds(void)
{
    struct profile *profile = profile_new("here", "-b");
    struct plan *p = plan_new("topic-delete");
    int32_t one[] = {3, 1}, two[] = {1, 2};
    int32_t *assignment[] = {one, two};
    int nassigned[] = {2, 2};
    struct config_pair own = {"retention.ms", "5"};
    struct create_topic shell = {.name = "orders",
                                 .partitions = -1,
                                 .replication = -1,
                                 .config = &own,
                                 .nconfig = 1,
                                 .assignment = assignment,
                                 .nassigned = nassigned,
                                 .nassignments = 2};
    struct delete_topic gone = {.id = "abc_-", .shell = &shell, .may_return = true};
    struct add_partitions more = {.topic = "orders",
                                  .from = 2,
                                  .total = 4,
                                  .assignment = assignment,
                                  .nassigned = nassigned,
                                  .nassignments = 2};
    struct delete_records cut = {.topic = "orders", .partition = 1, .from = 3, .to = 9000000000};
    struct wait_goal goals[] = {{0, 7}, {1, 9000000000}};
    struct wait_empty wait = {.topic = "orders", .n = 2, .goals = goals, .longest_ms = 60000};
    struct elect_leader elect = {.topic = "orders", .partition = 1, .from = 2, .to = 1};
    struct elect_leader unclean = {.topic = "orders", .unclean = true, .from = -1, .to = -1};

    p->args = args_copy(NULL);
    plan_add_delete_topic(p, &gone, profile);
    profile_free(profile);
    plan_add_partitions(p, &more);
    plan_add_delete_records(p, &cut);
    plan_add_wait_empty(p, &wait)->role = STEP_AFTER;
    plan_add_elect(p, &elect)->role = STEP_RESTORES;
    plan_add_elect(p, &unclean);
    return p;
}

static void test_json_both_ways(void **state)
{
    struct plan *p = all_kinds(), *back;
    json_t *o = plan_to_json(p), *again;
    struct err err = {0};

    (void)state;
    back = plan_from_json(o, &err);
    if (!back)
        fail_msg("%s", err.msg);
    again = plan_to_json(back);
    assert_true(json_equal(o, again));
    assert_int_equal(back->steps[2].role, STEP_PLAIN);
    assert_int_equal(back->steps[3].role, STEP_AFTER);
    assert_int_equal(back->steps[4].role, STEP_RESTORES);
    assert_string_equal(back->steps[0].before, "2 partitions × 2 replicas, retention.ms=5");
    assert_true(((struct delete_topic *)back->steps[0].payload)->may_return);
    assert_int_equal(((struct wait_empty *)back->steps[3].payload)->goals[1].goal, 9000000000);
    assert_true(((struct elect_leader *)back->steps[5].payload)->unclean);
    json_decref(o);
    json_decref(again);
    plan_free(back);
    plan_free(p);
}

static void refused(json_t *plan, size_t step, const char *key, json_t *value)
{
    json_t *o = json_deep_copy(plan);
    json_t *data = json_object_get(json_array_get(json_object_get(o, "steps"), step), "data");
    struct err err = {0};

    json_object_set_new(data, key, value);
    assert_null(plan_from_json(o, &err));
    assert_true(err.msg[0]);
    json_decref(o);
}

/* A plan from a file may be anyone's. */
static void test_wrong_json_is_refused(void **state)
{
    struct plan *p = all_kinds();
    json_t *o = plan_to_json(p), *role = json_deep_copy(o);
    struct err err = {0};

    (void)state;
    refused(o, 0, "topic", json_null());
    refused(o, 1, "total", json_integer(2));
    refused(o, 1, "total", json_integer(1LL << 40));
    refused(o, 2, "to", json_integer(-1));
    refused(o, 2, "partition", json_integer(-1));
    refused(o, 3, "goals", json_pack("[{s:i}]", "partition", 0));
    refused(o, 3, "goals", json_pack("[{s:i, s:i}]", "partition", 0, "goal", -1001));
    refused(o, 3, "goals", json_array());
    refused(o, 4, "partition", json_string("1"));
    refused(o, 4, "from", json_integer(-2));
    json_object_set_new(json_array_get(json_object_get(role, "steps"), 0), "role",
                        json_string("first"));
    assert_null(plan_from_json(role, &err));
    json_decref(role);
    json_decref(o);
    plan_free(p);
}

static void test_none_can_be_turned_round(void **state)
{
    struct plan *p = all_kinds();
    struct err err = {0};

    (void)state;
    for (size_t i = 0; i < p->nsteps; i++) {
        assert_non_null(p->steps[i].cant_undo);
        p->steps[i].state = STEP_DONE;
    }
    assert_null(plan_reverse(p, &err));
    assert_true(plan_waits(p));
    assert_null(plan_waiting(p));
    p->steps[3].state = STEP_SENT;
    assert_ptr_equal(plan_waiting(p), &p->steps[3]);
    plan_free(p);
}

/* ---- waiting until a topic is empty ---------------------------------------------------------- */

static struct reported nothing(void)
{
    return reported_of(-1001); /* what librdkafka puts where no one answered */
}

static void put_answers(struct reads *f, size_t item, struct reported first, struct reported second)
{
    struct offset_answers *o = calloc(1, sizeof *o);

    assert_non_null(o);
    arena_init(&o->arena);
    o->n = 2;
    o->a = arena_array(&o->arena, 2, sizeof *o->a);
    o->a[0] = (struct offset_answer){.topic = "orders", .partition = 0, .offset = first};
    o->a[1] = (struct offset_answer){.topic = "orders", .partition = 1, .offset = second};
    f->items.data[item]->answer = o;
}

/* What is read back with these log starts and ends of the two partitions. */
static bool is_empty(struct plan *p, struct plan_step *s, const struct reported start[2],
                     const struct reported end[2])
{
    struct reads f;
    struct err err = {0};
    bool as_intended = false;

    reads_init(&f, NULL);
    s->kind->want(s, &f);
    put_answers(&f, 0, start[0], start[1]);
    put_answers(&f, 1, end[0], end[1]);
    assert_true(s->kind->read(p, s, &f, &as_intended, &err));
    reads_release(&f);
    return as_intended;
}

/* A partition of which nothing is known is not empty: the wait goes on, and says so. */
static void test_waits_for_what_is_not_known(void **state)
{
    struct plan *p = plan_new("topic-purge");
    struct wait_goal goals[] = {{0, 7}, {1, 9}};
    struct wait_empty wait = {.topic = "orders", .n = 2, .goals = goals, .longest_ms = 60000};
    struct plan_step *s = plan_add_wait_empty(p, &wait);
    struct reported at7 = reported_of(7), at9 = reported_of(9), at0 = reported_of(0),
                    none = nothing();

    (void)state;
    assert_true(is_empty(p, s, (struct reported[]){at7, at9}, (struct reported[]){at7, at9}));
    assert_true(is_empty(p, s, (struct reported[]){at7, at0}, (struct reported[]){at7, at0}));
    assert_false(is_empty(p, s, (struct reported[]){at7, none}, (struct reported[]){at7, none}));
    assert_non_null(strstr(s->now, "1 of 2 partitions empty, 1 not known, 0 records left"));
    assert_false(is_empty(p, s, (struct reported[]){none, at0}, (struct reported[]){at7, at9}));
    assert_non_null(strstr(s->now, "0 of 2 partitions empty, 1 not known, 9 records left"));
    plan_free(p);
}

static void test_what_a_reader_loses(void **state)
{
    struct topic_part parts[] = {
        {.id = 0, .start = 10, .end = 100},
        {.id = 1, .start = 0, .end = 50, .trouble = "no leader"},
        {.id = 2, .start = 0, .end = 50},
    };
    struct commit commits[] = {{0, 40}, {1, 0}, {2, 60}};
    struct topic_snapshot w = {.topic = "orders", .parts = parts, .nparts = 3};
    struct topic_reader r = {.partitions = 3, .commits = commits};

    (void)state;
    assert_int_equal(topic_reader_loses(&w, &r, 0, 100), 60);
    assert_int_equal(topic_reader_loses(&w, &r, 0, 40), 0);
    assert_int_equal(topic_reader_loses(&w, &r, 0, 20), 0);
    commits[0].offset = 3; /* what is before the log start was lost already */
    assert_int_equal(topic_reader_loses(&w, &r, 0, 20), 10);
    assert_int_equal(topic_reader_loses(&w, &r, 1, 50), 0); /* not known */
    assert_int_equal(topic_reader_loses(&w, &r, 2, 50), 0); /* ahead of the log */
    r.partitions = 0;
    assert_int_equal(topic_reader_loses(&w, &r, 0, 100), 0); /* no commit: nothing to lose */
}

static bool still(const char *id, int64_t was, int64_t is, struct err *why)
{
    struct topic_part then = {.end = was}, now = {.end = is};
    struct topic_snapshot old_facts = {.topic = "orders", .id = id, .parts = &then, .nparts = 1};
    struct topic_snapshot new_facts = {.topic = "orders", .id = id, .parts = &now, .nparts = 1};
    struct plan *old = plan_new("topic-delete"), *new = plan_new("topic-delete");
    bool ok;

    old->detail = was < 0 ? NULL : &old_facts;
    new->detail = &new_facts;
    ok = topic_snapshot_revalidate(old, new, why);
    plan_free(old);
    plan_free(new);
    return ok;
}

/* Brokers before Kafka 2.8 give topics no ids: the logs show whether it is still the same. */
static void test_the_same_topic_without_an_id(void **state)
{
    struct err why = {0};

    (void)state;
    assert_true(still(NULL, 5, 5, &why));
    assert_true(still(NULL, 5, 9, &why));
    assert_false(still(NULL, 5, 4, &why));
    assert_string_equal(why.msg, "the log of orders-0 ended at 5 and now ends at 4: this is "
                                 "another topic");
    assert_false(still(NULL, -1, 5, &why)); /* the plan is from a file */
    assert_non_null(strstr(why.msg, "no ids"));
    assert_true(still("abc", 5, 4, &why)); /* the id is compared as a fact */
    assert_true(still("abc", -1, 5, &why));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_json_both_ways),
        cmocka_unit_test(test_wrong_json_is_refused),
        cmocka_unit_test(test_none_can_be_turned_round),
        cmocka_unit_test(test_waits_for_what_is_not_known),
        cmocka_unit_test(test_what_a_reader_loses),
        cmocka_unit_test(test_the_same_topic_without_an_id),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
