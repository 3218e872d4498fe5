/* Writing the file of a recording: on any thread, by the holder of its lock. For recording_file.c
 * only. */
#ifndef KLAMM_CORE_LIVE_RECORDING_FILE_WRITE_H
#define KLAMM_CORE_LIVE_RECORDING_FILE_WRITE_H

#include "core/base/buf.h"
#include "core/live/recording_file_load.h"

#include <stdint.h>

struct recording_file_write {
    const char *path;
    struct buf bytes;
    int64_t known; /* size of the file as this klamm read or left it */
    int64_t size;  /* of the file afterwards; −1: unknown */
    int failed;    /* errno; 0: it is written */
    /* foreign: a newer klamm has written since, so nothing was written; said is malloc'd then. */
    struct recording_file_load how;
};

/* A file that begins with this call gets the version first. What can't be written whole is
 * undone. */
void recording_file_append(struct recording_file_write *w);
/* The bytes become the whole file. */
void recording_file_replace(struct recording_file_write *w);

#endif
