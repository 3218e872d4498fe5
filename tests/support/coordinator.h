/* Groups by the broker that coordinates them. */
#ifndef KLAMM_TESTS_SUPPORT_COORDINATOR_H
#define KLAMM_TESTS_SUPPORT_COORDINATOR_H

/* A broker that coordinates groups now: the leader of the first partition of __consumer_offsets. */
int coordinator_node(void);

/* A name for a new group, made from the prefix as run_name does, whose coordinator is that broker
 * now. Many names are tried: it is asked for before those of run_name that must stay valid. Fails
 * the test when that broker leads none of the partitions of __consumer_offsets. */
const char *coordinator_group(const char *prefix, int node);

#endif
