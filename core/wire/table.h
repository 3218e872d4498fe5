/* How tables of fields are written. A family of messages is a header with their structs and a .c
 * file with their tables; only those files include this one. */
#ifndef KLAMM_CORE_WIRE_TABLE_H
#define KLAMM_CORE_WIRE_TABLE_H

#include "core/wire/field.h"
#include "core/wire/message.h"

/* While OWNER is the name of a struct, a row is one of these in braces, with what differs from "in
 * all versions, never null, 0" behind it. The type is that of the member, so that the two can't
 * differ. */
#define FIELD(member) .name = #member, .at = PLACE(member), .type = TYPE_OF(MEMBER(member))
#define LIST(member)                                                                               \
    .name = #member, .at = PLACE(member), .list = true, .type = TYPE_OF(*MEMBER(member).items)
#define STRUCTS(member, element)                                                                   \
    .name = #member, .at = PLACE(member), .list = true, .type = WIRE_STRUCT,                       \
    .of = _Generic(MEMBER(member).items, const struct element * : &element)
#define STRUCT(member, element)                                                                    \
    .name = #member, .at = PLACE(member), .type = WIRE_STRUCT,                                     \
    .of = _Generic(MEMBER(member), struct element                                                  \
                   : &element)
#define POINTER(member, element)                                                                   \
    .name = #member, .at = PLACE(member), .pointer = true, .type = WIRE_STRUCT,                    \
    .of = _Generic(MEMBER(member), const struct element * : &element)

#define SINCE(version) .since = (version)
#define UNTIL(version) .gone = (version) + 1
#define NULLABLE(version) .nullable = (version) + 1
#define TAG(number) .tag = (number) + 1
#define PRESET(number) .preset = (number)
#define IGNORABLE .ignorable = true

/* The table NAME of struct NAME, whose rows are NAME_fields. */
#define TABLE(name)                                                                                \
    static const struct wire_struct name = {                                                       \
        name##_fields, sizeof name##_fields / sizeof *name##_fields, sizeof(struct name)}

#define MEMBER(member) ((struct OWNER *)0)->member
#define PLACE(member) offsetof(struct OWNER, member)
#define TYPE_OF(expression)                                                                        \
    _Generic((expression), bool                                                                    \
             : WIRE_BOOL, int8_t                                                                   \
             : WIRE_INT8, int16_t                                                                  \
             : WIRE_INT16, uint16_t                                                                \
             : WIRE_UINT16, int32_t                                                                \
             : WIRE_INT32, int64_t                                                                 \
             : WIRE_INT64, double                                                                  \
             : WIRE_FLOAT64, struct wire_uuid                                                      \
             : WIRE_UUID, const char *                                                             \
             : WIRE_STRING, struct wire_bytes                                                      \
             : WIRE_BYTES)

#endif
