/* Log start and high watermark of a topic's partitions, each with its own age. */
#ifndef KLAMM_CORE_MODEL_OFFSETS_H
#define KLAMM_CORE_MODEL_OFFSETS_H

#include "core/model/fact.h"
#include "core/model/metadata.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define OFFSET_UNKNOWN INT64_MIN

struct partition_offsets {
    int64_t start;       /* log start offset, or OFFSET_UNKNOWN */
    int64_t end;         /* high watermark, or OFFSET_UNKNOWN */
    int64_t start_at_ms; /* monotonic; 0 never */
    int64_t end_at_ms;
    /* What the rate counts from, and what it will count from next; OFFSET_UNKNOWN: nothing. */
    int64_t base, base_at_ms;
    int64_t next, next_at_ms;
    char *why; /* why the last attempt failed; malloc'd; NULL when it did not */
};

struct topic_offsets {
    struct fact fact;
    struct partition_offsets *p; /* index = partition id */
    int32_t n;
};

struct topic_offsets *topic_offsets_new(void);
void topic_offsets_free(struct topic_offsets *t);
struct partition_offsets *topic_offsets_at(struct topic_offsets *t, int32_t partition); /* grows */
/* NULL when t is NULL or has nothing of that partition. */
const struct partition_offsets *topic_offsets_get(const struct topic_offsets *t, int32_t partition);

/* An answer to what was asked at monotonic time at_ms. */
void partition_offsets_start(struct partition_offsets *p, int64_t start, int64_t at_ms);
void partition_offsets_end(struct partition_offsets *p, int64_t end, int64_t at_ms);
/* Values stay, but rates count from the next answer on. */
void partition_offsets_failed(struct partition_offsets *p, const char *why);
/* Rates count from the next answer on: another broker leads, whose high watermark may lie elsewhere
 * for a moment. */
void partition_offsets_rebase(struct partition_offsets *p);
/* What was written over the last 30 s or so, and the time that it took: from answer to answer where
 * they are rarer. False when there are not two answers, or when the end went back (topic recreated,
 * unclean election) and did not grow since. */
bool partition_offsets_written(const struct partition_offsets *p, int64_t *records, int64_t *ms);

/* What a topic holds, over the partitions whose offsets are known. */
struct topic_content {
    int64_t messages; /* end − start, an upper bound of records */
    int known;        /* partitions that they are summed over */
};
struct topic_content topic_content(const struct topic_offsets *o, const struct topic *t);

#endif
