/* Shared by the files of leaders-elect. */
#ifndef KLAMM_CORE_ACTION_TOPIC_LEADERS_ELECT_H
#define KLAMM_CORE_ACTION_TOPIC_LEADERS_ELECT_H

#include "core/action/offsets/offset_scope.h"
#include "core/action/planning.h"

struct election {
    bool unclean;
    struct scope scope; /* topic NULL: all of the cluster */
    int32_t broker;     /* only partitions that prefer this one; -1: any */
};

bool election_parse(struct election *e, struct arena *a, const struct args *args, struct err *err);

#endif
