/* Inside of the sampler: shared by sampler.c and the sampler_*.c files next to it only. */
#ifndef KLAMM_CORE_LIVE_SAMPLER_IMPL_H
#define KLAMM_CORE_LIVE_SAMPLER_IMPL_H

#include "core/base/clock.h"
#include "core/live/feed.h"
#include "core/live/sampler.h"
#include "core/live/sampler_exact.h"
#include "core/live/sampler_rest.h"
#include "core/live/sampler_stable.h"
#include "core/loop/timer.h"

/* How far a walk over all groups that is done in slices has got. */
struct walk {
    bool on;
    size_t at;
    size_t len; /* of what is walked over, at the last slice */
};

struct sampler {
    struct cluster *cluster;
    struct feed *feed;
    struct model *model;
    void (*changed)(void *user);
    void *user;
    enum sampling mode;
    struct recording recording;
    struct group_verdicts verdicts;
    struct recording_file *recording_file;
    struct sampler_stable *stable;
    struct sampler_exact *exact;
    struct sampler_rest *rest;
    struct timer *timer;
    bool no_file;   /* there is no place for one: logged already */
    bool wanted;    /* what is recorded is on screen */
    bool want_all;  /* … of all groups */
    bool want_past; /* … or only what was noticed before */
    uint64_t seen_ends, seen_ids, seen_list, seen_groups;
    struct walk sampling; /* of groups that may be due */
    bool sampled;         /* some group was, in this walk */
    bool ends_may_come;   /* those that an answer lacked may still come: see ends_may_come */
    bool held;            /* some group is not sampled before that is decided */
    struct walk wanting;  /* of groups whose facts are wanted */
    int64_t wanted_pace_ms;
    uint64_t wanted_of;   /* what the wants of all groups depend on, when they were collected */
    int64_t want_at_ms;   /* not again before then */
    int64_t want_cost_ns; /* what it took */
    struct clock_watch clock;
    uint64_t samples;
    int64_t busy_ns;
};

/* sampler.c */
void sampler_arm(struct sampler *s); /* something of it may be due */

/* sampler_wants.c */
int64_t sampler_pace(const struct sampler *s);
/* The wants of all groups have to be put together again: in how many ms; −1: they need not. */
int64_t sampler_wants_due(const struct sampler *s);
/* Goes on with it until then (uv_hrtime). True: they are whole. */
bool sampler_wants_slice(struct sampler *s, uint64_t until_ns);

/* sampler_take.c */
void sampler_judge(struct sampler *s, const char *group);
/* Goes on with the groups that are due. True: all were visited. */
bool sampler_take_slice(struct sampler *s, uint64_t until_ns);

#endif
