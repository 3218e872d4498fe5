/* How fast the commits of one partition were seen to move, and whether another move is further than
 * that: a commit that jumps ahead while the group may have been without members was perhaps set,
 * not read. Feed it samples in the order of time. */
#ifndef KLAMM_CORE_RECORDING_JUMP_H
#define KLAMM_CORE_RECORDING_JUMP_H

#include <stdbool.h>
#include <stdint.h>

enum { JUMP_LEAST = 10 }; /* fewer records are never called one */

struct jump_sample { /* offsets may be OFFSET_UNKNOWN */
    int64_t at_ms, committed, start, end;
};

struct offset_jump { /* zero is the beginning */
    struct jump_sample last;
    int64_t changed_ms; /* when the commit was last seen to move, or since when it is watched */
    bool any, moved;
    double pace; /* records per ms, the fastest seen; 0: none */
};

/* The next sample. reading: it may count for the pace. Two things bound it from below: the records
 * since the commit before, and those that were not even written at the sample before. */
void jump_see(struct offset_jump *l, const struct jump_sample *s, bool reading);
/* Records between the last sample and this one, not yet given to jump_see, when they are more than
 * the pace allows for the time since the commit before; else 0. slack_ms: between two samples, as a
 * commit is older than the sample that shows it. */
int64_t jump_of(const struct offset_jump *l, const struct jump_sample *s, double pace,
                int64_t slack_ms);

#endif
