/* The words that a completion offers. */
#ifndef KLAMM_CLI_SUGGESTIONS_H
#define KLAMM_CLI_SUGGESTIONS_H

#include "core/base/arena.h"
#include "core/base/vec.h"

#include <stdbool.h>

struct suggestion {
    const char *value;
    const char *help; /* "" when there is nothing to say */
};
struct suggestions {
    struct arena arena;
    struct VEC(struct suggestion) v;
    bool dashes;       /* names that need "--" before them could stand here */
    bool files;        /* names of files can come here: the shell knows them */
    const char *typed; /* the word so far */
};

void suggest_init(struct suggestions *c, const char *typed);
void suggest_release(struct suggestions *c);
/* Adds it when it begins with what is typed. Names that a shell could not show are left out. */
void suggest_add(struct suggestions *c, const char *value, const char *help);
void suggest_addf(struct suggestions *c, const char *help, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

#endif
