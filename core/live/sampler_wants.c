/* What the sampler wants to know, and how often.
 *
 * What belongs to the group on screen is wanted with what the lists want. What all groups need is a
 * set of its own in the feed: thousands of wants that only change when groups, or the topics they
 * read, do. It is put together again some time after that, in slices, so that no key waits for it
 * and answers that pour in don't have it done again and again. */
#include "core/live/sampler_wants.h"

#include "core/base/clock.h"
#include "core/insight/lag/group_verdicts.h"
#include "core/live/feed_wants.h"
#include "core/live/sampler_impl.h"
#include "core/model/model_fact.h"
#include "core/recording/recording_read.h"
#include "core/resource/group_cells.h"

#include <string.h>

enum {
    GROUPS_AT_FULL_PACE = 1000,
    DESCRIBE_EACH = 3, /* members change more rarely than offsets */
    RESTLESS_SAMPLES = 10,
    TOPIC_ID_EACH = 6,
    CONFIG_EACH = 60,
    CONFIG_RARELY = 180,
    REBUILD_MS = 500, /* at least between two sets */
    REBUILD_SHARE =
        100, /* and this many times what the last one took: a hundredth of the processor */
};

int64_t sampler_pace(const struct sampler *s)
{
    const struct profile_limits *l = &cluster_profile(s->cluster)->limits;
    const struct group_listing *list = s->model->group_list;
    int64_t ms = s->mode == SAMPLING_READ                    ? 0
                 : s->mode == SAMPLING_RECORD || s->want_all ? l->sample_ms
                                                             : l->sample_idle_ms;
    size_t n = list ? list->ngroups : 0;
    return n > GROUPS_AT_FULL_PACE ? ms * (int64_t)n / GROUPS_AT_FULL_PACE : ms;
}

/* A recorder that has run for a while: what is costly does not delay its first samples. */
static bool records_settings(const struct sampler *s, const struct recording_group *g)
{
    return s->mode == SAMPLING_RECORD && g && ring_len(&g->ring[TIER_FINE]) == RECORDING_FINE;
}

/* Settings of topics are requested when their retention decides whether something gets lost, and by
 * klamm sample now and then, so that a change of them is noticed; 0: not at all. */
static int configs_each(const struct sampler *s, const struct recording_group *g,
                        const struct judged_group *judged)
{
    bool fine = !judged || judged->verdict.verdict >= VERDICT_NEVER_COMMITTED;
    if (!fine)
        return CONFIG_EACH;
    return records_settings(s, g) ? CONFIG_RARELY : 0;
}

/* ---- of the group on screen ------------------------------------------------------------------ */

/* Its pane refreshes its offsets by itself; what identifies and bounds its topics it does not ask
 * for. */
static void want_looked_at(const struct sampler *s, struct wants *w, const char *group)
{
    int64_t ms = cluster_profile(s->cluster)->limits.sample_ms;
    const struct group_offsets *o = model_group_offsets(s->model, group);
    for (size_t i = 0; o && i < o->n; i++) {
        if (i && same_topic(o->o[i].topic, o->o[i - 1].topic))
            continue;
        wants_add(w, FACT_TOPIC_ID, o->o[i].topic, ms * TOPIC_ID_EACH, FEED_LATER);
        wants_add(w, FACT_TOPIC_CONFIG, o->o[i].topic, ms * TOPIC_ID_EACH, FEED_LATER);
    }
}

void sampler_want(struct sampler *s, struct wants *w)
{
    size_t n = w->len;
    s->wanted = s->want_all = s->want_past = false;
    for (size_t i = 0; i < n; i++) {
        s->want_past |= w->list[i].kind == FACT_EVENTS;
        if (w->list[i].kind != FACT_RECORDING)
            continue;
        s->wanted = true;
        /* "": what sums up all of them, such as findings. */
        s->want_all |= !w->list[i].name || !*w->list[i].name;
        if (w->list[i].name && *w->list[i].name && s->mode != SAMPLING_READ)
            want_looked_at(s, w, w->list[i].name);
    }
    sampler_arm(s); /* on screen, all of them are sampled more often */
}

/* ---- of all groups --------------------------------------------------------------------------- */

/* Its members came and went a moment ago: sampled too rarely, a rebalance storm looks harmless. */
static bool is_restless(const struct recording_group *g, const struct judged_group *judged,
                        int64_t ms)
{
    const struct recording_mark *m = g ? recording_mark_at(g, 0) : NULL;
    if (judged && judged->doubtful)
        return true;
    return m && m->kind != MARK_BACK && m->kind != MARK_RESET && m->kind != MARK_JUMP &&
           recording_last_ms(g) - m->at_ms <= ms * RESTLESS_SAMPLES;
}

struct all_groups {
    struct sampler *s;
    int64_t ms;
    int configs_each;
};

static void want_topic(void *user, const char *topic, bool committed)
{
    const struct all_groups *a = user;
    feed_later_add(a->s->feed, FACT_TOPIC_OFFSETS, topic, a->ms);
    if (!committed)
        return;
    feed_later_add(a->s->feed, FACT_TOPIC_ID, topic, a->ms * TOPIC_ID_EACH);
    if (a->configs_each)
        feed_later_add(a->s->feed, FACT_TOPIC_CONFIG, topic, a->ms * a->configs_each);
}

static void want_group(struct sampler *s, const char *group, int64_t ms)
{
    const struct recording_group *g = recording_find(&s->recording, group);
    const struct judged_group *judged = judged_group(&s->verdicts, group);
    struct all_groups a = {s, ms, configs_each(s, g, judged)};
    feed_later_add(s->feed, FACT_GROUP_OFFSETS, group, ms);
    feed_later_add(s->feed, FACT_GROUP, group,
                   is_restless(g, judged, ms) ? ms : ms * DESCRIBE_EACH);
    group_topics(s->model, group, want_topic, &a);
}

/* A number that is another one when the wants may be others. */
static uint64_t hangs_on(const struct sampler *s)
{
    const uint64_t *n = s->model->generation;
    return n[FACT_GROUP_LIST] + n[FACT_GROUP] + n[FACT_GROUP_OFFSETS] + n[FACT_RECORDING];
}

int64_t sampler_wants_due(const struct sampler *s)
{
    int64_t pace = sampler_pace(s), wait = s->want_at_ms - clock_mono_ms();
    if (pace != s->wanted_pace_ms)
        return 0;
    if (pace <= 0 || s->wanted_of == hangs_on(s))
        return -1;
    return wait > 0 ? wait : 0;
}

static void begin(struct sampler *s)
{
    s->wanting = (struct walk){.on = true};
    s->wanted_pace_ms = sampler_pace(s);
    s->wanted_of = hangs_on(s);
    s->want_cost_ns = 0;
    feed_later_begin(s->feed);
    if (s->wanted_pace_ms <= 0)
        return;
    feed_later_add(s->feed, FACT_METADATA, NULL, s->wanted_pace_ms * DESCRIBE_EACH);
    feed_later_add(s->feed, FACT_GROUP_LIST, NULL, s->wanted_pace_ms);
}

static void finish(struct sampler *s)
{
    int64_t pause = s->want_cost_ns / 1000000 * REBUILD_SHARE;
    s->wanting.on = false;
    s->want_at_ms = clock_mono_ms() + (pause > REBUILD_MS ? pause : REBUILD_MS);
    feed_later_end(s->feed);
}

/* If a listing changes before the end, begin again afterwards. */
bool sampler_wants_slice(struct sampler *s, uint64_t until_ns)
{
    uint64_t start = uv_hrtime();
    if (!s->wanting.on)
        begin(s);
    const struct group_listing *list = s->wanted_pace_ms > 0 ? s->model->group_list : NULL;
    while (list && s->wanting.at < list->ngroups && uv_hrtime() < until_ns)
        want_group(s, list->groups[s->wanting.at++].id, s->wanted_pace_ms);
    s->want_cost_ns += (int64_t)(uv_hrtime() - start);
    if (list && s->wanting.at < list->ngroups)
        return false;
    finish(s);
    return true;
}
