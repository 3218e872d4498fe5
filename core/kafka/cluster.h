/* The connection to one Kafka cluster: librdkafka handle, its one event queue on the libuv loop,
 * connection state, and the requests in flight. All functions run on the loop's thread. */
#ifndef KLAMM_CORE_KAFKA_CLUSTER_H
#define KLAMM_CORE_KAFKA_CLUSTER_H

#include "core/base/err.h"
#include "core/model/model.h"

#include <stdbool.h>
#include <stdint.h>
#include <uv.h>

struct cluster; /* opaque: librdkafka stays inside core/kafka */
struct call_limit;
struct profile;

struct cluster_hooks {
    void (*link_changed)(void *user); /* model->link… has been updated before the call */
    void (*logged)(void *user);       /* a line was added to model->log */
    void *user;
};

/* Applies the profile's properties (secrets are resolved here), connects in the background. Errors
 * are those of configuration; an unreachable cluster is not an error but a state. The model is
 * borrowed and must outlive the cluster. */
struct cluster *cluster_new(uv_loop_t *loop, const struct profile *profile, struct model *model,
                            const struct cluster_hooks *hooks, struct err *err);

/* For a process that ends: runs the loop until the requests that outlive their caller have their
 * answer (request_outlives), at most timeout_ms. No hook is called from then on. Not from within
 * the loop. */
void cluster_flush(struct cluster *c, int timeout_ms);
/* The operator asks: credentials that were refused, and a helper that failed, are tried at once. */
void cluster_try_again(struct cluster *c);
/* Never blocks: requests in flight are cancelled without a callback, the librdkafka handle is
 * destroyed on a detached thread. After this no callback of this cluster runs. */
void cluster_free(struct cluster *c);

struct model *cluster_model(struct cluster *c);
const struct profile *cluster_profile(const struct cluster *c);
uv_loop_t *cluster_loop(struct cluster *c);
int cluster_in_flight(const struct cluster *c);
struct call_limit *cluster_calls(struct cluster *c); /* for those who read many things */
/* Secrets are being asked for (a command, a pipe), each for at most the profile's secret_ms: no
 * other deadline of this cluster runs during that time. */
bool cluster_is_opening(const struct cluster *c);
/* "2.15.0" of the linked library. */
const char *kafka_library_version(void);

#endif
