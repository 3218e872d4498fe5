/* Tasks on threads: the bound of the queue, order, and ends that wait for nothing, at whatever
 * stage a task is. Built with SAN=thread it shows that threads and loop never touch a thing at once. */
#include "core/loop/pending.h"
#include "core/loop/worker.h"
#include "tests/support/test.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

enum { PATIENCE_MS = 20000, MOST_TASKS = 64 };

/* Work stands still at the gate until it is opened. */
struct gate {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool open;
    int arrived; /* that stand before it, or have passed */
};

struct fixture {
    uv_loop_t loop;
    struct gate gate;
    struct pending working; /* tasks that are not dropped or done */
    struct worker *worker;
    int worked[MOST_TASKS]; /* in this order; guarded by the gate's lock */
    int nworked;
    int dropped; /* the same */
    int done[MOST_TASKS];
    int ndone;
    bool frees;        /* done frees the worker */
    int saw_cancelled; /* tasks, guarded by the gate's lock */
};

struct piece {
    struct task task; /* first: a task is its piece */
    struct fixture *of;
    int number;
};

static int set_up(void **state)
{
    struct fixture *x = calloc(1, sizeof *x);
    x->gate = (struct gate){PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, false, 0};
    x->working = (struct pending)PENDING_NONE;
    *state = x;
    return uv_loop_init(&x->loop);
}

static int tear_down(void **state)
{
    struct fixture *x = *state;
    worker_free(x->worker);
    int busy = !pending_wait(&x->working, PATIENCE_MS) + uv_run(&x->loop, UV_RUN_DEFAULT) +
               uv_loop_close(&x->loop);
    free(x);
    return busy;
}

static void gate_open(struct gate *g)
{
    pthread_mutex_lock(&g->lock);
    g->open = true;
    pthread_cond_broadcast(&g->changed);
    pthread_mutex_unlock(&g->lock);
}

static void gate_wait_for(struct gate *g, int arrived)
{
    pthread_mutex_lock(&g->lock);
    while (g->arrived < arrived)
        pthread_cond_wait(&g->changed, &g->lock);
    pthread_mutex_unlock(&g->lock);
}

static void stand_at_gate(struct task *t)
{
    struct piece *p = (struct piece *)t;
    struct gate *g = &p->of->gate;
    pthread_mutex_lock(&g->lock);
    g->arrived++;
    pthread_cond_broadcast(&g->changed);
    while (!g->open)
        pthread_cond_wait(&g->changed, &g->lock);
    p->of->worked[p->of->nworked++] = p->number;
    p->of->saw_cancelled += task_is_cancelled(t);
    pthread_mutex_unlock(&g->lock);
}

static void note_done(struct task *t)
{
    struct piece *p = (struct piece *)t;
    struct fixture *x = p->of;
    x->done[x->ndone++] = p->number;
    free(p);
    pending_add(&x->working, -1);
    if (!x->frees)
        return;
    worker_free(x->worker);
    x->worker = NULL;
}

static void note_dropped(struct task *t)
{
    struct piece *p = (struct piece *)t;
    struct fixture *x = p->of;
    pthread_mutex_lock(&x->gate.lock);
    x->dropped++;
    pthread_mutex_unlock(&x->gate.lock);
    free(p);
    pending_add(&x->working, -1);
}

static struct task *piece(struct fixture *x, int number)
{
    struct piece *p = calloc(1, sizeof *p);
    p->task = (struct task){.work = stand_at_gate, .done = note_done, .drop = note_dropped};
    p->of = x;
    p->number = number;
    pending_add(&x->working, 1);
    return &p->task;
}

/* ---- order and bound ------------------------------------------------------------------------- */

static void one_thread_works_in_order(void **state)
{
    struct fixture *x = *state;
    x->worker = worker_new(&x->loop, 1, MOST_TASKS);
    for (int i = 0; i < MOST_TASKS; i++)
        assert_true(worker_run(x->worker, piece(x, i), NULL));
    gate_open(&x->gate);
    uv_run(&x->loop, UV_RUN_DEFAULT); /* ends: an idle worker keeps no loop going */
    assert_int_equal(x->ndone, MOST_TASKS);
    assert_int_equal(x->saw_cancelled, 0);
    for (int i = 0; i < MOST_TASKS; i++) {
        assert_int_equal(x->worked[i], i);
        assert_int_equal(x->done[i], i);
    }
}

static void the_queue_is_bounded(void **state)
{
    struct fixture *x = *state;
    struct err err = {0};
    x->worker = worker_new(&x->loop, 2, 3);
    for (int i = 0; i < 5; i++)
        assert_true(worker_run(x->worker, piece(x, i), &err));
    struct task *more = piece(x, 5);
    assert_false(worker_run(x->worker, more, &err));
    assert_int_equal(err.kind, ERR_IO);
    assert_non_null(strstr(err.msg, "5 tasks"));
    gate_wait_for(&x->gate, 2); /* two threads, no third */
    gate_open(&x->gate);
    uv_run(&x->loop, UV_RUN_DEFAULT);
    assert_int_equal(x->ndone, 5);
    assert_true(worker_run(x->worker, more, &err));
    uv_run(&x->loop, UV_RUN_DEFAULT);
    assert_int_equal(x->done[5], 5);
}

/* With no room to wait, the thread that is just done has room again. */
static void run_again_from_done(void **state)
{
    struct fixture *x = *state;
    x->worker = worker_new(&x->loop, 1, 0);
    gate_open(&x->gate);
    for (int i = 0; i < MOST_TASKS; i++) {
        assert_true(worker_run(x->worker, piece(x, i), NULL));
        while (x->ndone == i)
            uv_run(&x->loop, UV_RUN_ONCE);
    }
    assert_int_equal(x->dropped, 0);
}

static int count_dropped(struct fixture *x)
{
    pthread_mutex_lock(&x->gate.lock);
    int n = x->dropped;
    pthread_mutex_unlock(&x->gate.lock);
    return n;
}

/* ---- ends ------------------------------------------------------------------------------------ */

static void freed_while_tasks_wait_and_run(void **state)
{
    struct fixture *x = *state;
    struct worker *w = worker_new(&x->loop, 1, 3);
    for (int i = 0; i < 4; i++)
        worker_run(w, piece(x, i), NULL);
    gate_wait_for(&x->gate, 1);
    worker_free(w);
    assert_int_equal(count_dropped(x), 3);
    uv_run(&x->loop, UV_RUN_DEFAULT);
    gate_open(&x->gate);
    assert_true(pending_wait(&x->working, PATIENCE_MS));
    assert_int_equal(count_dropped(x), 4);
    assert_int_equal(x->nworked, 1);
    assert_int_equal(x->saw_cancelled, 1);
    assert_int_equal(x->ndone, 0);
}

static void finished_all_is_still_worked_on(void **state)
{
    struct fixture *x = *state;
    struct worker *w = worker_new(&x->loop, 1, 3);
    for (int i = 0; i < 4; i++)
        worker_run(w, piece(x, i), NULL);
    worker_finish(w);
    uv_run(&x->loop, UV_RUN_DEFAULT);
    gate_open(&x->gate);
    assert_true(pending_wait(&x->working, PATIENCE_MS));
    assert_int_equal(count_dropped(x), 4);
    assert_int_equal(x->nworked, 4);
    assert_int_equal(x->ndone, 0);
}

static void freed_from_within_done(void **state)
{
    struct fixture *x = *state;
    x->frees = true;
    x->worker = worker_new(&x->loop, 1, 3);
    for (int i = 0; i < 4; i++)
        worker_run(x->worker, piece(x, i), NULL);
    gate_open(&x->gate);
    uv_run(&x->loop, UV_RUN_DEFAULT);
    assert_true(pending_wait(&x->working, PATIENCE_MS));
    assert_int_equal(x->ndone, 1);
    assert_int_equal(count_dropped(x), 3);
}

/* At whatever moment the loop has come to. */
static void freed_at_any_moment(void **state)
{
    enum { ROUNDS = 200, EACH = 8 };
    struct fixture *x = *state;
    gate_open(&x->gate);
    for (int round = 0; round < ROUNDS; round++) {
        x->nworked = x->ndone = x->dropped = 0;
        struct worker *w = worker_new(&x->loop, 1 + round % 3, EACH);
        for (int i = 0; i < EACH; i++)
            assert_true(worker_run(w, piece(x, i), NULL));
        for (int turn = 0; turn < round % 5; turn++)
            uv_run(&x->loop, UV_RUN_NOWAIT);
        (round % 2 ? worker_free : worker_finish)(w);
        assert_true(pending_wait(&x->working, PATIENCE_MS));
        assert_int_equal(x->ndone + count_dropped(x), EACH);
    }
}

/* ---- counts ---------------------------------------------------------------------------------- */

static void a_count_is_waited_for(void **state)
{
    struct fixture *x = *state;
    struct pending *p = &x->working;
    assert_true(pending_wait(p, 0));
    worker_run(x->worker = worker_new(&x->loop, 1, 0), piece(x, 0), NULL);
    assert_false(pending_wait(p, 0));
    assert_false(pending_wait(p, 50));
    gate_open(&x->gate);
    uv_run(&x->loop, UV_RUN_DEFAULT);
    assert_true(pending_wait(p, 0));
}

struct blocked {
    struct pending running;
    sigset_t set;
};

static void ask_blocked(void *arg)
{
    struct blocked *b = arg;
    pthread_sigmask(SIG_SETMASK, NULL, &b->set);
    pending_add(&b->running, -1);
}

/* What ends the process is for the thread that cleans up; a fault is for the thread it is of. */
static void a_thread_takes_no_signal_but_its_faults(void **state)
{
    (void)state;
    sigset_t before, after;
    struct blocked b = {.running = PENDING_NONE};
    pthread_sigmask(SIG_SETMASK, NULL, &before);
    pending_add(&b.running, 1);
    assert_true(thread_detach(ask_blocked, &b));
    assert_true(pending_wait(&b.running, PATIENCE_MS));
    pthread_sigmask(SIG_SETMASK, NULL, &after);
    assert_int_equal(sigismember(&b.set, SIGTERM), 1);
    assert_int_equal(sigismember(&b.set, SIGWINCH), 1);
    assert_int_equal(sigismember(&b.set, SIGSEGV), 0);
    assert_int_equal(sigismember(&b.set, SIGTRAP), 0);
    assert_int_equal(sigismember(&after, SIGTERM), sigismember(&before, SIGTERM));
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(one_thread_works_in_order),
        TEST(the_queue_is_bounded),
        TEST(run_again_from_done),
        TEST(freed_while_tasks_wait_and_run),
        TEST(finished_all_is_still_worked_on),
        TEST(freed_from_within_done),
        TEST(freed_at_any_moment),
        TEST(a_count_is_waited_for),
        TEST(a_thread_takes_no_signal_but_its_faults),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
