/* Reading the question of klamm can and of :can: PRINCIPAL OPERATION RESOURCE …. A principal without
 * a type is taken for User:NAME, and a resource without a kind for the topic or the group of that
 * name, where there is only one of them. */
#ifndef KLAMM_CORE_INSIGHT_CAN_ASK_H
#define KLAMM_CORE_INSIGHT_CAN_ASK_H

#include "core/insight/can.h"
#include "core/model/model.h"

enum { CAN_PLACES = 16 };

struct can_question {
    struct can_query query;
    bool consume; /* Read on a topic and on a group */
    struct can_place places[CAN_PLACES];
    size_t n;
    struct arena *arena; /* set by the caller; what is read is in it or in the words */
    /* "bob is taken for User:bob": not display-safe. */
    const char *notes[CAN_PLACES + 1];
    size_t nnotes;
};

/* The next word of the question. Words must outlive it. */
bool can_take_word(struct can_question *c, const char *word, struct err *err);
/* Whether the operation is one that such resources have; a guess is checked when it is made. */
bool can_fits(const struct can_question *c, struct err *err);
/* There is a name without a kind, so that topics and groups must be listed first. */
bool can_must_guess(const struct can_question *c);
/* Finds out what they are, by the topics (which must be known) and the groups that are known. */
bool can_guess(struct can_question *c, const struct model *m, struct err *err);

#endif
