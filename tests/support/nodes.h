/* The nodes of the test cluster: harmed and repaired, and who leads their quorum of controllers. */
#ifndef KLAMM_TESTS_SUPPORT_NODES_H
#define KLAMM_TESTS_SUPPORT_NODES_H

/* "pause 2" and the like, as tests/cluster/cluster takes it; fails the test when it doesn't. */
void cluster_does(const char *what);
void node_does(const char *what, int node);

/* For cmocka, as setup: whatever was done to them, all nodes run, and their replicas are in sync. */
int nodes_whole(void **state);

struct quorum {
    int leader; /* a node; while it is paused the others pass no change on */
    int epoch;  /* a greater one after each election */
};

/* As kafka-metadata-quorum shows it; fails the test when it doesn't. All nodes must run. */
struct quorum quorum_now(void);

#endif
