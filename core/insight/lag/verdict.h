/* What a group's lag means, in one word and one sentence: the rules of docs/lag.md. Pure: samples
 * and what is known around them go in, a verdict with its numbers comes out. Nothing is claimed
 * that was not seen: too few samples is a verdict of its own. */
#ifndef KLAMM_CORE_INSIGHT_LAG_VERDICT_H
#define KLAMM_CORE_INSIGHT_LAG_VERDICT_H

#include "core/base/arena.h"
#include "core/base/table.h"
#include "core/model/group.h"
#include "core/model/offsets.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define NOISE_RECORDS 10.0 /* unread: next to nothing, also where no one reads */

/* Worst first: the order in which a group is named after its worst partition, and in which groups
 * are listed. Those that only a group, or only a partition, can have are marked. */
enum verdict {
    VERDICT_DATA_LOST,       /* records deleted before they were read */
    VERDICT_AHEAD,           /* the commit is beyond the end of the log */
    VERDICT_STALLED,         /* has an owner and a backlog, and does not move */
    VERDICT_NO_MEMBERS,      /* group: a backlog and no reader */
    VERDICT_BLOCKED,         /* waits for an open transaction */
    VERDICT_REWINDING,       /* went back, and has not regained it */
    VERDICT_REBALANCING,     /* group: for longer than is healthy, or again and again */
    VERDICT_FALLING_BEHIND,  /* the backlog grows */
    VERDICT_NO_OWNER,        /* members are there, but none has this partition */
    VERDICT_STEADY_BACKLOG,  /* keeps pace, but with a backlog that does not shrink */
    VERDICT_CATCHING_UP,     /* the backlog shrinks */
    VERDICT_COMMITS_EMPTY,   /* group: without members, but its commits move: assign() */
    VERDICT_NEVER_COMMITTED, /* what it will read depends on auto.offset.reset */
    VERDICT_TOO_EARLY,       /* not enough samples to know */
    VERDICT_CAUGHT_UP,
    VERDICT_INACTIVE, /* no members, and next to nothing to read */
    VERDICT_GONE,     /* group: does not exist */
    VERDICTS
};
const char *verdict_name(enum verdict v);    /* "falling behind" */
const char *verdict_id(enum verdict v);      /* "falling-behind": stable, for scripts */
const char *verdict_meaning(enum verdict v); /* one sentence for someone new to Kafka */
enum severity verdict_severity(enum verdict v);

/* The windows; all but the shares scale with the sampling interval, so that tests can be short. */
struct lag_rules {
    int64_t interval_ms;    /* Δs, nominal: 10 s */
    int64_t window_ms;      /* W: 2 min, at least min_samples */
    int64_t widest_ms;      /* W is widened up to 10 min until three commits were seen in it */
    size_t min_samples;     /* 6: below it no trend */
    int64_t gap_ms;         /* G before three changes were seen: 5 s */
    int64_t stalled_ms;     /* 60 s */
    int64_t rebalancing_ms; /* 60 s */
    int64_t transaction_ms; /* 60 s */
    int64_t target_ms;      /* T, in which a backlog should be read: 30 min */
    int64_t risk_ms;        /* warned of loss when it is so near: 1 h */
    double headroom;        /* h: 0.2 */
};
struct lag_rules lag_rules_of(int64_t interval_ms);

/* ---- one partition --------------------------------------------------------------------------- */

/* One sample; offsets may be OFFSET_UNKNOWN. Times are on one clock that never goes back. */
struct lag_point {
    int64_t commit_ms, ends_ms; /* when each was requested: commits first */
    int64_t committed, start, end;
};

enum owned { OWNED_UNKNOWN = 0, OWNED_NO, OWNED_YES };

struct partition_case {
    const struct lag_point *p; /* oldest first */
    size_t n;
    int64_t gap_ms;     /* G: the median time between changes of the commit; 0: not known */
    bool gap_of_others; /* it is that of the group's other partitions: this one's was not seen */
    int64_t quiet_ms;   /* the longest time without a change that ended with one, while there was
                           something to read; 0: none seen */
    int64_t changed_ms; /* when the commit last changed; 0: it did not while we looked */
    int64_t
        idle_ms;   /* the last sample with next to nothing to read, or no one who would; 0: none */
    bool baseline; /* the two below are known */
    double usual_in, usual_out; /* p̄, c̄: medians of the last two hours without the window */
    int64_t stable;             /* last stable offset, or OFFSET_UNKNOWN */
    int64_t stable_since_ms;    /* it has not moved since */
    int64_t stable_ms;          /* when it was requested last */
    /* Samples that saw offsets set by hand since the one before, or jumped ahead while all members
     * were replaced. */
    const int64_t *resets;
    size_t nresets;
    int64_t absent_ms; /* the last sample of a group without members that has some now; 0: none */
    int64_t described_ms; /* the members were read last; 0: they are not read */
    int64_t busy_ms; /* its member reads other partitions that it is behind on: how long these may
                        keep it; 0: it does not */
    enum owned owned;
    bool empty;           /* the group has no members */
    bool committing;      /* its commits move nevertheless */
    int64_t retention_ms; /* of the topic: 0 not known, −1 without limit */
    int64_t exact_offset; /* the record there was written at exact_ms (wall); −1: not asked */
    int64_t exact_ms;
    /* Older log ends for the time lag, oldest first: (ends_ms, end) of each is used. */
    const struct lag_point *older;
    size_t nolder;
};

enum rewind { REWIND_BY_HAND, REWIND_REDELIVERY, REWIND_OTHER };
enum cause { CAUSE_UNKNOWN = 0, CAUSE_PRODUCERS, CAUSE_CONSUMERS, CAUSE_BOTH, CAUSE_LONG };

struct partition_verdict {
    enum verdict verdict;
    size_t samples;                /* in the window */
    int64_t window_ms;             /* from the first to the last of them */
    int64_t committed, start, end; /* the last known */
    int64_t lag;     /* ℓ: effective, from the log start when the commit is below it; unknown:
                        OFFSET_UNKNOWN */
    int64_t waiting; /* never committed: records stored */
    int64_t lost;    /* ℓ₀ */
    double in, out;  /* p, c per second; NAN without a rate */
    double noise;    /* N: what a healthy consumer shows between its commits */
    double slope, z; /* of the lag, per second */
    int intervals;   /* how few intervals between two commits it is based on; 0: on a trend */
    int64_t unchanged_ms; /* stalled, blocked: how long the commit has stood still */
    int64_t gap_ms;       /* G as used */
    bool gap_known, gap_of_others;
    bool turned; /* what was so before is over for sure: it is not held */
    bool moved;  /* held, see verdict_debounce: the commit has moved since it was so */
    enum rewind rewind;
    int64_t rewound; /* records */
    enum cause cause;
    double share; /* of the producers in what changed, 0 to 1; NAN: nothing to compare */
    double usual_in, usual_out; /* NAN: no baseline */
    int64_t drained_ms;  /* −1: never at this pace; INT64_MIN: unknown; 0: nothing to read */
    int64_t time_lag_ms; /* INT64_MIN: not known */
    bool time_lag_more;  /* the true one is at least that */
    bool risk;           /* retention is about to delete unread records */
    int64_t risk_ms;     /* time left; INT64_MIN: not known */
    int64_t set;         /* the commit was set, or jumped, this far ahead, which is not counted as
                            read; 0: it was not */
    int64_t set_ms;      /* how long ago */
    bool doubtful;       /* it jumped since the members were read: not counted until they are */
};
#define LAG_MS_UNKNOWN INT64_MIN
#define LAG_MS_NEVER (-1)

/* ---- hysteresis ------------------------------------------------------------------------------ */

/* A verdict must hold two samples to appear and three to clear; loss, ahead and rewinding appear at
 * once, and so does what explains the one that is shown. Zero is the start. */
struct verdict_debounce {
    bool any;
    bool first; /* nothing was shown before it */
    struct partition_verdict shown;
    enum verdict next;
    int seen, off;
};
const struct partition_verdict *verdict_debounce(struct verdict_debounce *h,
                                                 const struct partition_verdict *now);
/* The same standstill, with its reason known: a last stable offset is only requested when a commit
 * does not move, so "blocked" comes a moment after "stalled". */
bool verdict_explains(enum verdict now, enum verdict shown);

/* ---- a group --------------------------------------------------------------------------------- */

/* What is unread on all partitions that count, over the window. */
struct lag_sum {
    size_t samples; /* 0: it is known at too few of them */
    int64_t window_ms;
    double in, out;  /* per second */
    double slope, z; /* of what is unread */
    bool few_rise;   /* it is known at too few samples, and has only become more in them */
};

struct verdict_input_part {
    const char *topic;
    int32_t partition;
    int owner;      /* index of the member; −1 none */
    int32_t leader; /* broker; −1 not known */
    bool abandoned; /* committed, but no member subscribes to the topic */
    bool in_turn;   /* its member keeps some partitions waiting while it reads others */
    struct partition_verdict v;
};

struct verdict_input {
    const char *id;
    enum group_state state;
    bool state_known, gone;
    bool described;                /* the members are known */
    bool assigned;                 /* and their partitions: no rebalance was under way */
    size_t members;                /* now */
    const char **hosts, **clients; /* of each member, for "slow host"; may be NULL */
    bool simple;                   /* no protocol: its offsets expire one by one */
    size_t idle;                   /* members without a partition */
    size_t partitions;             /* of the subscribed topics, owned or not; 0: not known */
    size_t owned;                  /* of these */
    struct verdict_input_part *parts;
    size_t nparts;
    struct lag_sum sum;
    int way; /* of that sum: 1 it grows, −1 it shrinks, for sure; 0: neither, or not known */
    /* of the last samples */
    int64_t rebalancing_ms;                              /* how long without a break; 0: is not */
    size_t samples, rebalancing_samples, member_changes; /* of the last ten */
    size_t empty_commits; /* samples in which a commit moved while there were no members */
    int64_t empty_ms;     /* how long without members; LAG_MS_UNKNOWN: longer than watched */
    int64_t retention_ms; /* offsets.retention.minutes of the coordinator; 0 not known */
};

enum group_note_kind {
    NOTE_STORM,
    NOTE_IDLE_MEMBERS,
    NOTE_UNASSIGNED,
    NOTE_ABANDONED,
    NOTE_TOO_FEW_MEMBERS,
    NOTE_HOT_PARTITION,
    NOTE_SLOW_MEMBER,
    NOTE_SLOW_HOST,
    NOTE_SLOW_CLIENT,
    NOTE_BROKER_SIDE,
    NOTE_RETENTION,
    NOTE_OFFSETS_SET,
    GROUP_NOTES
};

struct group_note {
    enum group_note_kind kind;
    enum severity sev;
    const char *text; /* a sentence with its numbers; names in it are display-safe */
};

struct group_verdict { /* texts live in the arena given */
    enum verdict verdict;
    const char *text;  /* the sentence */
    const char *head;  /* its beginning, for who shows what is unread next to it */
    const char *brief; /* for a list: "falling behind: producers ×1.9" */
    const char *topic; /* the partition it is named after; NULL: the group as a whole */
    int32_t partition;
    bool whole; /* it is about the sum of all partitions, which are read in turn */
    enum verdict
        also; /* named besides: worse, but on next to nothing of the backlog, or less bad and
                          on most of it; VERDICTS: none is */
    const char *also_where; /* "1 of 4 partitions: 35 unread"; NULL: none is */
    int64_t lag;            /* Σℓ over the partitions that count and are known */
    size_t unknown;         /* partitions with a commit of which it is not */
    int64_t elsewhere;      /* Σℓ over topics that no member reads any more */
    double in, out;         /* Σ; NAN: no rate yet */
    int64_t drained_ms;     /* as in struct partition_verdict: of the last partition to get there */
    int64_t time_lag_ms;    /* of the oldest unread record; LAG_MS_UNKNOWN */
    bool time_lag_more;
    size_t needed;   /* members; 0: unknown */
    int64_t risk_ms; /* time until records are lost; LAG_MS_UNKNOWN: no risk or not known */
    bool risk;
    size_t samples;
    int64_t window_ms;
    size_t count[VERDICTS]; /* partitions of each verdict */
    struct group_note *notes;
    size_t nnotes;
};

#endif
