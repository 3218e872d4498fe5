/* Reading the file of a recording, and what is to be said and done when that is not what this klamm
 * would have written. For recording_file.c only. */
#ifndef KLAMM_CORE_LIVE_RECORDING_FILE_LOAD_H
#define KLAMM_CORE_LIVE_RECORDING_FILE_LOAD_H

#include "core/recording/recording.h"

#include <stdbool.h>
#include <stdint.h>

enum { RECORDING_FILE_MAX = 256 << 20 }; /* more is none of ours */

struct recording_file_load {
    int64_t size; /* of the file; 0: there is none, or it could not be read */
    bool unread;  /* it could not be read: it is not rewritten */
    bool foreign; /* there is more in it than this klamm can know of: it stays as it is */
    char *said;   /* malloc'd: a sentence about what was lost; NULL: nothing was */
};
/* On any thread. Into an empty recording; no file is an empty one. */
void recording_file_load(const char *path, struct recording *into, struct recording_file_load *out);
/* Only whether it is foreign, and why. */
void recording_file_look(const char *path, struct recording_file_load *out);

#endif
