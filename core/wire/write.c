/* The one writer of all messages: the mirror of read.c. What it writes is, byte for byte, what
 * Kafka's own classes write for the same values. Tagged fields are written if they differ from
 * their default; those that a response had and the table lacks are not kept. */
#include "core/wire/write.h"

#include "core/wire/field.h"

#include <string.h>

enum { STRING_MAX = 0x7FFF }; /* Kafka's own limit, in every version */

struct writer {
    const struct wire_message *m;
    int version;
    bool flexible;
    struct buf *out;
    struct err *err;
};

static bool refuse(const struct writer *w, const struct wire_field *f, const char *why)
{
    return err_set(w->err, ERR_USAGE, "%s version %d can't be written: %s %s", w->m->name,
                   w->version, f->name, why);
}

static void write_big_endian(struct writer *w, uint64_t v, size_t n)
{
    while (n-- > 0)
        buf_addc(w->out, (char)(v >> (8 * n)));
}

static void write_uvarint(struct writer *w, uint32_t v)
{
    for (; v >= 0x80; v >>= 7)
        buf_addc(w->out, (char)(v | 0x80));
    buf_addc(w->out, (char)v);
}

/* n −1: null. `wide`: the bytes it takes in versions that are not flexible. */
static bool write_length(struct writer *w, const struct wire_field *f, int32_t n, size_t wide)
{
    if (n < 0 && (!f->nullable || w->version < f->nullable - 1))
        return refuse(w, f, "is missing");
    if (w->flexible)
        write_uvarint(w, (uint32_t)(n < 0 ? 0 : n + 1u));
    else
        write_big_endian(w, (uint64_t)(n < 0 ? -1 : n), wide);
    return true;
}

/* C0 80 is a zero byte on the wire: types.h. */
static bool write_string(struct writer *w, const struct wire_field *f, const char *s)
{
    size_t n = s ? strlen(s) : 0, zeros = 0;
    for (const char *p = s; p && (p = strstr(p, "\xC0\x80")); p += 2)
        zeros++;
    if (n - zeros > STRING_MAX)
        return refuse(w, f, "is longer than 32,767 bytes");
    if (!write_length(w, f, s ? (int32_t)(n - zeros) : -1, 2))
        return false;
    for (; zeros > 0; zeros--) {
        const char *p = strstr(s, "\xC0\x80");
        buf_add(w->out, s, (size_t)(p - s));
        buf_addc(w->out, '\0');
        s = p + 2;
    }
    if (s)
        buf_adds(w->out, s);
    return true;
}

static bool write_bytes(struct writer *w, const struct wire_field *f, const struct wire_bytes *b)
{
    if (!write_length(w, f, b->n, 4))
        return false;
    if (b->n > 0)
        buf_add(w->out, b->data, (size_t)b->n);
    return true;
}

static void write_fixed(struct writer *w, const struct wire_field *f, const void *member)
{
    uint64_t v;
    switch (f->type) {
    case WIRE_BOOL:
        v = *(const bool *)member;
        break;
    case WIRE_INT8:
        v = (uint8_t) * (const int8_t *)member;
        break;
    case WIRE_INT16:
    case WIRE_UINT16:
        v = *(const uint16_t *)member;
        break;
    case WIRE_INT32:
        v = *(const uint32_t *)member;
        break;
    case WIRE_UUID:
        buf_add(w->out, member, sizeof(struct wire_uuid));
        return;
    default:
        memcpy(&v, member, sizeof v); /* int64_t, double */
    }
    write_big_endian(w, v, wire_least(f, w->version, w->flexible));
}

static bool write_struct(struct writer *w, const struct wire_struct *s, const void *body);

static const void *pointer_at(const void *member)
{
    const void *p;
    memcpy(&p, member, sizeof p);
    return p;
}

static bool write_pointer(struct writer *w, const struct wire_field *f, const void *to)
{
    if (!to && (!f->nullable || w->version < f->nullable - 1))
        return refuse(w, f, "is missing");
    buf_addc(w->out, to ? 1 : -1);
    return !to || write_struct(w, f->of, to);
}

/* One value: that of a field which is no list, or an element. */
static bool write_value(struct writer *w, const struct wire_field *f, const void *member)
{
    switch (f->type) {
    case WIRE_STRING:
        return write_string(w, f, *(const char *const *)member);
    case WIRE_BYTES:
        return write_bytes(w, f, member);
    case WIRE_STRUCT:
        return f->pointer ? write_pointer(w, f, pointer_at(member))
                          : write_struct(w, f->of, member);
    default:
        write_fixed(w, f, member);
        return true;
    }
}

static bool write_field(struct writer *w, const struct wire_field *f, const void *member)
{
    struct wire_field element = *f;
    struct wire_any any;
    size_t size = wire_size(f);
    if (!f->list)
        return write_value(w, f, member);
    memcpy(&any, member, sizeof any);
    if (!write_length(w, f, any.n, 4))
        return false;
    element.list = false;
    element.nullable = 0; /* the list may be null, its elements may not */
    for (int32_t i = 0; i < any.n; i++)
        if (!write_value(w, &element, (const char *)any.items + (size_t)i * size))
            return false;
    return true;
}

static bool is_preset(const struct wire_field *f, const void *member)
{
    struct wire_any any;
    const char *s;
    union {
        int64_t number;
        struct wire_uuid uuid;
    } preset = {.uuid = {{0}}};
    if (f->list) {
        memcpy(&any, member, sizeof any);
        return any.n <= 0;
    }
    if (f->pointer)
        return !pointer_at(member);
    if (f->type == WIRE_STRING) {
        s = pointer_at(member);
        return !s || !*s;
    }
    if (f->type == WIRE_BYTES)
        return ((const struct wire_bytes *)member)->n <= 0;
    wire_preset_number(f, &preset);
    return memcmp(member, &preset, wire_size(f)) == 0;
}

static bool write_tags(struct writer *w, const struct wire_struct *s, const void *body)
{
    struct buf *out = w->out;
    uint32_t count = 0;
    bool ok = true;
    for (size_t i = 0; i < s->n; i++)
        count += s->fields[i].tag && wire_has(&s->fields[i], w->version) &&
                 !is_preset(&s->fields[i], (const char *)body + s->fields[i].at);
    write_uvarint(w, count);
    for (size_t i = 0; i < s->n && count > 0 && ok; i++) {
        const struct wire_field *f = &s->fields[i];
        const void *member = (const char *)body + f->at;
        struct buf own;
        if (!f->tag || !wire_has(f, w->version) || is_preset(f, member))
            continue;
        buf_init(&own, 0);
        w->out = &own;
        ok = write_field(w, f, member);
        w->out = out;
        write_uvarint(w, f->tag - 1u);
        write_uvarint(w, (uint32_t)own.len);
        buf_add(out, buf_str(&own), own.len);
        buf_release(&own);
    }
    return ok;
}

static bool write_struct(struct writer *w, const struct wire_struct *s, const void *body)
{
    for (size_t i = 0; i < s->n; i++) {
        const struct wire_field *f = &s->fields[i];
        const void *member = (const char *)body + f->at;
        if (!wire_has(f, w->version)) {
            if (!f->ignorable && !is_preset(f, member))
                return err_set(w->err, ERR_UNSUPPORTED, "%s version %d has no %s", w->m->name,
                               w->version, f->name);
        } else if (!f->tag && !write_field(w, f, member)) {
            return false;
        }
    }
    return !w->flexible || write_tags(w, s, body);
}

bool wire_write(const struct wire_message *m, enum wire_side side, int version, const void *body,
                struct buf *out, struct err *err)
{
    size_t start = out->len;
    struct writer w = {
        .m = m,
        .version = version,
        .flexible = wire_flexible(m, version),
        .out = out,
        .err = err,
    };
    if (!wire_knows(m, version, err))
        return false;
    if (write_struct(&w, m->body[side], body))
        return true;
    buf_erase(out, start, out->len - start);
    return false;
}
