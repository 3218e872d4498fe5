/* Users with SCRAM credentials, as the cluster stores them. It never reports passwords. */
#ifndef KLAMM_CORE_MODEL_USER_H
#define KLAMM_CORE_MODEL_USER_H

#include "core/base/arena.h"
#include "core/model/fact.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum scram { SCRAM_SHA_256, SCRAM_SHA_512, SCRAM_MECHANISMS };
const char *scram_name(enum scram m); /* "SCRAM-SHA-256" */
bool scram_parse(const char *name, enum scram *out);

/* What brokers take: ScramMechanism.java of Apache Kafka, and MAX_ITERATIONS of
 * ScramControlManager.java. */
enum { SCRAM_ITERATIONS_MIN = 4096, SCRAM_ITERATIONS_MAX = 16384 };

struct user {
    const char *name;
    int32_t iterations[SCRAM_MECHANISMS]; /* 0: no credential of that mechanism */
    const char *err;                      /* why its credentials are unknown; NULL: they are
                                             known */
};

struct user_list {
    struct arena arena;
    struct fact fact;
    struct user *users; /* by name */
    size_t n;
};

struct user_list *user_list_new(void);
void user_list_free(struct user_list *l);
void user_list_sort(struct user_list *l); /* once after filling */
const struct user *user_list_find(const struct user_list *l, const char *name);

#endif
