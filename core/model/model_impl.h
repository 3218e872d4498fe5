/* Where the model keeps the facts of each kind, shared by model.c and model_fact.c. */
#ifndef KLAMM_CORE_MODEL_MODEL_IMPL_H
#define KLAMM_CORE_MODEL_MODEL_IMPL_H

#include "core/model/model.h"

struct map *model_map(struct model *m, enum fact_kind kind); /* of kinds with a name */
void model_facts_init(struct model *m);
void model_facts_release(struct model *m);
/* The group does not exist, or may not be seen any more: the listing does not keep it as missing. */
void model_group_is_gone(struct model *m, const char *id);

#endif
