/* The librdkafka handles that are being destroyed. */
#ifndef KLAMM_CORE_KAFKA_HANDLE_H
#define KLAMM_CORE_KAFKA_HANDLE_H

#include <stdbool.h>

/* Waits until the librdkafka handles of freed clusters are freed, at most timeout_ms; true when
 * they are. For tests (leaks) and for a process that wants to end in order: never needed
 * otherwise. */
bool kafka_wait_gone(int timeout_ms);

#endif
