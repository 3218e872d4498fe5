/* Watching is reading the commits again every now and then, for as long as the most common commit
 * interval lasts; the plan's facts then hold the commits until they are sent. Where the screen has
 * looked at the group for long enough, the model knows already and nobody waits; and its recording
 * knows those, too, that commit once in a minute. */
#include "core/action/commit_watch.h"

#include "core/base/clock.h"
#include "core/base/parse.h"
#include "core/base/text.h"
#include "core/model/model.h"
#include "core/model/recording.h"

#include <inttypes.h>
#include <string.h>

enum {
    PAUSE_MS = 1500,
    /* Of the recording: so often since the group is empty, and that lately. Somebody who sets the
     * offsets by hand may do it twice. */
    TIMES = 3,
    LATELY_MS = 120000,
};

static const char advice[] =
    "A consumer that assigns its partitions itself, Flink, Spark or a mirror does that, and its "
    "next commit would overwrite this: stop it first, or say even-if-committing";

struct commit_watch {
    const struct group_offsets *seen;
    int64_t since_ms, until_ms;
    void (*next)(struct planning *p);
};

bool commit_watch_args(const struct planning *p, int64_t *ms, bool *anyway, struct err *err)
{
    const char *word = planning_arg(p, "even-if-committing");

    *anyway = false;
    *ms = 0;
    if (!action_param(action_find(p->plan->verb), "watch-commits"))
        return true;
    if (word && !parse_bool(word, anyway, err))
        return false;
    return parse_duration(planning_arg(p, "watch-commits"), ms, err) &&
           (*ms >= 0 || err_set(err, ERR_USAGE, "watch-commits: can't be negative"));
}

static const struct group_offset *moved(const struct group_offsets *was,
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

/* The model's commits are these, and each has been there for so long. */
static bool known_quiet(const struct planning *p, const struct group_offsets *seen, int64_t ms)
{
    const struct group_offsets *known = model_group_offsets(cluster_model(p->cluster), seen->id);
    int64_t now = clock_mono_ms();

    if (!known || known->n != seen->n || moved(known, seen))
        return false;
    for (size_t i = 0; i < known->n; i++) {
        if (known->o[i].seen_ms == 0 || known->o[i].seen_ms + ms > now)
            return false;
    }
    return true;
}

static void block(struct planning *p, const struct commit_watch *w, const struct group_offset *now)
{
    const struct group_offset *then = group_offsets_find(w->seen, now->topic, now->partition);
    char span[TEXT_NUM], from[32] = "none", to[32] = "none";

    if (then && then->committed != OFFSET_UNKNOWN)
        snprintf(from, sizeof from, "%" PRId64, then->committed);
    if (now->committed != OFFSET_UNKNOWN)
        snprintf(to, sizeof to, "%" PRId64, now->committed);
    plan_block(p->plan,
               "group %s has no members, yet somebody commits for it: %s-%" PRId32
               " went from %s to %s within %s. %s",
               w->seen->id, now->topic, now->partition, from, to,
               text_duration(span, clock_mono_ms() - w->since_ms), advice);
}

/* What was recorded of it: the commit that moved last, when it is one of several. */
static void block_if_recorded(struct planning *p, const char *group)
{
    const struct recording *h = cluster_model(p->cluster)->recording;
    const struct recording_group *g = h ? recording_find(h, group) : NULL;
    const struct recording_part *last = NULL;
    int64_t ago, gap;
    char span[TEXT_NUM];

    for (size_t i = 0; g && i < g->nparts; i++) {
        if (!last || g->parts[i].changed_ms > last->changed_ms)
            last = &g->parts[i];
    }
    if (!last || g->empty_commits < TIMES)
        return;
    ago = clock_wall_ms() - last->changed_ms;
    gap = recording_gap(last);
    if (ago <= LATELY_MS || ago <= 3 * gap)
        plan_block(p->plan,
                   "group %s has no members, yet somebody commits for it: that was seen %" PRIu32
                   " times since it is empty, at %s-%" PRId32 " %s ago. %s",
                   group, g->empty_commits, last->topic->name, last->partition,
                   text_duration(span, ago > 0 ? ago : 0), advice);
}

static void look_again(struct job *j);

static void on_read(void *user, void *result, const struct err *err)
{
    struct planning *p = user;
    struct commit_watch *w = p->aside;
    struct group_offsets *now = result;
    const struct group_offset *one;

    p->request = NULL;
    if (err) {
        planning_fail(p, err);
        return;
    }
    one = moved(w->seen, now);
    if (one)
        block(p, w, one);
    group_offsets_free(now);
    if (one || clock_mono_ms() >= w->until_ms)
        w->next(p);
    else
        job_after(&p->job, cluster_loop(p->cluster), PAUSE_MS, look_again);
}

static void look_again(struct job *j)
{
    struct planning *p = (struct planning *)j;
    const struct commit_watch *w = p->aside;

    p->request = kafka_group_offsets(p->cluster, w->seen->id, on_read, p);
}

static void start(struct planning *p, int64_t ms)
{
    uint64_t pause = ms < PAUSE_MS ? (uint64_t)ms : PAUSE_MS;

    p->job.doing = "watching for a few seconds whether somebody commits without being a member…";
    planning_waits(p);
    job_after(&p->job, cluster_loop(p->cluster), pause, look_again);
}

void commit_watch(struct planning *p, const struct group_offsets *seen, int64_t ms,
                  void (*next)(struct planning *p))
{
    struct commit_watch *w = arena_alloc(&p->plan->arena, sizeof *w);

    *w = (struct commit_watch){.seen = seen, .since_ms = clock_mono_ms(), .next = next};
    w->until_ms = w->since_ms + ms;
    p->aside = w;
    if (!p->recheck && !p->plan->blocked)
        block_if_recorded(p, seen->id);
    if (p->recheck || p->plan->blocked || ms == 0 || known_quiet(p, seen, ms))
        next(p);
    else
        start(p, ms);
}
