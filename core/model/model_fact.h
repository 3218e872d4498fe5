/* What is known of one object, and the record of its fact: age, failure. Readers' side of model.h. */
#ifndef KLAMM_CORE_MODEL_MODEL_FACT_H
#define KLAMM_CORE_MODEL_MODEL_FACT_H

#include "core/model/model.h"

/* The fact record of (kind, name), for ages and failures; NULL when never requested. */
const struct fact *model_fact(const struct model *m, enum fact_kind kind, const char *name);
/* Records that fetching (kind, name) failed; old values stay. */
void model_failed(struct model *m, enum fact_kind kind, const char *name, const struct err *err);

/* What is known; NULL when there was never an answer (model_fact then says whether asking
 * failed). */
const char *model_cluster_id(const struct model *m); /* NULL when it is unknown */
const struct group_desc *model_group(const struct model *m, const char *id);
const struct group_offsets *model_group_offsets(const struct model *m, const char *id);
const struct topic_offsets *model_offsets(const struct model *m, const char *topic);
const struct config_set *model_topic_config(const struct model *m, const char *topic);
const struct config_set *model_broker_config(const struct model *m, int32_t id);
const struct config_set *model_group_config(const struct model *m, const char *id);
const char *model_topic_id(const struct model *m, const char *topic); /* NULL when not known */

#endif
