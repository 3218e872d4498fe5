/* The sampler: see its header for what it decides. It lives between the feed, whose answers it
 * reads out of the model, and the recording: this file says when what is done, sampler_wants.c what
 * is wanted, sampler_take.c makes the samples. In the console both walks over all groups are done
 * in slices of a few milliseconds with a pause between them, so that keys get their turn. */
#include "core/base/clock.h"
#include "core/base/mem.h"
#include "core/live/sampler_impl.h"
#include "core/model/model_fact.h"
#include "core/model/topic_trouble.h"
#include "core/recording/recording_add.h"

#include <stdlib.h>
#include <time.h>

enum { SLICE_NS = 2000000, PAUSE_MS = 1 };

/* A command has one sample: what is learnt of a group's members after it still counts. */
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
        const struct judged_group *p = judged_group(&s->verdicts, id);
        if (!p || d->fact.at_ms < p->judged_ms)
            continue;
        sampler_judge(s, id);
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
    group_verdicts_forget(&s->verdicts, s->model);
}

/* ---- the file -------------------------------------------------------------------------------- */

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

static void open_file(struct sampler *s)
{
    const char *id = model_cluster_id(s->model);
    struct err err = {0};
    if (s->recording_file || s->no_file || !id ||
        (s->mode == SAMPLING_READ && !s->wanted && !s->want_past))
        return;
    char *path = recording_file_path(id, &err);
    if (!path) {
        s->no_file = true;
        log_add(&s->model->log, SEV_WARN, s->model->cluster_name,
                "samples of groups are not stored: %s", err.msg);
        return;
    }
    struct recording_file_hooks hooks = {.loaded = on_loaded, .failed = on_failed, .user = s};
    enum recording_file_role role = s->mode == SAMPLING_READ     ? RECORDING_READS
                                    : s->mode == SAMPLING_RECORD ? RECORDING_RECORDS
                                                                 : RECORDING_WRITES;
    s->recording_file =
        recording_file_new(cluster_loop(s->cluster), path, role, &s->recording, &hooks);
    free(path);
}

/* Times between samples are measured by the wall clock, as those in the file are: when it is set,
 * what is recorded moves with it. */
static void see_clock(struct sampler *s)
{
    int64_t by = clock_set_by(&s->clock);
    if (by == 0)
        return;
    model_clock_set(s->model, by);
    events_clock_set(&s->model->events, s->clock.ahead_ms);
    recording_clock_set(&s->recording, by);
    group_verdicts_clock_set(&s->verdicts, by);
    if (s->recording_file)
        recording_file_rewrite(s->recording_file);
}

static bool file_read_if_any(const struct sampler *s)
{
    return s->no_file || (s->recording_file && recording_file_loaded(s->recording_file));
}

/* A command that shows no samples takes none. */
static bool may_sample(const struct sampler *s)
{
    return file_read_if_any(s) && (s->mode != SAMPLING_READ || s->wanted);
}

/* ---- from the session ------------------------------------------------------------------------ */

static int64_t thread_ns(void)
{
    struct timespec t = {0};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

/* Until when one may go on without a pause. */
static uint64_t slice_end(const struct sampler *s)
{
    return s->mode == SAMPLING_CONSOLE ? uv_hrtime() + SLICE_NS : UINT64_MAX;
}

/* True: a walk ended that took samples. */
static bool go_on_sampling(struct sampler *s)
{
    if (!s->sampling.on || !sampler_take_slice(s, slice_end(s)) || !s->sampled)
        return false;
    model_touch(s->model, FACT_RECORDING);
    sampler_stable_request(s->stable, &s->verdicts, &s->recording);
    sampler_rest_request(s->rest, &s->verdicts, &s->recording);
    return true;
}

static void on_slice(void *user)
{
    struct sampler *s = user;
    int64_t start = thread_ns();
    bool changed = false;
    see_clock(s);
    if (s->sampling.on)
        changed = go_on_sampling(s);
    else if (s->wanting.on || sampler_wants_due(s) == 0)
        sampler_wants_slice(s, slice_end(s));
    s->busy_ns += thread_ns() - start;
    sampler_arm(s);
    if (changed && s->changed)
        s->changed(s->user);
}

void sampler_arm(struct sampler *s)
{
    int64_t wait = s->sampling.on || s->wanting.on ? 0 : sampler_wants_due(s);
    if (wait >= 0)
        timer_start(s->timer, wait < PAUSE_MS ? PAUSE_MS : wait);
}

static void see_ends(struct sampler *s)
{
    if (s->seen_ends == s->model->generation[FACT_TOPIC_OFFSETS] + 1 && !s->held)
        return;
    s->seen_ends = s->model->generation[FACT_TOPIC_OFFSETS] + 1;
    s->sampled &= s->sampling.on;
    s->sampling = (struct walk){.on = true};
}

void sampler_observe(struct sampler *s)
{
    int64_t start = thread_ns();
    see_clock(s);
    open_file(s);
    sampler_arm(s);
    if (!may_sample(s))
        return;
    see_listing(s);
    see_topic_ids(s);
    if (judge_described(s)) {
        model_touch(s->model, FACT_RECORDING);
        sampler_rest_request(s->rest, &s->verdicts, &s->recording);
    }
    see_ends(s);
    if (s->mode != SAMPLING_CONSOLE)
        go_on_sampling(s);
    if (s->recording_file)
        recording_file_tick(s->recording_file, clock_wall_ms());
    s->busy_ns += thread_ns() - start;
    sampler_arm(s);
}

bool sampler_settled(const struct sampler *s)
{
    return (!s->wanted && !s->want_past) || !model_cluster_id(s->model) ||
           (file_read_if_any(s) && !sampler_stable_pending(s->stable) &&
            !sampler_rest_pending(s->rest));
}

struct sampler_facts sampler_facts(const struct sampler *s)
{
    struct sampler_facts f = {
        .groups = s->recording.groups.len,
        .parts = s->recording.nparts,
        .every_ms = sampler_pace(s),
        .memory = recording_bytes(&s->recording),
        .samples = s->samples,
        .busy_ms = s->busy_ns / 1000000,
        .file = s->recording_file != NULL,
    };
    if (s->recording_file)
        f.recording_file = recording_file_facts(s->recording_file);
    return f;
}

static void on_answers(void *user, const char *group)
{
    struct sampler *s = user;
    sampler_judge(s, group);
    model_touch(s->model, FACT_RECORDING);
    if (s->changed)
        s->changed(s->user);
}

size_t sampler_time_lag(struct sampler *s, const char *group)
{
    return sampler_exact_request(s->exact, group, judged_group(&s->verdicts, group), &s->recording);
}

void sampler_mode(struct sampler *s, enum sampling mode)
{
    s->mode = mode;
}

struct sampler *sampler_new(struct cluster *c, struct feed *f, void (*changed)(void *user),
                            void *user)
{
    struct sampler *s = xcalloc(1, sizeof *s);
    int64_t interval = cluster_profile(c)->limits.sample_ms;
    s->cluster = c;
    s->feed = f;
    s->model = cluster_model(c);
    s->changed = changed;
    s->user = user;
    recording_init(&s->recording, interval);
    group_verdicts_init(&s->verdicts, interval);
    s->stable = sampler_stable_new(c, interval, on_answers, s);
    s->exact = sampler_exact_new(c, on_answers, s);
    s->rest = sampler_rest_new(c, on_answers, s);
    s->timer = timer_new(cluster_loop(c), on_slice, s);
    s->recording.seen = &s->model->events;
    s->recording.written_seq = s->model->events.next_seq - 1;
    s->model->recording = &s->recording;
    s->model->group_verdicts = &s->verdicts;
    return s;
}

void sampler_free(struct sampler *s)
{
    if (!s)
        return;
    s->model->recording = NULL;
    s->model->group_verdicts = NULL;
    timer_free(s->timer);
    sampler_stable_free(s->stable);
    sampler_exact_free(s->exact);
    sampler_rest_free(s->rest);
    recording_file_free(s->recording_file);
    recording_release(&s->recording);
    group_verdicts_release(&s->verdicts);
    free(s);
}
