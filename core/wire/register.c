/* One line a message. */
#include "core/wire/register.h"

#include "core/wire/acls.h"
#include "core/wire/configs.h"
#include "core/wire/coordinators.h"
#include "core/wire/group_changes.h"
#include "core/wire/group_offsets.h"
#include "core/wire/groups.h"
#include "core/wire/log_dirs.h"
#include "core/wire/metadata.h"
#include "core/wire/nodes.h"
#include "core/wire/offsets.h"
#include "core/wire/partitions.h"
#include "core/wire/quorum.h"
#include "core/wire/quotas.h"
#include "core/wire/reassignments.h"
#include "core/wire/share_groups.h"
#include "core/wire/streams_groups.h"
#include "core/wire/tokens.h"
#include "core/wire/topics.h"
#include "core/wire/transactions.h"
#include "core/wire/users.h"
#include "core/wire/versions.h"

#include <stddef.h>

const struct wire_message *const wire_messages[] = {
    &wire_list_offsets,
    &wire_metadata,
    &wire_offset_fetch,
    &wire_find_coordinator,
    &wire_leave_group,
    &wire_describe_groups,
    &wire_list_groups,
    &wire_api_versions,
    &wire_create_topics,
    &wire_delete_topics,
    &wire_delete_records,
    &wire_write_txn_markers,
    &wire_describe_acls,
    &wire_create_acls,
    &wire_delete_acls,
    &wire_describe_configs,
    &wire_alter_replica_log_dirs,
    &wire_describe_log_dirs,
    &wire_create_partitions,
    &wire_create_delegation_token,
    &wire_renew_delegation_token,
    &wire_expire_delegation_token,
    &wire_describe_delegation_token,
    &wire_delete_groups,
    &wire_elect_leaders,
    &wire_incremental_alter_configs,
    &wire_alter_partition_reassignments,
    &wire_list_partition_reassignments,
    &wire_offset_delete,
    &wire_describe_client_quotas,
    &wire_alter_client_quotas,
    &wire_describe_user_scram_credentials,
    &wire_alter_user_scram_credentials,
    &wire_describe_quorum,
    &wire_update_features,
    &wire_describe_cluster,
    &wire_describe_producers,
    &wire_unregister_broker,
    &wire_describe_transactions,
    &wire_list_transactions,
    &wire_consumer_group_describe,
    &wire_list_config_resources,
    &wire_describe_topic_partitions,
    &wire_share_group_describe,
    &wire_add_raft_voter,
    &wire_remove_raft_voter,
    &wire_streams_group_describe,
    &wire_describe_share_group_offsets,
    &wire_alter_share_group_offsets,
    &wire_delete_share_group_offsets,
    &wire_unregister_controller,
    NULL,
};

const struct wire_message *wire_message_by_key(int key)
{
    for (size_t i = 0; wire_messages[i]; i++)
        if (wire_messages[i]->key == key)
            return wire_messages[i];
    return NULL;
}
