/* A model, a recording and the book of verdicts over it, as the console has them: what is recorded
 * of a group is judged as it comes. */
#ifndef KLAMM_TESTS_UNIT_DESK_H
#define KLAMM_TESTS_UNIT_DESK_H

#include "core/insight/lag_book.h"
#include "tests/unit/recorded.h"

struct desk {
    struct model m;
    struct recorded r; /* its members are the knobs of the next samples */
    struct lag_book book;
};

void desk_open(struct desk *d);
void desk_close(struct desk *d);
/* The group as described, with one member, unless it is empty, that owns "orders" 0 to 2. */
void desk_describe(struct desk *d, const char *group, enum group_state state);
/* One more sample of the group's three partitions, judged. */
void desk_sample(struct desk *d, const char *group);

#endif
