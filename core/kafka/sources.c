/* The table itself, and the calls of its rows.
 *
 * Batches and limits were measured with 1,000 groups of 12 partitions: 32 OffsetFetch at once take
 * 0.56 s, 128 no less. A description call with 50 groups is 50 requests inside. The library puts
 * the answers of a call for log ends together in a time that grows with the square of its
 * partitions. */
#include "core/kafka/sources.h"

#include "core/base/mem.h"
#include "core/kafka/acls.h"
#include "core/kafka/cluster_desc.h"
#include "core/kafka/configs.h"
#include "core/kafka/groups.h"
#include "core/kafka/metadata.h"
#include "core/kafka/offsets.h"
#include "core/kafka/sources_impl.h"
#include "core/kafka/topics.h"
#include "core/kafka/users.h"

#include <stdlib.h>

/* ---- calls ----------------------------------------------------------------------------------- */

static struct request *ask_metadata(struct cluster *c, const struct fact_query *q,
                                    request_done *done, void *user)
{
    (void)q;
    return kafka_get_metadata(c, done, user);
}

static struct request *ask_cluster(struct cluster *c, const struct fact_query *q,
                                   request_done *done, void *user)
{
    (void)q;
    return kafka_describe_cluster(c, done, user);
}

static struct request *ask_group_list(struct cluster *c, const struct fact_query *q,
                                      request_done *done, void *user)
{
    (void)q;
    return kafka_list_groups(c, done, user);
}

static struct request *ask_acls(struct cluster *c, const struct fact_query *q, request_done *done,
                                void *user)
{
    (void)q;
    return kafka_describe_acls(c, done, user);
}

static struct request *ask_users(struct cluster *c, const struct fact_query *q, request_done *done,
                                 void *user)
{
    (void)q;
    return kafka_describe_users(c, done, user);
}

static struct request *ask_groups(struct cluster *c, const struct fact_query *q, request_done *done,
                                  void *user)
{
    return kafka_describe_groups(c, q->names, q->n, done, user);
}

static struct request *ask_group_offsets(struct cluster *c, const struct fact_query *q,
                                         request_done *done, void *user)
{
    return kafka_group_offsets(c, q->names[0], done, user);
}

static struct request *ask_topic_offsets(struct cluster *c, const struct fact_query *q,
                                         request_done *done, void *user)
{
    return kafka_list_offsets(c, q->partitions, q->npartitions, false, done, user);
}

static struct request *ask_topic_ids(struct cluster *c, const struct fact_query *q,
                                     request_done *done, void *user)
{
    return kafka_topic_ids(c, q->names, q->n, done, user);
}

static struct request *ask_configs(struct cluster *c, enum config_type type,
                                   const struct fact_query *q, request_done *done, void *user)
{
    struct config_query *list = xcalloc(q->n, sizeof *list);
    for (size_t i = 0; i < q->n; i++)
        list[i] = (struct config_query){type, q->names[i]};
    struct request *r = kafka_describe_configs(c, list, q->n, done, user);
    free(list);
    return r;
}

static struct request *ask_topic_configs(struct cluster *c, const struct fact_query *q,
                                         request_done *done, void *user)
{
    return ask_configs(c, CONFIG_TOPIC, q, done, user);
}

static struct request *ask_broker_configs(struct cluster *c, const struct fact_query *q,
                                          request_done *done, void *user)
{
    return ask_configs(c, CONFIG_BROKER, q, done, user);
}

static struct request *ask_group_configs(struct cluster *c, const struct fact_query *q,
                                         request_done *done, void *user)
{
    return ask_configs(c, CONFIG_GROUP, q, done, user);
}

/* ---- answers that are not taken -------------------------------------------------------------- */

#define DROP(type)                                                                                 \
    static void drop_##type(void *answer)                                                          \
    {                                                                                              \
        type##_free(answer);                                                                       \
    }

DROP(metadata)
DROP(cluster_desc)
DROP(group_listing)
DROP(acl_list)
DROP(user_list)
DROP(group_desc_list)
DROP(group_offsets)
DROP(offset_answers)
DROP(config_list)
DROP(topic_id_list)

/* ---- what must be known, and what is listed -------------------------------------------------- */

/* Which partitions a topic has is in the metadata. */
static bool knows_partitions(const struct model *m)
{
    return m->metadata != NULL;
}

/* There is a journal for each cluster id. */
static bool knows_cluster_id(const struct model *m)
{
    return m->cluster != NULL;
}

static bool topic_is_listed(const struct model *m, const char *name)
{
    return m->metadata && metadata_topic(m->metadata, name);
}

static bool broker_is_listed(const struct model *m, const char *name)
{
    const struct broker *b =
        m->metadata ? metadata_broker(m->metadata, (int32_t)strtol(name, NULL, 10)) : NULL;
    return b && b->alive;
}

/* A part of the list proves nothing. */
static bool group_is_listed(const struct model *m, const char *name)
{
    const struct group_entry *e = group_listing_find(m->group_list, name);
    return m->group_list && (m->group_list->nerrors || (e && !e->missing));
}

/* ---- the table ------------------------------------------------------------------------------- */

const struct fact_source fact_sources[FACT_KINDS] = {
    [FACT_METADATA] = {.ask = ask_metadata,
                       .take = take_metadata,
                       .drop = drop_metadata,
                       .batch = 1,
                       .parallel = 1},
    [FACT_CLUSTER] = {.ask = ask_cluster,
                      .take = take_cluster,
                      .drop = drop_cluster_desc,
                      .batch = 1,
                      .parallel = 1},
    [FACT_GROUP_LIST] = {.ask = ask_group_list,
                         .take = take_group_list,
                         .drop = drop_group_listing,
                         .batch = 1,
                         .parallel = 1},
    [FACT_ACLS] =
        {.ask = ask_acls, .take = take_acls, .drop = drop_acl_list, .batch = 1, .parallel = 1},
    [FACT_USERS] =
        {.ask = ask_users, .take = take_users, .drop = drop_user_list, .batch = 1, .parallel = 1},
    [FACT_GROUP] = {.ask = ask_groups,
                    .take = take_groups,
                    .drop = drop_group_desc_list,
                    .batch = 50,
                    .parallel = 2,
                    .commits = COMMITS_PREFERRED,
                    .is_listed = group_is_listed,
                    .list = FACT_GROUP_LIST},
    [FACT_GROUP_OFFSETS] = {.ask = ask_group_offsets,
                            .take = take_group_offsets,
                            .drop = drop_group_offsets,
                            .batch = 1,
                            .parallel = 32,
                            .is_listed = group_is_listed,
                            .list = FACT_GROUP_LIST},
    [FACT_TOPIC_OFFSETS] = {.ask = ask_topic_offsets,
                            .take = take_topic_offsets,
                            .drop = drop_offset_answers,
                            .batch = 200,
                            .parallel = 2,
                            .nspecs = 2,
                            .specs = {OFFSET_SPEC_LATEST, OFFSET_SPEC_EARLIEST},
                            .partitions = 6000,
                            .conclude = conclude_topic_offsets,
                            .ready = knows_partitions,
                            .commits = COMMITS_FIRST,
                            .is_listed = topic_is_listed,
                            .list = FACT_METADATA},
    [FACT_TOPIC_CONFIG] = {.ask = ask_topic_configs,
                           .take = take_configs,
                           .drop = drop_config_list,
                           .batch = 100,
                           .parallel = 2,
                           .is_listed = topic_is_listed,
                           .list = FACT_METADATA},
    [FACT_BROKER_CONFIG] = {.ask = ask_broker_configs,
                            .take = take_configs,
                            .drop = drop_config_list,
                            .batch = 1,
                            .parallel = 3,
                            .is_listed = broker_is_listed,
                            .list = FACT_METADATA,
                            .answers_itself = true},
    [FACT_GROUP_CONFIG] = {.ask = ask_group_configs,
                           .take = take_configs,
                           .drop = drop_config_list,
                           .batch = 50,
                           .parallel = 2,
                           .is_listed = group_is_listed,
                           .list = FACT_GROUP_LIST},
    [FACT_TOPIC_ID] = {.ask = ask_topic_ids,
                       .take = take_topic_ids,
                       .drop = drop_topic_id_list,
                       .batch = 100,
                       .parallel = 2,
                       .is_listed = topic_is_listed,
                       .list = FACT_METADATA},
    /* Read from a file, not from the brokers: core/live/feed_journal.c. */
    [FACT_JOURNAL] = {.batch = 1, .parallel = 1, .ready = knows_cluster_id},
    /* FACT_RECORDING and FACT_EVENTS are never fetched. */
};
