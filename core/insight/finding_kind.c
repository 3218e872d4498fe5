/* One entry per kind of finding: its id for scripts, its name, and two sentences for someone new to
 * Kafka. */
#include "core/insight/finding_kind.h"

struct kind_words {
    const char *id, *name, *meaning, *next;
    enum severity sev;
};

static const struct kind_words words[FINDING_KINDS] = {
    [FINDING_OFFLINE] = {"partition-offline", "offline",
                         "No broker leads these partitions: no client can read or write them "
                         "until a broker with an in-sync replica is back.",
                         "bring back one of its brokers, an in-sync one first; an unclean "
                         "election loses data",
                         SEV_BAD},
    [FINDING_BROKER_LOST] = {"broker-lost", "broker lost",
                             "Replicas are placed on this broker, but it is not part of the "
                             "cluster now: its replicas do not follow, and others lead in its "
                             "place.",
                             "see on the machine whether the process runs and what its log "
                             "says; open this finding for what else it held",
                             SEV_BAD},
    [FINDING_UNDER_MIN_ISR] = {"partition-under-min-isr", "under min ISR",
                               "Fewer replicas are in sync than min.insync.replicas requires: "
                               "producers with acks=all are refused.",
                               "see which brokers are out of sync and bring them back; "
                               "lowering min.insync.replicas trades safety for writes",
                               SEV_BAD},
    [FINDING_DATA_LOST] = {"group-data-lost", "data lost",
                           "The committed offset is below the log start: records were deleted by "
                           "retention before this group read them.",
                           "tell the group's owner; longer retention or a faster group keeps "
                           "it from happening again",
                           SEV_BAD},
    [FINDING_STALLED] = {"group-stalled", "stalled",
                         "The group has members and records to read, but its commits do not move: "
                         "a consumer hangs, "
                         "fails on a record again and again, or was paused.",
                         "read the log of the member that owns the partition; restarting it helps "
                         "only when it hangs",
                         SEV_BAD},
    [FINDING_RETENTION_RISK] =
        {"group-retention-risk", "loss is near",
         "Retention deletes records faster than the group reads them: what it has not read soon is "
         "gone.",
         "raise retention.ms or retention.bytes of the topic now, then speed the group up",
         SEV_BAD},
    [FINDING_BLOCKED] =
        {"group-blocked", "blocked",
         "Consumers that read committed records only stop at a transaction that is still open.",
         "find the producer with the open transaction; Kafka ends it by itself after its "
         "transaction.timeout.ms",
         SEV_BAD},
    [FINDING_REBALANCING] =
        {"group-rebalancing", "rebalancing",
         "The group shares out its partitions for longer than is healthy, or again and again; "
         "little or nothing is read during that time.",
         "look for members that come and go: crashes, deployments, or a max.poll.interval.ms that "
         "is too short for their work",
         SEV_WARN},
    [FINDING_FALLING_BEHIND] =
        {"group-falling-behind", "falling behind",
         "More is written than the group reads: its lag grows without end.",
         "read the group's verdict: whether producers got faster or consumers slower, and how many "
         "members it would take",
         SEV_WARN},
    [FINDING_BROKER_BEHIND] =
        {"broker-out-of-sync", "out of sync",
         "The broker is up, but replicas on it do not keep up with their leaders: it has just "
         "restarted and catches up, or its disk or network is too slow.",
         "wait if it has just restarted; else look at its disk, its network and its log", SEV_WARN},
    [FINDING_UNDER_REPLICATED] = {"partition-under-replicated", "under-replicated",
                                  "A replica does not keep up with its leader: one more failure "
                                  "can make the partition unavailable or lose data.",
                                  "see which broker the missing replicas share: it is down, slow, "
                                  "or its disk or network is",
                                  SEV_WARN},
    [FINDING_AT_MIN_ISR] =
        {"partition-at-min-isr", "at min ISR",
         "Exactly min.insync.replicas replicas are in sync: if one more drops out, producers with "
         "acks=all are refused.",
         "don't restart any broker that holds an in-sync replica until the others have caught up",
         SEV_WARN},
    [FINDING_AHEAD] = {"group-ahead-of-log", "ahead of the log end",
                       "The group committed an offset above the end of the log: the topic was "
                       "recreated or truncated, or the commit came from elsewhere.",
                       "check whether the topic was recreated; then reset the group's "
                       "offsets while it is stopped",
                       SEV_WARN},
    [FINDING_INACTIVE_LAG] = {"group-inactive-with-lag", "no active members",
                              "More than 10 records wait, but the group has no member that reads "
                              "them; its offsets expire some time after the last member left.",
                              "start its consumers, or delete the group if it is no longer needed",
                              SEV_WARN},
    [FINDING_ONE_COPY] =
        {"topic-one-copy", "one replica only",
         "Replication factor 1: when the broker stops, the partitions are offline; "
         "when its disk is lost, so is the data.",
         "raise the replication factor by reassigning its partitions, unless its data can be "
         "made again",
         SEV_WARN},
    [FINDING_MIN_ISR_IS_RF] = {"topic-min-isr-is-replicas", "min ISR = replicas",
                               "min.insync.replicas equals the replication factor: producers with "
                               "acks=all are refused as soon as any one broker stops.",
                               "lower min.insync.replicas by one, or add a replica", SEV_WARN},
    [FINDING_SETTINGS_DIFFER] =
        {"broker-settings-differ", "settings differ",
         "The brokers are not set alike: what a client meets depends on which broker it talks to, "
         "and one that was changed alone is easily forgotten.",
         "compare the setting on the brokers; set it for all of them, or revert the one", SEV_WARN},
    [FINDING_NOT_PREFERRED] = {"partition-not-preferred", "not preferred",
                               "Another broker leads than the first one of the replica list: after "
                               "a restart the load stays uneven until leaders are elected back.",
                               "elect preferred leaders once the broker is stable, or let "
                               "auto.leader.rebalance.enable do it",
                               SEV_INFO},
    [FINDING_SKEW] =
        {"broker-leader-skew", "leader skew",
         "The broker leads far more or fewer partitions than an even share: its load "
         "differs from that of the others.",
         "elect preferred leaders; if it stays, the replicas themselves are placed unevenly",
         SEV_INFO},
};

const char *finding_kind_id(enum finding_kind k)
{
    return words[k].id;
}

const char *finding_kind_name(enum finding_kind k)
{
    return words[k].name;
}

const char *finding_kind_meaning(enum finding_kind k)
{
    return words[k].meaning;
}

const char *finding_kind_next(enum finding_kind k)
{
    return words[k].next;
}

enum severity finding_kind_severity(enum finding_kind k)
{
    return words[k].sev;
}
