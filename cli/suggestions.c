#include "cli/suggestions.h"

#include "core/base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void suggest_init(struct suggestions *c, const char *typed)
{
    *c = (struct suggestions){.typed = typed};
    arena_init(&c->arena);
}

void suggest_release(struct suggestions *c)
{
    vec_release(&c->v);
    arena_release(&c->arena);
}

void suggest_add(struct suggestions *c, const char *value, const char *help)
{
    size_t n = strlen(c->typed);
    if (strncmp(value, c->typed, n) != 0 || !text_is_plain(value, strlen(value)))
        return;
    struct suggestion one = {arena_strdup(&c->arena, value),
                             help ? arena_strdup(&c->arena, help) : ""};
    vec_push(&c->v, one);
}

void suggest_addf(struct suggestions *c, const char *help, const char *fmt, ...)
{
    char value[512];
    va_list ap;
    va_start(ap, fmt);
    int n = vsnprintf(value, sizeof value, fmt, ap);
    va_end(ap);
    if (n >= 0 && (size_t)n < sizeof value)
        suggest_add(c, value, help);
}
