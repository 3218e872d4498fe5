/* DeleteRecords. The rules of all calls: request.h. */
#ifndef KLAMM_CORE_KAFKA_RECORDS_DELETE_H
#define KLAMM_CORE_KAFKA_RECORDS_DELETE_H

#include "core/kafka/offsets.h"

/* Deletes what is below q[i].spec, an offset >= 0; each partition once per call. */
struct request *kafka_delete_records(struct cluster *c, const struct offset_query *q, size_t n,
                                     request_done *done, void *user);
/* → struct outcome_list *, one per partition ("topic-partition") */

#endif
