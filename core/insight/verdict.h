/* What a group's lag means, in one word and one sentence: the rules of lag.md 4.4 to 4.7. Pure: a
 * case (series of samples and what is known around them) goes in, a verdict with its numbers comes
 * out. Nothing is claimed of what was not seen: too few samples is a verdict of its own. */
#ifndef KLAMM_CORE_INSIGHT_VERDICT_H
#define KLAMM_CORE_INSIGHT_VERDICT_H

#include "core/base/arena.h"
#include "core/base/table.h"
#include "core/model/group.h"
#include "core/model/offsets.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Worst first: the order in which a group is named after its worst partition, and in which groups
 * are listed. Those that only a group, or only a partition, can have are marked. */
enum verdict {
    VERDICT_DATA_LOST,       /* records deleted before they were read */
    VERDICT_AHEAD,           /* the commit lies behind the end of the log */
    VERDICT_STALLED,         /* has an owner and a backlog, and does not move */
    VERDICT_NO_MEMBERS,      /* group: a backlog and nobody who reads */
    VERDICT_BLOCKED,         /* waits for an open transaction */
    VERDICT_REWINDING,       /* went back, and has not regained it */
    VERDICT_REBALANCING,     /* group: for longer than is healthy, or again and again */
    VERDICT_FALLING_BEHIND,  /* the backlog grows */
    VERDICT_NO_OWNER,        /* members are there, but none has this partition */
    VERDICT_STEADY_BACKLOG,  /* keeps pace, but with a backlog that does not shrink */
    VERDICT_CATCHING_UP,     /* the backlog shrinks */
    VERDICT_COMMITS_EMPTY,   /* group: without members, but its commits move: assign() */
    VERDICT_NEVER_COMMITTED, /* what it will read depends on auto.offset.reset */
    VERDICT_TOO_EARLY,       /* not enough samples to tell */
    VERDICT_CAUGHT_UP,
    VERDICT_INACTIVE, /* no members, and next to nothing to read */
    VERDICT_GONE,     /* group: does not exist */
    VERDICTS
};
const char *verdict_name(enum verdict v);    /* "falling behind" */
const char *verdict_id(enum verdict v);      /* "falling-behind": stable, for scripts */
const char *verdict_meaning(enum verdict v); /* one sentence for somebody new to Kafka */
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
    int64_t target_ms;      /* T, in which a backlog shall be read: 30 min */
    int64_t risk_ms;        /* warned of loss when it is so near: 1 h */
    double headroom;        /* h: 0.2 */
};
struct lag_rules lag_rules_of(int64_t interval_ms);

/* ---- one partition --------------------------------------------------------------------------- */

/* One sample; offsets may be OFFSET_UNKNOWN. Times are on one clock that never goes back. */
struct lag_point {
    int64_t commit_ms, ends_ms; /* when each was asked for: commits first */
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
        idle_ms;   /* the last sample with next to nothing to read, or nobody who would; 0: none */
    bool baseline; /* the two below are known */
    double usual_in, usual_out; /* p̄, c̄: medians of the last two hours without the window */
    int64_t stable;             /* last stable offset, or OFFSET_UNKNOWN */
    int64_t stable_since_ms;    /* it has not moved since */
    int64_t stable_ms;          /* it was asked for then, last */
    /* Samples that saw offsets set by hand since the one before, or leapt ahead while all members
     * were replaced. */
    const int64_t *resets;
    size_t nresets;
    int64_t absent_ms; /* the last sample of a group without members that has some now; 0: none */
    int64_t described_ms; /* the members were looked at last; 0: nobody looks at them */
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
    int64_t lag;     /* ℓ: effective, from the log start when the commit lies below it; unknown:
                        OFFSET_UNKNOWN */
    int64_t waiting; /* never committed: records stored */
    int64_t lost;    /* ℓ₀ */
    double in, out;  /* p, c per second; NAN without a rate */
    double noise;    /* N: what a healthy consumer shows between its commits */
    double slope, z; /* of the lag, per second */
    int intervals;   /* it stands on so few between two commits; 0: on a trend */
    int64_t unchanged_ms; /* stalled, blocked: the commit has stood still for so long */
    int64_t gap_ms;       /* G as used */
    bool gap_known, gap_of_others;
    bool moved; /* held, see verdict_hold: the commit has moved since it was so */
    enum rewind rewind;
    int64_t rewound; /* records */
    enum cause cause;
    double share; /* of the producers in what changed, 0 to 1; NAN: nothing to compare */
    double usual_in, usual_out; /* NAN: no baseline */
    int64_t drained_ms;  /* −1: never at this pace; INT64_MIN: not told; 0: nothing to read */
    int64_t time_lag_ms; /* INT64_MIN: not known */
    bool time_lag_more;  /* the true one is at least that */
    bool risk;           /* retention is about to delete unread records */
    int64_t risk_ms;     /* time left; INT64_MIN: not known */
    int64_t set;    /* the commit was set, or leapt, so far ahead that it is not counted as read; 0:
                       it was not */
    int64_t set_ms; /* so long ago */
    bool doubtful;  /* it leapt since the members were looked at: not counted until they are */
};
#define LAG_MS_UNKNOWN INT64_MIN
#define LAG_MS_NEVER (-1)

/* Producers or consumers? By what changed against the usual; *share is the producers' part of it,
 * NAN when there is nothing to compare. */
enum cause lag_cause(double in, double out, double usual_in, double usual_out, double *share);
struct partition_verdict partition_verdict_of(const struct partition_case *c,
                                              const struct lag_rules *r);
/* Its sentence with numbers, window and confidence; in the arena. */
const char *partition_verdict_text(const struct partition_verdict *v, struct arena *a);
/* How long ago the record at `committed` was written, by the (ends_ms, end) of the points, older
 * ones first. *more: it lies before the first of them. LAG_MS_UNKNOWN without points. */
int64_t lag_time(const struct lag_point *older, size_t nolder, const struct lag_point *p, size_t n,
                 int64_t committed, int64_t now_ms, bool *more);

/* ---- hysteresis ------------------------------------------------------------------------------ */

/* A verdict must hold two samples to appear and three to clear; loss, ahead and rewinding appear at
 * once, and so does what explains the one that is shown. Zero is the start. */
struct verdict_hold {
    bool any;
    bool fresh; /* nothing was shown before it */
    struct partition_verdict shown;
    enum verdict next;
    int seen, off;
};
const struct partition_verdict *verdict_hold(struct verdict_hold *h,
                                             const struct partition_verdict *now);
/* The same standstill, with its reason known: a last stable offset is only asked for when a commit
 * stands, so "blocked" comes a moment after "stalled". */
bool verdict_explains(enum verdict now, enum verdict shown);

/* ---- a group --------------------------------------------------------------------------------- */

struct group_case_part {
    const char *topic;
    int32_t partition;
    int owner;      /* index of the member; −1 nobody */
    int32_t leader; /* broker; −1 not known */
    bool abandoned; /* committed, but no member subscribes to the topic */
    struct partition_verdict v;
};

struct group_case {
    const char *id;
    enum group_state state;
    bool state_known, gone;
    size_t members;                /* now */
    const char **hosts, **clients; /* of each member, for "slow host"; may be NULL */
    bool simple;                   /* no protocol: its offsets expire one by one */
    size_t idle;                   /* members without a partition */
    size_t partitions;             /* of the subscribed topics, owned or not; 0: not known */
    size_t owned;                  /* of these */
    struct group_case_part *parts;
    size_t nparts;
    /* of the last samples */
    int64_t rebalancing_ms; /* for so long without a break; 0: is not */
    size_t samples, rebalancing_samples, member_changes; /* of the last ten */
    size_t empty_commits; /* samples in which a commit moved while there were no members */
    int64_t empty_ms;     /* without members for so long; LAG_MS_UNKNOWN: longer than watched */
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
const char *group_note_id(enum group_note_kind k); /* "too-few-members": stable, for scripts */

struct group_note {
    enum group_note_kind kind;
    enum severity sev;
    const char *text; /* a sentence with its numbers; names in it are display-safe */
};

struct group_verdict { /* texts live in the arena given */
    enum verdict verdict;
    const char *text;  /* the sentence */
    const char *brief; /* for a list: "falling behind: producers ×1.9" */
    const char *topic; /* the partition it is named after; NULL: the group as a whole */
    int32_t partition;
    int64_t lag;         /* Σℓ over the partitions that count and are known */
    size_t unknown;      /* partitions with a commit of which it is not */
    int64_t elsewhere;   /* Σℓ over topics that no member reads any more */
    double in, out;      /* Σ; NAN: no rate yet */
    int64_t drained_ms;  /* as in struct partition_verdict: of the last partition to get there */
    int64_t time_lag_ms; /* of the oldest unread record; LAG_MS_UNKNOWN */
    bool time_lag_more;
    size_t needed;   /* members; 0: not told */
    int64_t risk_ms; /* time until records are lost; LAG_MS_UNKNOWN: no risk or not known */
    bool risk;
    size_t samples;
    int64_t window_ms;
    size_t count[VERDICTS]; /* partitions of each verdict */
    struct group_note *notes;
    size_t nnotes;
};
struct group_verdict group_verdict_of(const struct group_case *c, const struct lag_rules *r,
                                      struct arena *a);

#endif
