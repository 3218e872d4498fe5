/* What makes a topic's name and a replica assignment right. Pure; the rules are Kafka's
 * (org.apache.kafka.common.internals.Topic, kafka-topics --replica-assignment). */
#ifndef KLAMM_CORE_ACTION_TOPIC_TOPIC_RULES_H
#define KLAMM_CORE_ACTION_TOPIC_TOPIC_RULES_H

#include "core/action/action.h"
#include "core/base/arena.h"
#include "core/base/err.h"
#include "core/model/metadata.h"
#include "core/plan/step/step_create_topic.h"

#include <stdbool.h>

/* 1 to 249 of a-z A-Z 0-9 . _ - , not "." or "..". */
bool topic_name_ok(const char *name, struct err *err);
/* Among the topics of md (may be NULL): taken, or the same but for '.' and '_', which metrics can't
 * distinguish and the controller refuses. */
bool topic_name_free(const struct metadata *md, const char *name, struct err *err);
/* The topic of that name; NULL with err of this kind: it is not there, or can't be seen. */
const struct topic *topic_there(const struct metadata *md, const char *name, enum err_kind kind,
                                struct err *err);
/* Every value of the parameter that is given names a topic; a model without metadata knows none. */
bool topics_there(const struct model *m, const struct args *args, const char *param,
                  struct err *err);

/* "0:1:2,1:2:0": partitions by comma, replicas by colon, the first is the preferred leader. The
 * same number of replicas for each, no broker twice. Fills assignment, nassigned, nassignments of
 * t. */
bool assignment_parse(struct arena *a, const char *text, struct create_topic *t, struct err *err);

#endif
