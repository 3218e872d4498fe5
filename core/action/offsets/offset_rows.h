/* The arithmetic of resetting offsets: where each partition of a group would go, and what that
 * means for its records. Pure. The rules are those of Kafka's GroupOffsetsResetter
 * (kafka-consumer-groups
 * --reset-offsets); the notes are ours. */
#ifndef KLAMM_CORE_ACTION_OFFSETS_OFFSET_ROWS_H
#define KLAMM_CORE_ACTION_OFFSETS_OFFSET_ROWS_H

#include "core/base/reported.h"
#include "core/model/offsets.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum offset_goal {
    GOAL_EARLIEST, /* the log start */
    GOAL_LATEST,   /* the high watermark */
    GOAL_OFFSET,   /* the same offset for each, kept within the log */
    GOAL_SHIFT,    /* the commit moved by a number, kept within the log */
    GOAL_TIME,     /* the first record of that time or later; none: the high watermark */
    GOAL_CURRENT,  /* the commit as it is, also outside the log; none: the high watermark */
    GOAL_EACH,     /* an offset of its own for each, kept within the log */
};

enum offset_note {
    NOTE_NONE,
    NOTE_RAISED,    /* asked for an offset before the log start */
    NOTE_LOWERED,   /* asked for one behind the high watermark */
    NOTE_NO_RECORD, /* nothing is as young as that: the high watermark */
    NOTE_NO_COMMIT, /* current, but there is none: the high watermark */
    NOTE_OUTSIDE,   /* current, and outside the log: left there */
    NOTE_CANT,      /* shift without a commit: there is no new offset */
};

struct offset_row {
    const char *topic;
    int32_t partition;
    int64_t committed;           /* OFFSET_UNKNOWN: no commit */
    int64_t start;               /* log start */
    int64_t end;                 /* high watermark */
    bool timed;                  /* GOAL_TIME: the first record is known */
    struct reported at_time;     /* its offset; none: no record is as young as that */
    struct reported record_time; /* of the record at the new offset, ms */
    int64_t asked;               /* GOAL_EACH */
    const char *trouble;         /* why start and end are not known; NULL: they are */

    int64_t wanted; /* before it was kept within the log */
    int64_t to;     /* OFFSET_UNKNOWN: none can be given */
    enum offset_note note;
};

/* Fills wanted, to and note. n: the offset or the shift. A row with trouble gets no offset. */
void offset_row_resolve(struct offset_row *r, enum offset_goal goal, int64_t n);
/* to − committed; false when one of them is unknown. */
bool offset_row_move(const struct offset_row *r, int64_t *move);
/* Records left to read afterwards, never negative; false when unknown. */
bool offset_row_lag_after(const struct offset_row *r, int64_t *lag);
bool offset_row_changes(const struct offset_row *r);
/* There is a record at the new offset: not behind the end, nor before the start. */
bool offset_row_has_record(const struct offset_row *r);

struct offset_totals {
    int64_t again;   /* records that would be read a second time */
    int64_t skipped; /* records still in the log that would never be read */
    int64_t deleted; /* records behind the commit that the log has deleted already */
    size_t first;    /* partitions that get their first commit */
    size_t changed;
    size_t unchanged;
    size_t cant; /* no offset can be given, trouble included */
};
void offset_totals_add(struct offset_totals *t, const struct offset_row *r);

/* By topic, then partition. */
int offset_row_order(const void *a, const void *b);

#endif
