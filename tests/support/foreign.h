/* Groups of types that librdkafka does not speak, made by their heartbeats as they go over the wire
 * (KIP-932, KIP-1071). */
#ifndef KLAMM_TESTS_SUPPORT_FOREIGN_H
#define KLAMM_TESTS_SUPPORT_FOREIGN_H

#include <stdbool.h>

/* One member joins and, where `stays` is not set, leaves again at once; who stays is forgotten by its
 * broker after the session timeout (45 s). Returns when the coordinator has said yes. */
void foreign_streams_group(const char *group, const char *topic, bool stays);
void foreign_share_group(const char *group, const char *topic, bool stays);

#endif
