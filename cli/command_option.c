#include "cli/command_option.h"

#include <string.h>

/* The value behind the option's name, when arg is this option; "" when it is in the next word. */
static const char *option_tail(const struct command_option *opt, const char *arg)
{
    if (arg[0] != '-')
        return NULL;
    if (arg[1] != '-')
        return opt->letter && arg[1] == opt->letter ? arg + 2 : NULL;
    size_t len = strlen(opt->name);
    if (strncmp(arg + 2, opt->name, len) != 0)
        return NULL;
    return arg[2 + len] == '=' || !arg[2 + len] ? arg + 2 + len : NULL;
}

bool command_take_option(const struct command_option *opt, const char *const *args, size_t nargs,
                         size_t *i, const char **value, struct err *err)
{
    const char *tail = option_tail(opt, args[*i]);
    if (!tail)
        return false;
    *value = NULL;
    if (*tail == '=')
        *value = tail + 1;
    else if (*tail)
        *value = tail;
    if (!opt->takes_value) {
        if (*value)
            err_set(err, ERR_USAGE, "--%s takes no value", opt->name);
        return true;
    }
    if (!*value && *i + 1 < nargs)
        *value = args[++*i];
    if (!*value)
        err_set(err, ERR_USAGE, "--%s needs a value", opt->name);
    return true;
}
