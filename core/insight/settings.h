/* Brokers that are set differently: by far the most such differences are mistakes. */
#ifndef KLAMM_CORE_INSIGHT_SETTINGS_H
#define KLAMM_CORE_INSIGHT_SETTINGS_H

#include "core/base/arena.h"
#include "core/model/model.h"

struct setting_diff {
    const char *key;
    int32_t odd;      /* a broker that has not what most have */
    const char *has;  /* its value, display-safe; "" when it has none */
    const char *most; /* what most have */
    size_t n;         /* brokers that have not what most have */
};

struct setting_diffs {
    struct setting_diff *d; /* by key */
    size_t n;
    size_t
        compared; /* live brokers whose settings are known; fewer than two: nothing was compared */
    size_t brokers; /* live brokers */
};

/* Whether a key belongs to one broker by its nature: its id, addresses, folders, key files. */
bool setting_is_own(const char *key);
/* In the arena. Values that are withheld (secrets) are not compared. */
struct setting_diffs settings_compare(const struct model *m, struct arena *a);

#endif
