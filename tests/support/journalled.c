/* Entries of a journal made by hand. Each call has a loop of its own, so that it can be used in a
 * process that was just forked. */
#include "tests/support/journalled.h"
#include "core/action/register.h"
#include "core/journal/journal_read.h"
#include "core/journal/journal_write.h"
#include "core/plan/step.h"
#include "core/plan/step/step_offset.h"
#include "tests/support/run.h"
#include "tests/support/test.h"

#include <stdio.h>
#include <stdlib.h>

const struct journal_where journalled_where = {.cluster_id = "abc-DEF_123", .cluster_name = "test"};

int journalled_set_up(void **state)
{
    *state = run_dir();
    setenv("KLAMM_STATE_DIR", *state, 1);
    return 0;
}

int journalled_tear_down(void **state)
{
    run_rm_dir(*state);
    return 0;
}

struct plan *journalled_plan(const char *verb, int nsteps)
{
    struct plan *p = plan_new(verb);

    p->args = args_copy(NULL);
    if (action_find(verb))
        action_params_of(action_find(verb), p);
    p->title = "a change";
    for (int i = 0; i < nsteps; i++) {
        struct offset_step o = {.group = "g", .topic = "t", .partition = i, .from = 1, .to = 2};

        plan_add_offset(p, &o);
    }
    return p;
}

struct journal journalled_read(void)
{
    struct journal j;
    struct err err = {0};

    if (!journal_read(&j, journalled_where.cluster_id, &err))
        fail_msg("%s", err.msg);
    return j;
}

struct written {
    char id[JOURNAL_ID];
    struct err err;
    int calls;
};

static void on_ended(void *user, const struct err *err)
{
    struct written *w = user;

    w->calls++;
    if (err)
        w->err = *err;
}

static void on_begun(void *user, const char *id, const struct err *err)
{
    struct written *w = user;

    snprintf(w->id, sizeof w->id, "%s", id ? id : "");
    on_ended(user, err);
}

static bool await(uv_loop_t *loop, const struct written *w, struct err *err)
{
    uv_run(loop, UV_RUN_DEFAULT);
    assert_int_equal(w->calls, 1);
    assert_int_equal(uv_loop_close(loop), 0);
    if (err)
        *err = w->err;
    return w->err.kind == ERR_NONE;
}

bool journalled_intent(const struct journal_where *where, const struct plan *p, char id[JOURNAL_ID],
                       struct err *err)
{
    struct written w = {0};
    uv_loop_t loop;
    bool ok;

    uv_loop_init(&loop);
    journal_begin(&loop, where, p, on_begun, &w);
    ok = await(&loop, &w, err);
    snprintf(id, JOURNAL_ID, "%s", w.id);
    return ok;
}

bool journalled_result(const struct journal_where *where, const char *id, const struct plan *p,
                       enum apply_status status, const struct err *what, struct err *err)
{
    struct written w = {0};
    uv_loop_t loop;

    uv_loop_init(&loop);
    journal_end(&loop, where, id, p, status, what, on_ended, &w);
    return await(&loop, &w, err);
}
