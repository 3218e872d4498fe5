/* The time of single records, which are fetched for it. The rules of all calls: request.h. */
#ifndef KLAMM_CORE_KAFKA_RECORD_TIME_H
#define KLAMM_CORE_KAFKA_RECORD_TIME_H

#include "core/kafka/request.h"

struct record_query {
    const char *topic;
    int32_t partition;
    int64_t offset;
};
struct record_times {
    struct arena arena;
    struct record_time {
        const char *topic;
        int32_t partition;
        int64_t asked;
        struct reported offset;    /* of the record: the one requested, or the next that is left */
        struct reported timestamp; /* ms; none: the record has none, or was not read */
        enum err_kind kind;
        bool at_end;     /* there is no record from there on: the log ends, or markers follow */
        const char *err; /* NULL when fine */
    } * r;
    size_t n;
};
void record_times_free(struct record_times *l);
/* Reads one record of each partition, with a client of its own that joins no group and commits
 * nothing. A (topic, partition) may be named only once per call; n must not be 0. */
struct request *kafka_record_times(struct cluster *c, const struct record_query *q, size_t n,
                                   int timeout_ms, request_done *done, void *user);
/* → struct record_times * */

#endif
