/* The sentence of one event. What it means is in the help of its kind; here is only what changed. */
#include "core/insight/event_text.h"

#include "core/base/text_human.h"

#include <inttypes.h>
#include <string.h>

static bool is_none(const char *broker)
{
    return !broker || strcmp(broker, "none") == 0;
}

/* When the partition lost its leader, as far as it was seen; 0: it was not. */
static int64_t offline_since(const struct events *e, size_t i)
{
    const struct event *x = events_at(e, i);
    while (i-- > 0) {
        const struct event *y = events_at(e, i);
        if (y->kind == EVENT_LEADER_MOVED && y->partition == x->partition &&
            strcmp(y->object, x->object) == 0)
            return is_none(y->after) ? y->wall_ms : 0;
    }
    return 0;
}

int64_t event_offline_ms(const struct events *e, size_t i)
{
    const struct event *x = events_at(e, i);
    if (x->kind != EVENT_LEADER_MOVED || !is_none(x->before) || is_none(x->after))
        return -1;
    int64_t since = offline_since(e, i);
    return since && since <= x->wall_ms ? x->wall_ms - since : 0;
}

static const char *leader_moved(const struct events *e, size_t i, struct arena *a)
{
    const struct event *x = events_at(e, i);
    char num[TEXT_NUM];
    if (is_none(x->after))
        return arena_printf(a, "%s-%" PRId32 ": no leader, it was %s", x->object, x->partition,
                            x->before);
    if (!is_none(x->before))
        return arena_printf(a, "%s-%" PRId32 ": leader %s → %s", x->object, x->partition, x->before,
                            x->after);
    int64_t ms = event_offline_ms(e, i);
    return arena_printf(a, "%s-%" PRId32 ": leader %s again%s%s", x->object, x->partition, x->after,
                        ms > 0 ? ", offline for " : "", ms > 0 ? text_duration(num, ms) : "");
}

/* ": 6 partitions × 3" of what is new or was there, ": 1 → 2" of what changed. */
static const char *change(const struct event *x, struct arena *a)
{
    if (x->before && x->after)
        return arena_printf(a, ": %s → %s", x->before, x->after);
    const char *one = x->after ? x->after : x->before;
    return one ? arena_printf(a, ": %s", one) : "";
}

/* "topic orders created: 6 partitions × 3" */
static const char *of_object(const struct event *x, struct arena *a, const char *noun,
                             const char *happened)
{
    return arena_printf(a, "%s %s %s%s", noun, x->object, happened, change(x, a));
}

static const char *owner(const struct event *x, struct arena *a)
{
    static const char *const nouns[] = {[EVENT_OF_BROKER] = "broker ",
                                        [EVENT_OF_TOPIC] = "topic ",
                                        [EVENT_OF_GROUP] = "group ",
                                        [EVENT_OF_ACLS] = ""};
    return arena_printf(a, "%s%s", nouns[x->of], x->object);
}

/* "topic orders: retention.ms 604800000 → 7200000" */
static const char *from_to(const struct event *x, struct arena *a)
{
    return arena_printf(a, "%s: %s%s%s → %s", owner(x, a), x->what ? x->what : "",
                        x->what ? " " : "", x->before ? x->before : "none",
                        x->after ? x->after : "none");
}

/* "group billing: app-1 at 10.0.0.7 joined" */
static const char *of_member(const struct event *x, struct arena *a, const char *happened)
{
    return arena_printf(a, "group %s: %s %s", x->object, x->what ? x->what : "a member", happened);
}

/* what is "broker 3 out" or "broker 3 in". */
static const char *of_isr(const struct event *x, struct arena *a, const char *rest)
{
    return arena_printf(a, "%s-%" PRId32 ": %s%s, ISR %s", x->object, x->partition,
                        x->what ? x->what : "a replica", rest, x->after ? x->after : "none");
}

const char *event_sentence(const struct events *e, size_t i, struct arena *a)
{
    const struct event *x = events_at(e, i);
    switch (x->kind) {
    case EVENT_LEADER_MOVED:
        return leader_moved(e, i, a);
    case EVENT_ISR_SHRANK:
        return of_isr(x, a, " of sync");
    case EVENT_ISR_GREW:
        return of_isr(x, a, " sync again");
    case EVENT_BROKER_LOST:
        return of_object(x, a, "broker", "lost");
    case EVENT_BROKER_BACK:
        return of_object(x, a, "broker", "back");
    case EVENT_BROKER_NEW:
        return of_object(x, a, "broker", "joined, new");
    case EVENT_TOPIC_CREATED:
        return of_object(x, a, "topic", "created");
    case EVENT_TOPIC_DELETED:
        return of_object(x, a, "topic", "deleted");
    case EVENT_TOPIC_HIDDEN:
        return of_object(x, a, "topic", "may not be described any more");
    case EVENT_TOPIC_RECREATED:
        return arena_printf(a, "topic %s recreated%s%s%s", x->object, x->what ? ", " : "",
                            x->what ? x->what : "", change(x, a));
    case EVENT_PARTITIONS_ADDED:
    case EVENT_CONFIG_CHANGED:
    case EVENT_OFFSETS_BACK:
    case EVENT_GROUP_STATE:
        return from_to(x, a);
    case EVENT_GROUP_NEW:
        return of_object(x, a, "group", "new");
    case EVENT_GROUP_GONE:
        return of_object(x, a, "group", "deleted or expired");
    case EVENT_GROUP_HIDDEN:
        return of_object(x, a, "group", "may not be described any more");
    case EVENT_MEMBER_JOINED:
        return of_member(x, a, "joined");
    case EVENT_MEMBER_LEFT:
        return of_member(x, a, "left");
    case EVENT_ACL_ADDED: /* what names the principal, x->object, too */
        return arena_printf(a, "ACL added: %s", x->what ? x->what : x->object);
    case EVENT_ACL_REMOVED:
        return arena_printf(a, "ACL removed: %s", x->what ? x->what : x->object);
    case EVENT_KINDS:
        break;
    }
    return event_kind_name(x->kind);
}
