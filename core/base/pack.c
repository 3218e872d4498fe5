/* Byte coding of our own binary files. Reading never goes past the end and never trusts a count. */
#include "core/base/pack.h"

#include <string.h>

void pack_uint(struct buf *b, uint64_t v)
{
    while (v >= 0x80) {
        buf_addc(b, (char)(v | 0x80));
        v >>= 7;
    }
    buf_addc(b, (char)v);
}

void pack_int(struct buf *b, int64_t v)
{
    uint64_t u = (uint64_t)v << 1;
    pack_uint(b, v < 0 ? ~u : u);
}

void pack_u32(struct buf *b, uint32_t v)
{
    for (int i = 0; i < 4; i++)
        buf_addc(b, (char)(v >> 8 * i));
}

void pack_float(struct buf *b, double v)
{
    float f = (float)v;
    uint32_t bits;
    memcpy(&bits, &f, sizeof bits);
    pack_u32(b, bits);
}

void pack_text(struct buf *b, const char *s)
{
    size_t len = strlen(s);
    pack_uint(b, len);
    buf_add(b, s, len);
}

static bool has(struct unpack *u, size_t n)
{
    if (!u->bad && (size_t)(u->end - u->at) >= n)
        return true;
    u->bad = true;
    return false;
}

uint64_t unpack_uint(struct unpack *u)
{
    uint64_t v = 0;
    for (int shift = 0; shift < 64; shift += 7) {
        if (!has(u, 1))
            return 0;
        unsigned char c = *u->at++;
        v |= (uint64_t)(c & 0x7f) << shift;
        if (!(c & 0x80))
            return v;
    }
    u->bad = true;
    return 0;
}

int64_t unpack_int(struct unpack *u)
{
    uint64_t v = unpack_uint(u);
    return (int64_t)(v & 1 ? ~(v >> 1) : v >> 1);
}

uint32_t unpack_u32(struct unpack *u)
{
    uint32_t v = 0;
    if (!has(u, 4))
        return 0;
    for (int i = 0; i < 4; i++)
        v |= (uint32_t)*u->at++ << 8 * i;
    return v;
}

double unpack_float(struct unpack *u)
{
    uint32_t bits = unpack_u32(u);
    float f;
    memcpy(&f, &bits, sizeof f);
    return f;
}

size_t unpack_count(struct unpack *u, size_t size)
{
    uint64_t n = unpack_uint(u);
    if (u->bad || n > (size_t)(u->end - u->at) / (size ? size : 1)) {
        u->bad = true;
        return 0;
    }
    return (size_t)n;
}

bool unpack_text(struct unpack *u, char *dst, size_t max)
{
    size_t len = unpack_count(u, 1);
    dst[0] = '\0';
    if (u->bad || len >= max || memchr(u->at, '\0', len)) {
        u->bad = true;
        return false;
    }
    memcpy(dst, u->at, len);
    dst[len] = '\0';
    u->at += len;
    return true;
}

uint32_t pack_crc(uint32_t crc, const void *data, size_t len)
{
    uint32_t table[256];
    for (uint32_t i = 0; i < 256; i++) {
        uint32_t c = i;
        for (int k = 0; k < 8; k++)
            c = c & 1 ? 0xedb88320u ^ c >> 1 : c >> 1;
        table[i] = c;
    }
    crc = ~crc;
    for (const unsigned char *p = data, *end = p + len; p < end; p++)
        crc = table[(crc ^ *p) & 0xff] ^ crc >> 8;
    return ~crc;
}
