/* The file of a cluster's recording below the state folder: read in the background when the cluster
 * is known, appended to with each sample, written anew when it has grown. Any number of klamms may
 * have it open; one of them, that holds the lock, writes: a recorder, where there is one. */
#ifndef KLAMM_CORE_LIVE_KEEPER_H
#define KLAMM_CORE_LIVE_KEEPER_H

#include "core/base/err.h"
#include "core/model/recording.h"

#include <stdbool.h>
#include <stdint.h>
#include <uv.h>

struct keeper;

enum keeper_role {
    KEEPER_READS,
    KEEPER_WRITES,  /* when nobody else does */
    KEEPER_RECORDS, /* before all that only write */
};

struct keeper_hooks {
    void (*loaded)(void *user); /* the recording is what the file has */
    void (*failed)(void *user,
                   const char *why); /* writing failed; told once until it works again */
    void *user;
};

/* $KLAMM_STATE_DIR or the XDG state folder + /recordings/<cluster id>.klr; malloc'd. NULL with err
 * when there is no place for it. */
char *keeper_path(const char *cluster_id, struct err *err);

/* Begins to read; the recording must be empty, is filled in one go, and must outlive the keeper. */
struct keeper *keeper_new(uv_loop_t *loop, const char *path, enum keeper_role role,
                          struct recording *r, const struct keeper_hooks *hooks);
bool keeper_loaded(const struct keeper *k);
/* Writes what is due, when this klamm is the one that writes. Cheap when nothing is. */
void keeper_tick(struct keeper *k, int64_t now_ms);
/* What is recorded is not what the file says any more: it is written anew, when this klamm is the one
 * that writes. */
void keeper_rewrite(struct keeper *k);
/* What is due is written before it goes. */
void keeper_free(struct keeper *k);

struct keeper_facts {
    const char *path;
    bool writes;         /* this klamm holds the lock */
    int64_t bytes;       /* of the file as far as known */
    int64_t appended;    /* since this klamm writes */
    const char *trouble; /* why it was not read or written the last time; NULL: it was */
};
struct keeper_facts keeper_facts(const struct keeper *k);

#endif
