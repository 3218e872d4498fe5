/* Creating one topic. Reading back looks at its partitions, its replication and at each requested
 * setting. */
#include "core/plan/step/step_create_topic.h"

#include "core/base/buf.h"
#include "core/kafka/convert.h"
#include "core/kafka/topics.h"
#include "core/plan/json.h"
#include "core/plan/step/step_add_partitions.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

struct create_topic *create_topic_copy(struct plan *p, const struct create_topic *t)
{
    struct create_topic *c = arena_alloc(&p->arena, sizeof *c);

    *c = *t;
    c->name = arena_strdup(&p->arena, t->name);
    c->config = arena_array(&p->arena, t->nconfig, sizeof *c->config);
    for (size_t i = 0; i < t->nconfig; i++) {
        c->config[i].key = arena_strdup(&p->arena, t->config[i].key);
        c->config[i].value = arena_strdup(&p->arena, t->config[i].value);
    }
    assignment_copy(&p->arena, t->assignment, t->nassigned, t->nassignments, &c->assignment,
                    &c->nassigned);
    return c;
}

/* "3 partitions × 2 replicas, retention.ms=604800000"; -1 is the broker's choice. */
static const char *describe(struct plan *p, int64_t partitions, int64_t replication,
                            const struct config_pair *config, size_t n)
{
    const char *text;
    struct buf b;

    buf_init(&b, 0);
    if (partitions < 0)
        buf_adds(&b, "default partitions");
    else
        buf_addf(&b, "%" PRId64 " partition%s", partitions, partitions == 1 ? "" : "s");
    if (replication < 0)
        buf_adds(&b, " × default replicas");
    else
        buf_addf(&b, " × %" PRId64 " replica%s", replication, replication == 1 ? "" : "s");
    for (size_t i = 0; i < n; i++)
        buf_addf(&b, ", %s=%s", config[i].key, config[i].value);
    text = plan_show(p, buf_str(&b));
    buf_release(&b);
    return text;
}

const char *create_topic_text(struct plan *p, const struct create_topic *t)
{
    return describe(p, t->nassignments ? t->nassignments : t->partitions,
                    t->nassignments ? t->nassigned[0] : t->replication, t->config, t->nconfig);
}

struct plan_step *plan_add_create_topic(struct plan *p, const struct create_topic *t)
{
    struct create_topic *c = create_topic_copy(p, t);
    struct plan_step *s = plan_add(p, &step_create_topic, t->name);

    s->payload = c;
    s->what = "create topic";
    s->after = create_topic_text(p, c);
    s->cant_undo = "delete the topic instead";
    return s;
}

static bool together(const struct plan_step *a, const struct plan_step *b)
{
    (void)a;
    (void)b;
    return false;
}

struct request *create_topic_request(struct cluster *c, const struct create_topic *t,
                                     bool validate_only, request_done *done, void *user)
{
    struct topic_spec spec = {
        .name = t->name,
        .partitions = t->partitions,
        .replication = t->replication,
        .nconfig = t->nconfig,
        .assignment = (const int32_t *const *)t->assignment,
        .nassigned = t->nassigned,
        .nassignments = t->nassignments,
    };
    const char **config;
    struct request *r;
    struct arena a;

    arena_init(&a);
    config = arena_array(&a, t->nconfig * 2, sizeof *config);
    for (size_t i = 0; i < t->nconfig; i++) {
        config[i * 2] = t->config[i].key;
        config[i * 2 + 1] = t->config[i].value;
    }
    spec.config = config;
    r = kafka_create_topic(c, &spec, validate_only, done, user);
    arena_release(&a);
    return r;
}

static struct request *send_steps(struct cluster *c, const struct plan_step *s, size_t n,
                                  request_done *done, void *user)
{
    (void)n;
    return create_topic_request(c, s->payload, false, done, user);
}

static bool concerns(const struct plan_step *s, const struct outcome *o)
{
    const struct create_topic *t = s->payload;

    return strcmp(t->name, o->object) == 0;
}

static void want(const struct plan_step *s, struct reads *f)
{
    const struct create_topic *t = s->payload;

    reads_want(f, FACT_METADATA, NULL);
    if (t->nconfig)
        reads_want_config(f, CONFIG_TOPIC, t->name);
}

/* The requested settings, as they are now. */
static bool read_config(struct plan *p, const struct create_topic *t, const struct reads *f,
                        struct config_pair *now, bool *as_intended, struct err *err)
{
    const struct config_set *set = t->nconfig ? reads_config(f, CONFIG_TOPIC, t->name, err) : NULL;

    if (t->nconfig && !set)
        return false;
    for (size_t i = 0; i < t->nconfig; i++) {
        const struct config_entry *e = config_set_find(set, t->config[i].key);

        now[i].key = t->config[i].key;
        now[i].value = e && e->value ? arena_strdup(&p->arena, e->value) : "";
        if (strcmp(now[i].value, t->config[i].value) != 0)
            *as_intended = false;
    }
    return true;
}

static bool same_assignment(const struct create_topic *t, const struct topic *now)
{
    if (!t->nassignments)
        return true;
    for (int i = 0; i < t->nassignments; i++) {
        const struct partition *part = topic_partition(now, i);

        if (!part || part->nreplicas != t->nassigned[i] ||
            memcmp(part->replicas, t->assignment[i],
                   (size_t)t->nassigned[i] * sizeof *part->replicas) != 0)
            return false;
    }
    return true;
}

static bool read_back(struct plan *p, struct plan_step *s, const struct reads *f, bool *as_intended,
                      struct err *err)
{
    const struct create_topic *t = s->payload;
    const struct metadata *md = reads_metadata(f, err);
    const struct topic *now = md ? metadata_topic(md, t->name) : NULL;
    struct config_pair *config = arena_array(&p->arena, t->nconfig, sizeof *config);
    int replicas;

    if (!md)
        return false;
    if (!now || now->npartitions == 0) {
        s->now = NULL;
        *as_intended = false;
        return true;
    }
    replicas = now->partitions[0].nreplicas;
    *as_intended = (t->partitions < 0 || t->nassignments || now->npartitions == t->partitions) &&
                   (!t->nassignments || now->npartitions == t->nassignments) &&
                   (t->replication < 0 || t->nassignments || replicas == t->replication) &&
                   same_assignment(t, now);
    if (!read_config(p, t, f, config, as_intended, err))
        return false;
    s->now = describe(p, now->npartitions, replicas, config, t->nconfig);
    return true;
}

static bool again(struct plan *to, const struct plan_step *s, const struct reads *f,
                  struct err *err)
{
    const struct create_topic *t = s->payload;

    (void)f;
    if (s->now)
        return err_set(err, ERR_GUARD, "there is a topic of that name now, and it is another");
    plan_add_create_topic(to, t);
    return true;
}

json_t *create_topic_json(const struct create_topic *t)
{
    json_t *config = json_object();

    for (size_t i = 0; i < t->nconfig; i++)
        json_object_set_new(config, t->config[i].key, json_text(t->config[i].value));
    return json_pack("{s:o, s:i, s:i, s:o, s:o}", "name", json_text(t->name), "partitions",
                     (int)t->partitions, "replication", (int)t->replication, "config", config,
                     "assignment", assignment_json(t->assignment, t->nassigned, t->nassignments));
}

static json_t *to_json(const struct plan_step *s)
{
    return create_topic_json(s->payload);
}

static bool config_from_json(struct plan *p, struct create_topic *t, const json_t *config,
                             struct err *err)
{
    const char *key;
    json_t *value;

    t->config = arena_array(&p->arena, json_object_size(config), sizeof *t->config);
    json_object_foreach((json_t *)config, key, value)
    {
        t->config[t->nconfig].key = arena_strdup(&p->arena, key);
        t->config[t->nconfig].value = json_text_get(&p->arena, value);
        if (!t->config[t->nconfig++].value)
            return err_set(err, ERR_CONFIG, "the value of %s must be a text", key);
    }
    return true;
}

struct create_topic *create_topic_from_json(struct plan *p, const json_t *data, struct err *err)
{
    struct create_topic *t = arena_alloc(&p->arena, sizeof *t);
    int64_t partitions, replication;

    if (!json_need_text(&p->arena, data, "name", &t->name, err) ||
        !json_need_int(data, "partitions", &partitions, err) ||
        !json_need_int(data, "replication", &replication, err) ||
        !config_from_json(p, t, json_object_get(data, "config"), err))
        return NULL;
    if (partitions < -1 || partitions > INT32_MAX || replication < -1 || replication > INT32_MAX) {
        err_set(err, ERR_CONFIG, "partitions and replication are out of range");
        return NULL;
    }
    t->partitions = (int32_t)partitions;
    t->replication = (int32_t)replication;
    assignment_from_json(&p->arena, json_object_get(data, "assignment"), &t->assignment,
                         &t->nassigned, &t->nassignments);
    return t;
}

static bool from_json(struct plan *p, struct plan_step *s, const json_t *data, struct err *err)
{
    s->payload = create_topic_from_json(p, data, err);
    return s->payload != NULL;
}

const struct step_kind step_create_topic = {
    .name = "create-topic",
    .together = together,
    .send = send_steps,
    .concerns = concerns,
    .want = want,
    .read = read_back,
    .again = again,
    .to_json = to_json,
    .from_json = from_json,
};
