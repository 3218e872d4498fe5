/* Records as an application would write them. */
#ifndef KLAMM_TESTS_CLUSTER_RECORDS_H
#define KLAMM_TESTS_CLUSTER_RECORDS_H

#include <librdkafka/rdkafka.h>
#include <stdbool.h>
#include <stdint.h>

#include "tests/cluster/scenario.h"

/* Queues one record; when_ms: its timestamp, 0: now. False when the producer's queue is full. */
bool record_send(rd_kafka_t *rk, const char *topic, enum record_kind kind, int64_t when_ms);

#endif
