/* Every situation that docs/lag.md has a verdict for, made by real producers and consumers on a real
 * cluster: first all of them are healthy, then each gets into its situation at the same moment.
 * Used to measure how long klamm takes to name each, with the windows it has in production. */
#ifndef KLAMM_TESTS_SUPPORT_SITUATIONS_H
#define KLAMM_TESTS_SUPPORT_SITUATIONS_H

#include "core/insight/lag/verdict.h"
#include "tests/support/flow.h"

#include <stdbool.h>
#include <stddef.h>

enum { SITUATION_READERS = 3 };

struct situation {
    const char *what;
    enum verdict verdict;
    const char *words; /* in the sentence or a note as well; NULL: the verdict is enough */
    void (*turn)(struct situation *s); /* how it begins; NULL: it is there from the start */
    int partitions;
    double in;   /* per second and partition, before */
    double then; /* after */
    int backlog; /* records in each partition at the start */
    int readers;
    struct reader_plan plan;
    double pace;                 /* of the readers after it began, or of one of them */
    const char *const *settings; /* of the topic */
    /* The rest belongs to situations.c. */
    char topic[80], group[80];
    struct reader *reader[SITUATION_READERS];
    struct flow_transaction *open;
    struct flow_transactions *writer;
    struct client_committer *committer;
};
extern struct situation situations[];
extern int nsituations;

void situations_only(const char *word); /* those whose name has it; before the start */
void situations_start(void);            /* all healthy */
void situations_turn(void);             /* now */
void situations_stir(void);             /* called several times a second: for the restless ones */
void situations_stop(void);

#endif
