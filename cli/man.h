/* The manual pages, with what the registers know filled in. */
#ifndef KLAMM_CLI_MAN_H
#define KLAMM_CLI_MAN_H

#include "core/base/buf.h"

#include <stdbool.h>

/* "klamm.1" or "klamm-config.5" as roff with the man macros. False: there is no such page. */
bool man_page(const char *name, struct buf *out);

#endif
