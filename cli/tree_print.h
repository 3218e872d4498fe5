/* One tree as JSON or YAML: what a command says of one thing, as opposed to the rows of a list. */
#ifndef KLAMM_CLI_TREE_PRINT_H
#define KLAMM_CLI_TREE_PRINT_H

#include "core/format/export.h"

#include <stdio.h>

/* Releases the tree. */
void tree_print(json_t *tree, enum export_format f, FILE *out);

#endif
