/* The plans of several objects → one. Pure: nothing is read or sent. */
#ifndef KLAMM_CORE_ACTION_BULK_MERGE_H
#define KLAMM_CORE_ACTION_BULK_MERGE_H

#include "core/action/action.h"

struct bulk_part {
    const char *object;
    struct plan *plan; /* NULL: err says why there is none */
    struct err err;
};

/* Takes the parts' plans (and leaves NULL): the new one owns them. At least one must be there. */
struct plan *bulk_merge(const struct action *a, const struct args *args, struct bulk_part *parts,
                        size_t n);

#endif
