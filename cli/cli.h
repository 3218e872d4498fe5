/* The command line without a screen: the same resources and actions. The entry point calls cli_main
 * when a command was given. */
#ifndef KLAMM_CLI_CLI_H
#define KLAMM_CLI_CLI_H

#include "core/config/options.h"

/* Exit codes, for scripts. */
enum cli_exit {
    CLI_DONE = 0,
    CLI_REFUSED = 1,     /* by the broker, or done in part */
    CLI_USAGE = 2,       /* wrong usage: nothing was sent */
    CLI_UNREACHABLE = 3, /* no connection, or no answer in time */
    CLI_GUARD = 4,       /* klamm itself refused */
};

/* Runs the command of o->args (or --help, --version); returns the exit code. Results go to stdout,
 * everything else to stderr. */
int cli_main(const struct options *o);

#endif
