/* A recording as bytes: records with a checksum each, so that a file may end torn or be damaged in
 * the middle and everything else is still read.
 *   "KLr" type  length(4)  crc(4) of type and payload  payload
 * H has the version of all that follows up to the next one, and begins numbering anew; G gives a
 * group a number, its partitions, and what is recorded of it; F has the last samples of many
 * groups, M one minute of many groups, both as differences to what came before of the group; E has
 * events of the cluster; S since when something is so of groups. */
#ifndef KLAMM_CORE_MODEL_RECORDING_CODE_H
#define KLAMM_CORE_MODEL_RECORDING_CODE_H

#include "core/base/buf.h"
#include "core/model/recording.h"

enum {
    RECORDING_VERSION = 3,
    RECORDING_HEAD = 12,
    RECORDING_FINE_KEPT = 30, /* of the samples in a file so many count: minutes tell the rest */
};
#define LAG_UNKNOWN_CODE UINT64_MAX /* where a sum of lag stands that is not known */
enum recording_fine_flag { FINE_WHOLE = 1, FINE_MEMBERS = 2, FINE_RATES = 4, FINE_LEAP = 8 };

/* Writing: H, then groups and minutes. All numbers are taken back by the first. */
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

struct recording_read {
    size_t records, damaged; /* damaged: stretches that were skipped */
    size_t good_end;         /* bytes up to the end of the last whole record: beyond it is torn */
    /* A version of the format that this klamm does not know, later or earlier: what was written in
     * it was skipped. */
    bool newer, older;
    bool gave_up; /* no klamm wrote it so: to read all of it would take for ever, or all memory */
};
/* Adds what the bytes say to an empty recording; events go to h->past. */
void recording_read(struct recording *h, const void *bytes, size_t len, struct recording_read *r);

#endif
