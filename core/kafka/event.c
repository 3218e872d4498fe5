#include "core/kafka/event.h"

bool event_is_broken(rd_kafka_event_t *ev)
{
    return rd_kafka_event_type(ev) == RD_KAFKA_EVENT_DESCRIBEUSERSCRAMCREDENTIALS_RESULT &&
           rd_kafka_event_error(ev) >= RD_KAFKA_RESP_ERR_UNKNOWN &&
           rd_kafka_event_error(ev) != RD_KAFKA_RESP_ERR_NO_ERROR;
}
