/* The words of Kafka that the console uses, for people who are new to it. The help prints them.
 * What is said here must be what Kafka does: see its documentation, "Design" and "Operations". */
#include "tui/dialog/help.h"

const struct term glossary[] = {
    {"broker", "A server of the cluster. It stores partitions and serves producers and consumers."},
    {"topic", "A named stream of records, split into partitions."},
    {"partition", "One ordered log of a topic. Records keep their order within a partition only, "
                  "and a group gives each partition to one of its members at a time."},
    {"offset", "The number of a record within its partition. It only grows and is never reused."},
    {"replica",
     "A copy of a partition on one broker. The replication factor is how many there are."},
    {"leader", "The replica that takes all writes of a partition, and normally serves its reads. "
               "Without a leader the partition is offline."},
    {"follower", "A replica that copies from the leader and can take over from it."},
    {"in-sync (ISR)", "The replicas that have caught up with the leader lately "
                      "(replica.lag.time.max.ms), the leader included. Only they may become leader "
                      "without losing acknowledged records."},
    {"out of sync",
     "A replica that is assigned but not in the ISR: its broker is down or too slow."},
    {"under-replicated", "A partition with fewer in-sync replicas than replicas (URP)."},
    {"min ISR", "min.insync.replicas: with fewer in-sync replicas than this, writes with acks=all "
                "are refused. Reading goes on."},
    {"offline", "A partition without a leader: it can be neither written nor read."},
    {"preferred leader",
     "The first replica in a partition's list. Unless auto.leader.rebalance.enable is off, Kafka "
     "moves leadership back to it when it is in sync, so that leaders stay spread over the "
     "brokers."},
    {"log start", "The offset of the oldest record that is still there. Retention and deleting "
                  "records move it forward."},
    {"high watermark", "The offset up to which records are on all in-sync replicas; consumers read "
                       "up to here. It is shown as the end of the partition."},
    {"retention", "How long (retention.ms) or how much (retention.bytes) of a partition is kept "
                  "before its oldest segments are deleted."},
    {"compacted", "cleanup.policy=compact: of each key at least the newest record is kept."},
    {"messages",
     "End minus log start. In compacted or transactional topics fewer records are really "
     "there, because offsets have gaps."},
    {"consumer group",
     "Consumers that share the partitions of topics under one group id, and commit "
     "how far they have read."},
    {"member", "One consumer in a group, with its client id and host."},
    {"static member", "A member with group.instance.id: it may restart within its session timeout "
                      "without a rebalance."},
    {"active", "A group that has members, or is just redistributing partitions."},
    {"inactive", "A group without members. Its committed offsets stay until they expire "
                 "(offsets.retention.minutes, counted from when it became empty). Only now may its "
                 "offsets be reset."},
    {"committed offset", "Where a group will go on reading a partition: the offset of the next "
                         "record, stored on the brokers."},
    {"lag",
     "End of the partition minus committed offset: what the group has not read and committed "
     "yet. Unknown without a commit; it is never shown as zero then."},
    {"coordinator", "The broker that keeps a group's members and offsets."},
    {"protocol", "classic: members and their leader work out who reads what. consumer: the newer "
                 "one (KIP-848), where the coordinator does."},
    {"assignor", "The rule that gives partitions to members: range, roundrobin, sticky, uniform."},
    {"rebalance",
     "Partitions are being assigned to the members again, after one joined, left or failed."},
    {"internal topic", "A topic Kafka keeps for itself, such as __consumer_offsets."},
    {"ACL",
     "A rule that allows or denies a principal an operation on a resource. With an authorizer, "
     "what no rule allows is denied, except to super users; a deny always wins."},
    {"principal", "Who a client is after logging in, such as User:alice."},
    {"prefixed",
     "An ACL that holds for every name that begins like this; literal: for exactly this "
     "name, where * means every name."},
    {"quorum controller", "The node that manages the cluster's metadata (KRaft). Not to be seen in "
                          "ordinary metadata, which names any broker."},
    {0},
};
