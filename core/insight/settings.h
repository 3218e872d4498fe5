/* Brokers that are set differently: by far the most such differences are mistakes. */
#ifndef KLAMM_CORE_INSIGHT_SETTINGS_H
#define KLAMM_CORE_INSIGHT_SETTINGS_H

#include "core/base/arena.h"
#include "core/model/model.h"

struct setting_diff {
    const char *key;
    int32_t odd;      /* a broker that has not what most have, or not what the first has */
    const char *what; /* display-safe: "broker 1 has 24, most of 3 have 168"; where no value has a
                         majority "broker 1: 24, broker 2: 168" */
    size_t n;         /* brokers that have another value than the most frequent */
};
enum { SETTINGS_BROKERS = 50 }; /* of a cluster, whose settings are requested to compare them */

struct setting_diffs {
    struct setting_diff *d; /* by key */
    size_t n;
    size_t
        compared; /* live brokers whose settings are known; fewer than two: nothing was compared */
    size_t brokers; /* live brokers */
};

/* Whether a key belongs to one broker by its nature: its id, addresses, directories, key files. */
bool setting_is_own(const char *key);
/* In the arena; none while a live broker has not answered so far. Values that are withheld (secrets) are not compared. */
struct setting_diffs settings_compare(const struct model *m, struct arena *a);

#endif
