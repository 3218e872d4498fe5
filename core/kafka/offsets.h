/* ListOffsets, and the committed offsets of a group. The rules of all calls: request.h. */
#ifndef KLAMM_CORE_KAFKA_OFFSETS_H
#define KLAMM_CORE_KAFKA_OFFSETS_H

#include "core/kafka/request.h"

struct request *kafka_group_offsets(struct cluster *c, const char *group, request_done *done,
                                    void *user);
/* → struct group_offsets * (all partitions with a commit) */

enum { OFFSET_SPEC_LATEST = -1, OFFSET_SPEC_EARLIEST = -2, OFFSET_SPEC_MAX_TIMESTAMP = -3 };
struct offset_query {
    const char *topic;
    int32_t partition;
    int64_t spec; /* one of the above or a timestamp in ms */
};
struct offset_answers {
    struct arena arena;
    struct offset_answer {
        const char *topic;
        int32_t partition;
        struct reported offset;    /* none: with err it is not known; without, there is no record of
                                  that time or later. Earliest and latest are there, or err is. */
        struct reported timestamp; /* of that record, ms */
        enum err_kind kind;        /* ERR_NONE when fine; ERR_TIMEOUT: its leader did not answer */
        const char *err;           /* NULL when fine */
    } * a;
    size_t n;
};
void offset_answers_free(struct offset_answers *o);
/* Any number of partitions in one call; one wire request per leader. A (topic, partition) may be
 * named only once per call. */
struct request *kafka_list_offsets(struct cluster *c, const struct offset_query *q, size_t n,
                                   bool read_committed, request_done *done, void *user);
/* → struct offset_answers * */

#endif
