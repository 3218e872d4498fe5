/* A plain Kafka client for tests: writes records, commits, joins a group. Talks through librdkafka
 * by itself, so that a mistake in core/kafka can't hide here. */
#ifndef KLAMM_TESTS_SUPPORT_CLIENT_H
#define KLAMM_TESTS_SUPPORT_CLIENT_H

#include <stdint.h>

/* n records to one partition; their timestamps start at first_ms and are step_ms apart (0, 0: now).
 */
void client_produce(const char *topic, int32_t partition, int n, int64_t first_ms, int64_t step_ms);
/* As a consumer with assign() would: no membership. */
void client_commit(const char *group, const char *topic, int32_t partition, int64_t offset);

/* Commits offset, offset + 1 … several times a second, as a consumer does that assigns itself its
 * partition: the group has no members, yet its offsets move. */
struct client_committer;
struct client_committer *client_keep_committing(const char *group, const char *topic,
                                                int32_t partition, int64_t offset);
void client_stop_committing(struct client_committer *c);

struct client_member;
/* Subscribes and polls in a thread until it has partitions; protocol "classic" or "consumer". */
struct client_member *client_join(const char *group, const char *topic, const char *client_id,
                                  const char *protocol);
void client_leave(struct client_member *m);

#endif
