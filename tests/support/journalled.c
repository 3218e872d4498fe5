/* Entries of a journal made by hand. Each call has a loop of its own, so that it can be used in a
 * process that was just forked. */
#include "tests/support/journalled.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

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
