/* What members of messages are made of that C has no type for. A message is a struct with one
 * member per field, named as in Kafka's schema with underscores: ErrorCode is error_code. */
#ifndef KLAMM_CORE_WIRE_TYPES_H
#define KLAMM_CORE_WIRE_TYPES_H

#include <stdbool.h>
#include <stdint.h>

/* An array. n is −1 for null, which often means "all" in a request; {0} is the empty one. In an
 * answer −1 also says that this version has no such field. */
#define WIRE_LIST(type)                                                                            \
    struct {                                                                                       \
        type const *items;                                                                         \
        int32_t n;                                                                                 \
    }

struct wire_bytes {
    const unsigned char *data;
    int32_t n; /* −1: null */
};

struct wire_uuid {
    unsigned char byte[16];
};

/* A string is a const char *, UTF-8; NULL is null, or that this version has no such field. A zero
 * byte inside of it, which Kafka allows in group and client ids, is C0 80 as in Java's modified
 * UTF-8: so it ends no string early and comes back as it was. */

#endif
