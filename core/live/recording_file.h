/* The file of a cluster's recording below the state directory: read in the background when the
 * cluster is known, appended to with each sample, rewritten when it has grown. Any number of klamms
 * may have it open; one of them, that holds the lock, writes: a recorder, where there is one. */
#ifndef KLAMM_CORE_LIVE_RECORDING_FILE_H
#define KLAMM_CORE_LIVE_RECORDING_FILE_H

#include "core/base/err.h"
#include "core/recording/recording.h"

#include <stdbool.h>
#include <stdint.h>
#include <uv.h>

struct recording_file;

enum recording_file_role {
    RECORDING_READS,
    RECORDING_WRITES,  /* when no other klamm does */
    RECORDING_RECORDS, /* before all that only write */
};

struct recording_file_hooks {
    void (*loaded)(void *user); /* the recording is what the file has */
    void (*failed)(void *user,
                   const char *why); /* writing failed; logged once until it works again */
    void *user;
};

/* $KLAMM_STATE_DIR or the XDG state directory + /recordings/<cluster id>.klr; malloc'd. NULL with
 * err when there is no place for it. */
char *recording_file_path(const char *cluster_id, struct err *err);

/* Begins to read; the recording must be empty, is filled in one go, and must outlive the file. */
struct recording_file *recording_file_new(uv_loop_t *loop, const char *path,
                                          enum recording_file_role role, struct recording *r,
                                          const struct recording_file_hooks *hooks);
bool recording_file_loaded(const struct recording_file *k);
/* Writes what is due, when this klamm is the one that writes. Cheap when nothing is. */
void recording_file_tick(struct recording_file *k, int64_t now_ms);
/* What is recorded is no longer what the file says: it is rewritten, when this klamm is the one
 * that writes. */
void recording_file_rewrite(struct recording_file *k);
/* What is due is written before it goes. */
void recording_file_free(struct recording_file *k);

struct recording_file_facts {
    const char *path;
    bool writes;         /* this klamm holds the lock */
    int64_t bytes;       /* of the file as far as known */
    int64_t appended;    /* since this klamm writes */
    const char *trouble; /* why it was not read or written the last time; NULL: it was */
};
struct recording_file_facts recording_file_facts(const struct recording_file *k);

#endif
