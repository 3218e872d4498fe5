/* Electing the leader of one partition. All partitions of one plan travel in one call; the broker
 * answers for each. What is read back is who leads. */
#include "core/plan/step/step_elect.h"

#include "core/kafka/convert.h"
#include "core/kafka/leaders_elect.h"
#include "core/plan/json.h"

#include <inttypes.h>
#include <string.h>

static const char *leader_text(struct plan *p, int32_t leader)
{
    return leader < 0 ? "no leader" : plan_str(p, "leader %" PRId32, leader);
}

struct plan_step *plan_add_elect(struct plan *p, const struct elect_leader *e)
{
    struct elect_leader *copy = arena_alloc(&p->arena, sizeof *copy);
    struct plan_step *s =
        plan_add(p, &step_elect, plan_str(p, "%s-%" PRId32, e->topic, e->partition));

    *copy = *e;
    copy->topic = arena_strdup(&p->arena, e->topic);
    copy->of = p;
    s->payload = copy;
    s->what = e->unclean ? "elect any replica" : "elect preferred leader";
    s->before = leader_text(p, e->from);
    s->after = e->to < 0 ? "a leader" : leader_text(p, e->to);
    s->cant_undo = e->unclean ? "what only the former replicas had is lost with the election"
                              : "an election can only be asked for the preferred leader, not for "
                                "the one before";
    return s;
}

static bool together(const struct plan_step *a, const struct plan_step *b)
{
    const struct elect_leader *x = a->payload, *y = b->payload;

    return x->of == y->of && x->unclean == y->unclean;
}

static struct request *send_steps(struct cluster *c, const struct plan_step *s, size_t n,
                                  request_done *done, void *user)
{
    const struct elect_leader *first = s->payload;
    struct topic_partition *list;
    struct request *r;
    struct arena a;

    arena_init(&a);
    list = arena_array(&a, n, sizeof *list);
    for (size_t i = 0; i < n; i++) {
        const struct elect_leader *e = s[i].payload;

        list[i].topic = e->topic;
        list[i].partition = e->partition;
    }
    r = kafka_elect_leaders(c, first->unclean, list, n, done, user);
    arena_release(&a);
    return r;
}

static bool concerns(const struct plan_step *s, const struct outcome *o)
{
    const struct elect_leader *e = s->payload;

    return outcome_of_partition(o, e->topic, e->partition);
}

static void want(const struct plan_step *s, struct reads *f)
{
    (void)s;
    reads_want(f, FACT_METADATA, NULL);
}

static bool read_back(struct plan *p, struct plan_step *s, const struct reads *f, bool *as_intended,
                      struct err *err)
{
    const struct elect_leader *e = s->payload;
    const struct metadata *md = reads_metadata(f, err);
    const struct topic *t = md ? metadata_topic(md, e->topic) : NULL;
    const struct partition *part = t ? topic_partition(t, e->partition) : NULL;

    if (!md)
        return false;
    s->now = part ? leader_text(p, part->leader) : NULL;
    *as_intended = part && part->leader >= 0 && (e->to < 0 || part->leader == e->to);
    return true;
}

static const char *topic(const struct plan_step *s)
{
    return ((const struct elect_leader *)s->payload)->topic;
}

static json_t *to_json(const struct plan_step *s)
{
    const struct elect_leader *e = s->payload;

    return json_pack("{s:o, s:i, s:b, s:i, s:i}", "topic", json_text(e->topic), "partition",
                     (int)e->partition, "unclean", e->unclean, "from", (int)e->from, "to",
                     (int)e->to);
}

static bool from_json(struct plan *p, struct plan_step *s, const json_t *data, struct err *err)
{
    struct elect_leader *e = arena_alloc(&p->arena, sizeof *e);
    int64_t partition, from, to;

    if (!json_need_text(&p->arena, data, "topic", &e->topic, err) ||
        !json_need_int(data, "partition", &partition, err) ||
        !json_need_int(data, "from", &from, err) || !json_need_int(data, "to", &to, err))
        return false;
    if (partition < 0 || partition > INT32_MAX || from < -1 || from > INT32_MAX || to < -1 ||
        to > INT32_MAX)
        return err_set(err, ERR_CONFIG, "partition or broker is out of range");
    e->partition = (int32_t)partition;
    e->from = (int32_t)from;
    e->to = (int32_t)to;
    e->unclean = json_is_true(json_object_get(data, "unclean"));
    e->of = p;
    s->payload = e;
    return true;
}

const struct step_kind step_elect = {
    .name = "elect-leader",
    .together = together,
    .send = send_steps,
    .concerns = concerns,
    .want = want,
    .read = read_back,
    .topic = topic,
    .to_json = to_json,
    .from_json = from_json,
};
