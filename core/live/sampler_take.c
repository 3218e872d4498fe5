/* Samples: what came in of a group goes into the recording, and the group is judged. A group is
 * sampled when its commits are newer than its last sample by an interval and the log ends of all
 * its partitions are newer than those commits; one whose ends fail is sampled without them. */
#include "core/base/clock.h"
#include "core/base/mem.h"
#include "core/insight/lag/lag.h"
#include "core/insight/lag/lag_since.h"
#include "core/insight/lag/verdict_input.h"
#include "core/live/sampler_impl.h"
#include "core/model/model_fact.h"
#include "core/recording/recording_add.h"
#include "core/recording/recording_read.h"

#include <string.h>

/* The topic was read after commits of that moment: nothing of that answer is under way any more. */
static bool topic_answered(const struct topic_offsets *t, int64_t commits_ms)
{
    for (int32_t i = 0; i < t->n; i++)
        if (t->p[i].end_at_ms >= commits_ms)
            return t->fact.at_ms >= t->p[i].end_at_ms || t->fact.tried_ms >= t->p[i].end_at_ms;
    return t->fact.failed != ERR_NONE && t->fact.tried_ms >= commits_ms;
}

/* The partition's start and end against its commit: they are known, or that they are not is the
 * last word. Starts come in an answer of their own. */
static bool part_ready(struct sampler *s, const struct group_part *p, int64_t commits_ms,
                       int64_t *ends)
{
    const struct topic_offsets *t = model_offsets(s->model, p->topic);
    if (!t)
        return s->model->metadata && !metadata_topic(s->model->metadata, p->topic);
    const struct partition_offsets *o = topic_offsets_get(t, p->partition);
    bool ended = o && o->end_at_ms >= commits_ms;
    if (ended && o->end_at_ms > *ends)
        *ends = o->end_at_ms;
    if (ended && o->start != OFFSET_UNKNOWN)
        return true;
    if (!topic_answered(t, commits_ms))
        return false;
    s->held |= s->ends_may_come;
    return !s->ends_may_come;
}

static bool all_ready(struct sampler *s, const struct group_part *p, size_t n, int64_t commits_ms,
                      int64_t *ends)
{
    for (size_t i = 0; i < n; i++)
        if (!part_ready(s, &p[i], commits_ms, ends))
            return false;
    return true;
}

static struct recording_value value_of(const struct model *m, const struct group_part *p,
                                       int64_t commits_ms)
{
    const struct partition_offsets *o = topic_offsets_get(model_offsets(m, p->topic), p->partition);
    bool reads = o && o->end_at_ms >= commits_ms;
    return (struct recording_value){
        .topic = p->topic,
        .partition = p->partition,
        .committed = p->offset && !p->offset->err ? p->offset->committed : OFFSET_UNKNOWN,
        .start = reads ? o->start : OFFSET_UNKNOWN,
        .end = reads ? o->end : OFFSET_UNKNOWN,
        .failed = p->offset && p->offset->err,
        .gone = m->metadata && !metadata_topic(m->metadata, p->topic),
    };
}

static uint32_t set_of_members(const struct group_desc *d)
{
    uint32_t sum = 0;
    for (size_t i = 0; i < d->nmembers; i++) {
        uint32_t h = 2166136261u;
        for (const char *p = d->members[i].member_id; p && *p; p++)
            h = (h ^ (unsigned char)*p) * 16777619u;
        sum += h; /* in whatever order they come */
    }
    return sum;
}

static void take_state(const struct model *m, const char *group, struct recording_sample *s)
{
    const struct group_desc *d = model_group(m, group);
    if (!lag_group_state(m, group, &s->state) || !d)
        return;
    s->state_ms = clock_wall_at(d->fact.at_ms);
    s->members = (uint32_t)d->nmembers;
    s->member_set = set_of_members(d);
    s->replaced_after_ms = d->replaced_after_ms;
    s->replaced_ms = d->replaced_ms;
    s->members_first = !d->watched;
    if (s->state == GROUP_EMPTY) /* known from the listing, while the description is older */
        s->members = s->member_set = 0;
}

/* Not sampled yet, or long enough ago, or in what is now the future: the clock was set back. */
static bool is_due(const struct sampler *s, const struct group_offsets *o)
{
    const struct recording_group *g = recording_find(&s->recording, o->id);
    int64_t last = g ? recording_last_ms(g) : 0, interval = s->recording.interval_ms;
    int64_t at = clock_wall_at(o->fact.at_ms);
    return last == 0 || at - last >= interval * 4 / 5 || at < last - interval;
}

void sampler_judge(struct sampler *s, const char *group)
{
    group_verdicts_judge(&s->verdicts, s->model, &s->recording, group);
    lag_since_update(&s->recording, group, judged_group(&s->verdicts, group));
}

static bool sample(struct sampler *s, const struct group_offsets *o)
{
    const struct model *m = s->model;
    struct arena a;
    size_t n;
    int64_t ends = o->fact.at_ms;
    arena_init(&a);
    struct group_part *p = group_parts(o, model_group(m, o->id), &a, &n);
    bool ready = all_ready(s, p, n, o->fact.at_ms, &ends);
    if (ready) {
        struct recording_value *v = arena_array(&a, n, sizeof *v);
        for (size_t i = 0; i < n; i++)
            v[i] = value_of(m, &p[i], o->fact.at_ms);
        int64_t commits = clock_wall_at(o->fact.at_ms);
        struct recording_sample at = {.commit_ms = commits,
                                      .ends_ms = commits + ends - o->fact.at_ms};
        take_state(m, o->id, &at);
        ready = is_due(s, o) && recording_add(&s->recording, o->id, &at, v, n);
        s->samples += ready;
        /* Another klamm may have sampled it a moment ago: then that is judged. */
        ready |= group_verdict_is_due(&s->verdicts, m, o->id);
        if (ready)
            sampler_judge(s, o->id);
    }
    arena_release(&a);
    return ready;
}

/* A command has one sample only, and what an answer lacks may be requested again while it waits for
 * the rest: it does not sample without ends that it prints in the end. */
static bool ends_may_come(const struct sampler *s)
{
    size_t left = 0, total;
    if (s->mode == SAMPLING_READ)
        feed_progress(s->feed, &left, &total);
    return left > 0;
}

/* Groups that come or go between two slices move others about: then from the beginning, which costs
 * little, as those that were sampled are not due. */
bool sampler_take_slice(struct sampler *s, uint64_t until_ns)
{
    const struct map *all = &s->model->group_offsets;
    const char *id;
    void *value;
    if (s->sampling.len != all->len)
        s->sampling.at = 0;
    s->sampling.len = all->len;
    s->ends_may_come = ends_may_come(s);
    s->held = false;
    while (uv_hrtime() < until_ns) {
        if (!map_next(all, &s->sampling.at, &id, &value)) {
            s->sampling.on = false;
            return true;
        }
        const struct group_offsets *o = value;
        if (!fact_known(&o->fact) || o->fact.failed != ERR_NONE)
            continue;
        if (is_due(s, o) || group_verdict_is_due(&s->verdicts, s->model, id))
            s->sampled |= sample(s, o);
    }
    return false;
}
