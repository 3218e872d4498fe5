/* What librdkafka's events do not say of themselves. */
#ifndef KLAMM_CORE_KAFKA_EVENT_H
#define KLAMM_CORE_KAFKA_EVENT_H

#include <librdkafka/rdkafka.h>

#include <stdbool.h>

/* An event that librdkafka can neither give the words of nor destroy. */
bool event_is_broken(rd_kafka_event_t *ev);

#endif
