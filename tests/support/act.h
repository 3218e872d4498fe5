/* Actions in tests: a cluster on a loop of its own, plans made and applied as if they were plain
 * calls, and a journal in a directory of the test. Waiting is running the loop; a test that gets no
 * answer within a minute fails. */
#ifndef KLAMM_TESTS_SUPPORT_ACT_H
#define KLAMM_TESTS_SUPPORT_ACT_H

#include "core/action/action.h"
#include "core/action/apply.h"
#include "core/config/profile.h"

struct act {
    uv_loop_t loop;
    struct model model;
    struct profile *profile;
    struct cluster *cluster;
    char *state; /* KLAMM_STATE_DIR */
};

/* On $KLAMM_BOOTSTRAP, or these brokers. */
void act_open(struct act *a, const char *brokers);
/* On $KLAMM_BOOTSTRAP, by a client that waits for an answer no longer than that; 500 at least. */
void act_open_hasty(struct act *a, const char *timeout_ms);
/* As this user of the test cluster, through SASL without TLS. */
void act_open_as(struct act *a, const char *user);
/* As a user with a SCRAM-SHA-512 login, likewise. */
void act_open_scram(struct act *a, const char *user, const char *password);
void act_close(struct act *a);
/* For cmocka: *state is a struct act on $KLAMM_BOOTSTRAP. */
int act_set_up(void **state);
int act_tear_down(void **state);

/* Pairs of name and value, ended by NULL. NULL and *err when no plan was made. What has to be watched
 * before it is sent was watched. */
struct plan *act_plan(struct act *a, struct err *err, const char *verb, ...);
/* The plan must be made. */
struct plan *act_plan_ok(struct act *a, const char *verb, ...);
/* Watches what has to be watched before this plan is sent, if anything: one that was made again. */
void act_watch(struct act *a, struct plan *p);
/* again is the caller's. journal_id is the test's own copy, valid until the next apply. */
struct apply_result act_apply(struct act *a, struct plan *p);
/* Plans and applies; must end as this status. */
void act_do(struct act *a, enum apply_status status, const char *verb, ...);

/* Runs the loop until *flag. */
void act_wait(struct act *a, const bool *flag);

/* Runs the loop until the cluster answers: after a test has kept the loop waiting, or a broker
 * died. */
void act_settle(struct act *a);

/* Until all brokers report this value of a topic's setting (NULL: none of its own): any of them may be
 * asked, and they learn of a change one after the other. */
void act_wait_setting(struct act *a, const char *topic, const char *key, const char *value);

/* The same, as a plan reads it. */
void act_wait_config(struct act *a, const char *topic, const char *key, const char *value);

const struct plan_step *act_step(const struct plan *p, const char *object);
/* The preview's cell as it is shown; "?" when there is no such row. */
const char *act_cell(const struct plan *p, const char *row, const char *column);
/* What a group has committed, read by klamm's own call: "a0=10 a1=40 b0=5", where a and b are these
 * two topics; "" when it has nothing. Valid until the next call. */
const char *act_commits(struct act *a, const char *group, const char *topic_a, const char *topic_b);
bool act_warns(const struct plan *p, const char *part);

#endif
