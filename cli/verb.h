/* Every verb of the register as a command: plan, show, confirm, send, read back. */
#ifndef KLAMM_CLI_VERB_H
#define KLAMM_CLI_VERB_H

#include "core/action/action.h"
#include "core/config/options.h"

/* args[0] is the verb's name. Returns an enum cli_exit; has said on stderr what is wrong. */
int verb_run(const struct action *a, const struct options *o, const char *const *args,
             size_t nargs);

#endif
