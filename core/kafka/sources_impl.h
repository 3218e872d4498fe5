/* How answers enter the model, for the table in sources.c and for nothing else. Each owns the
 * answer. */
#ifndef KLAMM_CORE_KAFKA_SOURCES_IMPL_H
#define KLAMM_CORE_KAFKA_SOURCES_IMPL_H

#include "core/kafka/sources.h"

void take_metadata(const struct fact_answer *a, void *answer);
void take_cluster(const struct fact_answer *a, void *answer);
void take_group_list(const struct fact_answer *a, void *answer);
void take_acls(const struct fact_answer *a, void *answer);
void take_users(const struct fact_answer *a, void *answer);
void take_groups(const struct fact_answer *a, void *answer);
void take_group_offsets(const struct fact_answer *a, void *answer);
void take_topic_offsets(const struct fact_answer *a, void *answer);
/* The topic as a whole failed only when no partition of it has an end from this batch. */
void conclude_topic_offsets(const struct fact_answer *a, const char *name);
void take_configs(const struct fact_answer *a, void *answer);
void take_topic_ids(const struct fact_answer *a, void *answer);

#endif
