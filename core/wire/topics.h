/* Changes of topics and partitions. */
#ifndef KLAMM_CORE_WIRE_TOPICS_H
#define KLAMM_CORE_WIRE_TOPICS_H

#include "core/wire/message.h"
#include "core/wire/types.h"

/* ---- CreateTopics ---------------------------------------------------------------------------- */

/* Any broker; Create on Cluster or on Topic. */

struct create_topics_assignment {
    int32_t partition_index;
    WIRE_LIST(int32_t) broker_ids;
};

struct create_topics_request_config {
    const char *name;
    const char *value; /* or null */
};

struct create_topics_request_topic {
    const char *name;
    int32_t num_partitions;
    int16_t replication_factor;
    WIRE_LIST(struct create_topics_assignment) assignments;
    WIRE_LIST(struct create_topics_request_config) configs;
};

struct create_topics_request {
    WIRE_LIST(struct create_topics_request_topic) topics;
    int32_t timeout_ms; /* default 60000 */
    bool validate_only;
};

struct create_topics_config {
    const char *name;
    const char *value; /* or null */
    bool read_only;
    int8_t config_source; /* default −1 */
    bool is_sensitive;
};

struct create_topics_topic {
    const char *name;
    struct wire_uuid topic_id; /* v7 on */
    int16_t error_code;
    const char *error_message; /* or null */
    int16_t topic_config_error_code;
    int32_t num_partitions;                         /* default −1 */
    int16_t replication_factor;                     /* default −1 */
    WIRE_LIST(struct create_topics_config) configs; /* or null */
};

struct create_topics_response {
    int32_t throttle_time_ms;
    WIRE_LIST(struct create_topics_topic) topics;
};

extern const struct wire_message wire_create_topics;

/* ---- DeleteTopics ---------------------------------------------------------------------------- */

/* Any broker; Delete on Topic. */

struct delete_topics_request_topic {
    const char *name; /* or null */
    struct wire_uuid topic_id;
};

struct delete_topics_request {
    WIRE_LIST(struct delete_topics_request_topic) topics;
    int32_t timeout_ms;
};

struct delete_topics_topic {
    const char *name; /* or null */
    struct wire_uuid topic_id;
    int16_t error_code;
    const char *error_message; /* or null */
};

struct delete_topics_response {
    int32_t throttle_time_ms;
    WIRE_LIST(struct delete_topics_topic) responses;
};

extern const struct wire_message wire_delete_topics;

/* ---- CreatePartitions ------------------------------------------------------------------------ */

/* Any broker; Alter on Topic. */

struct create_partitions_assignment {
    WIRE_LIST(int32_t) broker_ids;
};

struct create_partitions_topic {
    const char *name;
    int32_t count;
    WIRE_LIST(struct create_partitions_assignment) assignments; /* null: the broker chooses */
};

struct create_partitions_request {
    WIRE_LIST(struct create_partitions_topic) topics;
    int32_t timeout_ms;
    bool validate_only;
};

struct create_partitions_result {
    const char *name;
    int16_t error_code;
    const char *error_message; /* or null */
};

struct create_partitions_response {
    int32_t throttle_time_ms;
    WIRE_LIST(struct create_partitions_result) results;
};

extern const struct wire_message wire_create_partitions;

/* ---- DeleteRecords --------------------------------------------------------------------------- */

/* The leader of each partition; Delete on Topic. */

struct delete_records_request_partition {
    int32_t partition_index;
    int64_t offset; /* the first to stay; −1: the high watermark */
};

struct delete_records_request_topic {
    const char *name;
    WIRE_LIST(struct delete_records_request_partition) partitions;
};

struct delete_records_request {
    WIRE_LIST(struct delete_records_request_topic) topics;
    int32_t timeout_ms;
};

struct delete_records_partition {
    int32_t partition_index;
    int64_t low_watermark;
    int16_t error_code;
};

struct delete_records_topic {
    const char *name;
    WIRE_LIST(struct delete_records_partition) partitions;
};

struct delete_records_response {
    int32_t throttle_time_ms;
    WIRE_LIST(struct delete_records_topic) topics;
};

extern const struct wire_message wire_delete_records;

/* ---- ElectLeaders ---------------------------------------------------------------------------- */

/* Any broker; Alter on Cluster. */

struct elect_leaders_request_topic {
    const char *topic;
    WIRE_LIST(int32_t) partitions;
};

struct elect_leaders_request {
    int8_t election_type;                                           /* 0 preferred, 1 unclean */
    WIRE_LIST(struct elect_leaders_request_topic) topic_partitions; /* null: all */
    int32_t timeout_ms;                                             /* default 60000 */
};

struct elect_leaders_partition {
    int32_t partition_id;
    int16_t error_code;
    const char *error_message; /* or null */
};

struct elect_leaders_topic {
    const char *topic;
    WIRE_LIST(struct elect_leaders_partition) partition_result;
};

struct elect_leaders_response {
    int32_t throttle_time_ms;
    int16_t error_code;
    WIRE_LIST(struct elect_leaders_topic) replica_election_results;
};

extern const struct wire_message wire_elect_leaders;

#endif
