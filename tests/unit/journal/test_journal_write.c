/* Writing the journal on a thread: called off at any moment, blocked by a slow disk or by another
 * klamm that has the lock, and quitting while it is. */
#include "core/action/action.h"
#include "core/journal/journal.h"
#include "core/journal/journal_write.h"
#include "core/loop/job.h"
#include "core/plan/step.h"
#include "tests/support/journalled.h"
#include "tests/support/run.h"
#include "tests/support/test.h"
#include "tests/support/wait.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

struct begun {
    int calls;
    char id[JOURNAL_ID];
    struct err err;
};

static void on_begun(void *user, const char *id, const struct err *err)
{
    struct begun *b = user;

    b->calls++;
    if (id)
        snprintf(b->id, sizeof b->id, "%s", id);
    if (err)
        b->err = *err;
}

/* Written on a thread; called off at any moment, what stands there says that nothing was sent.
 */
static void test_begin(void **state)
{
    struct plan *p = journalled_plan("offsets-reset", 2);
    struct begun b = {0};
    struct journal j;
    uv_loop_t loop;

    uv_loop_init(&loop);
    journal_begin(&loop, &journalled_where, p, on_begun, &b);
    assert_int_equal(b.calls, 0);
    uv_run(&loop, UV_RUN_DEFAULT);
    assert_int_equal(b.calls, 1);
    j = journalled_read();
    assert_true(journal_find(&j, b.id)->running);
    journal_release(&j);

    for (int turn = 0; turn < 40; turn++) { /* sooner and later: before, while and after writing */
        struct job *job = journal_begin(&loop, &journalled_where, p, on_begun, &b);

        pass_time(turn % 4);
        job_cancel(job);
        uv_run(&loop, UV_RUN_DEFAULT);
    }
    assert_int_equal(b.calls, 1);
    assert_true(journal_flush(10000)); /* the loop waits for none of them */
    j = journalled_read();
    for (size_t i = 1; i < j.n; i++) {
        assert_string_equal(j.entries[i].status, "failed");
        assert_int_equal(j.entries[i].counts.skipped, 2);
    }
    journal_release(&j);

    setenv("KLAMM_STATE_DIR", "/proc/nowhere", 1);
    journal_begin(&loop, &journalled_where, p, on_begun, &b);
    setenv("KLAMM_STATE_DIR", *state, 1);
    uv_run(&loop, UV_RUN_DEFAULT);
    assert_int_equal(b.calls, 2);
    assert_int_equal(b.err.kind, ERR_IO);
    assert_int_equal(uv_loop_close(&loop), 0);
    plan_free(p);
}

/* ---- a slow disk, or another klamm that holds the lock --------------------------------------- */

struct ended {
    int calls;
    struct err err;
};

static void on_ended(void *user, const struct err *err)
{
    struct ended *e = user;

    e->calls++;
    if (err)
        e->err = *err;
}

static int lock_journal(void)
{
    char *path = journal_path(journalled_where.cluster_id, NULL);
    int fd = open(path, O_RDWR | O_CLOEXEC);

    assert_int_equal(flock(fd, LOCK_EX), 0);
    free(path);
    return fd;
}

/* The loop goes on while a result can't be written; it is written even if no one waits for it, and
 * quitting waits no longer than its limit. */
static void test_end(void **state)
{
    struct plan *p = journalled_plan("offsets-reset", 1);
    char ids[3][JOURNAL_ID];
    struct ended e = {0};
    struct journal j;
    uv_loop_t loop;
    int fd;

    (void)state;
    for (int i = 0; i < 3; i++)
        assert_true(journalled_intent(&journalled_where, p, ids[i], NULL));
    p->steps[0].state = STEP_DONE;
    uv_loop_init(&loop);
    fd = lock_journal();
    journal_end(&loop, &journalled_where, ids[0], p, APPLY_DONE, NULL, on_ended, &e);
    job_cancel(journal_end(&loop, &journalled_where, ids[1], p, APPLY_DONE, NULL, on_ended, &e));
    journal_end(&loop, &journalled_where, ids[2], p, APPLY_DONE, NULL, NULL, NULL);
    plan_free(p);
    assert_int_not_equal(uv_run(&loop, UV_RUN_NOWAIT), 0); /* comes back */
    assert_false(journal_flush(0));
    assert_int_equal(e.calls, 0);
    close(fd);
    assert_true(journal_flush(10000)); /* without the loop */
    j = journalled_read();
    assert_int_equal(j.n, 3);
    for (size_t i = 0; i < j.n; i++)
        assert_string_equal(j.entries[i].status, "done");
    journal_release(&j);
    uv_run(&loop, UV_RUN_DEFAULT);
    assert_int_equal(e.calls, 1);
    assert_int_equal(e.err.kind, ERR_NONE);
    assert_int_equal(uv_loop_close(&loop), 0);
}

/* An intent that waits for the lock and is called off is not written at all, or it is and the
 * result says that nothing was sent; also when the loop does not turn any more. */
static void test_begin_called_off(void **state)
{
    struct plan *p = journalled_plan("offsets-reset", 1);
    struct begun b = {0};
    struct journal j;
    uv_loop_t loop;
    int fd;
    char id[JOURNAL_ID];

    (void)state;
    assert_true(journalled_intent(&journalled_where, p, id, NULL));
    uv_loop_init(&loop);
    fd = lock_journal();
    job_cancel(journal_begin(&loop, &journalled_where, p, on_begun, &b));
    close(fd);
    struct job *written = journal_begin(&loop, &journalled_where, p, on_begun, &b);
    assert_true(journal_flush(10000));
    job_cancel(written); /* between being written and being reported */
    assert_true(journal_flush(10000));
    j = journalled_read();
    assert_in_range(j.n, 2, 3);
    for (size_t i = 1; i < j.n; i++)
        assert_string_equal(j.entries[i].status, "failed");
    journal_release(&j);
    uv_run(&loop, UV_RUN_DEFAULT);
    assert_int_equal(b.calls, 0);
    assert_int_equal(uv_loop_close(&loop), 0);
    plan_free(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_begin, journalled_set_up, journalled_tear_down),
        cmocka_unit_test_setup_teardown(test_end, journalled_set_up, journalled_tear_down),
        cmocka_unit_test_setup_teardown(test_begin_called_off, journalled_set_up,
                                        journalled_tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
