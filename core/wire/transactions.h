/* Transactions and producers (KIP-664). */
#ifndef KLAMM_CORE_WIRE_TRANSACTIONS_H
#define KLAMM_CORE_WIRE_TRANSACTIONS_H

#include "core/wire/message.h"
#include "core/wire/types.h"

/* ---- ListTransactions ------------------------------------------------------------------------ */

/* All brokers; each shows those that it coordinates and that Describe on TransactionalId allows. */

struct list_transactions_request {
    WIRE_LIST(const char *) state_filters;
    WIRE_LIST(int64_t) producer_id_filters;
    int64_t duration_filter;              /* v1 on, milliseconds; default −1, any */
    const char *transactional_id_pattern; /* v2 on, or null */
};

struct list_transactions_transaction {
    const char *transactional_id;
    int64_t producer_id;
    const char *transaction_state;
};

struct list_transactions_response {
    int32_t throttle_time_ms;
    int16_t error_code;
    WIRE_LIST(const char *) unknown_state_filters;
    WIRE_LIST(struct list_transactions_transaction) transaction_states;
};

extern const struct wire_message wire_list_transactions;

/* ---- DescribeTransactions -------------------------------------------------------------------- */

/* The coordinator of the transaction (key type 1); Describe on TransactionalId, topics by Describe
 * on Topic. */

struct describe_transactions_request {
    WIRE_LIST(const char *) transactional_ids;
};

struct describe_transactions_topic {
    const char *topic;
    WIRE_LIST(int32_t) partitions;
};

struct describe_transactions_transaction {
    int16_t error_code;
    const char *transactional_id;
    const char *transaction_state;
    int32_t transaction_timeout_ms;
    int64_t transaction_start_time_ms;
    int64_t producer_id;
    int16_t producer_epoch;
    WIRE_LIST(struct describe_transactions_topic) topics;
};

struct describe_transactions_response {
    int32_t throttle_time_ms;
    WIRE_LIST(struct describe_transactions_transaction) transaction_states;
};

extern const struct wire_message wire_describe_transactions;

/* ---- DescribeProducers ----------------------------------------------------------------------- */

/* The leader of the partition; Read on Topic. */

struct describe_producers_request_topic {
    const char *name;
    WIRE_LIST(int32_t) partition_indexes;
};

struct describe_producers_request {
    WIRE_LIST(struct describe_producers_request_topic) topics;
};

struct describe_producers_producer {
    int64_t producer_id;
    int32_t producer_epoch;
    int32_t last_sequence;  /* default −1 */
    int64_t last_timestamp; /* default −1 */
    int32_t coordinator_epoch;
    int64_t current_txn_start_offset; /* −1: no open transaction */
};

struct describe_producers_partition {
    int32_t partition_index;
    int16_t error_code;
    const char *error_message; /* or null */
    WIRE_LIST(struct describe_producers_producer) active_producers;
};

struct describe_producers_topic {
    const char *name;
    WIRE_LIST(struct describe_producers_partition) partitions;
};

struct describe_producers_response {
    int32_t throttle_time_ms;
    WIRE_LIST(struct describe_producers_topic) topics;
};

extern const struct wire_message wire_describe_producers;

/* ---- WriteTxnMarkers ------------------------------------------------------------------------- */

/* The leader of the partition; Alter on Cluster. Ends a hanging transaction. */

struct write_markers_request_topic {
    const char *name;
    WIRE_LIST(int32_t) partition_indexes;
};

struct write_markers_request_marker {
    int64_t producer_id;
    int16_t producer_epoch;
    bool transaction_result; /* false aborts */
    WIRE_LIST(struct write_markers_request_topic) topics;
    int32_t coordinator_epoch;
    int8_t transaction_version; /* v2 on */
};

struct write_txn_markers_request {
    WIRE_LIST(struct write_markers_request_marker) markers;
};

struct write_markers_partition {
    int32_t partition_index;
    int16_t error_code;
};

struct write_markers_topic {
    const char *name;
    WIRE_LIST(struct write_markers_partition) partitions;
};

struct write_markers_marker {
    int64_t producer_id;
    WIRE_LIST(struct write_markers_topic) topics;
};

struct write_txn_markers_response {
    WIRE_LIST(struct write_markers_marker) markers;
};

extern const struct wire_message wire_write_txn_markers;

#endif
