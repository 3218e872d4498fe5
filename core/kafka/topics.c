/* Topic ids (to notice that a topic was deleted and created again), and creating a topic. */
#include "core/kafka/topics.h"

#include "core/kafka/internal.h"

#include "core/base/mem.h"

#include <stdlib.h>
#include <string.h>

/* ---- ids ------------------------------------------------------------------------------------- */

struct topic_names {
    char **names;
    size_t n;
};

static void topic_names_free(void *p)
{
    struct topic_names *a = p;
    for (size_t i = 0; i < a->n; i++)
        free(a->names[i]);
    free(a->names);
    free(a);
}

void topic_id_list_free(struct topic_id_list *l)
{
    if (!l)
        return;
    arena_release(&l->arena);
    free(l);
}

static void drop_ids(void *l)
{
    topic_id_list_free(l);
}

/* Kafka prints ids in the URL's alphabet of base64, librdkafka in the plain one. NULL: there is
 * none, as with brokers before Kafka 2.8. */
static const char *id_as_kafka_writes_it(struct arena *a, const rd_kafka_Uuid_t *id)
{
    if (!rd_kafka_Uuid_most_significant_bits(id) && !rd_kafka_Uuid_least_significant_bits(id))
        return NULL;
    char *text = arena_strdup(a, rd_kafka_Uuid_base64str(id));
    for (char *p = text; *p; p++)
        *p = *p == '+' ? '-' : *p == '/' ? '_' : *p;
    return text;
}

static bool ids_answer(struct request *r, rd_kafka_event_t *ev, void **result, struct err *err)
{
    (void)err;
    size_t n;
    const rd_kafka_TopicDescription_t **topics =
        rd_kafka_DescribeTopics_result_topics(rd_kafka_event_DescribeTopics_result(ev), &n);
    struct topic_id_list *l = xcalloc(1, sizeof *l);
    arena_init(&l->arena);
    l->e = arena_array(&l->arena, n, sizeof *l->e);
    for (size_t i = 0; i < n; i++) {
        struct topic_id_entry *e = &l->e[l->n++];
        e->topic = arena_strdup(&l->arena, rd_kafka_TopicDescription_name(topics[i]));
        const rd_kafka_error_t *failed = rd_kafka_TopicDescription_error(topics[i]);
        if (failed && rd_kafka_error_code(failed)) {
            e->kind = err_kind_of(rd_kafka_error_code(failed));
            e->err = err_sentence(&l->arena, r->api, e->topic, rd_kafka_error_code(failed),
                                  rd_kafka_error_string(failed));
        } else {
            e->id = id_as_kafka_writes_it(&l->arena, rd_kafka_TopicDescription_topic_id(topics[i]));
        }
    }
    *result = l;
    return true;
}

static bool ids_send(struct request *r, struct err *err)
{
    (void)err;
    struct topic_names *a = r->args;
    rd_kafka_AdminOptions_t *o = request_options(r, RD_KAFKA_ADMIN_OP_DESCRIBETOPICS, false);
    rd_kafka_TopicCollection_t *topics =
        rd_kafka_TopicCollection_of_topic_names((const char **)a->names, a->n);
    rd_kafka_DescribeTopics(r->cluster->handle->rk, topics, o, r->cluster->handle->queue);
    rd_kafka_TopicCollection_destroy(topics);
    rd_kafka_AdminOptions_destroy(o);
    return true;
}

struct request *kafka_topic_ids(struct cluster *c, const char *const *topics, size_t n,
                                request_done *done, void *user)
{
    struct request *r = request_new(c, API_DESCRIBE_TOPICS, done, user);
    if (n == 1)
        r->object = xstrdup(topics[0]);
    struct topic_names *a = xcalloc(1, sizeof *a);
    a->names = xcalloc(n ? n : 1, sizeof *a->names);
    for (size_t i = 0; i < n; i++) {
        request_string(r, topics[i]);
        a->names[a->n++] = xstrdup(topics[i]);
    }
    r->args = a;
    r->free_args = topic_names_free;
    r->anywhere = true;
    r->send = ids_send;
    r->answer = ids_answer;
    r->drop_result = drop_ids;
    return request_start(r);
}

/* ---- making one ------------------------------------------------------------------------------ */

struct topic_making {
    rd_kafka_NewTopic_t *topic; /* NULL: librdkafka did not take the specification */
    bool validate_only;
    struct err err;
};

static void topic_making_free(void *p)
{
    struct topic_making *a = p;
    if (a->topic)
        rd_kafka_NewTopic_destroy(a->topic);
    free(a);
}

static bool add_assignment(rd_kafka_NewTopic_t *t, const struct topic_spec *spec, struct err *err)
{
    char why[256];
    for (int p = 0; p < spec->nassignments; p++) {
        size_t n = (size_t)spec->nassigned[p];
        int32_t *brokers = xcalloc(n ? n : 1, sizeof *brokers);
        memcpy(brokers, spec->assignment[p], n * sizeof *brokers);
        rd_kafka_resp_err_t code =
            rd_kafka_NewTopic_set_replica_assignment(t, p, brokers, n, why, sizeof why);
        free(brokers);
        if (code)
            return err_set(err, ERR_USAGE, "Replica assignment of partition %d: %s", p, why);
    }
    return true;
}

static rd_kafka_NewTopic_t *make_topic(const struct topic_spec *spec, struct err *err)
{
    char why[256];
    bool assigned = spec->nassignments > 0;
    rd_kafka_NewTopic_t *t =
        rd_kafka_NewTopic_new(spec->name, assigned ? spec->nassignments : spec->partitions,
                              assigned ? -1 : spec->replication, why, sizeof why);
    if (!t) {
        err_set(err, ERR_USAGE, "CreateTopics for %s: %s", spec->name, why);
        return NULL;
    }
    bool ok = add_assignment(t, spec, err);
    for (size_t i = 0; ok && i < spec->nconfig; i++)
        if (rd_kafka_NewTopic_set_config(t, spec->config[2 * i], spec->config[2 * i + 1]))
            ok = err_set(err, ERR_USAGE, "CreateTopics for %s: config '%s' is not accepted",
                         spec->name, spec->config[2 * i]);
    if (ok)
        return t;
    rd_kafka_NewTopic_destroy(t);
    return NULL;
}

static bool create_answer(struct request *r, rd_kafka_event_t *ev, void **result, struct err *err)
{
    (void)err;
    size_t n;
    const rd_kafka_topic_result_t **topics =
        rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(ev), &n);
    *result = outcomes_of_topics(r->api, topics, n);
    return true;
}

static bool create_send(struct request *r, struct err *err)
{
    struct topic_making *a = r->args;
    if (!a->topic) {
        *err = a->err;
        return false;
    }
    rd_kafka_AdminOptions_t *o = request_options(r, RD_KAFKA_ADMIN_OP_CREATETOPICS, false);
    rd_kafka_AdminOptions_set_validate_only(o, a->validate_only, NULL, 0);
    rd_kafka_AdminOptions_set_operation_timeout(o, r->cluster->timeouts.request_ms / 2, NULL, 0);
    rd_kafka_CreateTopics(r->cluster->handle->rk, &a->topic, 1, o, r->cluster->handle->queue);
    rd_kafka_AdminOptions_destroy(o);
    return true;
}

struct request *kafka_create_topic(struct cluster *c, const struct topic_spec *spec,
                                   bool validate_only, request_done *done, void *user)
{
    struct request *r = request_new(c, API_CREATE_TOPICS, done, user);
    request_string(r, spec->name);
    r->object = xstrdup(spec->name);
    struct topic_making *a = xcalloc(1, sizeof *a);
    a->validate_only = validate_only;
    a->topic = make_topic(spec, &a->err);
    r->args = a;
    r->free_args = topic_making_free;
    r->change = !validate_only;
    r->forwarded = true;
    r->retry_once = true; /* a second attempt after a first that worked says "exists": no harm */
    r->send = create_send;
    r->answer = create_answer;
    r->drop_result = drop_outcomes;
    return request_start(r);
}
