/* klamm help VERB. */
#ifndef KLAMM_CLI_VERB_HELP_H
#define KLAMM_CLI_VERB_HELP_H

#include "core/action/action.h"

/* How the verb is used, with examples and all its parameters. */
void verb_explain(struct buf *out, size_t width, const struct action *a);

#endif
