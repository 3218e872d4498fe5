/* Producers and consumers with a pace of their own, for tests of what lag means: records written at
 * a rate, members of groups whose commits move at a rate, stand still, or wait for a transaction.
 */
#ifndef KLAMM_TESTS_SUPPORT_FLOW_H
#define KLAMM_TESTS_SUPPORT_FLOW_H

#include <stdbool.h>
#include <stdint.h>

struct flow;
/* Writes to each partition of the topics at `per_second` until it is stopped. */
struct flow_line {
    const char *topic;
    int partitions;
    double per_second;
};
struct flow *flow_start(const struct flow_line *lines, int n); /* the lines must outlive it */
void flow_stop(struct flow *f);

/* A transaction with some records in partition 0, left open until it is given back. */
struct flow_transaction;
struct flow_transaction *flow_hold(const char *topic, const char *id);
void flow_abort(struct flow_transaction *t);

struct reader_plan {
    const char *group, *topic;
    double per_second;    /* and partition; 0: as fast as it comes */
    int stuck;            /* this partition is not read; −1 none */
    bool committed_only;  /* isolation.level=read_committed */
    const char *protocol; /* "classic", "consumer" */
    const char *instance; /* static member; NULL dynamic */
};
struct reader;
/* A member that subscribes and commits twice a second. */
struct reader *reader_start(const struct reader_plan *plan); /* the plan must outlive it */
void reader_stop(struct reader *r);

#endif
