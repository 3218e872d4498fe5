/* Inside of the feed: items (what is wanted), queues (what is due), trips (what is on its way).
 * Shared by feed.c and the feed_*.c beside it, and by nobody else. */
#ifndef KLAMM_CORE_LIVE_FEED_IMPL_H
#define KLAMM_CORE_LIVE_FEED_IMPL_H

#include "core/action/journal.h"
#include "core/base/map.h"
#include "core/base/vec.h"
#include "core/kafka/request.h"
#include "core/live/feed.h"

#include <uv.h>

/* What a set of wants said last of an item. */
struct claim {
    uint64_t epoch; /* of the set; 0: never */
    int64_t max_age_ms;
    int priority;
    size_t order; /* place among the wants: the tie-breaker */
};

enum { SET_NOW, SET_LATER, FEED_SETS };

struct item {
    enum fact_kind kind;
    char *name; /* NULL for kinds without one */
    struct claim claims[FEED_SETS];
    bool wanted; /* by any set; then the most urgent of the claims: */
    int64_t max_age_ms;
    int priority;
    size_t order;
    int64_t due_ms; /* when it is to be asked again, as found last; 0: to be found anew */
    bool in_flight;
    bool tried;     /* an attempt has ended, well or not */
    bool forced;    /* asked for by feed_refresh */
    bool overtaken; /* commits came in after it: due, to keep lag honest */
    int failures;   /* in a row */
    /* Its answers contradict the list of all, see feed_doubt.c: */
    int doubts; /* in a row; 0: they don't */
    int64_t doubted_ms, again_ms; /* since when, and when it is asked again */
    bool may_be_gone;
    bool given_up;        /* asked again long enough: it is not doubted anew */
    bool judged, doubted; /* of the trip under way */
};

struct queue { /* due items of one kind, most urgent first */
    struct VEC(struct item *) v;
    size_t head;
};

/* One call, or the two of an offsets batch, with the items it answers. */
struct trip {
    struct feed *feed;
    struct trip *prev, *next;
    enum fact_kind kind;
    int priority;
    int64_t asked_ms;
    struct item **items;
    size_t n;
    struct request *requests[2];
    struct job *work; /* instead of a request: of no broker */
    int pending;
    struct err err; /* of the half that failed */
};

struct feed_timers { /* freed by its own close callbacks */
    uv_timer_t due;
    uv_timer_t tell;
    int open;
    struct feed *feed;
};

struct feed_set {            /* of wants */
    uint64_t epoch;          /* +1 with every new one */
    size_t n;                /* wants */
    bool offsets;            /* there are some of log ends */
    int64_t commits_pace_ms; /* how old commits may get at most; INT64_MAX: none are wanted */
};

struct feed {
    struct cluster *cluster;
    struct model *model;
    void (*changed)(void *user);
    void *user;
    struct VEC(struct item *) items;
    struct map index[FACT_KINDS]; /* name → item */
    struct queue due[FACT_KINDS];
    struct trip *trips;
    struct journal_stamp journal_seen; /* the file as model->journal has it */
    int running[FACT_KINDS];           /* trips per kind */
    int running_all;
    int parallel; /* the profile's limit */
    struct feed_set sets[FEED_SETS];
    int64_t commits_pace_ms[FEED_SETS]; /* of the sets as they were when they were whole */
    bool adding; /* between feed_later_begin and _end: the set before counts, too */
    bool anew;   /* when each item is due has to be found anew */
    bool paused;
    bool was_up;           /* the link, when last looked at */
    int64_t tell_again_ms; /* not before then, while answers pour in */
    struct feed_timers *timers;
};

struct feed_limit {
    size_t batch; /* items per trip */
    int parallel; /* trips at once */
};
extern const struct feed_limit feed_limits[FACT_KINDS];
enum { FEED_BATCH_PARTITIONS = 6000 };

/* feed.c */
void feed_scan(struct feed *f); /* fills the queues, arms the timer, sends */
void feed_scan_soon(struct feed *f); /* in the next loop turn but one */
void feed_tell(
    struct feed *f); /* some fact changed: told soon, with what else changes until then */
void feed_tell_later(struct feed *f); /* of priority FEED_LATER: in half a second */
void feed_tell_now(struct feed *f);   /* in the next loop turn */
void item_ended(struct feed *f, struct item *it, bool failed);

/* feed_wants.c */
struct item *feed_item(const struct feed *f, enum fact_kind kind, const char *name);
void item_free(struct item *it);
int64_t feed_commits_pace(const struct feed *f); /* INT64_MAX: no commits are wanted */

/* feed_doubt.c */
/* The answer under way failed so. True: that is not the last word, and nothing is to be put into
 * the model. At most `most` times in a row; every call during one trip says the same. */
bool feed_doubts(struct feed *f, enum fact_kind kind, const char *name, enum err_kind failed,
                 int most);
/* The list of all has come: what it has although the last answer did not know it is asked again. */
void feed_list_came(struct feed *f, enum fact_kind list);
void feed_look_again(const struct feed *f, struct item *it); /* the same for one item */
int64_t feed_doubt_due(const struct feed *f, const struct item *it); /* INT64_MAX: after the list */
/* An item in doubt that the list has no more: told so to whoever still waits. */
bool feed_is_gone(struct feed *f, struct item *it);

/* feed_send.c */
void feed_pump(struct feed *f); /* sends what is due, as far as the limits allow */

/* feed_answer.c: completion callbacks, user = the trip */
void feed_on_metadata(void *trip, void *result, const struct err *err);
void feed_on_cluster(void *trip, void *result, const struct err *err);
void feed_on_group_list(void *trip, void *result, const struct err *err);
void feed_on_acls(void *trip, void *result, const struct err *err);
void feed_on_users(void *trip, void *result, const struct err *err);
void feed_on_groups(void *trip, void *result, const struct err *err);
void feed_on_group_offsets(void *trip, void *result, const struct err *err);
void feed_on_ends(void *trip, void *result, const struct err *err);
void feed_on_starts(void *trip, void *result, const struct err *err);
void feed_on_configs(void *trip, void *result, const struct err *err);
void feed_on_journal(void *trip, struct journal *j, const struct journal_stamp *stamp,
                     const struct err *err);
void feed_on_topic_ids(void *trip, void *result, const struct err *err);
/* Takes the trip out of the books and frees it; its items are free to be asked again. */
void trip_free(struct trip *t);

#endif
