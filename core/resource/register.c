/* All resources. The order is that of tabs, help and completion. */
#include "core/resource/list.h"

const struct resource *const resources[] = {
    &resource_findings,
    &resource_brokers,
    &resource_topics,
    &resource_groups,
    &resource_acls,
    &resource_users,
    &resource_events,
    &resource_log,
    &resource_journal,
    &resource_clusters,
    &resource_partitions,
    &resource_placement,
    &resource_topic_groups,
    &resource_broker_partitions,
    &resource_what_if,
    &resource_group_partitions,
    &resource_members,
    &resource_topic_configs,
    &resource_broker_configs,
    &resource_group_configs,
    &resource_config_diff,
    &resource_all_topic_configs,
    &resource_all_broker_configs,
    NULL,
};
