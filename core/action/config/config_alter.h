/* Shared by the files of config-alter. */
#ifndef KLAMM_CORE_ACTION_CONFIG_CONFIG_ALTER_H
#define KLAMM_CORE_ACTION_CONFIG_CONFIG_ALTER_H

#include "core/action/planning.h"
#include "core/plan/step.h"

enum alter_op { ALTER_SET, ALTER_REVERT, ALTER_APPEND, ALTER_SUBTRACT };

struct alter_key {
    const char *key;
    enum alter_op op;
    const char *items; /* APPEND, SUBTRACT: of the list, comma-separated */
    /* As the broker takes it; NULL: revert to what it falls back to. Of lists it is made of what
     * counts when the settings were read: the broker's own append and subtract begin with the
     * built-in default where the object has nothing of its own, not with what counts. */
    const char *value;
    const struct config_entry *entry;    /* as it is; NULL: the broker does not list it */
    const struct config_synonym *behind; /* the value in effect without one of its own; NULL:
                                            unknown */
    bool unchanged;
};

struct alter {
    enum config_type type;
    const char *name;
    const char *from; /* the topic that it is copied from; NULL: from none */
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
const char *alter_type_name(enum config_type type); /* "topic" */
/* The keys alone, none being fine. */
bool alter_parse_keys(struct alter *r, struct arena *a, const struct args *args, struct err *err);
/* Reads the arguments into r, whose strings live in the arena. */
bool alter_parse(struct alter *r, struct arena *a, const struct args *args, struct err *err);
extern const struct action_document config_document;

#endif
