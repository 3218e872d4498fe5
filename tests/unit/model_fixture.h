/* A model, a recording and the book of verdicts over it, as the console has them: what is recorded
 * of a group is judged as it comes. */
#ifndef KLAMM_TESTS_UNIT_MODEL_FIXTURE_H
#define KLAMM_TESTS_UNIT_MODEL_FIXTURE_H

#include "core/insight/lag/group_verdicts.h"
#include "tests/unit/recorded.h"

struct model_fixture {
    struct model m;
    struct recorded r; /* its members are the knobs of the next samples */
    struct group_verdicts verdicts;
    struct arena a; /* for what is made of them */
};

void model_fixture_open(struct model_fixture *f);
void model_fixture_close(struct model_fixture *f);
/* The group as described, with one member, unless it is empty, that owns "orders" 0 to 2. */
void model_fixture_describe(struct model_fixture *f, const char *group, enum group_state state);
/* One more sample of the group's three partitions, judged. */
void model_fixture_sample(struct model_fixture *f, const char *group);

#endif
