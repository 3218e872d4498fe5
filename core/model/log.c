/* The bounded log of messages. Everything that has something to say to the operator writes here;
 * the oldest lines give way. Text is made display-safe on entry, so readers may print it as it
 * is. */
#include "core/model/log.h"

#include "core/base/arena.h"
#include "core/base/clock.h"
#include "core/base/mem.h"
#include "core/base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LINE_MAX_BYTES = 4096 };

void log_init(struct log *l, size_t cap)
{
    *l = (struct log){.cap = cap ? cap : 1, .next_seq = 1};
    l->ring = xcalloc(l->cap, sizeof *l->ring);
}

void log_release(struct log *l)
{
    for (size_t i = 0; i < l->cap; i++)
        free(l->ring[i].text);
    free(l->ring);
    *l = (struct log){0};
}

static struct log_entry *next_slot(struct log *l)
{
    if (l->len < l->cap)
        return &l->ring[(l->head + l->len++) % l->cap];
    struct log_entry *oldest = &l->ring[l->head];
    l->head = (l->head + 1) % l->cap;
    return oldest;
}

__attribute__((format(printf, 1, 0))) static char *safe_line(const char *fmt, va_list ap)
{
    char *line = xmalloc(LINE_MAX_BYTES);
    int n = vsnprintf(line, LINE_MAX_BYTES, fmt, ap);
    size_t len = n < 0 ? 0 : strnlen(line, LINE_MAX_BYTES);
    struct arena a;
    arena_init(&a);
    char *safe = xstrdup(text_visible(&a, line, len));
    arena_release(&a);
    free(line);
    return safe;
}

void log_add(struct log *l, enum severity sev, const char *source, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    char *text = safe_line(fmt, ap);
    va_end(ap);

    struct log_entry *e = next_slot(l);
    free(e->text);
    *e = (struct log_entry){
        .seq = l->next_seq++, .wall_ms = clock_wall_ms(), .sev = sev, .text = text};
    snprintf(e->source, sizeof e->source, "%s", source ? source : "klamm");
}

const struct log_entry *log_at(const struct log *l, size_t i)
{
    return i < l->len ? &l->ring[(l->head + i) % l->cap] : NULL;
}

const struct log_entry *log_last(const struct log *l)
{
    return l->len ? log_at(l, l->len - 1) : NULL;
}
