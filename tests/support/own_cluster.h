/* A cluster of the test's own, of one node that is set otherwise than the suite's. Until it is
 * stopped all of tests/support works on it. */
#ifndef KLAMM_TESTS_SUPPORT_OWN_CLUSTER_H
#define KLAMM_TESTS_SUPPORT_OWN_CLUSTER_H

/* settings: words of `tests/cluster/cluster up`, as "--set auto.create.topics.enable=true". It ends
 * with this process, whatever happens. */
void own_cluster_up(const char *settings);
void own_cluster_down(void);

#endif
