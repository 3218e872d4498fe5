/* What the cluster says is there, to prove that nothing was changed: asked for through librdkafka
 * by itself, as client.h, so that a mistake in core/kafka can't hide here. */
#ifndef KLAMM_TESTS_SUPPORT_SNAPSHOT_H
#define KLAMM_TESTS_SUPPORT_SNAPSHOT_H

/* All topics (id, replicas, leaders, first and last offsets, own settings), groups (state, members,
 * commits, own settings), ACLs and SCRAM users whose names have this mark in them, and one setting
 * of broker 1 (SNAPSHOT_BROKER_KEY): one fact a line, sorted. malloc'd. Of the commits only those
 * on such topics; other tests may change everything else at the same time. */
char *snapshot_of(const char *mark);
#define SNAPSHOT_BROKER_KEY "num.recovery.threads.per.data.dir"

/* The same, when it has been the same several times in a row: brokers learn of a change one after
 * the other, and any of them may be asked. */
char *snapshot_settled(const char *mark);

/* The lines that only one of both has, "- …" and "+ …"; malloc'd, "" when they are the same. */
char *snapshot_diff(const char *before, const char *after);

#endif
