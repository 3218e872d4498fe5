/* A recording is written as bytes: recording_code.h has the format. */
#ifndef KLAMM_CORE_RECORDING_RECORDING_WRITE_H
#define KLAMM_CORE_RECORDING_RECORDING_WRITE_H

#include "core/recording/recording_code.h"

/* The version that a new file begins with. */
void recording_write_version(struct buf *out);
/* Writing: H, then groups and minutes. The first voids all numbers given so far. */
void recording_write_head(struct recording *h, struct buf *out);
/* A G record with everything recorded of the group, and the number `number`; an F record with its
 * last samples. */
void recording_write_group(struct recording_group *g, int32_t number, struct buf *out);
/* The samples and minutes that are due, of all groups; those without a number, or with other
 * partitions than before, get a G record without the past. *next is the first free number. False:
 * nothing is due.
 */
bool recording_write_due(struct recording *h, int64_t now_ms, int32_t *next, struct buf *out);

/* Events of this run that the file does not have yet, as an E record; all: those it has, too.
 * False: there are none. */
bool recording_write_events(struct recording *h, bool all, struct buf *out);

/* Since when things are so of the groups that have a number and of which the file does not know it
 * as it is, as an S record. False: there are none. */
bool recording_write_since(struct recording *h, struct buf *out);

#endif
