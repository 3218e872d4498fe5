/* Reads one option of a command. */
#ifndef KLAMM_CLI_COMMAND_OPTION_H
#define KLAMM_CLI_COMMAND_OPTION_H

#include "core/base/err.h"

#include <stdbool.h>
#include <stddef.h>

/* An option of a command: --name VALUE or --name=VALUE, -x VALUE or -xVALUE. Moves *i over what it
 * took. *value is NULL for a flag. False: not this option. A missing value fills err. */
struct command_option {
    char letter; /* 0: none */
    const char *name;
    bool takes_value;
};
bool command_take_option(const struct command_option *opt, const char *const *args, size_t nargs,
                         size_t *i, const char **value, struct err *err);

#endif
