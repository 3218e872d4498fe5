/* Shared by the files of config-alter. */
#ifndef KLAMM_CORE_ACTION_CONFIG_ALTER_H
#define KLAMM_CORE_ACTION_CONFIG_ALTER_H

#include "core/action/planning.h"
#include "core/action/step.h"

struct alter_key {
    const char *key;
    const char *value; /* as the broker takes it; NULL: revert to what it falls back to */
    const struct config_entry *entry;    /* as it is; NULL: the broker does not list it */
    const struct config_synonym *behind; /* what counts without a value of its own; NULL: unknown */
    bool unchanged;
};

struct alter {
    enum config_type type;
    const char *name;
    struct alter_key *keys;
    size_t n;
    int64_t cut_ms;      /* records older than this instant go with a shorter retention; -1: none */
    int64_t will_delete; /* how many of them there are; -1: not known */
    struct offset_query *partitions; /* of the topic */
    size_t npartitions;
    int32_t broker;  /* that is up; -1: none */
    int replication; /* of the topic; 0: not known */
};

bool alter_type_parse(const char *word, enum config_type *out);
/* Reads the arguments into r, whose strings live in the arena. */
bool alter_parse(struct alter *r, struct arena *a, const struct args *args, struct err *err);
struct job *alter_plan(const struct action_ctx *x, const struct args *args, plan_done *done,
                       void *user);
/* Table, sums, warnings and command line of the plan. */
void alter_show(struct plan *p, struct alter *r, const struct config_set *set,
                const struct profile *profile);

#endif
