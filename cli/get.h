/* Printing a list as the options say. */
#ifndef KLAMM_CLI_GET_H
#define KLAMM_CLI_GET_H

#include "cli/get_options.h"

/* Filters, sorts, prints to stdout; what is missing is said on stderr. Returns an enum cli_exit. */
int get_print(const struct resource *r, const struct table *t, const struct get_options *g);

#endif
