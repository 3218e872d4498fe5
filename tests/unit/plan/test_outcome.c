/* What is claimed of a step: by the broker's answer, and by what reading back shows. */
#include "core/kafka/convert.h"
#include "core/plan/outcome.h"
#include "tests/support/test.h"

#include <string.h>

/* A kind whose state is in this file: what is there, or why it can't be read. */
static const char *there;
static struct err unreadable;

static bool read_there(struct plan *p, struct plan_step *s, const struct reads *f,
                       bool *as_intended, struct err *err)
{
    (void)f;
    if (unreadable.kind != ERR_NONE) {
        *err = unreadable;
        return false;
    }
    s->now = plan_show(p, there);
    *as_intended = there && strcmp(there, s->after) == 0;
    return true;
}

static bool by_name(const struct plan_step *s, const struct outcome *o)
{
    return strcmp(s->object, o->object) == 0;
}

static const struct step_kind kind = {.name = "test", .read = read_there, .concerns = by_name};

static struct plan *sent_plan(size_t n)
{
    static const char *const names[] = {"a", "b", "c"};
    struct plan *p = plan_new("x");

    for (size_t i = 0; i < n; i++) {
        struct plan_step *s = plan_add(p, &kind, names[i]);

        s->what = "set";
        s->before = "old";
        s->after = "new";
        s->state = STEP_SENT;
    }
    there = "new";
    err_clear(&unreadable);
    return p;
}

static bool answer(struct plan *p, int code, const char *words)
{
    struct outcome o = {.object = "a", .err_code = code, .err = words};
    struct outcome_list l = {.o = &o, .n = 1};

    return outcome_settle(p, 0, p->nsteps, &l, NULL);
}

static bool no_answer(struct plan *p, enum err_kind k)
{
    struct err err = {0};

    err_set(&err, k, "words");
    return outcome_settle(p, 0, p->nsteps, NULL, &err);
}

static void test_answers(void **state)
{
    struct plan *p = sent_plan(1);

    (void)state;
    assert_false(answer(p, 0, NULL));
    assert_int_equal(p->steps[0].state, STEP_ACCEPTED);
    assert_false(answer(p, 29, "not authorised"));
    assert_int_equal(p->steps[0].state, STEP_REFUSED);
    assert_string_equal(p->steps[0].result, "not authorised");
    /* The broker stopped waiting, or the library did: it may still happen. */
    assert_true(answer(p, 7, "request timed out"));
    assert_int_equal(p->steps[0].state, STEP_UNKNOWN);
    assert_true(answer(p, 15, "coordinator not available"));
    assert_int_equal(p->steps[0].state, STEP_UNKNOWN);
    assert_true(answer(p, -185, "timed out"));
    assert_int_equal(p->steps[0].state, STEP_UNKNOWN);
    plan_free(p);
}

static void test_an_answer_for_half_of_it(void **state)
{
    struct plan *p = sent_plan(2);

    (void)state;
    assert_true(answer(p, 0, NULL));
    assert_int_equal(p->steps[0].state, STEP_ACCEPTED);
    assert_int_equal(p->steps[1].state, STEP_UNKNOWN);
    plan_free(p);
}

static void test_no_answer(void **state)
{
    static const enum err_kind lost[] = {ERR_TIMEOUT, ERR_UNREACHABLE, ERR_CANCELLED, ERR_REFUSED,
                                         ERR_TLS};
    static const enum err_kind answers[] = {ERR_USAGE,       ERR_DENIED,    ERR_BROKER,
                                            ERR_UNSUPPORTED, ERR_NOT_FOUND, ERR_NOT_READY};
    struct plan *p = sent_plan(1);

    (void)state;
    for (size_t i = 0; i < sizeof lost / sizeof *lost; i++) {
        assert_true(no_answer(p, lost[i]));
        assert_int_equal(p->steps[0].state, STEP_UNKNOWN);
    }
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
        assert_false(no_answer(p, answers[i]));
        assert_int_equal(p->steps[0].state, STEP_REFUSED);
    }
    /* The group's coordinator stopped waiting for the other replicas, of all at once. */
    struct err err = {.kind = ERR_NOT_READY, .code = 15, .msg = "coordinator not available"};
    assert_true(outcome_settle(p, 0, 1, NULL, &err));
    assert_int_equal(p->steps[0].state, STEP_UNKNOWN);
    plan_free(p);
}

/* It waited for a broker that never answered: it was not sent, which is known, whatever is there
 * now. */
static void test_never_left(void **state)
{
    struct plan *p = sent_plan(1);
    struct err err = {.kind = ERR_TIMEOUT, .msg = "nothing was sent", .unsent = true};

    (void)state;
    assert_true(outcome_settle(p, 0, 1, NULL, &err));
    assert_int_equal(p->steps[0].state, STEP_SKIPPED);
    assert_string_equal(p->steps[0].result, "nothing was sent");
    assert_false(outcome_was_sent(&p->steps[0]));
    assert_int_equal(outcome_status(p), APPLY_FAILED);
    /* What klamm refuses itself stays refused. */
    p->steps[0].state = STEP_SENT;
    err.kind = ERR_USAGE;
    assert_false(outcome_settle(p, 0, 1, NULL, &err));
    assert_int_equal(p->steps[0].state, STEP_REFUSED);
    plan_free(p);
}

/* The answer was lost, and it is there: it happened. It is not there: that proves nothing. */
static void test_reading_back_after_no_answer(void **state)
{
    struct plan *p = sent_plan(1);
    struct err err = {0};

    (void)state;
    no_answer(p, ERR_TIMEOUT);
    there = "old";
    assert_false(outcome_compare(p, &p->steps[0], NULL, false));
    assert_int_equal(p->steps[0].state, STEP_UNKNOWN);
    assert_false(outcome_compare(p, &p->steps[0], NULL, true));
    assert_int_equal(p->steps[0].state, STEP_UNKNOWN);
    assert_string_equal(p->steps[0].now, "old");
    assert_int_equal(outcome_status(p), APPLY_FAILED);
    outcome_say(p, APPLY_FAILED, &err);
    assert_string_equal(err.msg, "a unknown: set: words");
    there = "new";
    assert_true(outcome_compare(p, &p->steps[0], NULL, false));
    assert_int_equal(p->steps[0].state, STEP_DONE);
    assert_non_null(strstr(p->steps[0].result, "no answer came"));
    assert_int_equal(outcome_status(p), APPLY_DONE);
    plan_free(p);
}

/* A broker may know of the change a moment later than the one that took it. */
static void test_reading_back_after_yes(void **state)
{
    struct plan *p = sent_plan(1);

    (void)state;
    answer(p, 0, NULL);
    there = "old";
    assert_false(outcome_compare(p, &p->steps[0], NULL, false));
    assert_int_equal(p->steps[0].state, STEP_ACCEPTED);
    assert_false(outcome_compare(p, &p->steps[0], NULL, true));
    assert_int_equal(p->steps[0].state, STEP_DIFFERS);
    assert_string_equal(p->steps[0].result, "accepted, but there is now old");
    assert_int_equal(outcome_status(p), APPLY_PARTIAL);
    plan_free(p);
}

static void test_reading_back_fails(void **state)
{
    struct plan *p = sent_plan(1);

    (void)state;
    answer(p, 0, NULL);
    err_set(&unreadable, ERR_TIMEOUT, "no answer");
    assert_false(outcome_compare(p, &p->steps[0], NULL, false));
    assert_true(outcome_compare(p, &p->steps[0], NULL, true));
    assert_int_equal(p->steps[0].state, STEP_ACCEPTED);
    assert_non_null(strstr(p->steps[0].result, "reading back failed: no answer"));
    assert_null(p->steps[0].now);
    /* Not being allowed to look will not change by looking again. */
    err_set(&unreadable, ERR_DENIED, "not authorised");
    assert_true(outcome_compare(p, &p->steps[0], NULL, false));
    assert_int_equal(p->steps[0].state, STEP_ACCEPTED);
    plan_free(p);
}

/* A refusal stays one, even if another user has done what was requested. */
static void test_refused_stays_refused(void **state)
{
    struct plan *p = sent_plan(1);

    (void)state;
    answer(p, 41, "no");
    assert_true(outcome_compare(p, &p->steps[0], NULL, false));
    assert_int_equal(p->steps[0].state, STEP_REFUSED);
    assert_int_equal(outcome_status(p), APPLY_REFUSED);
    plan_free(p);
}

static void test_part_of_it(void **state)
{
    struct plan *p = sent_plan(3);
    struct err err = {0};

    (void)state;
    p->steps[0].state = STEP_DONE;
    p->steps[1].state = STEP_REFUSED;
    p->steps[1].result = "no";
    p->steps[2].state = STEP_SKIPPED;
    assert_false(outcome_was_sent(&p->steps[2]));
    assert_int_equal(outcome_status(p), APPLY_PARTIAL);
    outcome_say(p, APPLY_PARTIAL, &err);
    assert_string_equal(err.msg, "1 of 3 steps done: b refused: set: no");
    p->steps[0].state = STEP_UNKNOWN;
    p->steps[1].state = STEP_SKIPPED;
    assert_int_equal(outcome_status(p), APPLY_FAILED);
    plan_free(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_answers),
        cmocka_unit_test(test_an_answer_for_half_of_it),
        cmocka_unit_test(test_no_answer),
        cmocka_unit_test(test_never_left),
        cmocka_unit_test(test_reading_back_after_no_answer),
        cmocka_unit_test(test_reading_back_after_yes),
        cmocka_unit_test(test_reading_back_fails),
        cmocka_unit_test(test_refused_stays_refused),
        cmocka_unit_test(test_part_of_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
