/* A plain Kafka administrator for tests: prepares topics and settings behind the back of the
 * program under test, in milliseconds where Kafka's own tools take seconds. Through librdkafka by
 * itself, as client.h. What can't be done fails the test. */
#ifndef KLAMM_TESTS_SUPPORT_ADMIN_H
#define KLAMM_TESTS_SUPPORT_ADMIN_H

#include <stddef.h>
#include <stdint.h>

/* settings: NULL-terminated "key=value" words, or NULL. Returns when every broker knows it. */
void admin_create_topic(const char *name, int partitions, int replication,
                        const char *const *settings);
/* Returns when every broker knows the topic with this many partitions, each with a leader (-1: any
 * number): brokers learn of a change one after the other, and any of them may be asked. */
void admin_await_topic(const char *name, int partitions);
/* Partition 0 is led by broker 1, the next by 2, by 3, by 1 …; without a second replica. */
void admin_create_topic_spread(const char *name, int partitions);
/* Returns when no broker has it any more; _drop_ does not wait, for when one is down. */
void admin_delete_topic(const char *name);
void admin_drop_topic(const char *name);
/* Waits until the topic is deleted, then creates it again with two partitions, so that it differs
 * from one with another number: as a client would where brokers make topics by themselves. Returns
 * when every broker knows the new one. */
void admin_return_topic(const char *name);
/* type: "topic", "broker" or "group". NULL as value takes the setting back. A topic is known to each
 * broker as set when it returns. */
void admin_set(const char *type, const char *name, const char *key, const char *value);
/* Returns when every broker says the same of the topic's settings: after a change that one of them
 * has shown, each shows it. */
void admin_await_settings(const char *topic);
/* Deletes the records before that offset. */
void admin_delete_records(const char *topic, int32_t partition, int64_t before);

/* Topics that come and go on a thread of their own until it is stopped: always one is just made and
 * one just deleted. The prefix must outlive it. */
struct admin_churn;
struct admin_churn *admin_churn_start(const char *prefix);
/* With each topic a group of its name that has a commit in it comes and goes; a group called like the
 * prefix has one in each. */
struct admin_churn *admin_churn_groups(const char *prefix);
void admin_churn_stop(struct admin_churn *c);

struct admin_offset {
    const char *group, *topic;
    int32_t partition;
    int64_t offset;
};
/* Commits them, those of a group that stand together in one call. */
void admin_commit(const struct admin_offset *o, size_t n);

/* Has each broker hand a change of the topic on, so that each knows who leads the quorum now: it goes
 * on handing to the one before until that one refuses (BrokerToControllerRequestThread), and waits
 * for it when it hangs. All nodes must run. */
void admin_wake_forwarders(const char *topic);

#endif
