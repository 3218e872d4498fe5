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

/* A nibble at a time: a table for whole bytes would have to be made, or stand here. */
uint32_t pack_crc(uint32_t crc, const void *data, size_t len)
{
    static const uint32_t nibble[16] = {0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac,
                                        0x76dc4190, 0x6b6b51f4, 0x4db26158, 0x5005713c,
                                        0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c,
                                        0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c};
    crc = ~crc;
    for (const unsigned char *p = data, *end = p + len; p < end; p++) {
        crc ^= *p;
        crc = crc >> 4 ^ nibble[crc & 15];
        crc = crc >> 4 ^ nibble[crc & 15];
    }
    return ~crc;
}
