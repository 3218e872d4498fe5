/* Timers that free themselves, and the one of a job. */
#include "core/loop/job.h"
#include "core/loop/timer.h"
#include "tests/support/test.h"

#include <stdlib.h>

struct bell {
    struct timer *timer;
    int rung, stop_after;
    bool seen_freed;
};

static int loop_open(void **state)
{
    uv_loop_t *loop = calloc(1, sizeof *loop);
    *state = loop;
    return uv_loop_init(loop);
}

/* Nothing of what a test made is left in it. */
static int loop_end(void **state)
{
    int busy = uv_run(*state, UV_RUN_DEFAULT) + uv_loop_close(*state);
    free(*state);
    return busy;
}

static void ring(void *user)
{
    struct bell *b = user;
    if (++b->rung == b->stop_after)
        timer_stop(b->timer);
}

static void runs_once_and_again_when_started_again(void **state)
{
    struct bell b = {0};
    b.timer = timer_new(*state, ring, &b);
    assert_false(timer_is_running(b.timer));
    assert_int_equal(timer_left(b.timer), -1);
    uv_run(*state, UV_RUN_DEFAULT);
    assert_int_equal(b.rung, 0);
    timer_start(b.timer, -5);
    assert_true(timer_is_running(b.timer));
    uv_run(*state, UV_RUN_DEFAULT);
    assert_int_equal(b.rung, 1);
    assert_false(timer_is_running(b.timer));
    timer_start(b.timer, 1);
    uv_run(*state, UV_RUN_DEFAULT);
    assert_int_equal(b.rung, 2);
    timer_free(b.timer);
}

static void the_last_start_counts(void **state)
{
    struct bell b = {0};
    b.timer = timer_new(*state, ring, &b);
    timer_start(b.timer, 3600000);
    assert_true(timer_left(b.timer) > 3000000);
    timer_start(b.timer, 0);
    assert_int_equal(timer_left(b.timer), 0);
    uv_run(*state, UV_RUN_DEFAULT);
    assert_int_equal(b.rung, 1);
    timer_start(b.timer, 0);
    timer_stop(b.timer);
    timer_stop(b.timer);
    uv_run(*state, UV_RUN_DEFAULT);
    assert_int_equal(b.rung, 1);
    timer_free(b.timer);
}

static void repeats_until_stopped(void **state)
{
    struct bell b = {.stop_after = 3};
    b.timer = timer_new(*state, ring, &b);
    timer_repeat(b.timer, 1);
    uv_run(*state, UV_RUN_DEFAULT);
    assert_int_equal(b.rung, 3);
    timer_free(b.timer);
}

static void free_own(void *user)
{
    struct bell *b = user;
    struct timer *timer = b->timer;
    b->rung++;
    assert_false(timer_was_freed(timer));
    timer_free(timer);
    b->timer = NULL;
    b->seen_freed = timer_was_freed(timer);
}

static void frees_itself_also_from_within(void **state)
{
    struct bell b = {0}, never = {0};
    b.timer = timer_new(*state, free_own, &b);
    timer_repeat(b.timer, 1);
    never.timer = timer_new(*state, ring, &never);
    timer_start(never.timer, 0);
    timer_free(never.timer);
    timer_free(NULL);
    uv_run(*state, UV_RUN_DEFAULT);
    assert_int_equal(b.rung, 1);
    assert_true(b.seen_freed);
    assert_int_equal(never.rung, 0);
}

/* ---- jobs ------------------------------------------------------------------------------------ */

struct count {
    struct job job; /* first: a job is its count */
    uv_loop_t *loop;
    int turns, abandoned;
};

static void turn(struct job *j)
{
    struct count *c = (struct count *)j;
    assert_null(j->timer);
    if (++c->turns < 3)
        job_after(j, c->loop, 1, turn);
}

static void give_up(struct job *j)
{
    assert_null(j->timer);
    ((struct count *)j)->abandoned++;
}

static void a_job_goes_on_until_it_is_cancelled(void **state)
{
    struct count c = {.job.abandon = give_up, .loop = *state};
    job_after(&c.job, *state, 3600000, turn);
    job_after(&c.job, *state, 0, turn); /* instead */
    uv_run(*state, UV_RUN_DEFAULT);
    assert_int_equal(c.turns, 3);
    job_after(&c.job, *state, 0, turn);
    job_cancel(&c.job);
    uv_run(*state, UV_RUN_DEFAULT);
    assert_int_equal(c.turns, 3);
    assert_int_equal(c.abandoned, 1);
    job_cancel(NULL);
    job_stop(&c.job);
}

#define WITH_LOOP(test) cmocka_unit_test_setup_teardown(test, loop_open, loop_end)

int main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_LOOP(runs_once_and_again_when_started_again),
        WITH_LOOP(the_last_start_counts),
        WITH_LOOP(repeats_until_stopped),
        WITH_LOOP(frees_itself_also_from_within),
        WITH_LOOP(a_job_goes_on_until_it_is_cancelled),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
