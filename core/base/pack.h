/* Numbers and texts as bytes for files of our own: variable length, checked when read. */
#ifndef KLAMM_CORE_BASE_PACK_H
#define KLAMM_CORE_BASE_PACK_H

#include "core/base/buf.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

void pack_uint(struct buf *b, uint64_t v); /* 7 bits a byte */
void pack_int(struct buf *b, int64_t v);   /* small magnitudes are short */
void pack_float(struct buf *b, double v);  /* 4 bytes, about 7 digits; NAN stays NAN */
void pack_text(struct buf *b, const char *s);
void pack_u32(struct buf *b, uint32_t v); /* 4 bytes, little end first */

/* Reading: after the first thing that is not there all reads give 0 and bad is set. */
struct unpack {
    const unsigned char *at, *end;
    bool bad;
};
uint64_t unpack_uint(struct unpack *u);
int64_t unpack_int(struct unpack *u);
double unpack_float(struct unpack *u);
uint32_t unpack_u32(struct unpack *u);
/* A count of things of at least `size` bytes each: more than there is room for is bad. */
size_t unpack_count(struct unpack *u, size_t size);
/* Up to max − 1 bytes; false (and bad) when it does not fit or has a NUL in it. */
bool unpack_text(struct unpack *u, char *dst, size_t max);

/* CRC-32 as zlib's; begin with 0. */
uint32_t pack_crc(uint32_t crc, const void *data, size_t len);

#endif
