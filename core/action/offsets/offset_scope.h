/* Which partitions a reset is about, as people and files write it. Pure. */
#ifndef KLAMM_CORE_ACTION_OFFSETS_OFFSET_SCOPE_H
#define KLAMM_CORE_ACTION_OFFSETS_OFFSET_SCOPE_H

#include "core/base/arena.h"
#include "core/base/err.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct scope { /* "orders" or "orders:0,1,2" */
    const char *topic;
    int32_t *partitions; /* NULL: all of them */
    size_t n;
};
bool scope_parse(struct arena *a, const char *text, struct scope *out, struct err *err);
/* "0,1,2" alone: the topic stays NULL, and is known from elsewhere. */
bool partitions_parse(struct arena *a, const char *text, struct scope *out, struct err *err);
/* Those of the parameter "topic"; a topic named twice is an error. */
struct args;
bool scopes_parse(struct arena *a, const struct args *args, struct scope **out, size_t *n,
                  struct err *err);

/* " --topic orders:0,1,2" for each. */
struct buf;
void scopes_to_command(struct buf *b, const struct scope *s, size_t n);

struct each { /* "orders:3=1500" */
    const char *topic;
    int32_t partition;
    int64_t offset;
};
bool each_parse(struct arena *a, const char *text, struct each *out, struct err *err);

/* A record, "orders:3:1500". */
bool record_parse(struct arena *a, const char *text, struct each *out, struct err *err);

struct csv_row;
/* The rows of a file that should be CSV as kafka-consumer-groups writes it; see csv_parse. For
 * another kind of file, the error says what it is. */
bool offset_csv_rows(struct arena *a, const char *data, size_t len, struct csv_row **rows,
                     size_t *n, struct err *err);
/* topic,partition,offset or group,topic,partition,offset, decided by the first line; no header;
 * blank lines are passed over, and so are lines of other groups. No line for this group is an
 * error, and so is a partition named twice: Kafka's tool takes the last, but no one knows which was
 * meant. */
bool offset_csv_parse(struct arena *a, const char *data, size_t len, const char *group,
                      struct each **out, size_t *n, struct err *err);

#endif
