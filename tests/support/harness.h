/* What a test of the library stands on: loop, profile, model, cluster; and waiting for what must become true. */
#ifndef KLAMM_TESTS_SUPPORT_HARNESS_H
#define KLAMM_TESTS_SUPPORT_HARNESS_H

#include "core/kafka/request.h"
#include "core/live/session.h"

#include <stdbool.h>
#include <stddef.h>
#include <uv.h>

struct profile_limits;

struct harness {
    uv_loop_t loop;
    struct profile *profile;
    struct model model;      /* of harness_open; a session has its own */
    struct cluster *cluster; /* of harness_open, or the session's */
    struct session *session;
    struct err err; /* why there is no cluster */
    /* Of the last harness_ask: */
    void *result;
    struct err asked;
    bool answered;
};

/* props: name, value, name, value …, NULL. A cluster alone, or a whole session. */
struct harness *harness_open(const char *const *props);
struct harness *harness_open_session(const char *const *props);
/* A session with a pace of its own: limits are those of the profile, changed. */
struct harness *harness_open_paced(const char *const *props,
                                   void (*change)(struct profile_limits *l));
/* Frees all, and the test fails when librdkafka's threads are not gone within ten seconds. */
void harness_close(struct harness *r);

/* Runs the loop until cond(r) or the time is over; returns cond(r). Nothing sleeps. */
bool harness_wait(struct harness *r, bool (*cond)(struct harness *r), int timeout_ms);
/* The test fails, with what is, when the link does not get there. */
void harness_wait_link(struct harness *r, enum link_state state, int timeout_ms);
/* The request_done callback, with the harness as user, and the wait for it: the result, or NULL with
 * r->asked. */
void harness_done(void *harness, void *result, const struct err *err);
void *harness_answer(struct harness *r);
const struct model *harness_model(const struct harness *r);

/* A listener that takes connections and says nothing: its address, and the descriptor to close. */
int harness_unresponsive_listener(char *address, size_t size);

#endif
