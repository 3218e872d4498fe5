/* Inside of the sampler: shared by sampler.c and the sampler_*.c beside it, and by nobody else. */
#ifndef KLAMM_CORE_LIVE_SAMPLER_IMPL_H
#define KLAMM_CORE_LIVE_SAMPLER_IMPL_H

#include "core/base/clock.h"
#include "core/live/feed.h"
#include "core/live/sampler.h"
#include "core/live/sampler_exact.h"
#include "core/live/sampler_rest.h"
#include "core/live/sampler_stable.h"

#include <uv.h>

struct sampler_timer { /* freed by its own close callback */
    uv_timer_t timer;
    struct sampler *sampler;
};

/* Where a walk over all groups stands that is done in slices. */
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
    struct lag_book book;
    struct keeper *keeper;
    struct sampler_stable *stable;
    struct sampler_exact *exact;
    struct sampler_rest *rest;
    struct sampler_timer *timer;
    bool no_file;   /* there is no place for one: told */
    bool wanted;    /* somebody shows what is recorded */
    bool want_all;  /* … of all groups */
    bool want_past; /* … or only what was noticed before */
    uint64_t seen_ends, seen_ids, seen_list, seen_groups;
    struct walk sampling; /* of groups that may be due */
    bool sampled;         /* some group was, in this walk */
    struct walk wanting;  /* of groups whose facts are wanted */
    int64_t wanted_pace_ms;
    uint64_t wanted_of;   /* what the wants of all groups hang on, when they were put together */
    int64_t want_at_ms;   /* not anew before then */
    int64_t want_cost_ns; /* what it took */
    struct clock_watch clock;
    uint64_t samples;
    int64_t busy_ns;
};

/* sampler.c */
void sampler_arm(struct sampler *s); /* something of it may be due */

/* sampler_wants.c */
int64_t sampler_pace(const struct sampler *s);
/* The wants of all groups have to be put together anew: in how many ms; −1: they have not. */
int64_t sampler_wants_due(const struct sampler *s);
/* Goes on with it until then (uv_hrtime). True: they are whole. */
bool sampler_wants_slice(struct sampler *s, uint64_t until_ns);

/* sampler_take.c */
void sampler_judge(struct sampler *s, const char *group);
/* Goes on with the groups that are due. True: all were looked at. */
bool sampler_take_slice(struct sampler *s, uint64_t until_ns);

#endif
