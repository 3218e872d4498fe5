/* Filling a new cluster. */
#ifndef KLAMM_TESTS_CLUSTER_SEED_H
#define KLAMM_TESTS_CLUSTER_SEED_H

#include "tests/cluster/client.h"
#include "tests/cluster/scenario.h"

/* Makes everything of scenario.c; what exists already is left as it is. */
void seed(const struct options *o);

/* One topic as an object to create: with its settings and replica lists. */
rd_kafka_NewTopic_t *seed_new_topic(const struct topic_plan *t);

/* Creates them in one call, frees them, and waits; ends the program when one is refused. */
void seed_acls(struct admin *a, rd_kafka_AclBinding_t **acls, size_t count);

/* Waits until every produced record is acknowledged; ends the program when some were not. */
void seed_flush(rd_kafka_t *rk, const char *what, const size_t *failed);

#endif
