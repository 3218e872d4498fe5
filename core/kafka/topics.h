/* DescribeTopics, for ids, and CreateTopics. The rules of all calls: request.h. */
#ifndef KLAMM_CORE_KAFKA_TOPICS_H
#define KLAMM_CORE_KAFKA_TOPICS_H

#include "core/kafka/request.h"

struct topic_id_list {
    struct arena arena;
    struct topic_id_entry {
        const char *topic;
        const char *id;     /* NULL with err, and where brokers give topics no ids */
        enum err_kind kind; /* ERR_NONE when fine */
        const char *err;    /* NULL when fine */
    } * e;
    size_t n;
};
void topic_id_list_free(struct topic_id_list *l);
struct request *kafka_topic_ids(struct cluster *c, const char *const *topics, size_t n,
                                request_done *done, void *user);
/* → struct topic_id_list * */

struct topic_spec {
    const char *name;
    int32_t partitions;               /* -1: broker's default; ignored with an assignment */
    int32_t replication;              /* -1: broker's default; ignored with an assignment */
    const char *const *config;        /* key, value, key, value … */
    size_t nconfig;                   /* pairs */
    const int32_t *const *assignment; /* per partition its replicas, or NULL */
    const int *nassigned;             /* per partition how many */
    int nassignments;                 /* partitions with an assignment, 0 none */
};
struct request *kafka_create_topic(struct cluster *c, const struct topic_spec *spec,
                                   bool validate_only, request_done *done, void *user);
/* → struct outcome_list * with one element */

#endif
