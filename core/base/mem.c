/* Allocation that can't fail. A console that runs out of memory has nothing sensible left to do but
 * restore the terminal and stop, so callers never test for NULL. The handler is the program's only
 * process-wide hook: abort may come from any depth, where no context is at hand. */
#include "core/base/mem.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void (*oom_handler)(void);

void mem_set_oom_handler(void (*handler)(void))
{
    oom_handler = handler;
}

static _Noreturn void out_of_memory(void)
{
    void (*handler)(void) = oom_handler;
    oom_handler = NULL; /* the handler itself may run out */
    if (handler)
        handler();
    fputs("klamm: out of memory\n", stderr);
    abort();
}

static void *checked(void *p)
{
    if (!p)
        out_of_memory();
    return p;
}

void *xmalloc(size_t size)
{
    return checked(malloc(size ? size : 1));
}

void *xcalloc(size_t n, size_t size)
{
    return checked(calloc(n ? n : 1, size ? size : 1));
}

void *xrealloc(void *p, size_t n, size_t size)
{
    if (size && n > SIZE_MAX / size)
        out_of_memory();
    size_t total = n * size;
    return checked(realloc(p, total ? total : 1));
}

char *xstrdup(const char *s)
{
    return s ? xstrndup(s, strlen(s)) : NULL;
}

char *xstrndup(const char *s, size_t n)
{
    size_t len = strnlen(s, n);
    char *copy = xmalloc(len + 1);
    memcpy(copy, s, len);
    copy[len] = '\0';
    return copy;
}

char *xasprintf(const char *fmt, ...)
{
    va_list ap;
    char *s = NULL;
    va_start(ap, fmt);
    int len = vasprintf(&s, fmt, ap);
    va_end(ap);
    return checked(len < 0 ? NULL : s);
}
