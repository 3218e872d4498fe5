/* Waiting until a topic's records are gone, after its retention was made as short as can be:
 * brokers delete whole segments, each time they look (log.retention.check.interval.ms). What
 * producers write in the meantime does not count: the goal is the log end as it was when this was
 * planned. */
#include "core/plan/step/step_wait_empty.h"

#include "core/base/clock.h"
#include "core/base/text_human.h"
#include "core/kafka/convert.h"
#include "core/kafka/offsets.h"
#include "core/plan/json.h"

#include <inttypes.h>
#include <string.h>

enum { TAG_START = 2100, TAG_END };

struct plan_step *plan_add_wait_empty(struct plan *p, const struct wait_empty *w)
{
    struct wait_empty *copy = arena_alloc(&p->arena, sizeof *copy);
    struct plan_step *s = plan_add(p, &step_wait_empty, w->topic);
    char span[TEXT_NUM];

    *copy = *w;
    copy->topic = arena_strdup(&p->arena, w->topic);
    copy->goals = arena_array(&p->arena, w->n, sizeof *copy->goals);
    memcpy(copy->goals, w->goals, w->n * sizeof *copy->goals);
    copy->since_ms = 0;
    s->payload = copy;
    s->what = plan_str(p, "wait at most %s", text_duration(span, w->longest_ms));
    s->after = "no record of before is left";
    s->cant_undo = "records that were deleted can't be brought back";
    return s;
}

static bool together(const struct plan_step *a, const struct plan_step *b)
{
    (void)a, (void)b;
    return false;
}

static int64_t patience(const struct plan_step *s)
{
    return ((const struct wait_empty *)s->payload)->longest_ms;
}

static bool concerns(const struct plan_step *s, const struct outcome *o)
{
    (void)s, (void)o;
    return false;
}

static void want(const struct plan_step *s, struct reads *f)
{
    const struct wait_empty *w = s->payload;

    for (size_t i = 0; i < w->n; i++) {
        struct offset_query start = {w->topic, w->goals[i].partition, OFFSET_SPEC_EARLIEST};
        struct offset_query end = {w->topic, w->goals[i].partition, OFFSET_SPEC_LATEST};

        reads_want_offsets(f, TAG_START, &start, 1);
        reads_want_offsets(f, TAG_END, &end, 1);
    }
}

static struct reported offset_of(const struct offset_answers *l, const struct wait_empty *w,
                                 size_t i)
{
    for (size_t k = 0; k < l->n; k++) {
        if (l->a[k].partition == w->goals[i].partition && strcmp(l->a[k].topic, w->topic) == 0)
            return l->a[k].offset;
    }
    return (struct reported){0};
}

static bool read_back(struct plan *p, struct plan_step *s, const struct reads *f, bool *as_intended,
                      struct err *err)
{
    struct wait_empty *w = s->payload;
    const struct offset_answers *starts = reads_offsets(f, TAG_START, err);
    const struct offset_answers *ends = starts ? reads_offsets(f, TAG_END, err) : NULL;
    char count[TEXT_NUM], span[TEXT_NUM];
    int64_t left = 0;
    size_t done = 0, unknown = 0;

    if (!ends)
        return false;
    for (size_t i = 0; i < w->n; i++) {
        struct reported start = offset_of(starts, w, i), end = offset_of(ends, w, i);

        if (!start.known || !end.known)
            unknown++;
        else if (start.n >= w->goals[i].goal || start.n == end.n)
            done++;
        else
            left += w->goals[i].goal - start.n;
    }
    w->since_ms = w->since_ms ? w->since_ms : clock_mono_ms();
    *as_intended = done == w->n;
    s->now = *as_intended ? s->after
                          : plan_str(p, "%zu of %zu partitions empty%s, %s records left; %s", done,
                                     w->n, unknown ? plan_str(p, ", %zu not known", unknown) : "",
                                     text_count(count, left),
                                     text_duration(span, clock_mono_ms() - w->since_ms));
    return true;
}

static json_t *to_json(const struct plan_step *s)
{
    const struct wait_empty *w = s->payload;
    json_t *goals = json_array();

    for (size_t i = 0; i < w->n; i++)
        json_array_append_new(goals,
                              json_pack("{s:i, s:I}", "partition", (int)w->goals[i].partition,
                                        "goal", (json_int_t)w->goals[i].goal));
    return json_pack("{s:o, s:I, s:o}", "topic", json_text(w->topic), "longest_ms",
                     (json_int_t)w->longest_ms, "goals", goals);
}

static bool from_json(struct plan *p, struct plan_step *s, const json_t *data, struct err *err)
{
    struct wait_empty *w = arena_alloc(&p->arena, sizeof *w);
    const json_t *goals = json_object_get(data, "goals");

    if (!json_need_text(&p->arena, data, "topic", &w->topic, err) ||
        !json_need_int(data, "longest_ms", &w->longest_ms, err))
        return false;
    w->n = json_array_size(goals);
    if (w->n == 0)
        return err_set(err, ERR_CONFIG, "no partition is waited for");
    w->goals = arena_array(&p->arena, w->n, sizeof *w->goals);
    for (size_t i = 0; i < w->n; i++) {
        int64_t partition;

        if (!json_need_int(json_array_get(goals, i), "partition", &partition, err) ||
            !json_need_int(json_array_get(goals, i), "goal", &w->goals[i].goal, err))
            return false;
        if (partition < 0 || partition > INT32_MAX)
            return err_set(err, ERR_CONFIG, "partition is out of range");
        if (w->goals[i].goal < 0)
            return err_set(err, ERR_CONFIG, "goal must not be negative");
        w->goals[i].partition = (int32_t)partition;
    }
    s->payload = w;
    return true;
}

const struct step_kind step_wait_empty = {
    .name = "wait-empty",
    .together = together,
    .patience = patience,
    .concerns = concerns,
    .want = want,
    .read = read_back,
    .to_json = to_json,
    .from_json = from_json,
};
