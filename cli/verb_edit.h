/* The arguments of a verb through the person's editor. */
#ifndef KLAMM_CLI_VERB_EDIT_H
#define KLAMM_CLI_VERB_EDIT_H

#include "cli/connect.h"
#include "core/action/action.h"

/* What the document requests (args_free). NULL with err: nothing (ERR_CANCELLED, with the reason),
 * or it failed. */
struct args *verb_edit(struct connection *x, const struct action *a, const struct args *args,
                       struct err *err);

#endif
