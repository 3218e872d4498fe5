/* A cluster that was harmed comes to rest. */
#ifndef KLAMM_TESTS_CLUSTER_SETTLE_H
#define KLAMM_TESTS_CLUSTER_SETTLE_H

#include "tests/cluster/client.h"

/* Waits until every replica is in sync, and gives each partition back to its preferred replica,
 * which after a fault nothing else does (auto.leader.rebalance.enable is off). Left alone is the
 * topic that `seed` led away from it on purpose. After a minute the program ends with what is
 * missing. */
void settle(const struct options *o);

#endif
