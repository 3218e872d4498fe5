/* The ring of events and the words for their kinds. detect_*.c find the events; lists, the command
 * line and charts read them. */
#include "core/model/events.h"

#include "core/base/clock.h"
#include "core/base/mem.h"

#include <stdlib.h>
#include <string.h>

struct kind_words {
    const char *id, *name, *meaning;
    enum event_object of;
};

static const struct kind_words words[EVENT_KINDS] = {
    [EVENT_LEADER_MOVED] =
        {"leader-moved", "leader moved",
         "Another broker leads the partition, or none does: clients switch to the "
         "new leader.",
         EVENT_OF_TOPIC},
    [EVENT_ISR_SHRANK] = {"isr-shrank", "ISR shrank",
                          "A replica of the partition fell out of sync: it does not count as safe.",
                          EVENT_OF_TOPIC},
    [EVENT_ISR_GREW] = {"isr-grew", "ISR grew", "A replica of the partition is in sync again.",
                        EVENT_OF_TOPIC},
    [EVENT_BROKER_LOST] = {"broker-lost", "broker lost", "The broker left the cluster.",
                           EVENT_OF_BROKER},
    [EVENT_BROKER_BACK] = {"broker-back", "broker back", "The broker is part of the cluster again.",
                           EVENT_OF_BROKER},
    [EVENT_BROKER_NEW] = {"broker-new", "broker new",
                          "A broker that was not met before joined the cluster.", EVENT_OF_BROKER},
    [EVENT_TOPIC_CREATED] = {"topic-created", "topic created", "There is a new topic.",
                             EVENT_OF_TOPIC},
    [EVENT_TOPIC_DELETED] =
        {"topic-deleted", "topic deleted",
         "The topic was deleted with all its records: the cluster says that it does not exist.",
         EVENT_OF_TOPIC},
    [EVENT_TOPIC_HIDDEN] = {"topic-hidden", "topic hidden",
                            "This user may not describe the topic any more; whether it still "
                            "exists is unknown.",
                            EVENT_OF_TOPIC},
    [EVENT_TOPIC_RECREATED] = {"topic-recreated", "topic recreated",
                               "Another topic of the same name has taken its place: offsets and "
                               "records of the old one are lost.",
                               EVENT_OF_TOPIC},
    [EVENT_PARTITIONS_ADDED] = {"partitions-added", "partitions added",
                                "The topic has more partitions: records with a key may go to "
                                "another one than before.",
                                EVENT_OF_TOPIC},
    [EVENT_CONFIG_CHANGED] = {"config-changed", "config changed", "A setting has another value.",
                              EVENT_OF_TOPIC},
    [EVENT_GROUP_NEW] = {"group-new", "group new", "A consumer group that was not listed before.",
                         EVENT_OF_GROUP},
    [EVENT_GROUP_GONE] = {"group-gone", "group gone",
                          "The group was deleted or its offsets expired: its coordinator says that "
                          "it does not exist.",
                          EVENT_OF_GROUP},
    [EVENT_GROUP_HIDDEN] = {"group-hidden", "group hidden",
                            "This user may not describe the group any more; whether it still "
                            "exists is unknown.",
                            EVENT_OF_GROUP},
    [EVENT_GROUP_STATE] = {"group-state", "group state",
                           "The group started or ended a rebalance, or got or lost its members.",
                           EVENT_OF_GROUP},
    [EVENT_MEMBER_JOINED] = {"member-joined", "member joined",
                             "A consumer joined the group: its partitions are reassigned.",
                             EVENT_OF_GROUP},
    [EVENT_MEMBER_LEFT] = {"member-left", "member left",
                           "A consumer left the group or did not report in time.", EVENT_OF_GROUP},
    [EVENT_OFFSETS_BACK] = {"offsets-back", "offsets back",
                            "The group committed an earlier offset than before: records are read "
                            "again.",
                            EVENT_OF_GROUP},
    [EVENT_ACL_ADDED] = {"acl-added", "ACL added", "An ACL was added.", EVENT_OF_ACLS},
    [EVENT_ACL_REMOVED] = {"acl-removed", "ACL removed", "An ACL was removed.", EVENT_OF_ACLS},
};

const char *event_kind_id(enum event_kind k)
{
    return words[k].id;
}

const char *event_kind_name(enum event_kind k)
{
    return words[k].name;
}

const char *event_kind_meaning(enum event_kind k)
{
    return words[k].meaning;
}

enum event_object event_kind_object(enum event_kind k)
{
    return words[k].of;
}

/* ---- the ring -------------------------------------------------------------------------------- */

void events_init(struct events *e, size_t cap)
{
    *e = (struct events){.cap = cap ? cap : 1, .next_seq = EVENTS_FIRST_SEQ};
    map_init(&e->partitions);
    map_init(&e->counts);
    map_init(&e->brokers);
    map_init(&e->created);
    map_init(&e->gone_topics);
    map_init(&e->gone_groups);
}

static void drop(struct event *e)
{
    free(e->object);
    free(e->what);
    free(e->before);
    free(e->after);
}

void events_release(struct events *e)
{
    for (size_t i = 0; i < e->len; i++)
        drop(&e->ring[i]);
    free(e->ring);
    map_release(&e->partitions, free);
    map_release(&e->counts, free);
    map_release(&e->brokers, free);
    map_release(&e->created, free);
    map_release(&e->gone_topics, free);
    map_release(&e->gone_groups, free);
    *e = (struct events){0};
}

const struct event *events_at(const struct events *e, size_t i)
{
    return i < e->len ? &e->ring[(e->head + i) % e->cap] : NULL;
}

/* The room is made as it is needed: most clusters never fill it. */
static struct event *next_slot(struct events *e)
{
    if (e->len < e->cap) {
        if ((e->len & (e->len - 1)) == 0) {
            size_t room = e->len ? e->len * 2 : 1;
            e->ring = xrealloc(e->ring, room < e->cap ? room : e->cap, sizeof *e->ring);
        }
        return &e->ring[e->len++];
    }
    struct event *oldest = &e->ring[e->head];
    e->head = (e->head + 1) % e->cap;
    drop(oldest);
    return oldest;
}

void events_add(struct events *e, const struct event *from)
{
    struct event *slot = next_slot(e);
    *slot = *from;
    slot->seq = e->next_seq++;
    slot->ahead_ms = clock_wall_at(0);
    if (slot->earliest_ms > slot->wall_ms) /* whatever the clock did: it is not later than seen */
        slot->earliest_ms = slot->wall_ms;
    slot->object = xstrdup(from->object);
    slot->what = xstrdup(from->what);
    slot->before = xstrdup(from->before);
    slot->after = xstrdup(from->after);
}

void events_clock_set(struct events *e, int64_t ahead_ms)
{
    for (size_t i = 0; i < e->len; i++) {
        struct event *one = &e->ring[(e->head + i) % e->cap];
        int64_t by = ahead_ms - one->ahead_ms;
        if (one->seq < EVENTS_FIRST_SEQ) /* written under another clock, perhaps a right one */
            continue;
        one->wall_ms = one->wall_ms + by > 0 ? one->wall_ms + by : 1;
        one->earliest_ms = one->earliest_ms + by > 0 ? one->earliest_ms + by : 1;
        one->ahead_ms = ahead_ms;
    }
}

/* ---- what was seen in runs before ------------------------------------------------------------ */

static int by_time(const void *a, const void *b)
{
    const struct event *x = a, *y = b;
    if (x->wall_ms != y->wall_ms)
        return x->wall_ms < y->wall_ms ? -1 : 1;
    return (x->seq > y->seq) - (x->seq < y->seq);
}

/* All that may stay of `past`, sorted, in an array of its own with room for e's; the rest goes. */
static struct event *take_past(struct events *past, size_t room, size_t more, int64_t before_ms,
                               size_t *n)
{
    struct event *all = xcalloc(past->len + more, sizeof *all);
    *n = 0;
    for (size_t i = 0; i < past->len; i++) {
        struct event *one = &past->ring[(past->head + i) % past->cap];
        if (one->wall_ms >= before_ms)
            all[(*n)++] = *one;
        else
            drop(one);
    }
    past->len = 0;
    if (*n)
        qsort(all, *n, sizeof *all, by_time);
    size_t over = *n > room ? *n - room : 0;
    for (size_t i = 0; i < over; i++)
        drop(&all[i]);
    *n -= over;
    memmove(all, all + over, *n * sizeof *all);
    return all;
}

void events_restore(struct events *e, struct events *past, int64_t before_ms)
{
    size_t n, room = e->cap - e->len;
    uint64_t first = e->len ? events_at(e, 0)->seq : e->next_seq;
    if (past->len && room) {
        size_t cap = past->len + e->len;
        struct event *all = take_past(past, room, e->len, before_ms, &n);
        for (size_t i = 0; i < n; i++)
            all[i].seq = first - n + i;
        for (size_t i = 0; i < e->len; i++)
            all[n + i] = *events_at(e, i);
        free(e->ring);
        e->len += n;
        e->head = 0;
        for (cap = 1; cap < e->len; cap *= 2) /* as next_slot makes room */
            ;
        e->ring = xrealloc(all, cap < e->cap ? cap : e->cap, sizeof *all);
    }
    events_release(past);
}
