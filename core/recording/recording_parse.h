/* The bytes of a recording are read: recording_code.h has the format. */
#ifndef KLAMM_CORE_RECORDING_RECORDING_PARSE_H
#define KLAMM_CORE_RECORDING_RECORDING_PARSE_H

#include "core/recording/recording_code.h"

struct recording_read {
    size_t records, damaged; /* damaged: stretches that were skipped */
    size_t good_end;         /* bytes up to the end of the last whole record: beyond it is torn */
    /* A version of the format that this klamm does not know, later or earlier: what was written in
     * it was skipped. */
    bool newer, older;
    bool gave_up; /* klamm never writes this: to read all of it would take too long, or all
                     memory */
};
/* Adds what the bytes say to an empty recording; events go to h->past. */
void recording_read(struct recording *h, const void *bytes, size_t len, struct recording_read *r);
/* Whether a newer klamm wrote the file, or anything in it. */
bool recording_is_newer(const void *bytes, size_t len);

#endif
