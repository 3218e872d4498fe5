/* A recording as bytes: the version of the file, then records with a checksum each, so that a file
 * may end torn or be damaged in the middle and everything else is still read.
 *   "KLr" version(1)
 *   "KLr" type  length(4)  crc(4) of type and payload  payload
 * The version is below ' ' and types are above, so a file from before there was one, which begins
 * with a record at once, is recognized and read.
 * H has the version of all that follows up to the next one, and starts numbering again; G gives a
 * group a number, its partitions, and what is recorded of it; F has the last samples of many
 * groups, M one minute of many groups, both as differences to what came before of the group; E has
 * events of the cluster; S since when something is so of groups. */
#ifndef KLAMM_CORE_RECORDING_RECORDING_CODE_H
#define KLAMM_CORE_RECORDING_RECORDING_CODE_H

#include "core/base/buf.h"
#include "core/recording/recording.h"

enum {
    RECORDING_FILE_VERSION = 1, /* of how a file is made of records */
    RECORDING_VERSION = 3,      /* of what is in them, said by H */
    RECORDING_HEAD = 12,
    RECORDING_FINE_KEPT = 30, /* how many of the samples in a file count: the minutes have the
                                 rest */
};
#define LAG_UNKNOWN_CODE UINT64_MAX /* where a sum of lag stands that is not known */
enum recording_fine_flag { FINE_WHOLE = 1, FINE_MEMBERS = 2, FINE_RATES = 4, FINE_JUMP = 8 };

#endif
