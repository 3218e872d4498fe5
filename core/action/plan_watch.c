/* Watching is reading the commits again every now and then, for as long as the most common commit
 * interval lasts; the plan's facts then hold the commits until they are sent. The screen shows the
 * plan while this runs, the command line shows it afterwards. */
#include "core/action/plan_watch.h"

#include "core/action/register.h"
#include "core/base/clock.h"
#include "core/base/mem.h"
#include "core/base/text_human.h"
#include "core/kafka/offsets.h"
#include "core/kafka/request.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

enum { PAUSE_MS = 1500 };

struct watching {
    struct job job; /* first: a job is its watching */
    struct plan *plan;
    struct cluster *cluster;
    struct request *request;
    size_t at; /* of the plan's watches */
    plan_watched *done;
    void *user;
};

static void watching_free(struct watching *w)
{
    job_stop(&w->job);
    if (w->request)
        request_cancel(w->request);
    free(w);
}

static void abandon(struct job *j)
{
    watching_free((struct watching *)j);
}

static void finish(struct watching *w, const struct err *err)
{
    plan_watched *done = w->done;
    void *user = w->user;

    if (!err)
        w->plan->nwatches = 0;
    watching_free(w);
    done(user, err);
}

const struct group_offset *commits_changed(const struct group_offsets *was,
                                           const struct group_offsets *is)
{
    for (size_t i = 0; i < is->n; i++) {
        const struct group_offset *now = &is->o[i];
        const struct group_offset *then = group_offsets_find(was, now->topic, now->partition);

        if (!now->err && (then ? !then->err && then->committed != now->committed
                               : now->committed != OFFSET_UNKNOWN))
            return now;
    }
    return NULL;
}

const char *commits_advice(const struct plan *p)
{
    const struct action *a = action_find(p->verb);

    return a && action_param(a, "even-if-committing")
               ? "A consumer that assigns its partitions itself, Flink, Spark or a mirror does "
                 "that, and its next commit would overwrite this: stop it first, or add "
                 "even-if-committing"
               : "A consumer that assigns its partitions itself, Flink, Spark or a mirror does "
                 "that, and its next commit would overwrite this: stop it first";
}

static void block(struct plan *p, const struct plan_watch *w, const struct group_offset *now)
{
    const struct group_offset *then = group_offsets_find(w->seen, now->topic, now->partition);
    char span[TEXT_NUM], from[32] = "none", to[32] = "none";

    if (then && then->committed != OFFSET_UNKNOWN)
        snprintf(from, sizeof from, "%" PRId64, then->committed);
    if (now->committed != OFFSET_UNKNOWN)
        snprintf(to, sizeof to, "%" PRId64, now->committed);
    plan_block(p,
               "group %s has no members, yet something commits for it: %s-%" PRId32
               " went from %s to %s within %s. %s",
               w->group, now->topic, now->partition, from, to,
               text_duration(span, clock_mono_ms() - w->since_ms), commits_advice(p));
}

int64_t plan_watch_left_ms(const struct plan *p)
{
    int64_t now = clock_mono_ms(), left = 0;

    for (size_t i = 0; i < p->nwatches; i++) {
        if (p->watches[i].until_ms - now > left)
            left = p->watches[i].until_ms - now;
    }
    return left;
}

static void look(struct job *j);

static void on_read(void *user, void *result, const struct err *err)
{
    struct watching *w = user;
    const struct plan_watch *of = &w->plan->watches[w->at];
    struct group_offsets *now = result;
    const struct group_offset *one;

    w->request = NULL;
    if (err) {
        finish(w, err);
        return;
    }
    one = commits_changed(of->seen, now);
    if (one)
        block(w->plan, of, one);
    group_offsets_free(now);
    if (!one && ++w->at < w->plan->nwatches)
        look(&w->job);
    else if (one || plan_watch_left_ms(w->plan) == 0)
        finish(w, NULL);
    else
        job_after(&w->job, cluster_loop(w->cluster), PAUSE_MS, look);
}

static void look(struct job *j)
{
    struct watching *w = (struct watching *)j;

    if (w->at == w->plan->nwatches)
        w->at = 0;
    w->request = kafka_group_offsets(w->cluster, w->plan->watches[w->at].group, on_read, w);
}

struct job *plan_watch(struct plan *p, struct cluster *c, plan_watched *done, void *user)
{
    struct watching *w = xcalloc(1, sizeof *w);
    int64_t left = plan_watch_left_ms(p);

    w->job.abandon = abandon;
    w->job.doing = "watching for a few seconds for commits from outside the group…";
    w->plan = p;
    w->cluster = c;
    w->done = done;
    w->user = user;
    job_after(&w->job, cluster_loop(c), (uint64_t)(left < PAUSE_MS ? left : PAUSE_MS), look);
    return &w->job;
}
