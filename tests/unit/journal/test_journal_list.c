/* What is read out of a journal: what was undone by what, what can't be, what was interrupted; the
 * list made of it; and reading without holding up the loop. */
#include "core/action/action.h"
#include "core/journal/journal.h"
#include "core/journal/journal_fetch.h"
#include "core/journal/journal_read.h"
#include "core/journal/journal_write.h"
#include "core/loop/job.h"
#include "core/plan/step.h"
#include "core/resource/resource.h"
#include "tests/support/journalled.h"
#include "tests/support/run.h"
#include "tests/support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* Writes an entry whose steps ended in these states; the id lives until the eighth next one. */
static const char *wrote(struct plan *p, enum apply_status status, const enum step_state *states)
{
    static char ids[8][JOURNAL_ID];
    static int next;
    char *id = ids[next++ % 8];

    assert_true(journalled_intent(&journalled_where, p, id, NULL));
    for (size_t i = 0; i < p->nsteps; i++)
        p->steps[i].state = states[i];
    assert_true(journalled_result(&journalled_where, id, p, status, NULL, NULL));
    plan_free(p);
    return id;
}

static const char *undid(const char *id, enum apply_status status)
{
    struct plan *p = journalled_plan("undo", 1);

    p->undoes = id;
    return wrote(p, status, &(enum step_state){STEP_DONE});
}

/* Another klamm, which ends before it writes a result. */
static void interrupt(struct plan *p)
{
    char id[JOURNAL_ID];
    int status;
    pid_t pid = fork();

    if (pid == 0)
        _exit(journalled_intent(&journalled_where, p, id, NULL) ? 0 : 1);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_int_equal(status, 0);
    plan_free(p);
}

/* Undone, undone again, and an undo that did not work. */
static void test_undone_by(void **state)
{
    const enum step_state done = STEP_DONE;
    const char *first = wrote(journalled_plan("offsets-reset", 1), APPLY_DONE, &done);
    const char *back = undid(first, APPLY_DONE);
    struct journal j = journalled_read();

    (void)state;
    assert_string_equal(journal_find(&j, first)->undone_by, back);
    assert_non_null(strstr(journal_find(&j, first)->fixed, back));
    assert_string_equal(journal_find(&j, back)->undoes, first);
    assert_null(journal_find(&j, back)->fixed);
    journal_release(&j);

    const char *again = undid(back, APPLY_DONE);
    j = journalled_read();
    assert_null(journal_find(&j, first)->undone_by);
    assert_null(journal_find(&j, first)->fixed);
    assert_string_equal(journal_find(&j, back)->undone_by, again);
    journal_release(&j);

    undid(first, APPLY_PARTIAL);
    j = journalled_read();
    assert_null(journal_find(&j, first)->undone_by);
    journal_release(&j);
}

static void test_what_cant_be_undone(void **state)
{
    static const enum step_state mixed[] = {STEP_DONE, STEP_REFUSED, STEP_SKIPPED, STEP_UNKNOWN,
                                            STEP_DIFFERS};
    static const enum step_state nothing[] = {STEP_REFUSED, STEP_SKIPPED};
    struct plan *p = journalled_plan("offsets-reset", 5), *q = journalled_plan("offsets-reset", 2);
    struct plan *s = journalled_plan("offsets-reset", 1);
    const struct journal_entry *e;
    const char *a, *b, *c;
    struct journal j;

    (void)state;
    p->steps[0].cant_undo = "there was no commit before";
    q->steps[0].cant_undo = "there was no commit before";
    s->steps[0].secret = true;
    a = wrote(p, APPLY_PARTIAL, mixed);
    b = wrote(q, APPLY_REFUSED, nothing);
    c = wrote(s, APPLY_DONE, &(enum step_state){STEP_DONE});
    j = journalled_read();
    e = journal_find(&j, a);
    assert_null(e->fixed); /* a part of it can be tried */
    assert_int_equal(e->counts.done, 1);
    assert_int_equal(e->counts.refused, 1);
    assert_int_equal(e->counts.skipped, 1);
    assert_int_equal(e->counts.unknown, 1);
    assert_int_equal(e->counts.differs, 1);
    assert_string_equal(journal_find(&j, b)->fixed, "nothing of it happened");
    assert_non_null(strstr(journal_find(&j, c)->fixed, "secret"));
    p = journal_plan(journal_find(&j, c), NULL); /* can still be shown */
    assert_non_null(p);
    assert_null(p->steps[0].payload);
    assert_non_null(strstr(p->steps[0].cant_undo, "secret"));
    plan_free(p);
    journal_release(&j);
}

static void test_interrupted(void **state)
{
    const struct journal_entry *e;
    struct journal j;
    size_t at;

    (void)state;
    interrupt(journalled_plan("topic-purge", 3));
    interrupt(journalled_plan("offsets-reset", 1));
    j = journalled_read();
    at = j.n;
    e = journal_open(&j, "topic-purge", &at);
    assert_non_null(e);
    assert_int_equal(e->nsteps, 3);
    assert_null(journal_open(&j, "topic-purge", &at));
    at = j.n;
    assert_string_equal(journal_open(&j, NULL, &at)->verb, "offsets-reset");
    assert_string_equal(journal_open(&j, NULL, &at)->verb, "topic-purge");
    assert_null(journal_open(&j, NULL, &at));
    undid(e->id, APPLY_DONE);
    journal_release(&j);
    j = journalled_read();
    at = j.n;
    assert_null(journal_open(&j, "topic-purge", &at));
    journal_release(&j);
}

/* It stands in the log once, however often the file is read. */
static void test_interrupted_is_logged_once(void **state)
{
    struct model m;
    const struct log_entry *last;

    (void)state;
    model_init(&m, "test");
    for (int i = 0; i < 5; i++)
        interrupt(journalled_plan("offsets-reset", 1));
    for (int i = 0; i < 2; i++) {
        struct journal *j = calloc(1, sizeof *j);

        *j = journalled_read();
        model_take_journal(&m, j);
        assert_int_equal(m.log.len, 3); /* the newest of many */
    }
    last = log_last(&m.log);
    assert_non_null(strstr(last->text, "was interrupted"));
    assert_non_null(strstr(last->text, "a change"));
    assert_non_null(strstr(last->text, "undo "));
    model_take_journal(&m, NULL); /* as before */
    assert_non_null(m.journal);
    model_release(&m);
}

static const char *cell(const struct table *t, size_t row, const char *column)
{
    int col = table_column(t, column);

    assert_true(col >= 0 && row < t->nrows);
    return value_display(&t->rows[row].cells[col].value, (struct arena *)(uintptr_t)&t->arena);
}

static void test_list(void **state)
{
    static const enum step_state half[] = {STEP_DONE, STEP_SKIPPED};
    static const enum step_state none[] = {STEP_SKIPPED, STEP_SKIPPED};
    struct journal *j = calloc(1, sizeof *j);
    struct model m;
    struct view v = {.model = &m};
    struct table *t;
    struct plan *p;
    const char *first;
    char id[JOURNAL_ID];

    (void)state;
    model_init(&m, "test");
    first = wrote(journalled_plan("offsets-reset", 1), APPLY_DONE, &(enum step_state){STEP_DONE});
    undid(first, APPLY_DONE);
    wrote(journalled_plan("config-alter", 2), APPLY_PARTIAL, half);
    wrote(journalled_plan("config-alter", 2), APPLY_FAILED, none);
    interrupt(journalled_plan("topic-purge", 1));
    p = journalled_plan("x", 1);
    assert_true(journalled_intent(&journalled_where, p, id, NULL));
    plan_free(p);
    *j = journalled_read();
    model_take_journal(&m, j);
    t = resource_build(resource_find("journal"), &v);
    assert_int_equal(t->nrows, 6);
    assert_string_equal(cell(t, 0, "result"), "sending"); /* we live */
    assert_string_equal(cell(t, 1, "result"), "interrupted");
    assert_string_equal(cell(t, 1, "undo"), "possible");
    assert_string_equal(cell(t, 2, "result"), "not sent");
    assert_string_equal(cell(t, 2, "undo"), "no: nothing of it happened");
    assert_string_equal(cell(t, 3, "result"), "partial");
    assert_string_equal(cell(t, 3, "steps"), "1 of 2");
    assert_string_equal(cell(t, 4, "verb"), "undo");
    assert_string_equal(cell(t, 5, "id"), first);
    assert_memory_equal(cell(t, 5, "undo"), "undone by ", 10);
    assert_string_equal(t->rows[5].key, first);
    table_free(t);
    model_release(&m);
}

/* ---- on the thread pool ---------------------------------------------------------------------- */

struct fetched {
    int calls;
    size_t n;
    bool changed;
    struct journal_stamp stamp;
    struct err err;
};

static void on_journal(void *user, struct journal *j, const struct journal_stamp *stamp,
                       const struct err *err)
{
    struct fetched *f = user;

    f->calls++;
    f->changed = j != NULL;
    f->n = j ? j->n : 0;
    f->stamp = *stamp;
    if (j)
        assert_null(j->n ? j->entries[0].intent : NULL); /* only the list was asked for */
    if (err)
        f->err = *err;
    journal_free(j);
}

static void test_fetch(void **state)
{
    struct fetched f = {0};
    struct journal_stamp seen;
    uv_loop_t loop;
    char *path;

    (void)state;
    uv_loop_init(&loop);
    journal_fetch(&loop, journalled_where.cluster_id, false, NULL, on_journal, &f);
    assert_int_equal(f.calls, 0);
    uv_run(&loop, UV_RUN_DEFAULT);
    assert_true(f.calls == 1 && f.changed && f.n == 0);
    interrupt(journalled_plan("offsets-reset", 1));
    seen = f.stamp;
    journal_fetch(&loop, journalled_where.cluster_id, false, &seen, on_journal, &f);
    uv_run(&loop, UV_RUN_DEFAULT);
    assert_true(f.calls == 2 && f.changed && f.n == 1);
    seen = f.stamp;
    journal_fetch(&loop, journalled_where.cluster_id, false, &seen, on_journal, &f);
    uv_run(&loop, UV_RUN_DEFAULT);
    assert_true(f.calls == 3 && !f.changed && f.err.kind == ERR_NONE);

    job_cancel(journal_fetch(&loop, journalled_where.cluster_id, false, NULL, on_journal, &f));
    job_cancel(journal_fetch(&loop, NULL, false, NULL, on_journal, &f));
    uv_run(&loop, UV_RUN_DEFAULT);
    assert_int_equal(f.calls, 3);
    journal_fetch(&loop, NULL, false, NULL, on_journal, &f);
    uv_run(&loop, UV_RUN_DEFAULT);
    assert_true(f.calls == 4 && f.err.kind != ERR_NONE);

    path = journal_path(journalled_where.cluster_id, NULL);
    unlink(path);
    assert_int_equal(mkfifo(path, 0600), 0); /* no one writes to it: must not wait for that */
    err_clear(&f.err);
    journal_fetch(&loop, journalled_where.cluster_id, false, NULL, on_journal, &f);
    uv_run(&loop, UV_RUN_DEFAULT);
    assert_non_null(strstr(f.err.msg, "not a regular file"));
    free(path);
    assert_int_equal(uv_loop_close(&loop), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_undone_by, journalled_set_up, journalled_tear_down),
        cmocka_unit_test_setup_teardown(test_what_cant_be_undone, journalled_set_up,
                                        journalled_tear_down),
        cmocka_unit_test_setup_teardown(test_interrupted, journalled_set_up, journalled_tear_down),
        cmocka_unit_test_setup_teardown(test_interrupted_is_logged_once, journalled_set_up,
                                        journalled_tear_down),
        cmocka_unit_test_setup_teardown(test_list, journalled_set_up, journalled_tear_down),
        cmocka_unit_test_setup_teardown(test_fetch, journalled_set_up, journalled_tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
