/* A message of Kafka's protocol: a request and its response, with the versions that klamm sends. */
#ifndef KLAMM_CORE_WIRE_MESSAGE_H
#define KLAMM_CORE_WIRE_MESSAGE_H

#include "core/base/err.h"
#include "core/wire/types.h"

struct wire_struct;

enum wire_side { WIRE_REQUEST, WIRE_RESPONSE };

enum { WIRE_NEVER = 127 };

struct wire_message {
    const char *name; /* Kafka's, "DescribeLogDirs" */
    int16_t key;
    int16_t first, last; /* the versions that the tables describe */
    int16_t flexible;    /* first version with compact lengths and tagged fields; WIRE_NEVER */
    const struct wire_struct *body[2]; /* by side */
};

/* The version to send to a broker that offers min … max of this key: the highest that both know, −1
 * when there is none. Each broker is asked for itself: during a rolling upgrade they differ. */
int wire_version(const struct wire_message *m, int min, int max);

/* False and ERR_UNSUPPORTED for a version that the tables do not describe. */
bool wire_knows(const struct wire_message *m, int version, struct err *err);

/* Whether this version has compact lengths and tagged fields, in the body and in the headers. */
bool wire_flexible(const struct wire_message *m, int version);

/* Fills the struct of one side with the schema's defaults of its numbers. Strings are NULL and
 * lists empty, whatever the schema says: null often means "all", which must not be meant by
 * accident. Elements of lists are the caller's: their headers name the defaults. */
void wire_init(const struct wire_message *m, enum wire_side side, void *body);

#endif
