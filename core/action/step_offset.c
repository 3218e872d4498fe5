/* Committing an offset for a group. All partitions of one group travel in one OffsetCommit; the
 * broker answers for each. */
#include "core/action/json.h"
#include "core/action/step.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static void words(struct plan *p, struct plan_step *s)
{
    const struct offset_step *o = s->payload;

    s->object = plan_show(p, plan_str(p, "%s-%" PRId32, o->topic, o->partition));
    s->what = plan_str(p, "commit offset for %s", plan_show(p, o->group));
    s->before = o->from == OFFSET_UNKNOWN ? NULL : plan_str(p, "%" PRId64, o->from);
    s->after = plan_str(p, "%" PRId64, o->to);
    s->cant_undo = o->from == OFFSET_UNKNOWN
                       ? "there was no commit before, and this commit can only be overwritten"
                       : NULL;
}

struct plan_step *plan_add_offset(struct plan *p, const struct offset_step *o)
{
    struct offset_step *copy = arena_alloc(&p->arena, sizeof *copy);
    struct plan_step *s;

    *copy = *o;
    copy->group = arena_strdup(&p->arena, o->group);
    copy->topic = arena_strdup(&p->arena, o->topic);
    s = plan_add(p, &step_offset, "");
    s->payload = copy;
    words(p, s);
    return s;
}

static bool together(const struct plan_step *a, const struct plan_step *b)
{
    const struct offset_step *x = a->payload, *y = b->payload;

    return strcmp(x->group, y->group) == 0;
}

static struct request *send_steps(struct cluster *c, const struct plan_step *s, size_t n,
                                  request_done *done, void *user)
{
    const struct offset_step *first = s->payload;
    struct request *r;
    struct arena a;
    struct offset_commit *o;

    arena_init(&a);
    o = arena_array(&a, n, sizeof *o);
    for (size_t i = 0; i < n; i++) {
        const struct offset_step *step = s[i].payload;

        o[i].topic = step->topic;
        o[i].partition = step->partition;
        o[i].offset = step->to;
    }
    r = kafka_commit_offsets(c, first->group, o, n, done, user);
    arena_release(&a);
    return r;
}

static bool concerns(const struct plan_step *s, const struct outcome *o)
{
    const struct offset_step *step = s->payload;
    char object[300];

    snprintf(object, sizeof object, "%s-%" PRId32, step->topic, step->partition);
    return strcmp(object, o->object) == 0;
}

static void want(const struct plan_step *s, struct fresh *f)
{
    const struct offset_step *o = s->payload;

    fresh_want(f, FRESH_GROUP_OFFSETS, o->group);
}

static bool read_back(struct plan *p, struct plan_step *s, const struct fresh *f, bool *as_asked,
                      struct err *err)
{
    const struct offset_step *o = s->payload;
    const struct group_offsets *all = fresh_group_offsets(f, o->group, err);
    const struct group_offset *now;

    if (!all)
        return false;
    now = group_offsets_find(all, o->topic, o->partition);
    if (now && now->err)
        return err_set(err, ERR_BROKER, "%s", now->err);
    if (!now || now->committed == OFFSET_UNKNOWN) {
        s->now = NULL;
        *as_asked = false;
        return true;
    }
    s->now = plan_str(p, "%" PRId64, now->committed);
    *as_asked = now->committed == o->to;
    return true;
}

static bool reverse(struct plan *to, const struct plan_step *s, struct err *err)
{
    struct offset_step back = *(const struct offset_step *)s->payload;
    int64_t was = back.from;

    if (s->cant_undo)
        return err_set(err, ERR_GUARD, "%s", s->cant_undo);
    back.from = back.to;
    back.to = was;
    plan_add_offset(to, &back);
    return true;
}

static const char *topic(const struct plan_step *s)
{
    return ((const struct offset_step *)s->payload)->topic;
}

static const char *group(const struct plan_step *s)
{
    return ((const struct offset_step *)s->payload)->group;
}

static json_t *to_json(const struct plan_step *s)
{
    const struct offset_step *o = s->payload;

    return json_pack("{s:o, s:o, s:I, s:o, s:I}", "group", json_text(o->group), "topic",
                     json_text(o->topic), "partition", (json_int_t)o->partition, "from",
                     o->from == OFFSET_UNKNOWN ? json_null() : json_integer(o->from), "to",
                     (json_int_t)o->to);
}

static bool from_json(struct plan *p, struct plan_step *s, const json_t *data, struct err *err)
{
    struct offset_step *o = arena_alloc(&p->arena, sizeof *o);
    const json_t *from = json_object_get(data, "from");
    int64_t partition;

    if (!json_need_text(&p->arena, data, "group", &o->group, err) ||
        !json_need_text(&p->arena, data, "topic", &o->topic, err) ||
        !json_need_int(data, "partition", &partition, err) ||
        !json_need_int(data, "to", &o->to, err))
        return false;
    if (partition < 0 || partition > INT32_MAX || o->to < 0)
        return err_set(err, ERR_CONFIG, "partition and offset must not be negative");
    o->partition = (int32_t)partition;
    o->from = json_is_integer(from) ? json_integer_value(from) : OFFSET_UNKNOWN;
    s->payload = o;
    return true;
}

const struct step_kind step_offset = {
    .name = "commit-offset",
    .together = together,
    .send = send_steps,
    .concerns = concerns,
    .want = want,
    .read = read_back,
    .reverse = reverse,
    .topic = topic,
    .group = group,
    .to_json = to_json,
    .from_json = from_json,
    .words = words,
};
