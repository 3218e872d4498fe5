/* The JSON writer of export.c. */
#ifndef KLAMM_CORE_RESOURCE_EXPORT_JSON_H
#define KLAMM_CORE_RESOURCE_EXPORT_JSON_H

#include "core/resource/export.h"

void export_json(const struct export_what *w, const size_t *cols, size_t n, bool lines,
                 struct buf *out);

/* Rows that are written, and the i-th of them. */
size_t export_rows(const struct export_what *w);
const struct row *export_row(const struct export_what *w, size_t i);

#endif
