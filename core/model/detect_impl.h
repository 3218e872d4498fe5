/* Noticing what changed: the model shows each new answer before it takes the place of the old one.
 * Inside of core/model; what is found is read through events.h. */
#ifndef KLAMM_CORE_MODEL_DETECT_IMPL_H
#define KLAMM_CORE_MODEL_DETECT_IMPL_H

#include "core/model/model.h"

/* An event between the answer before, of that fact, and a moment (monotonic): by the wall clock as
 * it is set now, whatever it was when the answer came. */
void detect_when(struct event *e, const struct fact *before, int64_t seen_ms);

/* m->metadata is the answer before. Brokers learn of changes one after the other, so an answer may
 * be older than the one before: a difference is noted, and reported when the next answer agrees. */
void detect_metadata(struct model *m, const struct metadata *now);
/* The group is not listed any more: it will be asked about by name. */
void detect_gone_group(struct model *m, const char *id);
/* m->group_list is the answer before. */
void detect_groups(struct model *m, const struct group_listing *now);
/* before: as known until now, NULL: nothing was. */
void detect_group(struct model *m, const struct group_desc *before, const struct group_desc *now);
/* After group_offsets_seen. */
void detect_offsets(struct model *m, const struct group_offsets *now);
void detect_config(struct model *m, const struct config_set *before, const struct config_set *now);
void detect_acls(struct model *m, const struct acl_list *now);
void detect_topic_id(struct model *m, const char *topic, const char *before, const char *now,
                     const struct fact *known);
/* An object that was asked about by name is not there, or may not be seen. */
void detect_failed(struct model *m, enum fact_kind kind, const char *name, enum err_kind why);

#endif
