/* What a kind of step can do: be sent (several that belong together in one broker call), be read
 * back and compared, be reversed, be written as JSON. One const struct per kind in a file of its
 * own, one line in step.c. */
#ifndef KLAMM_CORE_PLAN_STEP_H
#define KLAMM_CORE_PLAN_STEP_H

#include "core/base/buf.h"
#include "core/config/profile.h"
#include "core/kafka/convert.h"
#include "core/kafka/request.h"
#include "core/plan/plan.h"
#include "core/plan/reads.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

struct step_kind {
    const char *name; /* "commit-offset": in the journal, never changed again */
    /* True when b travels in the same broker call as a, the first of that call; the steps are
     * adjacent. */
    bool (*together)(const struct plan_step *a, const struct plan_step *b);
    /* One broker call for n steps → struct outcome_list *. */
    struct request *(*send)(struct cluster *c, const struct plan_step *s, size_t n,
                            request_done *done, void *user);
    /* Instead of send: nothing is sent, but what is there is read (want, read) until it is as
     * intended, for at most as many ms as it returns; `now` says how far it is. NULL: it is
     * sent. */
    int64_t (*patience)(const struct plan_step *s);
    /* Whether this outcome of that call is about this step. */
    bool (*concerns)(const struct plan_step *s, const struct outcome *o);
    /* Declares what must be read to see what is there now. */
    void (*want)(const struct plan_step *s, struct reads *f);
    /* What is there now, into s->now (NULL: nothing), in the plan's arena. False: it could not be
     * read. *as_intended says whether that is what was intended. */
    bool (*read)(struct plan *p, struct plan_step *s, const struct reads *f, bool *as_intended,
                 struct err *err);
    /* Adds to `to` the step that turns this one round. False with the reason when there is none.
     * Called for steps without a cant_undo; NULL: they all have one. See step_reverse. */
    bool (*reverse)(struct plan *to, const struct plan_step *s, struct err *err);
    /* The line of Kafka's own tool that does these n steps, which travel together. False, or NULL:
     * there is none. */
    bool (*command)(const struct plan_step *s, size_t n, const struct profile *profile,
                    struct buf *b);
    /* Adds to `to` the same step as it is sent from what is there now, for a change of which a part
     * did not happen. NULL: a new plan of its verb must be made. */
    bool (*again)(struct plan *to, const struct plan_step *s, const struct reads *f,
                  struct err *err);
    /* The topic it belongs to: undo refuses when that was recreated since, by the fact "the id of
     * topic X" of the step's plan. The group that must have no member when it is sent. NULL, or a
     * NULL function: none. */
    const char *(*topic)(const struct plan_step *s);
    const char *(*group)(const struct plan_step *s);
    json_t *(*to_json)(const struct plan_step *s);
    bool (*from_json)(struct plan *p, struct plan_step *s, const json_t *data, struct err *err);
    /* Object, what, before and after made from the payload. Needed only where a saved plan may
     * differ from one that is made later though the cluster is the same (the end of a log); NULL
     * elsewhere. */
    void (*words)(struct plan *p, struct plan_step *s);
    /* A value of before, after or now for people, in the arena: "7 d (604800000)". NULL: they read
     * well as they are. See step_shown. */
    const char *(*show)(const struct plan_step *s, const char *value, struct arena *a);
};

extern const struct step_kind step_create_topic;
extern const struct step_kind step_delete_topic;
extern const struct step_kind step_add_partitions;
extern const struct step_kind step_delete_records;
extern const struct step_kind step_elect;
extern const struct step_kind step_wait_empty;
extern const struct step_kind step_config;
extern const struct step_kind step_offset;
extern const struct step_kind step_offset_deletion;
extern const struct step_kind step_group;
extern const struct step_kind step_user;
extern const struct step_kind step_acl_create, step_acl_delete;

extern const struct step_kind *const step_kinds[]; /* NULL-terminated */
extern const size_t step_kinds_size;               /* with its NULL */
const struct step_kind *step_kind_find(const char *name);

/* Whether the outcome of a call is about this partition: its object is "topic-partition". */
bool outcome_of_partition(const struct outcome *o, const char *topic, int32_t partition);

/* A value of before, after or now as people read it; a secret's is never shown. NULL stays NULL. */
const char *step_shown(const struct plan_step *s, const char *value, struct arena *a);

/* Adds to `to` the step that turns this one round. False with the reason when there is none. */
bool step_reverse(struct plan *to, const struct plan_step *s, struct err *err);

#endif
