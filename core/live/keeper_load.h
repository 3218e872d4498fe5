/* Reading the file of a recording, and what is to be said and done when that is not what this klamm
 * would have written. For keeper.c only. */
#ifndef KLAMM_CORE_LIVE_KEEPER_LOAD_H
#define KLAMM_CORE_LIVE_KEEPER_LOAD_H

#include "core/model/recording.h"

#include <stdbool.h>
#include <stdint.h>

enum { KEEPER_FILE_MAX = 256 << 20 }; /* more is none of ours */

struct keeper_load {
    int64_t size; /* of the file; 0: there is none, or it could not be read */
    bool unread;  /* it could not be read: it is not written anew */
    bool foreign; /* there is more in it than this klamm can know of: it stays as it is */
    char *said;   /* malloc'd: a sentence about what was lost; NULL: nothing was */
};
/* On any thread. Into an empty recording; no file is an empty one. */
void keeper_load(const char *path, struct recording *into, struct keeper_load *out);

#endif
