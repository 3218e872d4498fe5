/* CSV by RFC 4180, both ways. */
#ifndef KLAMM_CORE_BASE_CSV_H
#define KLAMM_CORE_BASE_CSV_H

#include "core/base/arena.h"
#include "core/base/buf.h"
#include "core/base/err.h"

#include <stdbool.h>
#include <stddef.h>

/* Adds one field, quoted when needed; first says whether a comma goes before it. */
void csv_add(struct buf *out, const char *field, bool first);

struct csv_row {
    char **fields;
    size_t nfields;
    size_t line; /* of its first byte, from 1 */
};
/* Parses all of data; rows live in the arena. Errors name the line. Accepts \n and \r\n. */
bool csv_parse(struct arena *a, const char *data, size_t len, struct csv_row **rows, size_t *nrows,
               struct err *err);

#endif
