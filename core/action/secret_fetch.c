/* Secrets by a command, which may be slow (a password manager that asks for a touch): on a thread,
 * so the screen stays responsive. What it needs outlives a cancelled job: the thread may still be
 * at work, and wipes and frees it then. */
#include "core/action/secret_fetch.h"

#include "core/base/mem.h"
#include "core/config/secret.h"
#include "core/loop/worker.h"

#include <stddef.h>
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
    struct task task;
    struct worker *worker;
    char *name, *command, *value;
    bool ok, begun;
    struct err err;
    secret_fetched *done;
    void *user;
};

static struct fetch *fetch_of(struct task *t)
{
    return (struct fetch *)((char *)t - offsetof(struct fetch, task));
}

static void fetch_free(struct fetch *f)
{
    secret_free(f->value);
    free(f->name);
    free(f->command);
    free(f);
}

static void work(struct task *t)
{
    struct fetch *f = fetch_of(t);

    f->ok = secret_by_command(f->name, f->command, LONGEST_MS, &f->value, &f->err);
}

static void drop(struct task *t)
{
    fetch_free(fetch_of(t));
}

static void on_worked(struct task *t)
{
    struct fetch *f = fetch_of(t);

    worker_free(f->worker);
    f->done(f->user, f->ok ? f->value : NULL, f->ok ? NULL : &f->err);
    fetch_free(f);
}

static void refuse(struct job *j)
{
    struct fetch *f = (struct fetch *)j;

    f->done(f->user, NULL, &f->err);
    fetch_free(f);
}

static void abandon(struct job *j)
{
    struct fetch *f = (struct fetch *)j;

    if (f->begun)
        worker_free(f->worker); /* which drops it */
    else
        fetch_free(f);
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
    f->task = (struct task){.work = work, .done = on_worked, .drop = drop};
    f->worker = worker_new(loop, 1, 0);
    f->begun = worker_run(f->worker, &f->task, &f->err);
    if (!f->begun) {
        worker_free(f->worker);
        job_after(&f->job, loop, 0, refuse);
    }
    return &f->job;
}
