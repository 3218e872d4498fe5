/* klamm undo without an id. */
#ifndef KLAMM_CLI_VERB_UNDO_H
#define KLAMM_CLI_VERB_UNDO_H

#include "cli/connect.h"
#include "core/action/line.h"

/* Does the line leave out which change is to be undone? */
bool verb_undo_open(const struct line *l);
/* Before anything is connected. Only a person may take "the last" for an answer: --yes needs an id. */
bool verb_undo_fits(const struct line *l, struct err *err);
/* The last change of this cluster that can be undone becomes the line's. The link must be up. */
bool verb_undo_last(struct connection *x, struct line *l, struct err *err);

#endif
