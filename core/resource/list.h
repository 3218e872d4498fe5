/* Every resource; register.c puts them in order. */
#ifndef KLAMM_CORE_RESOURCE_LIST_H
#define KLAMM_CORE_RESOURCE_LIST_H

#include "core/resource/resource.h"

extern const struct resource resource_findings;
extern const struct resource resource_findings_of;
extern const struct resource resource_events_of;
extern const struct resource resource_brokers;
extern const struct resource resource_topics;
extern const struct resource resource_groups;
extern const struct resource resource_acls;
extern const struct resource resource_principals;
extern const struct resource resource_principal_access;
extern const struct resource resource_topic_access;
extern const struct resource resource_group_access;
extern const struct resource resource_journal;
extern const struct resource resource_users;
extern const struct resource resource_events;
extern const struct resource resource_log;
extern const struct resource resource_clusters;
extern const struct resource resource_partitions;
extern const struct resource resource_placement;
extern const struct resource resource_topic_groups;
extern const struct resource resource_broker_partitions;
extern const struct resource resource_what_if;
extern const struct resource resource_group_partitions;
extern const struct resource resource_members;
extern const struct resource resource_topic_configs;
extern const struct resource resource_broker_configs;
extern const struct resource resource_group_configs;
extern const struct resource resource_config_diff;
extern const struct resource resource_all_topic_configs;
extern const struct resource resource_all_broker_configs;

#endif
