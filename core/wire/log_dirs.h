/* Log directories: what lies on which disk, and moving it to another of the same broker (KIP-113,
 * KIP-827). */
#ifndef KLAMM_CORE_WIRE_LOG_DIRS_H
#define KLAMM_CORE_WIRE_LOG_DIRS_H

#include "core/wire/message.h"
#include "core/wire/types.h"

/* ---- DescribeLogDirs ------------------------------------------------------------------------- */

/* Each broker for itself; Describe on Cluster. */

struct describe_log_dirs_request_topic {
    const char *topic;
    WIRE_LIST(int32_t) partitions;
};

struct describe_log_dirs_request {
    WIRE_LIST(struct describe_log_dirs_request_topic) topics; /* null: all */
};

struct describe_log_dirs_partition {
    int32_t partition_index;
    int64_t partition_size; /* bytes */
    /* behind the high watermark; of a future replica, behind the current one */
    int64_t offset_lag;
    bool is_future_key; /* on its way to this directory */
};

struct describe_log_dirs_topic {
    const char *name;
    WIRE_LIST(struct describe_log_dirs_partition) partitions;
};

struct describe_log_dirs_result {
    int16_t error_code;
    const char *log_dir;
    WIRE_LIST(struct describe_log_dirs_topic) topics;
    int64_t total_bytes;  /* v4 on, default −1 */
    int64_t usable_bytes; /* v4 on, default −1 */
    bool is_cordoned;     /* v5 on, takes no new partitions */
};

struct describe_log_dirs_response {
    int32_t throttle_time_ms;
    int16_t error_code; /* v3 on */
    WIRE_LIST(struct describe_log_dirs_result) results;
};

extern const struct wire_message wire_describe_log_dirs;

/* ---- AlterReplicaLogDirs --------------------------------------------------------------------- */

/* Each broker that has the replica; Alter on Cluster. */

struct alter_replica_log_dirs_topic {
    const char *name;
    WIRE_LIST(int32_t) partitions;
};

struct alter_replica_log_dirs_dir {
    const char *path; /* where to */
    WIRE_LIST(struct alter_replica_log_dirs_topic) topics;
};

struct alter_replica_log_dirs_request {
    WIRE_LIST(struct alter_replica_log_dirs_dir) dirs;
};

struct alter_replica_log_dirs_partition {
    int32_t partition_index;
    int16_t error_code;
};

struct alter_replica_log_dirs_result {
    const char *topic_name;
    WIRE_LIST(struct alter_replica_log_dirs_partition) partitions;
};

struct alter_replica_log_dirs_response {
    int32_t throttle_time_ms;
    WIRE_LIST(struct alter_replica_log_dirs_result) results;
};

extern const struct wire_message wire_alter_replica_log_dirs;

#endif
