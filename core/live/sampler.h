/* Samples of groups: decides which facts are wanted for them, puts what came into the recording,
 * has each sampled group judged, and keeps the recording's file.
 *
 * How often: while somebody looks at the list of groups, all of them each `sample` (10 s); a group
 * that is looked at, that group; the rest of the time the console samples all groups each
 * `sample-idle` (1 min); klamm record all, each `sample`. More than 1,000 groups are sampled that
 * much more rarely. A single command takes one sample of what it asks for anyway, and reads the
 * file when it shows rates or verdicts. */
#ifndef KLAMM_CORE_LIVE_SAMPLER_H
#define KLAMM_CORE_LIVE_SAMPLER_H

#include "core/config/profile.h"
#include "core/insight/lag_book.h"
#include "core/kafka/cluster.h"
#include "core/live/keeper.h"
#include "core/model/recording.h"

enum sampling {
    SAMPLING_READ,    /* a command: nothing of its own, nothing written */
    SAMPLING_CONSOLE, /* by what is looked at */
    SAMPLING_RECORD,  /* all groups, each interval */
};

struct feed;
struct sampler;

/* The model gets the recording and the verdicts; changed is called when they did. */
struct sampler *sampler_new(struct cluster *c, struct feed *f, void (*changed)(void *user),
                            void *user);
void sampler_free(struct sampler *s);
void sampler_mode(struct sampler *s, enum sampling mode);
/* Adds what it needs for what is looked at; the list has the wants of everybody else already. What
 * it needs of all groups it tells the feed by itself. */
void sampler_want(struct sampler *s, struct wants *w);
/* Facts have come: samples what is complete and due; in the console some moments later. */
void sampler_observe(struct sampler *s);
/* The file is read, if it is needed. */
bool sampler_settled(const struct sampler *s);

/* The exact age of the group's oldest unread records: how many partitions are asked, see
 * sampler_exact_ask. */
size_t sampler_time_lag(struct sampler *s, const char *group);

struct sampler_facts {
    size_t groups, parts; /* recorded */
    int64_t every_ms;     /* the pace of now, of all groups; 0: only what is looked at */
    size_t memory;        /* bytes */
    uint64_t samples;     /* taken, of single groups */
    int64_t busy_ms;      /* processor time of this thread that sampling and judging took */
    bool file;            /* the following are known */
    struct keeper_facts keeper;
};
struct sampler_facts sampler_facts(const struct sampler *s);

#endif
