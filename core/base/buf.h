/* Growable byte string, always NUL-terminated, with an optional upper bound. */
#ifndef KLAMM_CORE_BASE_BUF_H
#define KLAMM_CORE_BASE_BUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

struct buf {
    char *data; /* NULL until the first byte; use buf_str() to read */
    size_t len;
    size_t cap;
    size_t max; /* 0: unbounded */
    bool full;  /* something was dropped because of max */
};

void buf_init(struct buf *b, size_t max);
void buf_release(struct buf *b);
void buf_clear(struct buf *b); /* keeps the memory */
void buf_add(struct buf *b, const void *data, size_t len);
void buf_addc(struct buf *b, char c);
void buf_adds(struct buf *b, const char *s);
void buf_addf(struct buf *b, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void buf_insert(struct buf *b, size_t at, const void *data, size_t len);
void buf_erase(struct buf *b, size_t at, size_t len);
const char *buf_str(const struct buf *b); /* "" when empty; valid until the next change */
char *buf_take(struct buf *b);            /* caller frees; the buffer is empty afterwards */

#endif
