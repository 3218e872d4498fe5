/* The one reader of all messages: walks a table and the bytes together. Everything here comes from
 * the network and may be wrong, by accident or on purpose; so lengths are compared with what is
 * left before anything is allocated, and the depth is that of the tables. Rules as in the readers
 * that Kafka generates (MessageDataGenerator.java), stricter where those accept two spellings of
 * one value. */
#include "core/wire/read.h"

#include "core/wire/field.h"

#include <stdarg.h>
#include <string.h>

enum { STRING_MAX = 0x7FFF }; /* Kafka's own limit, in every version */

struct reader {
    const struct wire_message *m;
    enum wire_side side;
    int version;
    bool flexible;
    const unsigned char *start, *at;
    const unsigned char *end;       /* of what may be used for the field: see read_elements */
    const struct wire_field *field; /* being read, for the message of an error */
    size_t unknown_tags;
    struct arena *arena;
    struct err *err;
};

static bool fail(struct reader *r, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

static bool fail(struct reader *r, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    err_vset(r->err, ERR_BROKER, fmt, ap);
    va_end(ap);
    return err_wrap(r->err, "%s %s version %d can't be read: byte %zu, %s", r->m->name,
                    r->side == WIRE_REQUEST ? "request" : "response", r->version,
                    (size_t)(r->at - r->start), r->field ? r->field->name : "end");
}

static size_t left(const struct reader *r)
{
    return (size_t)(r->end - r->at);
}

/* The next n bytes, NULL (and the error) when there are fewer. */
static const unsigned char *take(struct reader *r, size_t n)
{
    const unsigned char *p = r->at;
    if (n > left(r)) {
        fail(r, "%zu bytes expected, %zu left", n, left(r));
        return NULL;
    }
    r->at += n;
    return p;
}

static uint64_t big_endian(const unsigned char *p, size_t n)
{
    uint64_t v = 0;
    for (size_t i = 0; i < n; i++)
        v = v << 8 | p[i];
    return v;
}

static bool read_uvarint(struct reader *r, uint32_t *out)
{
    uint32_t v = 0;
    for (int shift = 0; shift <= 28; shift += 7) {
        const unsigned char *p = take(r, 1);
        if (!p)
            return false;
        if (shift == 28 && *p > 0x0F)
            return fail(r, "a number of more than 32 bits");
        v |= (uint32_t)(*p & 0x7F) << shift;
        if (!(*p & 0x80))
            break;
    }
    *out = v;
    return true;
}

/* The length before a string, bytes or list; −1 for null where that is allowed. `wide`: the bytes
 * it takes in versions that are not flexible. */
static bool read_length(struct reader *r, const struct wire_field *f, size_t wide, int32_t *out)
{
    int64_t n;
    if (r->flexible) {
        uint32_t v;
        if (!read_uvarint(r, &v))
            return false;
        n = (int64_t)v - 1;
    } else {
        const unsigned char *p = take(r, wide);
        if (!p)
            return false;
        n = wide == 2 ? (int16_t)big_endian(p, 2) : (int32_t)big_endian(p, 4);
    }
    if (n < -1 || n > INT32_MAX)
        return fail(r, "a length of %lld", (long long)n);
    if (n == -1 && (!f->nullable || r->version < f->nullable - 1))
        return fail(r, "null, which this version does not allow");
    *out = (int32_t)n;
    return true;
}

/* Zero bytes become C0 80: types.h. */
static const char *with_zeros(struct arena *a, const unsigned char *p, size_t n)
{
    size_t zeros = 0, at = 0;
    for (size_t i = 0; i < n; i++)
        zeros += p[i] == 0;
    char *s = arena_array(a, n + zeros + 1, 1);
    for (size_t i = 0; i < n; i++) {
        if (p[i] == 0) {
            s[at++] = '\xC0';
            s[at++] = '\x80';
        } else {
            s[at++] = (char)p[i];
        }
    }
    return s;
}

static bool read_string(struct reader *r, const struct wire_field *f, const char **out)
{
    int32_t n;
    const unsigned char *p;
    if (!read_length(r, f, 2, &n))
        return false;
    if (n > STRING_MAX)
        return fail(r, "a string of %d bytes", n);
    if (n <= 0) {
        *out = n < 0 ? NULL : "";
        return true;
    }
    p = take(r, (size_t)n);
    if (!p)
        return false;
    *out = memchr(p, 0, (size_t)n) ? with_zeros(r->arena, p, (size_t)n)
                                   : arena_strndup(r->arena, (const char *)p, (size_t)n);
    return true;
}

static bool read_bytes(struct reader *r, const struct wire_field *f, struct wire_bytes *out)
{
    int32_t n;
    const unsigned char *p;
    if (!read_length(r, f, 4, &n))
        return false;
    *out = (struct wire_bytes){.n = n};
    if (n <= 0)
        return true;
    p = take(r, (size_t)n);
    if (p)
        out->data = memcpy(arena_array(r->arena, (size_t)n, 1), p, (size_t)n);
    return p;
}

static bool read_fixed(struct reader *r, const struct wire_field *f, void *out)
{
    size_t n = wire_least(f, r->version, r->flexible);
    const unsigned char *p = take(r, n);
    uint64_t v;
    if (!p)
        return false;
    if (f->type == WIRE_UUID) {
        memcpy(out, p, n);
        return true;
    }
    v = big_endian(p, n);
    switch (f->type) {
    case WIRE_BOOL:
        *(bool *)out = v != 0; /* the protocol guide: any other value is true */
        break;
    case WIRE_INT8:
        *(int8_t *)out = (int8_t)v;
        break;
    case WIRE_INT16:
        *(int16_t *)out = (int16_t)v;
        break;
    case WIRE_UINT16:
        *(uint16_t *)out = (uint16_t)v;
        break;
    case WIRE_INT32:
        *(int32_t *)out = (int32_t)v;
        break;
    default:
        memcpy(out, &v, sizeof v); /* int64_t, double */
    }
    return true;
}

static bool read_struct(struct reader *r, const struct wire_struct *s, void *body, int depth);

/* The member stays NULL for null. */
static bool read_pointer(struct reader *r, const struct wire_field *f, void *out, int depth)
{
    const unsigned char *p = take(r, 1);
    void *body;
    if (!p)
        return false;
    if (*p == 0xFF)
        return (f->nullable && r->version >= f->nullable - 1) ||
               fail(r, "null, which this version does not allow");
    if (*p != 1)
        return fail(r, "neither null nor a struct: %d", *p);
    body = arena_alloc(r->arena, f->of->size);
    memcpy(out, &body, sizeof body);
    return read_struct(r, f->of, body, depth);
}

/* One value: that of a field which is no list, or an element. */
static bool read_value(struct reader *r, const struct wire_field *f, void *out, int depth)
{
    switch (f->type) {
    case WIRE_STRING:
        return read_string(r, f, out);
    case WIRE_BYTES:
        return read_bytes(r, f, out);
    case WIRE_STRUCT:
        return f->pointer ? read_pointer(r, f, out, depth) : read_struct(r, f->of, out, depth);
    default:
        return read_fixed(r, f, out);
    }
}

/* The end moves to where the elements behind the one being read must start at the latest. Else a list
 * in each first element could claim all bytes again, and memory for them. */
static bool read_elements(struct reader *r, const struct wire_field *f, int32_t n, char *items,
                          int depth)
{
    struct wire_field element = *f;
    size_t size = wire_size(f), least = wire_least(f, r->version, r->flexible);
    element.list = false;
    element.nullable = 0; /* the list may be null, its elements may not */
    r->end -= (size_t)n * least;
    for (int32_t i = 0; i < n; i++, items += size) {
        r->end += least;
        r->field = f;
        if (!read_value(r, &element, items, depth))
            return false;
    }
    return true;
}

static bool read_list(struct reader *r, const struct wire_field *f, void *out, int depth)
{
    struct wire_any any = {0};
    size_t least = wire_least(f, r->version, r->flexible);
    if (!read_length(r, f, 4, &any.n))
        return false;
    if (any.n > 0) {
        if ((size_t)any.n > left(r) / least)
            return fail(r, "%d elements of at least %zu bytes, %zu bytes left", any.n, least,
                        left(r));
        char *items = arena_array(r->arena, (size_t)any.n, wire_size(f));
        any.items = items;
        if (!read_elements(r, f, any.n, items, depth))
            return false;
    }
    memcpy(out, &any, sizeof any);
    return true;
}

static bool read_field(struct reader *r, const struct wire_field *f, void *body, int depth)
{
    void *member = (char *)body + f->at;
    r->field = f;
    return f->list ? read_list(r, f, member, depth) : read_value(r, f, member, depth);
}

/* What a field is that did not come: its default if the version has it, else unknown. */
static void set_absent(const struct wire_field *f, void *body, int version)
{
    void *member = (char *)body + f->at;
    if (f->list) {
        struct wire_any any = {NULL, wire_has(f, version) ? 0 : -1};
        memcpy(member, &any, sizeof any);
    } else if (f->type == WIRE_STRUCT && !f->pointer) {
        wire_preset(f->of, member);
    } else {
        wire_preset_number(f, member);
    }
}

static const struct wire_field *find_tag(const struct wire_struct *s, uint32_t tag, int version)
{
    for (size_t i = 0; i < s->n; i++)
        if (s->fields[i].tag && s->fields[i].tag - 1u == tag && wire_has(&s->fields[i], version))
            return &s->fields[i];
    return NULL;
}

static bool read_tagged(struct reader *r, const struct wire_field *f, size_t size, void *body,
                        int depth)
{
    const unsigned char *end = r->end;
    r->end = r->at + size;
    if (!read_field(r, f, body, depth))
        return false;
    r->field = f;
    if (r->at != r->end)
        return fail(r, "%zu bytes too many in a tagged field", left(r));
    r->end = end;
    return true;
}

static bool read_tags(struct reader *r, const struct wire_struct *s, void *body, int depth)
{
    uint32_t count, tag, size;
    int64_t last = -1;
    if (!read_uvarint(r, &count))
        return false;
    for (; count > 0; count--) {
        if (!read_uvarint(r, &tag) || !read_uvarint(r, &size))
            return false;
        if (tag <= last)
            return fail(r, "tagged field %u behind %u", tag, (unsigned)last);
        if (size > left(r))
            return fail(r, "a tagged field of %u bytes, %zu left", size, left(r));
        last = tag;
        const struct wire_field *f = find_tag(s, tag, r->version);
        if (f && !read_tagged(r, f, size, body, depth))
            return false;
        if (!f) {
            r->at += size;
            r->unknown_tags++;
        }
    }
    return true;
}

static bool read_struct(struct reader *r, const struct wire_struct *s, void *body, int depth)
{
    if (depth == WIRE_DEPTH)
        return fail(r, "nested too deeply");
    for (size_t i = 0; i < s->n; i++) {
        const struct wire_field *f = &s->fields[i];
        if (f->tag || !wire_has(f, r->version))
            set_absent(f, body, r->version);
        else if (!read_field(r, f, body, depth + 1))
            return false;
    }
    return !r->flexible || read_tags(r, s, body, depth + 1);
}

bool wire_read(const struct wire_message *m, enum wire_side side, int version, const void *data,
               size_t len, struct arena *arena, void *body, size_t *unknown_tags, struct err *err)
{
    struct reader r = {
        .m = m,
        .side = side,
        .version = version,
        .flexible = wire_flexible(m, version),
        .start = data,
        .at = data,
        .end = (const unsigned char *)data + len,
        .arena = arena,
        .err = err,
    };
    bool ok = wire_knows(m, version, err);
    memset(body, 0, m->body[side]->size);
    ok = ok && read_struct(&r, m->body[side], body, 0);
    if (ok && r.at != r.end) {
        r.field = NULL;
        ok = fail(&r, "%zu bytes too many", left(&r));
    }
    if (!ok)
        memset(body, 0, m->body[side]->size);
    if (unknown_tags)
        *unknown_tags = ok ? r.unknown_tags : 0;
    return ok;
}
