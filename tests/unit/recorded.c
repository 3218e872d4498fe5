/* The made-up recordings of recorded.h. */
#include "tests/unit/recorded.h"

#include "core/base/mem.h"
#include "core/recording/recording_add.h"
#include "core/recording/recording_read.h"

#include <stdlib.h>

void recorded_init(struct recorded *r)
{
    *r = (struct recorded){.now = RECORDED_START,
                           .parts = 3,
                           .state = GROUP_STABLE,
                           .members = 2,
                           .member_set = 7,
                           .end = 1000,
                           .done = 1000};
    recording_init(&r->h, 10000);
}

void recorded_run(struct recorded *r, const char *group, int n)
{
    struct recording_value *v = xcalloc((size_t)r->parts, sizeof *v);
    for (int k = 0; k < n; k++) {
        struct recording_sample s = {.commit_ms = r->now,
                                     .ends_ms = r->now + 15,
                                     .state_ms = r->now + 30,
                                     .state = r->state,
                                     .members = r->members,
                                     .member_set = r->member_set,
                                     .replaced_after_ms = r->replaced_after_ms,
                                     .replaced_ms = r->replaced_ms,
                                     .members_first = r->members_first};
        for (int32_t i = 0; i < r->parts; i++)
            v[i] = (struct recording_value){.topic = "orders",
                                            .partition = i,
                                            .committed = (int64_t)r->done,
                                            .start = r->start,
                                            .end = i < r->parts - r->unknown ? (int64_t)r->end
                                                                             : OFFSET_UNKNOWN};
        recording_add(&r->h, group, &s, v, (size_t)r->parts);
        r->now += 10000;
        r->end += r->in * 10;
        r->done += r->out * 10;
    }
    free(v);
}

const struct recording_part *recorded_part(const struct recorded *r, const char *group,
                                           int32_t partition)
{
    return recording_part_at(recording_find(&r->h, group), "orders", partition);
}
