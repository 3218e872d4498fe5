/* Adding partitions to a topic; and how steps keep the replicas of partitions. */
#include "core/plan/step/step_add_partitions.h"

#include "core/kafka/convert.h"
#include "core/kafka/partitions_create.h"
#include "core/plan/json.h"

#include <inttypes.h>
#include <string.h>

/* ---- replicas of partitions ------------------------------------------------------------------ */

void assignment_copy(struct arena *a, int32_t **from, const int *nfrom, int n, int32_t ***to,
                     int **nto)
{
    *to = arena_array(a, (size_t)n, sizeof **to);
    *nto = arena_array(a, (size_t)n, sizeof **nto);
    for (int i = 0; i < n; i++) {
        size_t size = (size_t)nfrom[i];

        (*nto)[i] = nfrom[i];
        (*to)[i] = arena_array(a, size, sizeof ***to);
        memcpy((*to)[i], from[i], size * sizeof ***to);
    }
}

json_t *assignment_json(int32_t *const *assignment, const int *nassigned, int n)
{
    json_t *list = json_array();

    for (int i = 0; i < n; i++) {
        json_t *replicas = json_array();

        for (int j = 0; j < nassigned[i]; j++)
            json_array_append_new(replicas, json_integer(assignment[i][j]));
        json_array_append_new(list, replicas);
    }
    return list;
}

void assignment_from_json(struct arena *a, const json_t *list, int32_t ***to, int **nto, int *n)
{
    *n = (int)json_array_size(list);
    *to = arena_array(a, (size_t)*n, sizeof **to);
    *nto = arena_array(a, (size_t)*n, sizeof **nto);
    for (int i = 0; i < *n; i++) {
        const json_t *replicas = json_array_get(list, (size_t)i);
        size_t m = json_array_size(replicas);

        (*nto)[i] = (int)m;
        (*to)[i] = arena_array(a, m, sizeof ***to);
        for (size_t j = 0; j < m; j++)
            (*to)[i][j] = (int32_t)json_integer_value(json_array_get(replicas, j));
    }
}

/* ---- the step -------------------------------------------------------------------------------- */

struct plan_step *plan_add_partitions(struct plan *p, const struct add_partitions *a)
{
    struct add_partitions *copy = arena_alloc(&p->arena, sizeof *copy);
    struct plan_step *s = plan_add(p, &step_add_partitions, a->topic);

    *copy = *a;
    copy->topic = arena_strdup(&p->arena, a->topic);
    assignment_copy(&p->arena, a->assignment, a->nassigned, a->nassignments, &copy->assignment,
                    &copy->nassigned);
    s->payload = copy;
    s->what = "add partitions";
    s->before = plan_str(p, "%" PRId32 " partitions", a->from);
    s->after = plan_str(p, "%" PRId32 " partitions", a->total);
    s->cant_undo = "Kafka can't remove partitions";
    return s;
}

static bool together(const struct plan_step *a, const struct plan_step *b)
{
    (void)a, (void)b;
    return false;
}

struct request *add_partitions_request(struct cluster *c, const struct add_partitions *a,
                                       bool validate_only, request_done *done, void *user)
{
    struct partitions_spec spec = {
        .topic = a->topic,
        .total = a->total,
        .assignment = (const int32_t *const *)a->assignment,
        .nassigned = a->nassigned,
        .nassignments = a->nassignments,
    };

    return kafka_create_partitions(c, &spec, validate_only, done, user);
}

static struct request *send_step(struct cluster *c, const struct plan_step *s, size_t n,
                                 request_done *done, void *user)
{
    (void)n;
    return add_partitions_request(c, s->payload, false, done, user);
}

static const char *topic(const struct plan_step *s)
{
    return ((const struct add_partitions *)s->payload)->topic;
}

static bool concerns(const struct plan_step *s, const struct outcome *o)
{
    return strcmp(topic(s), o->object) == 0;
}

static void want(const struct plan_step *s, struct reads *f)
{
    (void)s;
    reads_want(f, FACT_METADATA, NULL);
}

static bool as_assigned(const struct add_partitions *a, const struct topic *t)
{
    for (int i = 0; i < a->nassignments; i++) {
        const struct partition *part = topic_partition(t, a->from + i);

        if (!part || part->nreplicas != a->nassigned[i] ||
            memcmp(part->replicas, a->assignment[i],
                   (size_t)part->nreplicas * sizeof *part->replicas) != 0)
            return false;
    }
    return true;
}

static bool read_back(struct plan *p, struct plan_step *s, const struct reads *f, bool *as_intended,
                      struct err *err)
{
    const struct add_partitions *a = s->payload;
    const struct metadata *md = reads_metadata(f, err);
    const struct topic *t = md ? metadata_topic(md, a->topic) : NULL;

    if (!md)
        return false;
    s->now = t ? plan_str(p, "%d partitions", t->npartitions) : NULL;
    *as_intended = t && t->npartitions == a->total && as_assigned(a, t);
    return true;
}

static json_t *to_json(const struct plan_step *s)
{
    const struct add_partitions *a = s->payload;

    return json_pack("{s:o, s:i, s:i, s:o}", "topic", json_text(a->topic), "from", (int)a->from,
                     "total", (int)a->total, "assignment",
                     assignment_json(a->assignment, a->nassigned, a->nassignments));
}

static bool from_json(struct plan *p, struct plan_step *s, const json_t *data, struct err *err)
{
    struct add_partitions *a = arena_alloc(&p->arena, sizeof *a);
    int64_t from, total;

    if (!json_need_text(&p->arena, data, "topic", &a->topic, err) ||
        !json_need_int(data, "from", &from, err) || !json_need_int(data, "total", &total, err))
        return false;
    if (from < 0 || total <= from || total > INT32_MAX)
        return err_set(err, ERR_CONFIG, "the numbers of partitions are out of range");
    a->from = (int32_t)from;
    a->total = (int32_t)total;
    assignment_from_json(&p->arena, json_object_get(data, "assignment"), &a->assignment,
                         &a->nassigned, &a->nassignments);
    s->payload = a;
    return true;
}

const struct step_kind step_add_partitions = {
    .name = "add-partitions",
    .together = together,
    .send = send_step,
    .concerns = concerns,
    .want = want,
    .read = read_back,
    .topic = topic,
    .to_json = to_json,
    .from_json = from_json,
};
