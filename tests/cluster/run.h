/* The traffic that keeps the demo alive, and its two helpers. */
#ifndef KLAMM_TESTS_CLUSTER_RUN_H
#define KLAMM_TESTS_CLUSTER_RUN_H

#include <stdbool.h>

#include "tests/cluster/client.h"

/* Until SIGTERM, SIGINT, the parent's end, or a minute without any broker: exit code. */
int run(const struct options *o);

/* Writers of transactions block in the library, so each has a thread of its own. */
void transactions_start(const struct options *o);
void transactions_stop(void); /* aborts what is open; waits for the threads */

/* Topics that come and go; called now and then, never waits. */
struct churn {
    struct admin admin;
    int64_t next_ms;
    unsigned count;
};
void churn_init(struct churn *c, rd_kafka_t *rk);
void churn_work(struct churn *c, int64_t now_ms);
void churn_release(struct churn *c);

/* `traffic bulk`: many topics and groups for the measurements. */
void bulk(const struct options *o);

#endif
