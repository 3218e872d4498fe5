/* Deleting the records of one partition below an offset. All partitions of a topic travel in one
 * call, which librdkafka splits by leader. What is read back is the log start. */
#include "core/plan/step/step_delete_records.h"

#include "core/kafka/convert.h"
#include "core/kafka/offsets.h"
#include "core/kafka/records_delete.h"
#include "core/plan/json.h"

#include <inttypes.h>
#include <string.h>

enum { TAG_START = 2000 };

struct plan_step *plan_add_delete_records(struct plan *p, const struct delete_records *d)
{
    struct delete_records *copy = arena_alloc(&p->arena, sizeof *copy);
    struct plan_step *s =
        plan_add(p, &step_delete_records, plan_str(p, "%s-%" PRId32, d->topic, d->partition));

    *copy = *d;
    copy->topic = arena_strdup(&p->arena, d->topic);
    s->payload = copy;
    s->what = "delete records";
    s->before = plan_str(p, "log start %" PRId64, d->from);
    s->after = plan_str(p, "log start %" PRId64, d->to);
    s->cant_undo = "records that were deleted can't be brought back";
    return s;
}

static bool together(const struct plan_step *a, const struct plan_step *b)
{
    const struct delete_records *x = a->payload, *y = b->payload;

    return strcmp(x->topic, y->topic) == 0;
}

static struct request *send_steps(struct cluster *c, const struct plan_step *s, size_t n,
                                  request_done *done, void *user)
{
    struct offset_query *q;
    struct request *r;
    struct arena a;

    arena_init(&a);
    q = arena_array(&a, n, sizeof *q);
    for (size_t i = 0; i < n; i++) {
        const struct delete_records *d = s[i].payload;

        q[i].topic = d->topic;
        q[i].partition = d->partition;
        q[i].spec = d->to;
    }
    r = kafka_delete_records(c, q, n, done, user);
    arena_release(&a);
    return r;
}

static bool concerns(const struct plan_step *s, const struct outcome *o)
{
    const struct delete_records *d = s->payload;

    return outcome_of_partition(o, d->topic, d->partition);
}

static void want(const struct plan_step *s, struct reads *f)
{
    const struct delete_records *d = s->payload;
    struct offset_query q = {d->topic, d->partition, OFFSET_SPEC_EARLIEST};

    reads_want_offsets(f, TAG_START, &q, 1);
}

static bool read_back(struct plan *p, struct plan_step *s, const struct reads *f, bool *as_intended,
                      struct err *err)
{
    const struct delete_records *d = s->payload;
    const struct offset_answers *l = reads_offsets(f, TAG_START, err);

    for (size_t i = 0; l && i < l->n; i++) {
        const struct offset_answer *a = &l->a[i];

        if (a->partition != d->partition || strcmp(a->topic, d->topic) != 0)
            continue;
        if (!a->offset.known)
            return err_set(err, a->err ? a->kind : ERR_BROKER, "%s",
                           a->err ? a->err : "its log start is unknown");
        s->now = plan_str(p, "log start %" PRId64, a->offset.n);
        *as_intended = a->offset.n >= d->to;
        return true;
    }
    return l ? err_set(err, ERR_BROKER, "the broker's answer does not mention it") : false;
}

static const char *topic(const struct plan_step *s)
{
    return ((const struct delete_records *)s->payload)->topic;
}

static json_t *to_json(const struct plan_step *s)
{
    const struct delete_records *d = s->payload;

    return json_pack("{s:o, s:i, s:I, s:I}", "topic", json_text(d->topic), "partition",
                     (int)d->partition, "from", (json_int_t)d->from, "to", (json_int_t)d->to);
}

static bool from_json(struct plan *p, struct plan_step *s, const json_t *data, struct err *err)
{
    struct delete_records *d = arena_alloc(&p->arena, sizeof *d);
    int64_t partition;

    if (!json_need_text(&p->arena, data, "topic", &d->topic, err) ||
        !json_need_int(data, "partition", &partition, err) ||
        !json_need_int(data, "from", &d->from, err) || !json_need_int(data, "to", &d->to, err))
        return false;
    if (partition < 0 || partition > INT32_MAX || d->to < 0)
        return err_set(err, ERR_CONFIG, "partition or offset is out of range");
    d->partition = (int32_t)partition;
    s->payload = d;
    return true;
}

const struct step_kind step_delete_records = {
    .name = "delete-records",
    .together = together,
    .send = send_steps,
    .concerns = concerns,
    .want = want,
    .read = read_back,
    .topic = topic,
    .to_json = to_json,
    .from_json = from_json,
};
