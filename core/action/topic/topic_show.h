/* What the plan of topic-create shows. */
#ifndef KLAMM_CORE_ACTION_TOPIC_TOPIC_SHOW_H
#define KLAMM_CORE_ACTION_TOPIC_TOPIC_SHOW_H

#include "core/action/topic/topic_create.h"

/* The requested value, NULL: none. */
const char *create_config(const struct create_topic *t, const char *key);
/* Title, table, warnings and command line of the plan. */
void create_show(struct plan *p, const struct creating *c, const struct profile *profile);

#endif
