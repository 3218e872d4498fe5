/* What can be said of a field from its row alone: whether a version has it, sizes, defaults. */
#include "core/wire/field.h"

#include <string.h>

bool wire_has(const struct wire_field *f, int version)
{
    return version >= f->since && (!f->gone || version < f->gone);
}

void wire_preset(const struct wire_struct *s, void *body)
{
    memset(body, 0, s->size);
    for (size_t i = 0; i < s->n; i++) {
        const struct wire_field *f = &s->fields[i];
        char *member = (char *)body + f->at;
        if (f->list || f->pointer)
            continue;
        if (f->type == WIRE_STRUCT)
            wire_preset(f->of, member);
        else
            wire_preset_number(f, member);
    }
}

void wire_preset_number(const struct wire_field *f, void *member)
{
    switch (f->type) {
    case WIRE_BOOL:
        *(bool *)member = f->preset != 0;
        break;
    case WIRE_INT8:
        *(int8_t *)member = (int8_t)f->preset;
        break;
    case WIRE_INT16:
    case WIRE_UINT16:
        *(int16_t *)member = (int16_t)f->preset;
        break;
    case WIRE_INT32:
        *(int32_t *)member = (int32_t)f->preset;
        break;
    case WIRE_INT64:
        *(int64_t *)member = f->preset;
        break;
    default:
        break;
    }
}

size_t wire_size(const struct wire_field *f)
{
    static const unsigned char sizes[] = {
        [WIRE_BOOL] = sizeof(bool),           [WIRE_INT8] = sizeof(int8_t),
        [WIRE_INT16] = sizeof(int16_t),       [WIRE_UINT16] = sizeof(uint16_t),
        [WIRE_INT32] = sizeof(int32_t),       [WIRE_INT64] = sizeof(int64_t),
        [WIRE_FLOAT64] = sizeof(double),      [WIRE_UUID] = sizeof(struct wire_uuid),
        [WIRE_STRING] = sizeof(const char *), [WIRE_BYTES] = sizeof(struct wire_bytes),
    };
    return f->type == WIRE_STRUCT ? f->of->size : sizes[f->type];
}

static size_t least_struct(const struct wire_struct *s, int version, bool flexible)
{
    size_t sum = flexible; /* the count of tagged fields */
    for (size_t i = 0; i < s->n; i++) {
        const struct wire_field *f = &s->fields[i];
        if (f->tag || !wire_has(f, version))
            continue;
        sum += f->list ? (flexible ? 1 : 4) : wire_least(f, version, flexible);
    }
    return sum ? sum : 1;
}

size_t wire_least(const struct wire_field *f, int version, bool flexible)
{
    static const unsigned char fixed[] = {
        [WIRE_BOOL] = 1,  [WIRE_INT8] = 1,  [WIRE_INT16] = 2,   [WIRE_UINT16] = 2,
        [WIRE_INT32] = 4, [WIRE_INT64] = 8, [WIRE_FLOAT64] = 8, [WIRE_UUID] = 16,
    };
    switch (f->type) {
    case WIRE_STRING:
        return flexible ? 1 : 2;
    case WIRE_BYTES:
        return flexible ? 1 : 4;
    case WIRE_STRUCT:
        return f->pointer ? 1 : least_struct(f->of, version, flexible);
    default:
        return fixed[f->type];
    }
}
