/* The vectors of tests/fixtures/wire: bytes that Kafka's own classes made, with what they hold. */
#ifndef KLAMM_TESTS_UNIT_WIRE_VECTORS_H
#define KLAMM_TESTS_UNIT_WIRE_VECTORS_H

#include "core/base/buf.h"
#include "core/wire/message.h"

struct vector {
    const struct wire_message *m;
    enum wire_side side;
    int version;
    const char *kind;  /* "empty", "full", "null", "edge", "tags" */
    const char *where; /* "ListGroups.txt:3", for messages of tests */
    struct buf bytes;
    const char *json;
};

/* Calls f for each vector of the message; what it gets lives until it returns. Returns how many. */
size_t vectors_each(const struct wire_message *m, void (*f)(const struct vector *v, void *user),
                    void *user);

/* What a body holds as JSON, spelled as Kafka's converters spell it; json_decref. */
struct json_t *wire_json(const struct wire_message *m, enum wire_side side, int version,
                         const void *body);

/* error_code → errorCode. */
void wire_camel(char *to, size_t size, const char *from);

#endif
