/* Calls that block, each on a thread of its own, not the loop's: librdkafka's listing of all
 * topics, secrets that a command is asked for, a reader of its own. The client they use is kept
 * alive until they return; when it is given up before that, they are dropped, on their thread. */
#include "core/kafka/internal.h"

static void on_work(struct task *t)
{
    struct blocking *b = (struct blocking *)t;
    b->work(b, b->handle->rk);
}

static void on_done(struct task *t)
{
    struct blocking *b = (struct blocking *)t;
    struct handle *h = b->handle;
    struct watch *w = b->cluster->watch;
    b->done(b);
    cluster_go_on(w);
    handle_unref(h);
}

static void on_drop(struct task *t)
{
    struct blocking *b = (struct blocking *)t;
    struct handle *h = b->handle;
    b->drop(b);
    handle_unref(h);
}

bool blocking_run(struct cluster *c, struct blocking *b, struct err *err)
{
    b->task = (struct task){.work = on_work, .done = on_done, .drop = on_drop};
    b->cluster = c;
    b->handle = c->handle;
    handle_ref(b->handle);
    if (worker_run(c->handle->worker, &b->task, err))
        return true;
    handle_unref(b->handle); /* never the last: the cluster has one */
    return false;
}
