/* Growable byte string. With a maximum it drops what does not fit and remembers that in `full`, so
 * that a caller who reads from outside can bound its memory and still say that something is
 * missing. */
#include "core/base/buf.h"

#include "core/base/mem.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void buf_init(struct buf *b, size_t max)
{
    *b = (struct buf){.max = max};
}

void buf_release(struct buf *b)
{
    free(b->data);
    buf_init(b, b->max);
}

void buf_clear(struct buf *b)
{
    b->len = 0;
    b->full = false;
    if (b->data)
        b->data[0] = '\0';
}

/* Bytes of `want` that may be added; room for them and the NUL exists afterwards. */
static size_t make_room(struct buf *b, size_t want)
{
    if (b->max && want > b->max - b->len) {
        want = b->max - b->len;
        b->full = true;
    }
    if (want > SIZE_MAX / 4 - b->len)
        xrealloc(NULL, SIZE_MAX, 2); /* aborts */
    size_t need = b->len + want + 1;
    if (need > b->cap) {
        size_t cap = b->cap ? b->cap * 2 : 64;
        b->cap = cap < need ? need : cap;
        b->data = xrealloc(b->data, b->cap, 1);
    }
    return want;
}

void buf_insert(struct buf *b, size_t at, const void *data, size_t len)
{
    if (len == 0)
        return;
    if (at > b->len)
        at = b->len;
    len = make_room(b, len);
    memmove(b->data + at + len, b->data + at, b->len - at);
    memcpy(b->data + at, data, len);
    b->len += len;
    b->data[b->len] = '\0';
}

void buf_add(struct buf *b, const void *data, size_t len)
{
    buf_insert(b, b->len, data, len);
}

void buf_addc(struct buf *b, char c)
{
    buf_add(b, &c, 1);
}

void buf_adds(struct buf *b, const char *s)
{
    buf_add(b, s, strlen(s));
}

void buf_addf(struct buf *b, const char *fmt, ...)
{
    char small[256];
    va_list ap;
    va_start(ap, fmt);
    int len = vsnprintf(small, sizeof small, fmt, ap);
    va_end(ap);
    if (len < 0)
        return;
    if ((size_t)len < sizeof small) {
        buf_add(b, small, (size_t)len);
        return;
    }
    char *big = xmalloc((size_t)len + 1);
    va_start(ap, fmt);
    vsnprintf(big, (size_t)len + 1, fmt, ap);
    va_end(ap);
    buf_add(b, big, (size_t)len);
    free(big);
}

void buf_erase(struct buf *b, size_t at, size_t len)
{
    if (at >= b->len)
        return;
    if (len > b->len - at)
        len = b->len - at;
    memmove(b->data + at, b->data + at + len, b->len - at - len);
    b->len -= len;
    b->data[b->len] = '\0';
}

const char *buf_str(const struct buf *b)
{
    return b->data ? b->data : "";
}

char *buf_take(struct buf *b)
{
    char *s = b->data ? b->data : xstrdup("");
    buf_init(b, b->max);
    return s;
}
