/* klamm VERB OBJECT --edit: the verb's document in the person's editor first. The editor has the
 * terminal until it ends, so no progress is shown; its document takes the place of the arguments.
 */
#include "cli/verb_edit.h"

#include "core/action/edit.h"

#include <stddef.h>

enum { BEAT_MS = 1000 };

struct editing {
    struct args *args;
    struct err err;
    bool done;
};

static void on_edited(void *user, struct args *args, const struct err *err)
{
    struct editing *e = user;
    e->args = args;
    if (err)
        e->err = *err;
    e->done = true;
}

static void quiet(void *user)
{
    (void)user;
}

struct args *verb_edit(struct connection *x, const struct action *a, const struct args *args,
                       struct err *err)
{
    struct action_ctx ctx = {.cluster = x->session->cluster, .model = &x->session->model};
    struct editing e = {0};
    struct job *job = action_edit(a, &ctx, args, NULL, on_edited, &e);
    if (!connection_until(x, &e.done, BEAT_MS, quiet, NULL)) {
        job_cancel(job);
        err_set(&e.err, ERR_GUARD, "stopped by a signal: nothing was sent");
    }
    if (!e.args)
        *err = e.err;
    return e.args;
}
