/* What changed in the cluster, found by comparing successive answers: bounded, oldest first out.
 * Nothing is invented: a failed or partial answer is no change, metadata that brokers may know
 * earlier and later counts when two answers agree, and what is no longer listed is only deleted
 * when the cluster says that it does not exist. */
#ifndef KLAMM_CORE_MODEL_EVENTS_H
#define KLAMM_CORE_MODEL_EVENTS_H

#include "core/base/map.h"
#include "core/base/table.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum event_kind {
    EVENT_LEADER_MOVED,
    EVENT_ISR_SHRANK,
    EVENT_ISR_GREW,
    EVENT_BROKER_LOST,
    EVENT_BROKER_BACK,
    EVENT_BROKER_NEW,
    EVENT_TOPIC_CREATED,
    EVENT_TOPIC_DELETED,
    EVENT_TOPIC_HIDDEN, /* no longer listed because this user may not describe it any more */
    EVENT_TOPIC_RECREATED,
    EVENT_PARTITIONS_ADDED,
    EVENT_CONFIG_CHANGED,
    EVENT_GROUP_NEW,
    EVENT_GROUP_GONE,
    EVENT_GROUP_HIDDEN,
    EVENT_GROUP_STATE,
    EVENT_MEMBER_JOINED,
    EVENT_MEMBER_LEFT,
    EVENT_OFFSETS_BACK,
    EVENT_ACL_ADDED,
    EVENT_ACL_REMOVED,
    EVENT_KINDS
};
const char *event_kind_id(enum event_kind k);      /* "leader-moved": stable, for scripts */
const char *event_kind_name(enum event_kind k);    /* "leader moved" */
const char *event_kind_meaning(enum event_kind k); /* one sentence for someone new to Kafka */

enum event_object { EVENT_OF_BROKER, EVENT_OF_TOPIC, EVENT_OF_GROUP, EVENT_OF_ACLS };
enum event_object event_kind_object(enum event_kind k); /* but for settings: the event says */

/* Texts are as the cluster spells them, not display-safe; NULL: none. */
struct event {
    uint64_t seq;    /* from EVENTS_FIRST_SEQ; lower ones are of before this run; never reused */
    int64_t wall_ms; /* of the first answer that had it */
    int64_t earliest_ms; /* of the last answer that did not: it happened between the two */
    int64_t ahead_ms;    /* the wall clock's lead over the monotonic one when it was added */
    enum event_kind kind;
    enum event_object of;
    enum severity sev;
    char *object;      /* topic, group or broker id */
    int32_t partition; /* −1: none */
    char *what;        /* setting, member, partition of a group, binding */
    char *before, *after;
};

struct events {
    struct event *ring;
    size_t cap, len, head;
    uint64_t next_seq;
    /* Seen once, not believed yet; see detect.h. */
    struct map partitions, counts, brokers, created;
    /* No longer listed: name → when; asked about by name before it is believed. */
    struct map gone_topics, gone_groups;
};

enum { EVENTS_KEPT = 5000, EVENTS_FIRST_SEQ = 1 << 20 };
void events_init(struct events *e, size_t cap);
void events_release(struct events *e);
const struct event *events_at(const struct events *e, size_t i); /* 0 = oldest */
/* The wall clock was set: what this run has seen happened as long ago as before. ahead_ms: its lead
 * over the monotonic clock now. */
void events_clock_set(struct events *e, int64_t ahead_ms);
/* Copies the texts and numbers it; kind, times and what is about it come from `from`. */
void events_add(struct events *e, const struct event *from);
/* Puts those of `past`, which were seen before any in e, before them, in the order of time and
 * without those older than before_ms; as far as there is room, the newest. `past` is empty then. */
void events_restore(struct events *e, struct events *past, int64_t before_ms);

#endif
