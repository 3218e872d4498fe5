/* Recordings made up for tests: groups of one topic "orders", sampled each interval. */
#ifndef KLAMM_TESTS_UNIT_RECORDED_H
#define KLAMM_TESTS_UNIT_RECORDED_H

#include "core/recording/recording.h"

#define RECORDED_START 1700000000000LL

struct recorded {
    struct recording h;
    int64_t now; /* of the next sample */
    int parts;
    double in, out;   /* records per second and partition */
    double end, done; /* of each partition alike */
    int64_t start;
    int unknown; /* of this many partitions, the last ones, the end is unknown */
    enum group_state state;
    uint32_t members, member_set;
    int64_t replaced_after_ms, replaced_ms;
    bool members_first;
};

/* 10 s, 3 partitions, nothing moves, stable with 2 members. */
void recorded_init(struct recorded *r);
/* n more samples of the group, 10 s apart. */
void recorded_run(struct recorded *r, const char *group, int n);
const struct recording_part *recorded_part(const struct recorded *r, const char *group,
                                           int32_t partition);

#endif
