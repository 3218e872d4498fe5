/* One member of a consumer group, behaving as its plan says. */
#ifndef KLAMM_TESTS_CLUSTER_MEMBER_H
#define KLAMM_TESTS_CLUSTER_MEMBER_H

#include <librdkafka/rdkafka.h>
#include <stdbool.h>
#include <stdint.h>

#include "tests/cluster/client.h"
#include "tests/cluster/scenario.h"

struct member {
    const struct group_plan *plan;
    rd_kafka_t *rk;
    int index;
    double credit;    /* records it may take now */
    double rate;      /* per second; 0: unlimited */
    int64_t next_act; /* when a restless member does its thing again, monotonic ms */
    bool away;        /* left its group for a while */
};

void member_open(struct member *m, const struct options *o, const struct group_plan *plan,
                 int index);
/* Takes the records that are due since the last call, elapsed_ms ago; never waits. */
void member_work(struct member *m, int64_t now_ms, int64_t elapsed_ms);
/* Starts leaving; the group notices at once. */
void member_close(struct member *m);
bool member_closed(struct member *m); /* also serves what leaving needs */
void member_release(struct member *m);

#endif
