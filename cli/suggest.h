/* What can stand at a place of the command line, for the completion of shells. */
#ifndef KLAMM_CLI_SUGGEST_H
#define KLAMM_CLI_SUGGEST_H

#include "core/base/arena.h"
#include "core/base/vec.h"
#include "core/config/options.h"

#include <stdbool.h>
#include <stddef.h>

struct suggestion {
    const char *value;
    const char *help; /* "" when there is nothing to say */
};
struct suggestions {
    struct arena arena;
    struct VEC(struct suggestion) v;
    bool files;        /* names of files can stand here: the shell knows them */
    const char *typed; /* the word so far */
};

void suggest_init(struct suggestions *c, const char *typed);
void suggest_release(struct suggestions *c);
/* Adds it when it begins with what is typed. Names that a shell could not show are left out. */
void suggest_add(struct suggestions *c, const char *value, const char *help);
void suggest_addf(struct suggestions *c, const char *help, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* words[0 … n-1] are what stands before; the cluster is asked only when names of it can stand
 * there, and for no longer than wait_ms. */
void suggest_find(struct suggestions *c, const char *const *words, size_t n, int64_t wait_ms);

/* Names of the cluster that the options name. */
void suggest_topics(struct suggestions *c, const struct options *o, int64_t wait_ms);
void suggest_groups(struct suggestions *c, const struct options *o, int64_t wait_ms);
void suggest_brokers(struct suggestions *c, const struct options *o, int64_t wait_ms);
void suggest_changes(struct suggestions *c, const struct options *o, int64_t wait_ms);
/* Whatever the verb says can stand for this parameter. */
struct action;
struct args;
void suggest_param(struct suggestions *c, const struct action *a, const struct args *args,
                   const char *param, const struct options *o, int64_t wait_ms);

#endif
