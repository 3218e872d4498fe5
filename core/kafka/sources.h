/* The table of fact sources: a row for each kind of fact says how it is requested and how the
 * answer enters the model. The feed (what is on screen) and the reads of a plan both use it. What a
 * kind is called and where it is stored is in core/model/fact_kind.h.
 *
 * A new kind is a struct in the model with its row there, a call in this room, and a row here. */
#ifndef KLAMM_CORE_KAFKA_SOURCES_H
#define KLAMM_CORE_KAFKA_SOURCES_H

#include "core/kafka/offsets.h"
#include "core/kafka/request.h"
#include "core/model/wants.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct fact_query {
    const char *const *names; /* of the objects; kinds without names get none */
    size_t n;
    const struct offset_query *partitions; /* instead of names, of kinds asked by partition */
    size_t npartitions;
};

/* An answer on its way into the model. */
struct fact_answer {
    struct model *model;
    int64_t asked_ms; /* monotonic */
    int64_t spec;     /* of kinds asked by partition: what was asked of each */
    /* Called for each object that has a name; `failed` as the answer says of it, ERR_NONE: fine.
     * True: this object's part must not enter the model, because something newer is known or
     * because the failure is to be asked about again, at most `most` times in a row. */
    bool (*leave_out)(void *user, const char *name, enum err_kind failed, int most);
    /* What enters makes that other fact too old to be compared with it. */
    void (*outdates)(void *user, enum fact_kind kind, const char *name);
    void *user;
};

/* Committed offsets and log ends make a lag: ends that are older than the commits would make it
 * negative. */
enum commits_first {
    COMMITS_UNRELATED,
    COMMITS_PREFERRED, /* while commits wait and others are under way: the same coordinators
                          answer */
    COMMITS_FIRST,     /* while commits of its urgency wait or are under way */
};

enum { FACT_SPECS = 2 };

struct fact_source {
    /* NULL: not of the brokers. Returns a request as those of request.h do; done gets the answer
     * that take and drop know. */
    struct request *(*ask)(struct cluster *c, const struct fact_query *q, request_done *done,
                           void *user);
    void (*take)(const struct fact_answer *a, void *answer); /* owns the answer */
    void (*drop)(void *answer);                              /* frees one that is not taken */

    size_t batch; /* objects per call; 0: such facts are never fetched */
    int parallel; /* batches under way at once */

    /* Of kinds asked by partition: one call for each of these, for the partitions of a batch, at
     * most `partitions` of them; after the last of the calls `conclude` decides whether the
     * object's fact is learnt or failed. */
    int nspecs;
    int64_t specs[FACT_SPECS];
    size_t partitions;
    void (*conclude)(const struct fact_answer *a, const char *name);

    bool (*ready)(const struct model *m); /* what must be known before it; NULL: nothing */
    enum commits_first commits;           /* how it waits for them */

    /* Objects that a list of all of them names: what an answer does not know although the list has
     * it is doubted, and the list read again. NULL: there is no such list. */
    bool (*is_listed)(const struct model *m, const char *name);
    enum fact_kind list;
    bool answers_itself; /* the object is a broker: one that does not respond may be gone */
};

/* By kind. */
extern const struct fact_source fact_sources[FACT_KINDS];

#endif
