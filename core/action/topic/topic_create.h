/* Shared by the files of topic-create. */
#ifndef KLAMM_CORE_ACTION_TOPIC_TOPIC_CREATE_H
#define KLAMM_CORE_ACTION_TOPIC_TOPIC_CREATE_H

#include "core/action/planning.h"
#include "core/plan/step/step_create_topic.h"

struct creating {
    struct create_topic topic;
    const char *like;   /* a topic that is taken as the pattern; NULL: none */
    const char *sample; /* a topic whose list of keys is read; NULL: none is needed */
    size_t own;         /* of the settings, how many were given; the rest is taken over */
    int32_t broker;     /* whose defaults are shown */
    int32_t partitions; /* effective, -1: not known */
    int32_t replication;
    int64_t min_isr; /* effective, -1: not known */
};

/* Reads the arguments into t, whose strings live in the arena. */
bool create_parse(struct arena *a, const struct args *args, struct create_topic *t,
                  struct err *err);
/* Each setting is a key that brokers list of a topic; listed NULL: not known. */
bool create_keys_listed(const struct create_topic *t, const struct config_set *listed,
                        struct err *err);
/* Enough brokers for the replication, and those that are named are up. */
bool create_brokers_ok(const struct metadata *md, const struct create_topic *t, struct err *err);

#endif
