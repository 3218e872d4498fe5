/* The sampler: see its header for what it decides. It lives between the feed, whose answers it
 * reads out of the model, and the recording. A group is sampled when its commits are newer than its
 * last sample by an interval and the log ends of all its topics are newer than those commits; one
 * whose ends fail is sampled without them. */
#include "core/live/sampler.h"

#include "core/base/clock.h"
#include "core/base/mem.h"
#include "core/insight/lag.h"
#include "core/insight/lag_case.h"
#include "core/insight/lag_since.h"
#include "core/live/feed.h"
#include "core/live/sampler_exact.h"
#include "core/live/sampler_stable.h"
#include "core/resource/group_cells.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

enum {
    GROUPS_AT_FULL_PACE = 1000,
    DESCRIBE_EACH = 3, /* members change more rarely than offsets */
    RESTLESS_SAMPLES = 10,
    TOPIC_ID_EACH = 6,
    CONFIG_EACH = 60,
    CONFIG_RARELY = 180,
    LATER = FEED_LATER,
};

struct sampler {
    struct cluster *cluster;
    struct model *model;
    void (*changed)(void *user);
    void *user;
    enum sampling mode;
    struct recording recording;
    struct lag_book book;
    struct keeper *keeper;
    struct sampler_stable *stable;
    struct sampler_exact *exact;
    bool no_file;   /* there is no place for one: told */
    bool wanted;    /* somebody shows what is recorded */
    bool want_all;  /* … of all groups */
    bool want_past; /* … or only what was noticed before */
    uint64_t seen_ends, seen_ids, seen_list, seen_groups;
    uint64_t samples;
    int64_t busy_ns;
};

/* ---- how often ---------------------------------------------------------------------------------
 */

static int64_t pace(const struct sampler *s)
{
    const struct profile_limits *l = &cluster_profile(s->cluster)->limits;
    const struct group_listing *list = s->model->group_list;
    int64_t ms = s->mode == SAMPLING_READ                    ? 0
                 : s->mode == SAMPLING_RECORD || s->want_all ? l->sample_ms
                                                             : l->sample_idle_ms;
    size_t n = list ? list->ngroups : 0;
    return n > GROUPS_AT_FULL_PACE ? ms * (int64_t)n / GROUPS_AT_FULL_PACE : ms;
}

/* A recorder that has run for a while: what is dear does not delay its first samples. */
static bool records_settings(const struct sampler *s, const char *group)
{
    const struct recording_group *g =
        s->mode == SAMPLING_RECORD ? recording_find(&s->recording, group) : NULL;
    return g && ring_len(&g->ring[TIER_FINE]) == RECORDING_FINE;
}

/* Settings of topics are asked for when their retention decides whether something gets lost, and
 * when a change of them shall be noticed: of the group on screen soon, by klamm record now and
 * then. */
static void want_topics(const struct sampler *s, struct wants *w, const char *group, int64_t ms,
                        bool looked_at)
{
    const struct group_offsets *o = model_group_offsets(s->model, group);
    const struct lag_page *page = lag_page(&s->book, group);
    bool fine = !page || page->verdict.verdict >= VERDICT_NEVER_COMMITTED;
    int each = looked_at ? TOPIC_ID_EACH : !fine ? CONFIG_EACH : CONFIG_RARELY;
    bool asked = looked_at || !fine || records_settings(s, group);
    const char *last = NULL;
    for (size_t i = 0; o && i < o->n; i++) {
        if (last && strcmp(last, o->o[i].topic) == 0)
            continue;
        last = o->o[i].topic;
        wants_add(w, FACT_TOPIC_ID, last, ms * TOPIC_ID_EACH, LATER);
        if (asked)
            wants_add(w, FACT_TOPIC_CONFIG, last, ms * each, LATER);
    }
}

/* Its members came and went a moment ago: seen too rarely, a storm looks like a breeze. */
static bool is_restless(const struct sampler *s, const char *group, int64_t ms)
{
    const struct recording_group *g = recording_find(&s->recording, group);
    const struct recording_mark *m = g ? recording_mark_at(g, 0) : NULL;
    const struct lag_page *page = lag_page(&s->book, group);
    if (page && page->doubtful)
        return true;
    return m && m->kind != MARK_BACK && m->kind != MARK_RESET && m->kind != MARK_LEAP &&
           recording_last_ms(g) - m->at_ms <= ms * RESTLESS_SAMPLES;
}

static void want_group(const struct sampler *s, struct wants *w, const char *group, int64_t ms)
{
    int64_t describe_ms = is_restless(s, group, ms) ? ms : ms * DESCRIBE_EACH;
    wants_add(w, FACT_GROUP_OFFSETS, group, ms, LATER);
    want_group_topics(s->model, w, group, ms, LATER);
    wants_add(w, FACT_GROUP, group, describe_ms, LATER);
    want_topics(s, w, group, ms, false);
}

static void see_wants(struct sampler *s, const struct wants *w)
{
    s->wanted = s->want_all = s->want_past = false;
    for (size_t i = 0; i < w->len; i++) {
        s->want_past |= w->list[i].kind == FACT_EVENTS;
        if (w->list[i].kind == FACT_RECORDING) {
            s->wanted = true;
            s->want_all |= w->list[i].name == NULL;
        }
    }
}

/* One group's pane refreshes its offsets by itself; what identifies and bounds its topics it does
 * not ask for. */
static void want_looked_at(const struct sampler *s, struct wants *w)
{
    int64_t ms = cluster_profile(s->cluster)->limits.sample_ms;
    size_t n = w->len;
    for (size_t i = 0; i < n; i++) {
        const char *group = w->list[i].kind == FACT_RECORDING ? w->list[i].name : NULL;
        if (group)
            want_topics(s, w, group, ms, true);
    }
}

void sampler_want(struct sampler *s, struct wants *w)
{
    const struct group_listing *list = s->model->group_list;
    see_wants(s, w);
    if (s->mode == SAMPLING_READ)
        return;
    want_looked_at(s, w);
    int64_t ms = pace(s);
    if (ms <= 0)
        return;
    wants_add(w, FACT_METADATA, NULL, ms * DESCRIBE_EACH, LATER);
    wants_add(w, FACT_GROUP_LIST, NULL, ms, LATER);
    for (size_t i = 0; list && i < list->ngroups; i++)
        want_group(s, w, list->groups[i].id, ms);
}

/* ---- a sample -----------------------------------------------------------------------------------
 */

/* The ends of a topic against commits of that moment: newer ones are there, or asking failed. */
static bool ends_ready(const struct model *m, const char *topic, int64_t commits_ms, int64_t *ends)
{
    const struct topic_offsets *t = model_offsets(m, topic);
    if (!t)
        return m->metadata && !metadata_topic(m->metadata, topic);
    for (int32_t i = 0; i < t->n; i++)
        if (t->p[i].end_at_ms >= commits_ms) {
            *ends = t->p[i].end_at_ms > *ends ? t->p[i].end_at_ms : *ends;
            return true;
        }
    return t->fact.failed != ERR_NONE && t->fact.tried_ms >= commits_ms;
}

static bool all_ready(const struct model *m, const struct group_part *p, size_t n,
                      int64_t commits_ms, int64_t *ends)
{
    for (size_t i = 0; i < n; i++)
        if ((i == 0 || strcmp(p[i].topic, p[i - 1].topic) != 0) &&
            !ends_ready(m, p[i].topic, commits_ms, ends))
            return false;
    return true;
}

static struct recording_value value_of(const struct model *m, const struct group_part *p,
                                       int64_t commits_ms)
{
    const struct partition_offsets *o = topic_offsets_get(model_offsets(m, p->topic), p->partition);
    bool fresh = o && o->end_at_ms >= commits_ms;
    return (struct recording_value){
        .topic = p->topic,
        .partition = p->partition,
        .committed = p->offset && !p->offset->err ? p->offset->committed : OFFSET_UNKNOWN,
        .start = fresh ? o->start : OFFSET_UNKNOWN,
        .end = fresh ? o->end : OFFSET_UNKNOWN,
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
    s->state_ms = d->fact.wall_ms;
    s->members = (uint32_t)d->nmembers;
    s->member_set = set_of_members(d);
    s->replaced_after_ms = d->replaced_after_ms;
    s->replaced_ms = d->replaced_ms;
    s->members_first = !d->watched;
    if (s->state == GROUP_EMPTY) /* told by the listing, while the description is older */
        s->members = s->member_set = 0;
}

/* Not sampled yet, or long enough ago, or in what is now the future: the clock was set back. */
static bool is_due(const struct sampler *s, const struct group_offsets *o)
{
    const struct recording_group *g = recording_find(&s->recording, o->id);
    int64_t last = g ? recording_last_ms(g) : 0, interval = s->recording.interval_ms;
    return last == 0 || o->fact.wall_ms - last >= interval * 4 / 5 ||
           o->fact.wall_ms < last - interval;
}

static void judge(struct sampler *s, const char *group)
{
    lag_book_judge(&s->book, s->model, &s->recording, group);
    lag_since_update(&s->recording, group, lag_page(&s->book, group));
}

static bool sample(struct sampler *s, const struct group_offsets *o)
{
    const struct model *m = s->model;
    struct arena a;
    size_t n;
    int64_t ends = o->fact.at_ms;
    arena_init(&a);
    struct group_part *p = group_parts(o, model_group(m, o->id), &a, &n);
    bool ready = all_ready(m, p, n, o->fact.at_ms, &ends);
    if (ready) {
        struct recording_value *v = arena_array(&a, n, sizeof *v);
        for (size_t i = 0; i < n; i++)
            v[i] = value_of(m, &p[i], o->fact.at_ms);
        struct recording_sample at = {.commit_ms = o->fact.wall_ms,
                                      .ends_ms = o->fact.wall_ms + ends - o->fact.at_ms};
        take_state(m, o->id, &at);
        ready = is_due(s, o) && recording_add(&s->recording, o->id, &at, v, n);
        s->samples += ready;
        /* Another klamm may have sampled it a moment ago: then that is judged. */
        ready |= !lag_page(&s->book, o->id);
        if (ready)
            judge(s, o->id);
    }
    arena_release(&a);
    return ready;
}

static bool sample_all(struct sampler *s)
{
    const char *id;
    void *value;
    size_t at = 0;
    bool any = false;
    while (map_next(&s->model->group_offsets, &at, &id, &value)) {
        const struct group_offsets *o = value;
        if (!fact_known(&o->fact) || o->fact.failed != ERR_NONE)
            continue;
        if (is_due(s, o) || !lag_page(&s->book, id))
            any |= sample(s, o);
    }
    return any;
}

/* A command has one sample: what is told of a group's members after it still counts. */
static bool judge_described(struct sampler *s)
{
    const char *id;
    void *value;
    size_t at = 0;
    bool any = false;
    if (s->mode != SAMPLING_READ || s->seen_groups == s->model->generation[FACT_GROUP])
        return false;
    s->seen_groups = s->model->generation[FACT_GROUP];
    while (map_next(&s->model->groups, &at, &id, &value)) {
        const struct group_desc *d = value;
        const struct lag_page *p = lag_page(&s->book, id);
        if (!p || d->fact.at_ms < p->judged_ms)
            continue;
        judge(s, id);
        any = true;
    }
    return any;
}

static void see_topic_ids(struct sampler *s)
{
    const char *name;
    void *value;
    size_t at = 0;
    if (s->seen_ids == s->model->generation[FACT_TOPIC_ID])
        return;
    s->seen_ids = s->model->generation[FACT_TOPIC_ID];
    while (map_next(&s->recording.topics, &at, &name, &value)) {
        const char *id = model_topic_id(s->model, name);
        if (id)
            recording_topic_id(&s->recording, name, id);
    }
}

static void see_listing(struct sampler *s)
{
    if (s->seen_list == s->model->generation[FACT_GROUP_LIST])
        return;
    s->seen_list = s->model->generation[FACT_GROUP_LIST];
    lag_book_forget(&s->book, s->model);
}

/* ---- the file -----------------------------------------------------------------------------------
 */

static void on_loaded(void *user)
{
    struct sampler *s = user;
    s->seen_ends = s->seen_ids = 0;
    int64_t oldest = clock_wall_ms() - 7 * 86400000LL;
    recording_forget(&s->recording, oldest);
    events_restore(&s->model->events, &s->recording.past, oldest);
    model_touch(s->model, FACT_RECORDING);
    model_touch(s->model, FACT_EVENTS);
    sampler_observe(s);
    if (s->changed)
        s->changed(s->user);
}

static void on_failed(void *user, const char *why)
{
    struct sampler *s = user;
    log_add(&s->model->log, SEV_WARN, s->model->cluster_name, "%s", why);
}

static const char *cluster_id(const struct model *m)
{
    if (m->cluster && m->cluster->cluster_id)
        return m->cluster->cluster_id;
    return m->metadata ? m->metadata->cluster_id : NULL;
}

static void open_file(struct sampler *s)
{
    const char *id = cluster_id(s->model);
    struct err err = {0};
    if (s->keeper || s->no_file || !id || (s->mode == SAMPLING_READ && !s->wanted && !s->want_past))
        return;
    char *path = keeper_path(id, &err);
    if (!path) {
        s->no_file = true;
        log_add(&s->model->log, SEV_WARN, s->model->cluster_name,
                "samples of groups are not kept: %s", err.msg);
        return;
    }
    struct keeper_hooks hooks = {.loaded = on_loaded, .failed = on_failed, .user = s};
    enum keeper_role role = s->mode == SAMPLING_READ     ? KEEPER_READS
                            : s->mode == SAMPLING_RECORD ? KEEPER_RECORDS
                                                         : KEEPER_WRITES;
    s->keeper = keeper_new(cluster_loop(s->cluster), path, role, &s->recording, &hooks);
    free(path);
}

static bool file_read_if_any(const struct sampler *s)
{
    return s->no_file || (s->keeper && keeper_loaded(s->keeper));
}

/* A command that shows no samples takes none. */
static bool may_sample(const struct sampler *s)
{
    return file_read_if_any(s) && (s->mode != SAMPLING_READ || s->wanted);
}

/* ---- from the session
 * ---------------------------------------------------------------------------- */

static int64_t thread_ns(void)
{
    struct timespec t = {0};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

void sampler_observe(struct sampler *s)
{
    int64_t start = thread_ns();
    open_file(s);
    if (!may_sample(s))
        return;
    see_listing(s);
    see_topic_ids(s);
    if (judge_described(s))
        model_touch(s->model, FACT_RECORDING);
    if (s->seen_ends != s->model->generation[FACT_TOPIC_OFFSETS] + 1) {
        s->seen_ends = s->model->generation[FACT_TOPIC_OFFSETS] + 1;
        if (sample_all(s)) {
            model_touch(s->model, FACT_RECORDING);
            sampler_stable_ask(s->stable, &s->book, &s->recording);
        }
    }
    if (s->keeper)
        keeper_tick(s->keeper, clock_wall_ms());
    s->busy_ns += thread_ns() - start;
}

bool sampler_settled(const struct sampler *s)
{
    return (!s->wanted && !s->want_past) || !cluster_id(s->model) ||
           (file_read_if_any(s) && !sampler_stable_asking(s->stable));
}

struct sampler_facts sampler_facts(const struct sampler *s)
{
    struct sampler_facts f = {
        .groups = s->recording.groups.len,
        .parts = s->recording.nparts,
        .every_ms = pace(s),
        .memory = recording_bytes(&s->recording),
        .samples = s->samples,
        .busy_ms = s->busy_ns / 1000000,
        .file = s->keeper != NULL,
    };
    if (s->keeper)
        f.keeper = keeper_facts(s->keeper);
    return f;
}

static void on_told(void *user, const char *group)
{
    struct sampler *s = user;
    judge(s, group);
    model_touch(s->model, FACT_RECORDING);
    if (s->changed)
        s->changed(s->user);
}

size_t sampler_time_lag(struct sampler *s, const char *group)
{
    return sampler_exact_ask(s->exact, group, lag_page(&s->book, group), &s->recording);
}

void sampler_mode(struct sampler *s, enum sampling mode)
{
    s->mode = mode;
}

struct sampler *sampler_new(struct cluster *c, void (*changed)(void *user), void *user)
{
    struct sampler *s = xcalloc(1, sizeof *s);
    int64_t interval = cluster_profile(c)->limits.sample_ms;
    s->cluster = c;
    s->model = cluster_model(c);
    s->changed = changed;
    s->user = user;
    recording_init(&s->recording, interval);
    lag_book_init(&s->book, interval);
    s->stable = sampler_stable_new(c, interval, on_told, s);
    s->exact = sampler_exact_new(c, on_told, s);
    s->recording.seen = &s->model->events;
    s->recording.written_seq = s->model->events.next_seq - 1;
    s->model->recording = &s->recording;
    s->model->lag_book = &s->book;
    return s;
}

void sampler_free(struct sampler *s)
{
    if (!s)
        return;
    s->model->recording = NULL;
    s->model->lag_book = NULL;
    sampler_stable_free(s->stable);
    sampler_exact_free(s->exact);
    keeper_free(s->keeper);
    recording_release(&s->recording);
    lag_book_release(&s->book);
    free(s);
}
