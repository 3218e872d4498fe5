/* Filling struct err. The sentence is formatted outside the target first, because callers wrap a
 * message with parts of itself. */
#include "core/base/err.h"

#include <stdio.h>
#include <string.h>

static const char ellipsis[] = "…";

/* Cuts at a character boundary so that the ellipsis fits; dst holds `size` bytes, all used. */
static void cut(char *dst, size_t size)
{
    size_t at = size - sizeof ellipsis;
    while (at > 0 && ((unsigned char)dst[at] & 0xC0) == 0x80)
        at--;
    memcpy(dst + at, ellipsis, sizeof ellipsis);
}

static void format(char *dst, size_t size, const char *fmt, va_list ap)
    __attribute__((format(printf, 3, 0)));

static void format(char *dst, size_t size, const char *fmt, va_list ap)
{
    int len = vsnprintf(dst, size, fmt, ap);
    if (len < 0)
        dst[0] = '\0';
    else if ((size_t)len >= size)
        cut(dst, size);
}

bool err_vset(struct err *e, enum err_kind kind, const char *fmt, va_list ap)
{
    if (!e)
        return false;
    char msg[sizeof e->msg];
    format(msg, sizeof msg, fmt, ap);
    e->kind = kind;
    e->code = 0;
    e->unsent = false;
    memcpy(e->msg, msg, sizeof msg);
    return false;
}

bool err_set(struct err *e, enum err_kind kind, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    err_vset(e, kind, fmt, ap);
    va_end(ap);
    return false;
}

bool err_wrap(struct err *e, const char *fmt, ...)
{
    if (!e)
        return false;
    char msg[sizeof e->msg];
    va_list ap;
    va_start(ap, fmt);
    format(msg, sizeof msg, fmt, ap);
    va_end(ap);
    size_t len = strlen(msg);
    int rest = snprintf(msg + len, sizeof msg - len, ": %s", e->msg);
    if (rest < 0 || len + (size_t)rest >= sizeof msg)
        cut(msg, sizeof msg);
    memcpy(e->msg, msg, sizeof msg);
    return false;
}

void err_clear(struct err *e)
{
    if (e)
        *e = (struct err){0};
}

const char *err_kind_name(enum err_kind kind)
{
    static const char *const names[] = {
        [ERR_NONE] = "ok",
        [ERR_USAGE] = "usage",
        [ERR_CONFIG] = "config",
        [ERR_RESOLVE] = "resolve",
        [ERR_REFUSED] = "refused",
        [ERR_TLS] = "tls",
        [ERR_AUTH] = "auth",
        [ERR_TIMEOUT] = "timeout",
        [ERR_UNREACHABLE] = "unreachable",
        [ERR_DENIED] = "denied",
        [ERR_BROKER] = "broker",
        [ERR_GUARD] = "guard",
        [ERR_NOT_FOUND] = "not-found",
        [ERR_UNSUPPORTED] = "unsupported",
        [ERR_IO] = "io",
        [ERR_CANCELLED] = "cancelled",
        [ERR_NOT_READY] = "not-ready",
    };
    size_t n = sizeof names / sizeof names[0];
    return (size_t)kind < n && names[kind] ? names[kind] : "unknown";
}
