/* Tables of transactions.h. */
#include "core/wire/transactions.h"

#include "core/wire/table.h"

/* ---- ListTransactions ------------------------------------------------------------------------ */

#define OWNER list_transactions_request
static const struct wire_field list_transactions_request_fields[] = {
    {LIST(state_filters)},
    {LIST(producer_id_filters)},
    {FIELD(duration_filter), SINCE(1), PRESET(-1)},
    {FIELD(transactional_id_pattern), SINCE(2), NULLABLE(0)},
};
TABLE(list_transactions_request);
#undef OWNER

#define OWNER list_transactions_transaction
static const struct wire_field list_transactions_transaction_fields[] = {
    {FIELD(transactional_id)},
    {FIELD(producer_id)},
    {FIELD(transaction_state)},
};
TABLE(list_transactions_transaction);
#undef OWNER

#define OWNER list_transactions_response
static const struct wire_field list_transactions_response_fields[] = {
    {FIELD(throttle_time_ms)},
    {FIELD(error_code)},
    {LIST(unknown_state_filters)},
    {STRUCTS(transaction_states, list_transactions_transaction)},
};
TABLE(list_transactions_response);
#undef OWNER

const struct wire_message wire_list_transactions = {
    .name = "ListTransactions",
    .key = 66,
    .first = 0,
    .last = 2,
    .flexible = 0,
    .body = {&list_transactions_request, &list_transactions_response},
};

/* ---- DescribeTransactions -------------------------------------------------------------------- */

#define OWNER describe_transactions_request
static const struct wire_field describe_transactions_request_fields[] = {
    {LIST(transactional_ids)},
};
TABLE(describe_transactions_request);
#undef OWNER

#define OWNER describe_transactions_topic
static const struct wire_field describe_transactions_topic_fields[] = {
    {FIELD(topic)},
    {LIST(partitions)},
};
TABLE(describe_transactions_topic);
#undef OWNER

#define OWNER describe_transactions_transaction
static const struct wire_field describe_transactions_transaction_fields[] = {
    {FIELD(error_code)},
    {FIELD(transactional_id)},
    {FIELD(transaction_state)},
    {FIELD(transaction_timeout_ms)},
    {FIELD(transaction_start_time_ms)},
    {FIELD(producer_id)},
    {FIELD(producer_epoch)},
    {STRUCTS(topics, describe_transactions_topic)},
};
TABLE(describe_transactions_transaction);
#undef OWNER

#define OWNER describe_transactions_response
static const struct wire_field describe_transactions_response_fields[] = {
    {FIELD(throttle_time_ms)},
    {STRUCTS(transaction_states, describe_transactions_transaction)},
};
TABLE(describe_transactions_response);
#undef OWNER

const struct wire_message wire_describe_transactions = {
    .name = "DescribeTransactions",
    .key = 65,
    .first = 0,
    .last = 0,
    .flexible = 0,
    .body = {&describe_transactions_request, &describe_transactions_response},
};

/* ---- DescribeProducers ----------------------------------------------------------------------- */

#define OWNER describe_producers_request_topic
static const struct wire_field describe_producers_request_topic_fields[] = {
    {FIELD(name)},
    {LIST(partition_indexes)},
};
TABLE(describe_producers_request_topic);
#undef OWNER

#define OWNER describe_producers_request
static const struct wire_field describe_producers_request_fields[] = {
    {STRUCTS(topics, describe_producers_request_topic)},
};
TABLE(describe_producers_request);
#undef OWNER

#define OWNER describe_producers_producer
static const struct wire_field describe_producers_producer_fields[] = {
    {FIELD(producer_id)},
    {FIELD(producer_epoch)},
    {FIELD(last_sequence), PRESET(-1)},
    {FIELD(last_timestamp), PRESET(-1)},
    {FIELD(coordinator_epoch)},
    {FIELD(current_txn_start_offset), PRESET(-1)},
};
TABLE(describe_producers_producer);
#undef OWNER

#define OWNER describe_producers_partition
static const struct wire_field describe_producers_partition_fields[] = {
    {FIELD(partition_index)},
    {FIELD(error_code)},
    {FIELD(error_message), NULLABLE(0)},
    {STRUCTS(active_producers, describe_producers_producer)},
};
TABLE(describe_producers_partition);
#undef OWNER

#define OWNER describe_producers_topic
static const struct wire_field describe_producers_topic_fields[] = {
    {FIELD(name)},
    {STRUCTS(partitions, describe_producers_partition)},
};
TABLE(describe_producers_topic);
#undef OWNER

#define OWNER describe_producers_response
static const struct wire_field describe_producers_response_fields[] = {
    {FIELD(throttle_time_ms)},
    {STRUCTS(topics, describe_producers_topic)},
};
TABLE(describe_producers_response);
#undef OWNER

const struct wire_message wire_describe_producers = {
    .name = "DescribeProducers",
    .key = 61,
    .first = 0,
    .last = 0,
    .flexible = 0,
    .body = {&describe_producers_request, &describe_producers_response},
};

/* ---- WriteTxnMarkers ------------------------------------------------------------------------- */

#define OWNER write_markers_request_topic
static const struct wire_field write_markers_request_topic_fields[] = {
    {FIELD(name)},
    {LIST(partition_indexes)},
};
TABLE(write_markers_request_topic);
#undef OWNER

#define OWNER write_markers_request_marker
static const struct wire_field write_markers_request_marker_fields[] = {
    {FIELD(producer_id)},        {FIELD(producer_epoch)},
    {FIELD(transaction_result)}, {STRUCTS(topics, write_markers_request_topic)},
    {FIELD(coordinator_epoch)},  {FIELD(transaction_version), SINCE(2), IGNORABLE},
};
TABLE(write_markers_request_marker);
#undef OWNER

#define OWNER write_txn_markers_request
static const struct wire_field write_txn_markers_request_fields[] = {
    {STRUCTS(markers, write_markers_request_marker)},
};
TABLE(write_txn_markers_request);
#undef OWNER

#define OWNER write_markers_partition
static const struct wire_field write_markers_partition_fields[] = {
    {FIELD(partition_index)},
    {FIELD(error_code)},
};
TABLE(write_markers_partition);
#undef OWNER

#define OWNER write_markers_topic
static const struct wire_field write_markers_topic_fields[] = {
    {FIELD(name)},
    {STRUCTS(partitions, write_markers_partition)},
};
TABLE(write_markers_topic);
#undef OWNER

#define OWNER write_markers_marker
static const struct wire_field write_markers_marker_fields[] = {
    {FIELD(producer_id)},
    {STRUCTS(topics, write_markers_topic)},
};
TABLE(write_markers_marker);
#undef OWNER

#define OWNER write_txn_markers_response
static const struct wire_field write_txn_markers_response_fields[] = {
    {STRUCTS(markers, write_markers_marker)},
};
TABLE(write_txn_markers_response);
#undef OWNER

const struct wire_message wire_write_txn_markers = {
    .name = "WriteTxnMarkers",
    .key = 27,
    .first = 1,
    .last = 2,
    .flexible = 1,
    .body = {&write_txn_markers_request, &write_txn_markers_response},
};
