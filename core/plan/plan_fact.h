/* What a plan rests on, as it was when the plan was made. A fact is known by what it is about,
 * never by its words: those are made when someone reads it. */
#ifndef KLAMM_CORE_PLAN_PLAN_FACT_H
#define KLAMM_CORE_PLAN_PLAN_FACT_H

#include "core/base/arena.h"
#include "core/base/err.h"

#include <jansson.h>
#include <stdbool.h>

/* Each with its object and, where there are two, its part. */
enum plan_fact_id {
    PLAN_FACT_TOPIC,          /* topic: absent when there is none of that name */
    PLAN_FACT_TOPIC_ID,       /* topic */
    PLAN_FACT_TOPIC_SIZE,     /* topic: partitions and replicas */
    PLAN_FACT_PARTITIONS,     /* topic: how many */
    PLAN_FACT_RECORDS,        /* topic: none or some */
    PLAN_FACT_LEADER,         /* partition, "orders-3": id of the broker */
    PLAN_FACT_OWN_SETTINGS,   /* topic: all that it sets itself */
    PLAN_FACT_SETTING,        /* topic, broker or group; key */
    PLAN_FACT_COPIED_SETTING, /* topic that it is copied from; key */
    PLAN_FACT_GROUP_STATE,    /* group */
    PLAN_FACT_GROUP_MEMBERS,  /* group */
    PLAN_FACT_TOPIC_READER,   /* group; topic: the client id of a member that reads it */
    PLAN_FACT_COMMIT,         /* group; partition */
    PLAN_FACT_ACL,            /* the rule as acl_spell writes it */
    PLAN_FACT_ACCESS,         /* principal; operations lost and gained, and where */
    PLAN_FACT_CREDENTIAL,     /* user; mechanism */
    PLAN_FACT_JOURNAL_RESULT, /* id of an entry */
    PLAN_FACT_STEP,           /* object and `what` of a step in an entry */
    PLAN_FACT_SENTENCE,       /* of a plan in format 1, which knew only sentences: the sentence */
    PLAN_FACT_IDS
};

struct plan_fact {
    enum plan_fact_id id;
    const char *object; /* names are raw, as the cluster spells them */
    const char *part;   /* NULL: none */
    const char *value;  /* as it can be shown; NULL: absent */
    /* The sentence of format 1, where it can't be made of object and part; NULL: it can. */
    const char *sentence;
};

/* About the same thing, whatever the values. */
bool plan_fact_same(const struct plan_fact *a, const struct plan_fact *b);
/* "the id of topic orders", safe to show, in the arena. */
const char *plan_fact_words(const struct plan_fact *f, struct arena *a);

/* {"id": "topic-id", "object": …, "part": …, "value": …}. New reference. */
json_t *plan_fact_to_json(const struct plan_fact *f);
/* Also of format 1, {"what": sentence, "value": …}. The strings live in the arena. False with err:
 * it is not a fact, or has an id that this klamm does not know. */
bool plan_fact_from_json(struct arena *a, const json_t *o, struct plan_fact *out, struct err *err);

#endif
