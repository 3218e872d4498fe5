/* Deleting a group. The step carries the group's offsets, so that the journal keeps them and undo
 * can commit them again, which creates the group again. Each group travels in a call of its own:
 * one that is refused, or whose coordinator is unreachable, says nothing about the next. */
#include "core/plan/step/step_group.h"

#include "core/kafka/commits.h"
#include "core/kafka/convert.h"
#include "core/plan/json.h"
#include "core/plan/step.h"
#include "core/plan/step/step_offset.h"

#include <inttypes.h>
#include <string.h>

static const char nothing_left[] = "it had no offsets, so there is nothing to make it of again";

struct plan_step *plan_add_group_deletion(struct plan *p, const char *group)
{
    struct group_deletion *d = arena_alloc(&p->arena, sizeof *d);
    struct plan_step *s;

    *d = (struct group_deletion){.group = arena_strdup(&p->arena, group)};
    s = plan_add(p, &step_group, group);
    s->payload = d;
    s->what = "delete group";
    s->before = "no offsets";
    s->cant_undo = nothing_left;
    return s;
}

static void keep(struct plan *p, struct group_deletion *d, const char *topic, int32_t partition,
                 int64_t offset)
{
    if (d->n == d->cap) {
        struct offset_commit *more;

        d->cap = d->cap ? d->cap * 2 : 16;
        more = arena_array(&p->arena, d->cap, sizeof *more);
        if (d->n)
            memcpy(more, d->offsets, d->n * sizeof *more);
        d->offsets = more;
    }
    d->offsets[d->n++] = (struct offset_commit){arena_strdup(&p->arena, topic), partition, offset};
}

void group_deletion_keep(struct plan *p, struct plan_step *s, const char *topic, int32_t partition,
                         int64_t offset)
{
    struct group_deletion *d = s->payload;

    keep(p, d, topic, partition, offset);
    s->before = plan_str(p, "%zu offset%s", d->n, d->n == 1 ? "" : "s");
    s->cant_undo = NULL;
}

static bool together(const struct plan_step *a, const struct plan_step *b)
{
    (void)a, (void)b;
    return false;
}

static struct request *send_step(struct cluster *c, const struct plan_step *s, size_t n,
                                 request_done *done, void *user)
{
    const struct group_deletion *d = s->payload;

    (void)n;
    return kafka_delete_group(c, d->group, done, user);
}

static bool concerns(const struct plan_step *s, const struct outcome *o)
{
    const struct group_deletion *d = s->payload;

    return strcmp(d->group, o->object) == 0;
}

static void want(const struct plan_step *s, struct reads *f)
{
    const struct group_deletion *d = s->payload;

    reads_want(f, FACT_GROUP, d->group);
    if (!*d->group) /* no broker describes it: its commits show it */
        reads_want(f, FACT_GROUP_OFFSETS, d->group);
}

static bool read_back(struct plan *p, struct plan_step *s, const struct reads *f, bool *as_intended,
                      struct err *err)
{
    const struct group_deletion *d = s->payload;
    const struct group_desc *g = reads_group(f, d->group, err);
    const struct group_offsets *o = *d->group ? NULL : reads_group_offsets(f, d->group, err);

    (void)p;
    if (!g || (!*d->group && !o))
        return false;
    *as_intended = o ? o->n == 0 : g->state == GROUP_DEAD;
    s->now = *as_intended ? NULL : group_state_name(g->state);
    return true;
}

static bool reverse(struct plan *to, const struct plan_step *s, struct err *err)
{
    const struct group_deletion *d = s->payload;

    if (d->n == 0)
        return err_set(err, ERR_GUARD, "%s", nothing_left);
    for (size_t i = 0; i < d->n; i++) {
        struct offset_step o = {
            .group = d->group,
            .topic = d->offsets[i].topic,
            .partition = d->offsets[i].partition,
            .from = OFFSET_UNKNOWN,
            .to = d->offsets[i].offset,
        };

        plan_add_offset(to, &o);
    }
    return true;
}

static const char *group(const struct plan_step *s)
{
    return ((const struct group_deletion *)s->payload)->group;
}

static json_t *to_json(const struct plan_step *s)
{
    const struct group_deletion *d = s->payload;
    json_t *offsets = json_array();

    for (size_t i = 0; i < d->n; i++)
        json_array_append_new(offsets,
                              json_pack("{s:o, s:I, s:I}", "topic", json_text(d->offsets[i].topic),
                                        "partition", (json_int_t)d->offsets[i].partition, "offset",
                                        (json_int_t)d->offsets[i].offset));
    return json_pack("{s:o, s:o}", "group", json_text(d->group), "offsets", offsets);
}

static bool from_json(struct plan *p, struct plan_step *s, const json_t *data, struct err *err)
{
    struct group_deletion *d = arena_alloc(&p->arena, sizeof *d);
    size_t i;
    json_t *o;

    *d = (struct group_deletion){0};
    if (!json_need_text(&p->arena, data, "group", &d->group, err))
        return false;
    json_array_foreach(json_object_get(data, "offsets"), i, o)
    {
        const char *topic;
        int64_t partition, offset;

        if (!json_need_text(&p->arena, o, "topic", &topic, err) ||
            !json_need_int(o, "partition", &partition, err) ||
            !json_need_int(o, "offset", &offset, err))
            return false;
        if (partition < 0 || partition > INT32_MAX || offset < 0)
            return err_set(err, ERR_CONFIG, "partition and offset must not be negative");
        keep(p, d, topic, (int32_t)partition, offset);
    }
    s->payload = d;
    return true;
}

const struct step_kind step_group = {
    .name = "delete-group",
    .together = together,
    .send = send_step,
    .concerns = concerns,
    .want = want,
    .read = read_back,
    .reverse = reverse,
    .group = group,
    .to_json = to_json,
    .from_json = from_json,
};
