/* Everything that is asked of a cluster, reads and changes alike. One call, one callback:
 *   done(user, result, NULL) or done(user, NULL, err)
 * always from the loop, never from inside the call itself; the callee owns the result. The result's
 * type is named with each function; results with errors per element carry those inside, and a call
 * "succeeds" when its elements must be looked at one by one. Arguments are copied.
 * Each request has its own deadline: the profile's socket.timeout.ms, 10 s when it has none. While
 * the link is down a request ends in the next loop turn with the link's error. A change whose
 * answer got lost says so: it may have been carried out. A callback may free the cluster. */
#ifndef KLAMM_CORE_KAFKA_REQUEST_H
#define KLAMM_CORE_KAFKA_REQUEST_H

#include "core/base/err.h"
#include "core/base/told.h"
#include "core/kafka/cluster.h"
#include "core/model/user.h"

#include <stddef.h>
#include <stdint.h>

struct request;
typedef void request_done(void *user, void *result, const struct err *err);

/* The kind behind the err_code of an element. */
enum err_kind kafka_err_kind(int err_code);

/* The callback will not run any more; a change that was sent may still happen. */
void request_cancel(struct request *r);

/* The one who asks may be gone when the answer comes, and cluster_flush waits for it. When none can
 * come any more forget(user) runs instead of done, perhaps on another thread. */
void request_outlives(struct request *r, void (*forget)(void *user));

/* ---- reads ---------------------------------------------------------------------------------- */

struct request *kafka_get_metadata(struct cluster *c, request_done *done, void *user);
/* → struct metadata * (sealed). Runs on the thread pool: rd_kafka_metadata blocks. */

struct request *kafka_describe_cluster(struct cluster *c, request_done *done, void *user);
/* → struct cluster_desc * */

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

struct request *kafka_list_groups(struct cluster *c, request_done *done, void *user);
/* → struct group_listing * (with nerrors when some broker did not answer) */

struct group_desc_list {
    struct group_desc **g; /* each with its own fact.failed/why; NULL-free */
    size_t n;
};
void group_desc_list_free(struct group_desc_list *l); /* frees also what is left in g */
struct request *kafka_describe_groups(struct cluster *c, const char *const *ids, size_t n,
                                      request_done *done, void *user);
/* → struct group_desc_list * */

struct request *kafka_group_offsets(struct cluster *c, const char *group, request_done *done,
                                    void *user);
/* → struct group_offsets * (all partitions with a commit) */

enum { OFFSET_SPEC_LATEST = -1, OFFSET_SPEC_EARLIEST = -2, OFFSET_SPEC_MAX_TIMESTAMP = -3 };
struct offset_query {
    const char *topic;
    int32_t partition;
    int64_t spec; /* one of the above or a timestamp in ms */
};
struct offset_answers {
    struct arena arena;
    struct offset_answer {
        const char *topic;
        int32_t partition;
        struct told offset;    /* none: with err it is not known; without, there is no record of
                                  that time or later. Earliest and latest are there, or err is. */
        struct told timestamp; /* of that record, ms */
        enum err_kind kind;    /* ERR_NONE when fine; ERR_TIMEOUT: its leader did not answer */
        const char *err;       /* NULL when fine */
    } * a;
    size_t n;
};
void offset_answers_free(struct offset_answers *o);
/* Any number of partitions in one call; one wire request per leader. A (topic, partition) may be
 * asked for only once per call. */
struct request *kafka_list_offsets(struct cluster *c, const struct offset_query *q, size_t n,
                                   bool read_committed, request_done *done, void *user);
/* → struct offset_answers * */

struct record_query {
    const char *topic;
    int32_t partition;
    int64_t offset;
};
struct record_times {
    struct arena arena;
    struct record_time {
        const char *topic;
        int32_t partition;
        int64_t asked;
        struct told offset; /* of the record: the one asked for, or the next that is left */
        struct told timestamp; /* ms; none: the record has none, or was not read */
        enum err_kind kind;
        bool at_end;     /* there is no record from there on: the log ends, or markers follow */
        const char *err; /* NULL when fine */
    } * r;
    size_t n;
};
void record_times_free(struct record_times *l);
/* Reads one record of each partition, with a client of its own that joins no group and commits
 * nothing. A (topic, partition) may be asked for only once per call; n must not be 0. */
struct request *kafka_record_times(struct cluster *c, const struct record_query *q, size_t n,
                                   int timeout_ms, request_done *done, void *user);
/* → struct record_times * */

struct config_query {
    enum config_type type;
    const char *name;
};
struct config_list {
    struct config_set **c; /* each with its own fact.failed/why */
    size_t n;
};
void config_list_free(struct config_list *l);
/* At most one broker per call (librdkafka's rule): more is ERR_USAGE. */
struct request *kafka_describe_configs(struct cluster *c, const struct config_query *q, size_t n,
                                       request_done *done, void *user);
/* → struct config_list * */

struct request *kafka_describe_acls(struct cluster *c, request_done *done, void *user);
/* → struct acl_list * with its proof: an empty list is backed by DescribeCluster with authorised
 * operations and by authorizer.class.name (librdkafka swallows the top-level error, see
 * rd_kafka_DescribeAclsResponse_parse). */

struct request *kafka_describe_users(struct cluster *c, request_done *done, void *user);
/* → struct user_list *: all with SCRAM credentials */

/* ---- changes -------------------------------------------------------------------------------- */

struct outcome_list { /* one per object or partition of a change */
    struct arena arena;
    struct outcome {
        const char *object; /* as sent: topic, "orders-3", group id */
        int err_code;       /* 0: the broker said yes */
        enum err_kind kind; /* ERR_NONE when fine */
        const char *err;    /* its sentence, NULL when fine */
    } * o;
    size_t n;
};
void outcome_list_free(struct outcome_list *l);

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

struct request *kafka_delete_topic(struct cluster *c, const char *name, request_done *done,
                                   void *user);
/* → struct outcome_list * with one element. By name: compare the topic's id just before. */

struct partitions_spec {
    const char *topic;
    int32_t total;                    /* partitions afterwards, not how many are added */
    const int32_t *const *assignment; /* per new partition its replicas, or NULL */
    const int *nassigned;
    int nassignments; /* new partitions with an assignment, 0 none */
};
struct request *kafka_create_partitions(struct cluster *c, const struct partitions_spec *spec,
                                        bool validate_only, request_done *done, void *user);
/* → struct outcome_list * with one element */

/* Deletes what is below q[i].spec, an offset >= 0; each partition once per call. */
struct request *kafka_delete_records(struct cluster *c, const struct offset_query *q, size_t n,
                                     request_done *done, void *user);
/* → struct outcome_list *, one per partition ("topic-partition") */

struct topic_partition {
    const char *topic;
    int32_t partition;
};
/* n > 0: no partition would mean all of the cluster, and is refused. */
struct request *kafka_elect_leaders(struct cluster *c, bool unclean,
                                    const struct topic_partition *list, size_t n,
                                    request_done *done, void *user);
/* → struct outcome_list *, one per partition ("topic-partition"); an election that was not needed
 * is a success */

enum config_op { CONFIG_SET, CONFIG_DELETE, CONFIG_APPEND, CONFIG_SUBTRACT };
struct config_change {
    const char *key;
    enum config_op op;
    const char *value; /* NULL with CONFIG_DELETE */
};
/* IncrementalAlterConfigs (KIP-339), never the replacing AlterConfigs. */
struct request *kafka_alter_config(struct cluster *c, enum config_type type, const char *name,
                                   const struct config_change *changes, size_t n,
                                   bool validate_only, request_done *done, void *user);
/* → struct outcome_list * with one element */

struct scram_change {
    const char *user;
    enum scram mechanism;
    int32_t iterations;   /* 0: the credential is removed */
    const char *password; /* only librdkafka gets a copy; not wanted when it is removed */
};
/* One at a time: brokers refuse two changes of one user in a request. */
struct request *kafka_alter_user(struct cluster *c, const struct scram_change *change,
                                 request_done *done, void *user);
/* → struct outcome_list * with one element */

struct offset_commit {
    const char *topic;
    int32_t partition;
    int64_t offset; /* >= 0 */
};
struct request *kafka_commit_offsets(struct cluster *c, const char *group,
                                     const struct offset_commit *o, size_t n, request_done *done,
                                     void *user);
/* → struct outcome_list *, one per partition ("topic-partition"): the event alone proves nothing */

/* OffsetDelete (KIP-496): also of an active group, where no member is subscribed to the topic. The
 * offsets in o are not looked at. */
struct request *kafka_delete_offsets(struct cluster *c, const char *group,
                                     const struct offset_commit *o, size_t n, request_done *done,
                                     void *user);
/* → struct outcome_list *, one per partition ("topic-partition") */

/* Only an empty group can be deleted. */
struct request *kafka_delete_group(struct cluster *c, const char *group, request_done *done,
                                   void *user);
/* → struct outcome_list * with one element, the group's id */

struct acl;
struct request *kafka_create_acls(struct cluster *c, const struct acl *acls, size_t n,
                                  request_done *done, void *user);
/* → struct outcome_list *, one per binding (acl_spell) */
/* Each by a filter that can match this very binding only. One that is gone already is no error. */
struct request *kafka_delete_acls(struct cluster *c, const struct acl *acls, size_t n,
                                  request_done *done, void *user);
/* → struct outcome_list *, one per binding (acl_spell) */

#endif
