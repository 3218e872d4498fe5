/* Fields: how the members of a struct lie on the wire in each version. One reader (read.h) and one
 * writer (write.h) walk them. The facts are those of Kafka's schemas,
 * clients/src/main/resources/common/message, whose README explains the words. */
#ifndef KLAMM_CORE_WIRE_FIELD_H
#define KLAMM_CORE_WIRE_FIELD_H

#include "core/wire/types.h"

#include <stddef.h>

enum wire_type {
    WIRE_BOOL,
    WIRE_INT8,
    WIRE_INT16,
    WIRE_UINT16,
    WIRE_INT32,
    WIRE_INT64,
    WIRE_FLOAT64,
    WIRE_UUID,
    WIRE_STRING,
    WIRE_BYTES,
    WIRE_STRUCT,
};

struct wire_field {
    const char *name;
    const struct wire_struct *of; /* of WIRE_STRUCT */
    int64_t preset;               /* a number's default where it is not on the wire */
    uint16_t at;                  /* of the member in its struct */
    uint8_t type;                 /* enum wire_type, of a list that of its elements */
    bool list;                    /* the member is a WIRE_LIST */
    bool pointer;                 /* to a struct; NULL is null */
    bool ignorable;               /* left out, if set, in versions without it; else refused */
    uint8_t since;                /* first version with it */
    uint8_t gone;                 /* first version without it again, 0: never */
    uint8_t nullable;             /* 1 + first version in which null is allowed, 0: never */
    uint8_t tag;                  /* 1 + number of a tagged field, 0: at its place */
};

struct wire_struct {
    const struct wire_field *fields; /* in the order of the wire */
    size_t n;
    size_t size; /* of the C struct */
};

enum { WIRE_DEPTH = 8 }; /* structs in structs, at most */

struct wire_any { /* a WIRE_LIST of whatever type, as memcpy'd bytes */
    const void *items;
    int32_t n;
};

/* Bytes of one value in memory, of a list those of one element. */
size_t wire_size(const struct wire_field *f);
/* Whether the field is on the wire in this version, as a tagged field or at its place. */
bool wire_has(const struct wire_field *f, int version);
/* The fewest bytes of one value on the wire, of a list those of one element; at least 1. */
size_t wire_least(const struct wire_field *f, int version, bool flexible);
/* The schema's defaults: of all members, after zeroing them; of one number, others stay. */
void wire_preset(const struct wire_struct *s, void *body);
void wire_preset_number(const struct wire_field *f, void *member);

#endif
