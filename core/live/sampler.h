/* Samples of groups: decides which facts are wanted for them, puts what came into the recording,
 * has each sampled group judged, and keeps the recording's file.
 *
 * How often: while the list of groups is on screen, all of them each `sample` (10 s); a group that
 * is on screen, that group; the rest of the time the console samples all groups each `sample-idle`
 * (1 min); klamm sample all, each `sample`. More than 1,000 groups are sampled that much more
 * rarely. A single command takes one sample of what it requests anyway, and reads the file when it
 * shows rates or verdicts. */
#ifndef KLAMM_CORE_LIVE_SAMPLER_H
#define KLAMM_CORE_LIVE_SAMPLER_H

#include "core/config/profile.h"
#include "core/insight/lag/group_verdicts.h"
#include "core/kafka/cluster.h"
#include "core/live/recording_file.h"
#include "core/recording/recording.h"

enum sampling {
    SAMPLING_READ,    /* a command: nothing of its own, nothing written */
    SAMPLING_CONSOLE, /* by what is on screen */
    SAMPLING_RECORD,  /* all groups, each interval */
};

struct feed;
struct sampler;

/* The model gets the recording and the verdicts; changed is called when they did. */
struct sampler *sampler_new(struct cluster *c, struct feed *f, void (*changed)(void *user),
                            void *user);
void sampler_free(struct sampler *s);
void sampler_mode(struct sampler *s, enum sampling mode);
/* Facts have come: samples what is complete and due; in the console some moments later. */
void sampler_observe(struct sampler *s);
/* The file is read, if it is needed. */
bool sampler_settled(const struct sampler *s);

/* The exact age of the group's oldest unread records: how many partitions are asked, see
 * sampler_exact_request. */
size_t sampler_time_lag(struct sampler *s, const char *group);

struct sampler_facts {
    size_t groups, parts; /* recorded */
    int64_t every_ms;     /* the current pace, of all groups; 0: only what is on screen */
    size_t memory;        /* bytes */
    uint64_t samples;     /* taken, of single groups */
    int64_t busy_ms;      /* processor time of this thread that sampling and judging took */
    bool file;            /* the following are known */
    struct recording_file_facts recording_file;
};
struct sampler_facts sampler_facts(const struct sampler *s);

#endif
