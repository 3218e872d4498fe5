/* Secrets by a command, which may be slow (a password manager that asks for a touch): on libuv's
 * thread pool, so the screen goes on answering. The record outlives its job when that is cancelled:
 * the thread may be at work, and its end, back on the loop, wipes and frees what is left. */
#include "core/action/secret_fetch.h"

#include "core/base/mem.h"
#include "core/config/secret.h"

#include <stdio.h>
#include <stdlib.h>

enum { LONGEST_MS = 30000 };

bool secret_by_command(const char *name, const char *command, int64_t timeout_ms, char **value,
                       struct err *err)
{
    char option[80];

    snprintf(option, sizeof option, "--%s-command", name);
    struct property from = {.name = (char *)(uintptr_t)name,
                            .value = (char *)(uintptr_t)command,
                            .from = PROPERTY_COMMAND,
                            .secret = true,
                            .origin = option};
    if (property_resolve(&from, timeout_ms, value, err))
        return true;
    err->kind = ERR_USAGE;
    return false;
}

struct fetch {
    struct job job; /* first: a job is its fetch */
    uv_work_t work;
    char *name, *command, *value;
    bool ok, cancelled;
    struct err err;
    secret_fetched *done;
    void *user;
};

static void work(uv_work_t *w)
{
    struct fetch *f = w->data;

    f->ok = secret_by_command(f->name, f->command, LONGEST_MS, &f->value, &f->err);
}

static void on_worked(uv_work_t *w, int status)
{
    struct fetch *f = w->data;

    if (!f->cancelled && status == 0)
        f->done(f->user, f->ok ? f->value : NULL, f->ok ? NULL : &f->err);
    secret_free(f->value);
    free(f->name);
    free(f->command);
    free(f);
}

static void abandon(struct job *j)
{
    struct fetch *f = (struct fetch *)j;

    f->cancelled = true;
    uv_cancel((uv_req_t *)&f->work);
}

struct job *secret_fetch(uv_loop_t *loop, const char *name, const char *command,
                         secret_fetched *done, void *user)
{
    struct fetch *f = xcalloc(1, sizeof *f);

    f->job.abandon = abandon;
    f->name = xstrdup(name);
    f->command = xstrdup(command);
    f->done = done;
    f->user = user;
    f->work.data = f;
    uv_queue_work(loop, &f->work, work, on_worked);
    return &f->job;
}
