#include "cli/say.h"

#include "cli/cli.h"
#include "core/base/arena.h"
#include "core/base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void cli_say(const char *fmt, ...)
{
    char line[2048];
    struct arena a;
    va_list ap;
    va_start(ap, fmt);
    int n = vsnprintf(line, sizeof line, fmt, ap);
    va_end(ap);
    arena_init(&a);
    fprintf(stderr, "klamm: %s\n", text_visible(&a, line, n < 0 ? 0 : strlen(line)));
    arena_release(&a);
}

int cli_fail(const struct err *err)
{
    cli_say("%s", err->msg);
    switch (err->kind) {
    case ERR_USAGE:
    case ERR_CONFIG:
        return CLI_USAGE;
    case ERR_RESOLVE:
    case ERR_REFUSED:
    case ERR_TLS:
    case ERR_AUTH:
    case ERR_TIMEOUT:
    case ERR_UNREACHABLE:
        return CLI_UNREACHABLE;
    case ERR_GUARD:
        return CLI_GUARD;
    case ERR_NONE:
    case ERR_DENIED:
    case ERR_BROKER:
    case ERR_NOT_FOUND:
    case ERR_UNSUPPORTED:
    case ERR_IO:
    case ERR_CANCELLED:
    case ERR_NOT_READY:
        break;
    }
    return CLI_REFUSED;
}
