/* Inside of the feed: items (what is wanted), queues (what is due), batches (what is on its way).
 * Shared by feed.c and the feed_*.c files next to it only. */
#ifndef KLAMM_CORE_LIVE_FEED_IMPL_H
#define KLAMM_CORE_LIVE_FEED_IMPL_H

#include "core/base/map.h"
#include "core/base/vec.h"
#include "core/journal/journal_fetch.h"
#include "core/kafka/call_limit.h"
#include "core/kafka/sources.h"
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
    int64_t due_ms; /* when it is to be requested again, as computed last; 0: to be computed
                       again */
    bool in_flight;
    bool tried;     /* an attempt has ended, well or not */
    bool forced;    /* requested by feed_refresh */
    bool overtaken; /* commits came in after it: due, to keep lag honest */
    int failures;   /* in a row */
    /* Its answers contradict the list of all, see feed_doubt.c: */
    int doubts;                   /* in a row; 0: they don't */
    int64_t doubted_ms, again_ms; /* since when, and when it is requested again */
    bool may_be_gone;
    bool given_up;        /* requested again for long enough: it is not doubted again */
    bool judged, doubted; /* of the batch under way */
};

struct queue { /* due items of one kind, most urgent first */
    struct VEC(struct item *) v;
    size_t head;
};

/* Items that are requested together, by one call or by one for each spec. */
struct batch {
    struct feed *feed;
    struct batch *prev, *next;
    enum fact_kind kind;
    int priority;
    int64_t asked_ms;
    struct item **items;
    size_t n;
    struct call {
        struct batch *batch;
        int64_t spec;
        struct request *request;
    } calls[FACT_SPECS];
    struct job *work; /* instead of a call: of no broker */
    int taken;        /* of the feed's `calls` */
    int pending;
    struct err err; /* of the call that failed */
};

struct feed_set {            /* of wants */
    uint64_t epoch;          /* +1 with every new one */
    size_t n;                /* wants */
    bool offsets;            /* there are some of log ends */
    int64_t commits_pace_ms; /* how old commits may get at most; INT64_MAX: none are wanted */
};

struct feed {
    struct cluster *cluster;
    const struct fact_source *sources; /* by kind */
    struct model *model;
    void (*changed)(void *user);
    void *user;
    struct VEC(struct item *) items;
    struct map index[FACT_KINDS]; /* name → item */
    struct queue due[FACT_KINDS];
    struct batch *batches;
    struct journal_stamp journal_seen; /* the file as model->journal has it */
    int running[FACT_KINDS];           /* batches per kind */
    int running_all;
    int parallel;             /* batches at once, of all kinds */
    struct call_limit *calls; /* what it shares with plans */
    struct call_waiter room;
    uint64_t turn_ns; /* calls are made for this long in one turn of the loop */
    struct feed_set sets[FEED_SETS];
    int64_t commits_pace_ms[FEED_SETS]; /* of the sets as they were when they were whole */
    bool adding;     /* between feed_later_begin and _end: the set before counts, too */
    bool reschedule; /* when each item is due has to be computed again */
    bool paused;
    bool was_up;           /* the link, when last checked */
    int64_t tell_again_ms; /* not before then, while answers pour in */
    struct timer *scan;    /* when the next item is due */
    struct timer *tell;    /* when `changed` is called */
};

/* feed.c */
void feed_scan(struct feed *f);      /* fills the queues, arms the timer, sends */
void feed_scan_soon(struct feed *f); /* in the next loop turn but one */
void feed_tell(
    struct feed *f); /* some fact changed: announced soon, with what else changes until then */
void feed_tell_later(struct feed *f); /* of priority FEED_LATER: in half a second */
void feed_tell_now(struct feed *f);   /* in the next loop turn */
void item_ended(struct feed *f, struct item *it, bool failed);
/* How long after a failure the item is requested again. */
int64_t feed_backoff(const struct item *it, const struct fact *fact);

/* feed_wants.c */
struct item *feed_item(const struct feed *f, enum fact_kind kind, const char *name);
void item_free(struct item *it);
int64_t feed_commits_pace(const struct feed *f); /* INT64_MAX: no commits are wanted */

/* feed_doubt.c */
/* The answer under way failed so. True: that is not the last word, and nothing is to be put into
 * the model. At most `most` times in a row; every call during one batch says the same. */
bool feed_doubts(struct feed *f, enum fact_kind kind, const char *name, enum err_kind failed,
                 int most);
/* The list of all has come: what it has although the last answer did not know it is requested
 * again. */
void feed_list_came(struct feed *f, enum fact_kind list);
void feed_look_again(const struct feed *f, struct item *it);         /* the same for one item */
int64_t feed_doubt_due(const struct feed *f, const struct item *it); /* INT64_MAX: after the list */
/* Something else names the object (a commit, its topic), the list does not: the list may be older
 * than that. Once, until there was a good answer. True: the list is read again before anything is
 * said of the object. */
bool feed_doubts_list(struct feed *f, struct item *it);
/* The list is known and does not have the object: so a broker does not know it either. */
bool feed_list_lacks(const struct feed *f, const struct item *it);
/* A failure that an object deleted since may have. A coordinator that is not ready says nothing
 * of its groups, and no broker lists them until it is. */
bool feed_may_be_lost(enum fact_kind kind, enum err_kind failed);
/* An item in doubt that the list no longer has: those who still wait learn that. */
bool feed_is_gone(struct feed *f, struct item *it);

/* feed_send.c */
void feed_pump(struct feed *f); /* sends what is due, as far as the limits allow */

/* feed_answer.c */
void feed_on_answer(void *call, void *answer, const struct err *err); /* of a request */
/* All calls of the batch have ended: well, or with err. */
void feed_close(struct batch *t, const struct err *err);

/* feed_journal.c */
void feed_read_journal(struct batch *t);

/* feed_send.c */
/* Removes the batch and frees it; its items may be requested again. */
void batch_free(struct batch *t);

#endif
