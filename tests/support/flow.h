/* Producers and consumers with a pace of their own, for tests of what lag means: records written at
 * a rate, members of groups whose commits move at a rate, stand still, or wait for a transaction.
 * Paces may be changed while they run, from any thread. */
#ifndef KLAMM_TESTS_SUPPORT_FLOW_H
#define KLAMM_TESTS_SUPPORT_FLOW_H

#include <stdbool.h>
#include <stdint.h>

struct flow;
/* Writes to each partition of the topics at `per_second` until it is stopped. */
struct flow_line {
    const char *topic;
    int partitions; /* 0 to partitions − 1 */
    double per_second;
};
struct flow *flow_start(const struct flow_line *lines, int n); /* the lines must outlive it */
void flow_pace(struct flow *f, int line, double per_second);
void flow_stop(struct flow *f);

/* A transaction with some records in partition 0, left open until it is ended. */
struct flow_transaction;
struct flow_transaction *flow_hold(const char *topic, const char *id);
void flow_abort(struct flow_transaction *t);

/* Transactions one after the other, three a second, each with `records` in every partition. */
struct flow_transactions;
struct flow_transactions *flow_commit_on(const char *topic, int partitions, int records,
                                         const char *id);
void flow_commit_stop(struct flow_transactions *t);

struct reader_plan {
    const char *group, *topic;
    double per_second;    /* and partition; 0: as fast as it comes */
    int stuck;            /* this partition is not read; −1 none */
    bool committed_only;  /* isolation.level=read_committed */
    const char *protocol; /* "classic", "consumer" */
    const char *instance; /* static member; NULL dynamic */
    const char *client;   /* client.id; NULL: the library's */
    int commit_ms;        /* between two commits; 0: half a second */
    bool never_commits;
};
struct reader;
enum { READER_PARTITIONS = 16, READER_STANDS = -1 };
/* A member that subscribes and commits. */
struct reader *reader_start(const struct reader_plan *plan); /* the plan must outlive it */
/* From now on it reads this partition at that pace; READER_STANDS: not at all. −1: each of them. */
void reader_pace(struct reader *r, int partition, double per_second);
/* Goes back this many records in each of its partitions and commits that. */
void reader_back(struct reader *r, int records);
/* It does nothing any more that its group could see but the library's own heartbeats. */
void reader_hang(struct reader *r);
void reader_stop(struct reader *r);

#endif
