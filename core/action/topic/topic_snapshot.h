/* What the verbs that delete records read before they plan: the topic's partitions with log start,
 * log end and last write, its settings, and the groups that have commits on it. */
#ifndef KLAMM_CORE_ACTION_TOPIC_TOPIC_SNAPSHOT_H
#define KLAMM_CORE_ACTION_TOPIC_TOPIC_SNAPSHOT_H

#include "core/action/planning.h"
#include "core/model/offsets.h"

struct topic_part {
    int32_t id;
    int32_t leader;      /* -1: none */
    int64_t start;       /* log start, OFFSET_UNKNOWN with trouble */
    int64_t end;         /* high watermark, OFFSET_UNKNOWN with trouble */
    int64_t written_ms;  /* timestamp of the youngest record; -1: there is none, or not known */
    const char *trouble; /* why start and end are not known; NULL: they are */
};

struct topic_reader {
    const char *group;
    enum group_state state;
    size_t owned;      /* partitions of the topic that a member has now */
    size_t partitions; /* of the topic, with a commit */
    int64_t unread;    /* records behind the commits that are still in the log */
    struct commit {
        int32_t partition;
        int64_t offset;
    } * commits; /* one per partition with a commit */
};

struct topic_snapshot {
    const char *topic;
    const char *id;                  /* NULL: unknown, or brokers give none (before Kafka 2.8) */
    const struct topic *meta;        /* this and the settings live as long as the planning */
    const struct config_set *config; /* NULL: why_config says why */
    const char *why_config;
    const struct config_set *broker; /* of a broker that is up; NULL: could not be read */
    struct topic_part *parts;
    size_t nparts;
    int replication;
    int64_t records;              /* −1: not known for all partitions */
    int64_t written_ms;           /* the last write; −1: none or not known */
    struct topic_reader *readers; /* by unread records, most first */
    size_t nreaders;
    const char *doubt; /* why there may be more readers; NULL: these are all */
    void (*next)(struct planning *p);
};

/* p->state must begin with a struct topic_snapshot. Reads, then goes on in next; when the topic is
 * not there the planning fails and p is freed. */
void topic_snapshot_read(struct planning *p, const char *topic, void (*next)(struct planning *p));
/* Wants the commits of all listed groups, and the members of those that have any. */
void topic_snapshot_want_commits(struct reads *f);

/* The value that counts, "" when it is not known. */
const char *topic_snapshot_setting(const struct topic_snapshot *w, const char *key);
/* cleanup.policy has compact but not delete. */
bool topic_snapshot_only_compacts(const struct topic_snapshot *w);
/* cleanup.policy is empty: nothing is deleted by age or size, but records-delete works (Kafka
 * 4.2). */
bool topic_snapshot_keeps_all(const struct topic_snapshot *w);
/* "12 × 3" */
const char *topic_snapshot_shape(const struct topic_snapshot *w, struct arena *a);
/* Only the reader's records that are below `to` of that partition and not yet read. */
int64_t topic_reader_loses(const struct topic_snapshot *w, const struct topic_reader *r,
                           int32_t partition, int64_t to);
/* Adds the facts that a plan about this very topic rests on. */
void topic_snapshot_facts(struct plan *p, const struct topic_snapshot *w);
/* An action's `revalidate` for plans whose detail is a topic_snapshot: false when a group has
 * joined that was not there, or not active, in the old plan; and for a topic without an id when its
 * logs show that it is another, or when the old plan, from a file, has no logs to compare. */
bool topic_snapshot_revalidate(const struct plan *old, const struct plan *now, struct err *why);

#endif
