/* The steps that take commits away: written as JSON and read back, and turned round, each the
 * other's reverse. */
#include "core/model/offsets.h"
#include "core/plan/plan_json.h"
#include "core/plan/step.h"
#include "core/plan/step/step_group.h"
#include "core/plan/step/step_offset.h"
#include "tests/support/reverse.h"
#include "tests/support/test.h"

#include <string.h>

static const char hostile[] = "g\x1b[2J\xff";

static struct plan *deletions(void)
{
    struct plan *p = plan_new("group-delete");
    struct offset_step o = {
        .group = hostile, .topic = "t", .partition = 3, .from = 7, .to = OFFSET_UNKNOWN};
    struct plan_step *s = plan_add_group_deletion(p, hostile);

    group_deletion_keep(p, s, "orders", 0, 12);
    group_deletion_keep(p, s, "orders", 1, 0);
    plan_add_offset_deletion(p, &o);
    plan_add_group_deletion(p, "nothing in it");
    return p;
}

static void test_json_round_trip(void **state)
{
    struct plan *p = deletions(), *q;
    json_t *once = plan_to_json(p), *twice;
    const struct group_deletion *d;
    struct err err = {0};

    (void)state;
    q = plan_from_json(once, &err);
    if (!q)
        fail_msg("%s", err.msg);
    twice = plan_to_json(q);
    assert_true(json_equal(once, twice));
    d = q->steps[0].payload;
    assert_string_equal(d->group, hostile);
    assert_int_equal(d->n, 2);
    assert_string_equal(d->offsets[1].topic, "orders");
    assert_int_equal(d->offsets[0].offset, 12);
    assert_string_equal(q->steps[0].before, "2 offsets");
    json_decref(once);
    json_decref(twice);
    plan_free(p);
    plan_free(q);
}

static void test_reverse(void **state)
{
    struct plan *p = deletions(), *back, *again;
    const struct offset_step *o;
    struct err err = {0};

    (void)state;
    for (size_t i = 0; i < p->nsteps; i++)
        p->steps[i].state = STEP_DONE;
    back = plan_reverse(p, &err);
    assert_non_null(back);
    /* A group that had nothing can't be made again. */
    assert_int_equal(back->nwarnings, 1);
    assert_int_equal(back->nsteps, 3);
    assert_ptr_equal(back->steps[0].kind, &step_offset);
    assert_string_equal(back->steps[0].after, "7");
    assert_null(back->steps[0].before);
    o = back->steps[1].payload;
    assert_string_equal(o->group, hostile);
    assert_int_equal(o->to, 12);
    for (size_t i = 0; i < back->nsteps; i++)
        back->steps[i].state = STEP_DONE;
    again = plan_reverse(back, &err);
    assert_int_equal(again->nsteps, 3);
    for (size_t i = 0; i < again->nsteps; i++) {
        assert_ptr_equal(again->steps[i].kind, &step_offset_deletion);
        assert_null(again->steps[i].after);
    }
    plan_free(again);
    plan_free(back);
    plan_free(p);
}

static void read_wrong(const char *json)
{
    struct plan *p;
    struct err err = {0};
    json_t *o = json_loads(json, 0, NULL);

    assert_non_null(o);
    p = plan_from_json(o, &err);
    assert_null(p);
    json_decref(o);
}

#define STEP(kind, data)                                                                           \
    "{\"verb\":\"x\",\"danger\":\"low\",\"made_ms\":1,\"steps\":[{\"kind\":\"" kind                \
    "\",\"object\":\"o\",\"data\":{\"group\":\"g\"" data "}}]}"

/* Never a commit that the broker would take for something else. */
static void test_wrong_json(void **state)
{
    (void)state;
    read_wrong(STEP("delete-offset", ",\"topic\":\"t\",\"partition\":-1,\"from\":1"));
    read_wrong(STEP("delete-offset", ",\"topic\":\"t\",\"partition\":0,\"from\":-5"));
    read_wrong(STEP("commit-offset", ",\"topic\":\"t\",\"partition\":0,\"from\":1,\"to\":null"));
    read_wrong(STEP("delete-group", ",\"offsets\":[{\"topic\":\"t\",\"partition\":0,"
                                    "\"offset\":-1}]"));
    read_wrong(STEP("delete-group", ",\"offsets\":[{\"topic\":\"t\",\"partition\":0}]"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_json_round_trip),
        cmocka_unit_test(test_reverse),
        cmocka_unit_test(test_wrong_json),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
