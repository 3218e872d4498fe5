/* Bodies as JSON, by the tables: names in camel case, bytes as base64, a UUID as Kafka writes it. So
 * a member with a wrong name, type, place or order shows when compared with Kafka's. */
#include "core/wire/field.h"
#include "tests/support/test.h"
#include "tests/unit/wire_vectors.h"

#include <ctype.h>
#include <jansson.h>
#include <string.h>

static json_t *base64(const unsigned char *p, size_t n, const char *last, bool padded)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    struct buf b;
    json_t *j;
    buf_init(&b, 0);
    for (size_t i = 0; i < n; i += 3) {
        size_t have = n - i < 3 ? n - i : 3;
        unsigned bits = (unsigned)p[i] << 16;
        bits |= have > 1 ? (unsigned)p[i + 1] << 8 : 0;
        bits |= have > 2 ? p[i + 2] : 0;
        for (size_t k = 0; k < 4; k++) {
            unsigned d = bits >> (18 - 6 * k) & 63;
            if (k <= have)
                buf_addc(&b, d < 62 ? digits[d] : last[d - 62]);
            else if (padded)
                buf_addc(&b, '=');
        }
    }
    j = json_string(buf_str(&b));
    buf_release(&b);
    return j;
}

/* C0 80 is a zero byte: core/wire/types.h. */
static json_t *string(const char *s)
{
    struct buf b;
    json_t *j;
    if (!s)
        return json_null();
    buf_init(&b, 0);
    for (; *s; s++) {
        bool zero = strncmp(s, "\xC0\x80", 2) == 0;
        buf_addc(&b, zero ? '\0' : *s);
        s += zero;
    }
    j = json_stringn(buf_str(&b), b.len);
    buf_release(&b);
    return j;
}

static json_t *of_struct(const struct wire_struct *s, int version, const void *body);

static json_t *value(const struct wire_field *f, int version, const void *at)
{
    const struct wire_bytes *bytes = at;
    const void *to;
    switch (f->type) {
    case WIRE_BOOL:
        return json_boolean(*(const bool *)at);
    case WIRE_INT8:
        return json_integer(*(const int8_t *)at);
    case WIRE_INT16:
        return json_integer(*(const int16_t *)at);
    case WIRE_UINT16:
        return json_integer(*(const uint16_t *)at);
    case WIRE_INT32:
        return json_integer(*(const int32_t *)at);
    case WIRE_INT64:
        return json_integer(*(const int64_t *)at);
    case WIRE_FLOAT64:
        return json_real(*(const double *)at);
    case WIRE_UUID:
        return base64(at, sizeof(struct wire_uuid), "-_", false);
    case WIRE_STRING:
        return string(*(const char *const *)at);
    case WIRE_BYTES:
        return bytes->n < 0 ? json_null() : base64(bytes->data, (size_t)bytes->n, "+/", true);
    default:
        to = at;
        if (f->pointer)
            memcpy(&to, at, sizeof to);
        return to ? of_struct(f->of, version, to) : json_null();
    }
}

static json_t *member(const struct wire_field *f, int version, const char *at)
{
    struct wire_any any;
    json_t *list;
    if (!f->list)
        return value(f, version, at);
    memcpy(&any, at, sizeof any);
    if (any.n < 0)
        return json_null();
    list = json_array();
    for (int32_t i = 0; i < any.n; i++)
        json_array_append_new(
            list, value(f, version, (const char *)any.items + (size_t)i * wire_size(f)));
    return list;
}

void wire_camel(char *to, size_t size, const char *from)
{
    size_t n = 0;
    for (bool up = false; *from && n + 1 < size; from++) {
        if (*from != '_')
            to[n++] = up ? (char)toupper(*from) : *from;
        up = *from == '_';
    }
    to[n] = '\0';
}

/* Kafka's converters leave a tagged field out that has its default. */
static bool is_default(const struct wire_field *f, const json_t *j)
{
    if (f->list)
        return json_array_size(j) == 0;
    return json_is_boolean(j) ? json_is_true(j) == (f->preset != 0)
                              : json_integer_value(j) == f->preset;
}

static json_t *of_struct(const struct wire_struct *s, int version, const void *body)
{
    json_t *o = json_object();
    for (size_t i = 0; i < s->n; i++) {
        const struct wire_field *f = &s->fields[i];
        char name[64];
        json_t *j;
        if (!wire_has(f, version))
            continue;
        j = member(f, version, (const char *)body + f->at);
        wire_camel(name, sizeof name, f->name);
        assert_null(json_object_get(o, name));
        if (f->tag && is_default(f, j))
            json_decref(j);
        else
            json_object_set_new(o, name, j);
    }
    return o;
}

json_t *wire_json(const struct wire_message *m, enum wire_side side, int version, const void *body)
{
    return of_struct(m->body[side], version, body);
}
