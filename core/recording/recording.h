/* What was seen of consumer groups over time: log start, log end, committed offset, members and
 * state, each sample with its own times. Three tiers, all bounded: each sample for ten minutes, one
 * a minute for two hours (both per partition), and a quarter of an hour's means for a week (sums of
 * the group). With a sampling interval other than 10 s the tiers scale with it.
 * Times are wall-clock ms of one process and never go back: see recording_add. */
#ifndef KLAMM_CORE_RECORDING_RECORDING_H
#define KLAMM_CORE_RECORDING_RECORDING_H

#include "core/base/map.h"
#include "core/model/events.h"
#include "core/model/group.h"
#include "core/model/offsets.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    RECORDING_INTERVAL_MS = 10000,
    RECORDING_FINE = 60,      /* samples, one an interval */
    RECORDING_MINUTES = 120,  /* one in RECORDING_PER_MINUTE intervals */
    RECORDING_QUARTERS = 672, /* one in RECORDING_PER_QUARTER intervals: 7 days */
    RECORDING_PER_MINUTE = 6,
    RECORDING_PER_QUARTER = 90,
    RECORDING_MARKS = 48,
    RECORDING_GAPS = 8,
    RECORDING_IDLE = 10, /* records unread, or fewer: nothing that a commit would be missed for */
    RECORDING_MAX_PARTS = 20000, /* partitions of one group; more are not recorded */
};

enum recording_tier { TIER_FINE, TIER_MINUTE, TIER_QUARTER, RECORDING_TIERS };

/* A ring's places; their values are stored separately, one array per value, each cap long. */
struct ring {
    uint32_t n;   /* put in since the beginning */
    uint32_t cap; /* grows up to max, then the oldest are overwritten */
    uint32_t max;
};
size_t ring_len(const struct ring *r);
size_t ring_slot(const struct ring *r, size_t i); /* of the i-th, 0 = oldest */

/* Offsets in a ring, four bytes each: differences to a base. */
struct series {
    int64_t base;
    int32_t *v;
};

struct recording_topic {
    char *name;
    char id[40]; /* "": not known */
};

struct recording_part {
    const struct recording_topic *topic;
    int32_t partition;
    struct series committed, start, end;          /* fine */
    struct series committed_minute, end_minute;   /* per minute */
    int64_t last_committed, last_start, last_end; /* or OFFSET_UNKNOWN */
    int64_t committed_ms, end_ms;                 /* of the samples that had these; 0: none had */
    int64_t changed_ms; /* when the commit was last seen to change; 0: not while watching */
    int64_t watched_ms; /* since when it is watched without a break */
    int64_t idle_ms;    /* the last sample with next to nothing to read, or no one who would; 0:
                           none */
    int64_t quiet_ms;   /* the longest time without a change that ended with one, not idle */
    int64_t seen_ms;    /* the last sample that had it */
    uint32_t gaps[RECORDING_GAPS]; /* ms between changes, a ring of the last */
    uint32_t ngaps;
    int64_t exact_offset, exact_ms; /* the record there was written at exact_ms; −1: not asked */
    int64_t rest_from, rest_end; /* whether there is a record between was asked of these; −1: not */
    bool rest_none;              /* there is none */
    int64_t file_committed, file_start, file_end; /* as written last */
    int64_t stable, stable_since_ms; /* last stable offset; OFFSET_UNKNOWN: not requested */
    int64_t stable_ms;               /* when it was requested last */
};

/* Sums of the group at one moment. */
struct recording_total {
    int64_t at_ms;
    double lag;     /* NAN: that of a partition is not known */
    double in, out; /* per second since the one before; NAN: there is none, or not known */
};

enum mark_kind {
    MARK_REBALANCE,
    MARK_MEMBERS,
    MARK_EMPTY,
    MARK_ACTIVE,
    MARK_BACK,
    MARK_RESET,
    MARK_JUMP, /* commits jumped ahead while all members were replaced: perhaps set, not read */
    MARK_KINDS
};
struct recording_mark {
    int64_t at_ms;
    enum mark_kind kind;
    int64_t n; /* members now, or records moved */
};

/* A mean in the making. */
struct recording_mean {
    double lag, in, out;
    uint32_t n, in_n, out_n;
    int64_t from_ms;
};

/* Since when something is so of a group without a break, as far as it was watched. */
enum { RECORDING_CONDITIONS = 24 };
struct recording_since {
    int64_t ms;    /* wall; 0: it does not hold, or has not been judged */
    bool at_least; /* it was true then, and may have been before */
};

struct recording_group {
    char *id;
    int64_t interval_ms; /* as of the recording */
    struct ring ring[RECORDING_TIERS];
    struct recording_total *total[RECORDING_TIERS];
    int64_t *commit_ms;                 /* fine */
    uint32_t *ends_after, *state_after; /* fine: ms after the commits were requested */
    uint8_t *state;                     /* fine: enum group_state; RECORDING_STATE_UNKNOWN */
    uint32_t *members, *member_set;     /* fine; the set as a hash */
    struct recording_part *parts;       /* by topic, partition */
    size_t nparts;
    struct recording_mark *marks;                /* a ring, grown up to RECORDING_MARKS */
    uint32_t nmarks, marks_cap;                  /* put in since the beginning; places */
    struct recording_mean mean[RECORDING_TIERS]; /* of the minute and the quarter to come */
    struct { /* since the last sample that was a second before the one after it */
        double written, read;
        int64_t commit_ms, ends_ms; /* of that sample; 0: nothing is owed */
    } owed;
    int64_t rebalancing_since_ms; /* 0: is not */
    int64_t empty_since_ms;       /* 0: is not, or was when first seen */
    int64_t file_gap_ms;          /* between commits, as read from the file; 0 not */
    uint32_t empty_commits;       /* samples since it is empty in which a commit moved forward */
    struct recording_since since[RECORDING_CONDITIONS]; /* insight defines what each means */
    int64_t replaced_after_ms, replaced_ms;             /* as in the sample that had it last */
    bool judged;          /* in this run or in one before: what is not so was seen not to be so */
    int64_t hole_ms;      /* the first sample after the last break in watching; 0: none */
    bool hole_moved;      /* commits were others after it than before */
    int64_t hole_seen_ms; /* the break that since[] knows of */
    struct {              /* how far the file that is written knows it */
        bool since_due;   /* since[] is to be written */
        int32_t number;   /* −1: not yet */
        uint32_t entries; /* written since it has that number */
        uint32_t member_set; /* as written last */
        uint32_t new_marks;  /* to be written */
        uint32_t fine_due;   /* how many of the newest samples are to be written */
        bool minute_due;     /* and the newest minute */
        bool jump_due;       /* the last jump is to be written with the next sample */
        bool stale;          /* its partitions are others than those of that number */
    } file;
};
#define RECORDING_STATE_UNKNOWN 255

struct recording {
    int64_t interval_ms;
    struct map groups;   /* id → struct recording_group */
    struct map topics;   /* name → struct recording_topic */
    uint64_t generation; /* grows with each sample, and as groups and partitions come and go */
    size_t nparts;
    struct events past;        /* of the file, for its reader to take */
    const struct events *seen; /* of this run, to be written; borrowed; NULL: none */
    uint64_t written_seq;      /* the file has them up to this one */
    int64_t begun_ms;          /* wall: what is older is of the file; 0: nothing is */
};

void recording_init(struct recording *h, int64_t interval_ms);
void recording_release(struct recording *h);
size_t recording_bytes(const struct recording *h); /* memory in use, roughly */

struct recording_sample {
    int64_t commit_ms, ends_ms; /* wall; when each was requested: commits first */
    int64_t state_ms;           /* 0: state and members are not known */
    enum group_state state;
    uint32_t members;
    uint32_t member_set; /* a hash of the member ids */
    /* After the first and not later than the second all members were replaced; 0: never seen. */
    int64_t replaced_after_ms, replaced_ms;
    bool members_first; /* the members were not read before this sample */
};
struct recording_value { /* OFFSET_UNKNOWN where not known */
    const char *topic;
    int32_t partition;
    int64_t committed, start, end;
    bool failed; /* its commit could not be read, which is not the same as none */
    bool gone;   /* the topic is no more: it has no end, and no lag */
};
/* The topic has this id now. Another one than before: everything recorded of the topic is dropped.
 */
void recording_topic_id(struct recording *h, const char *topic, const char *id);
void recording_stable(struct recording *h, const char *group, const char *topic, int32_t partition,
                      int64_t stable, int64_t at_ms);
/* The record that a commit at `offset` points at was written at written_ms (wall), by itself. */
void recording_exact(struct recording *h, const char *group, const char *topic, int32_t partition,
                     int64_t offset, int64_t written_ms);
/* From the commit `from` to the log end `end` there is no record, or there are some. */
void recording_rest(struct recording *h, const char *group, const char *topic, int32_t partition,
                    int64_t from, int64_t end, bool none);
/* Of the group's lag on a partition: how much of it is known not to be records. */
int64_t recording_no_records(const struct recording *h, const char *group, const char *topic,
                             int32_t partition, int64_t committed, int64_t end);
/* Forgets groups not sampled since then. */
void recording_forget(struct recording *h, int64_t before_ms);

/* ---- reading (recording_read.c) -------------------------------------------------------------- */

const struct recording_part *recording_part_at(const struct recording_group *g, const char *topic,
                                               int32_t partition);
int64_t
recording_last_ms(const struct recording_group *g); /* commit time of the last sample; 0 none */

/* ---- for the file (recording_code.c) --------------------------------------------------------- */

struct recording_group *recording_make_group(struct recording *h, const char *id);
const struct recording_topic *recording_make_topic(struct recording *h, const char *name,
                                                   const char *id);
/* The partition's record, made where missing; the pointer is good until the next is made. */
struct recording_part *recording_make_part(struct recording *h, struct recording_group *g,
                                           const struct recording_topic *t, int32_t partition);
/* A total, a mark and, per partition, offsets that another klamm recorded before. */
size_t recording_push(struct recording_group *g, enum recording_tier t,
                      const struct recording_total *total);
void recording_set(struct recording_group *g, struct recording_part *p, enum recording_tier t,
                   size_t slot, int64_t committed, int64_t end);
void recording_set_start(struct recording_group *g, struct recording_part *p, size_t slot,
                         int64_t start);
void recording_add_mark(struct recording_group *g, int64_t at_ms, enum mark_kind kind, int64_t n);
/* A jump is known once, whichever source it comes from: false when it was known. */
bool recording_add_jump(struct recording_group *g, int64_t at_ms, int64_t n);

/* ---- for who adds samples (recording_jump.c) ------------------------------------------------- */

int64_t series_get(const struct series *s, size_t slot); /* OFFSET_UNKNOWN where nothing is */

#endif
