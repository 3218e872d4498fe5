/* The writers of JSON and YAML of export.c. */
#ifndef KLAMM_CORE_FORMAT_EXPORT_JSON_H
#define KLAMM_CORE_FORMAT_EXPORT_JSON_H

#include "core/format/export.h"

void export_json(const struct export_what *w, const size_t *cols, size_t n, bool lines,
                 struct buf *out);
void export_yaml(const struct export_what *w, const size_t *cols, size_t n, struct buf *out);

#endif
