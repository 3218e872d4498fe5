/* What the two halves of reading a file share: recording_parse.c has the records and the groups,
 * recording_entries.c their samples and minutes. */
#ifndef KLAMM_CORE_RECORDING_RECORDING_PARSE_IMPL_H
#define KLAMM_CORE_RECORDING_RECORDING_PARSE_IMPL_H

#include "core/base/pack.h"
#include "core/base/vec.h"
#include "core/recording/recording_code.h"

enum {
    TEXT_MAX = 70000, /* group ids may have 32,767 bytes and more */
    NUMBERS_MAX = 1000000,
    PARTS_MOST = 500000,   /* in all: some 1 GB */
    WORK_MOST = 200000000, /* and 16 for each byte of the file: some seconds */
};

struct file_part { /* in the order of the file */
    const struct recording_topic *topic;
    int32_t partition;
    int64_t committed, start, end; /* as read last */
};

struct numbered {
    struct recording_group *group; /* NULL: that number was not given */
    struct file_part *parts;
    size_t nparts;
    uint64_t entries; /* the one to come */
    uint32_t member_set;
    bool lost; /* one is missing: wait for a whole one */
};

struct reader {
    struct recording *h;
    struct VEC(struct numbered) by_number;
    int64_t fine_from_ms; /* older samples count as parts of their minutes only */
    bool strange;         /* the records that come now are of another version */
    uint64_t work, most;  /* partitions visited and the like; few bytes can ask for many */
    char text[TEXT_MAX];
};

/* False: that was too much, nothing more is to be read. */
bool parse_work(struct reader *r, size_t n);
int64_t parse_offset(struct unpack *u, int64_t before);
/* A moment since 1970; others would overflow when they are compared. */
int64_t parse_time(struct unpack *u, int64_t before);
struct recording_total parse_total(struct unpack *u, int64_t *at);
double parse_lag(struct unpack *u);
void parse_marks(struct unpack *u, struct recording_group *g);    /* g may be NULL: skipped */
struct recording_part *parse_part(struct numbered *nr, size_t i); /* NULL: dropped since */

/* The payload of an F or M record. */
void parse_entries(struct reader *r, char type, struct unpack *u);

#endif
