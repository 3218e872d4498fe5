/* What the demo cluster consists of: tables of topics, groups, ACLs and settings, one line each.
 * seed.c makes them, run.c keeps them alive. Settings are "name=value name=value": values hold
 * commas, never spaces. */
#ifndef KLAMM_TESTS_CLUSTER_SCENARIO_H
#define KLAMM_TESTS_CLUSTER_SCENARIO_H

#include <librdkafka/rdkafka.h>
#include <limits.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum record_kind {
    RECORD_ORDER,   /* JSON order, keyed by customer, with headers */
    RECORD_HOT,     /* an order, nearly always of one customer: all go to one partition */
    RECORD_PROFILE, /* JSON by few keys, now and then a tombstone: for compaction */
    RECORD_LINE,    /* a log line without a key */
    RECORD_ODD,     /* control bytes, binary, nulls, text in other scripts */
};

struct topic_plan {
    const char *name;
    int partitions;
    int rf;
    double rate; /* records per second while running */
    int seed;    /* records at seeding, spread over `window` before now */
    int window_s;
    enum record_kind kind;
    const char *settings;
    const char *replicas; /* "1,2,3;2,3,1;…" one list a partition, or NULL: the broker decides */
    int keep; /* delete all but this many records a partition after the commits; 0: none */
};

enum member_mode {
    MODE_INACTIVE, /* commits at seeding, no members */
    MODE_CONSUME,  /* as fast as `rate` allows, 0: unlimited */
    MODE_STALL,    /* like CONSUME, but partition 0 stays untouched */
    MODE_FLAP,     /* all members but the first leave and join again all the time */
    MODE_REWIND,   /* goes back some hundred records every other minute */
    MODE_ASSIGN,   /* commits without membership: the group looks inactive and is not */
};

#define NO_COMMIT INT_MIN

struct group_plan {
    const char *id;
    const char *topics; /* separated by spaces */
    enum member_mode mode;
    int members;
    double rate; /* records per second and member, 0: unlimited */
    int behind;  /* at seeding: commit this far before the end (negative: after it), or NO_COMMIT */
    bool fixed;  /* static members: group.instance.id */
    const char *client;
    const char *settings; /* of the consumer */
};

struct acl_plan {
    const char *principal;
    const char *host;
    rd_kafka_AclPermissionType_t permission;
    rd_kafka_AclOperation_t operation;
    rd_kafka_ResourceType_t type;
    rd_kafka_ResourcePatternType_t pattern;
    const char *name;
};

struct setting_plan {
    rd_kafka_ResourceType_t type;
    const char *name;
    const char *settings;
};

/* A producer that writes in transactions. */
struct transaction_plan {
    const char *id;
    const char *topic;
    int hold_s;      /* how long each transaction stays open */
    int abort_every; /* every n-th is aborted; 0: none */
};

extern const struct topic_plan scenario_topics[];
extern size_t scenario_ntopics;
extern const struct group_plan scenario_groups[];
extern size_t scenario_ngroups;
extern const struct acl_plan scenario_acls[];
extern const size_t scenario_nacls;
extern const struct setting_plan scenario_settings[];
extern const size_t scenario_nsettings;
extern const struct transaction_plan scenario_transactions[];
extern const size_t scenario_ntransactions;
/* Without what only the tests need: names and bytes that break screens. First of all. */
void scenario_leave_odd(void);

const struct topic_plan *scenario_topic(const char *name); /* NULL: not one of ours */

/* Takes the next word of *list into word; false at the end. Too long a word aborts. */
bool scenario_word(const char **list, char *word, size_t size);
/* The same for "name=value". */
bool scenario_setting(const char **list, char *name, size_t name_size, char *value,
                      size_t value_size);

#endif
