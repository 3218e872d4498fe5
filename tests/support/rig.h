/* A connection of a test: loop, profile, model, cluster; and waiting for what shall become true. */
#ifndef KLAMM_TESTS_SUPPORT_RIG_H
#define KLAMM_TESTS_SUPPORT_RIG_H

#include "core/kafka/request.h"
#include "core/live/session.h"

#include <stdbool.h>
#include <stddef.h>
#include <uv.h>

struct profile_limits;

struct rig {
    uv_loop_t loop;
    struct profile *profile;
    struct model model;      /* of rig_open; a session has its own */
    struct cluster *cluster; /* of rig_open, or the session's */
    struct session *session;
    struct err err; /* why there is no cluster */
    /* Of the last rig_ask: */
    void *result;
    struct err asked;
    bool answered;
};

/* props: name, value, name, value …, NULL. A cluster alone, or a whole session. */
struct rig *rig_open(const char *const *props);
struct rig *rig_open_session(const char *const *props);
/* A session with a pace of its own: limits are those of the profile, changed. */
struct rig *rig_open_paced(const char *const *props, void (*change)(struct profile_limits *l));
/* Frees all, and the test fails when librdkafka's threads are not gone within ten seconds. */
void rig_close(struct rig *r);

/* Runs the loop until cond(r) or the time is over; returns cond(r). Nothing sleeps. */
bool rig_wait(struct rig *r, bool (*cond)(struct rig *r), int timeout_ms);
/* The test fails, with what is, when the link does not get there. */
void rig_wait_link(struct rig *r, enum link_state state, int timeout_ms);
/* The request_done callback, with the rig as user, and the wait for it: the result, or NULL with
 * r->asked. */
void rig_done(void *rig, void *result, const struct err *err);
void *rig_answer(struct rig *r);
const struct model *rig_model(const struct rig *r);

/* A listener that takes connections and says nothing: its address, and the descriptor to close. */
int rig_silent_listener(char *address, size_t size);

#endif
