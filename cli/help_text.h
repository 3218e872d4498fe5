/* What klamm help prints, from the registers. */
#ifndef KLAMM_CLI_HELP_TEXT_H
#define KLAMM_CLI_HELP_TEXT_H

#include "core/base/buf.h"

#include <stdbool.h>
#include <stddef.h>

/* All of klamm: examples, commands, verbs, lists and options, at this width. */
void help_all(struct buf *out, size_t width);
/* A command, a verb or a list, by its name or an alias; false: there is none. */
bool help_about(struct buf *out, size_t width, const char *name);
/* "examples:" and each line after `klamm NAME`; an empty one is the name alone. */
void help_examples(struct buf *out, const char *name, const char *lines);

#endif
