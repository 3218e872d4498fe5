/* Shared by the writers of each format. */
#ifndef KLAMM_CORE_FORMAT_EXPORT_IMPL_H
#define KLAMM_CORE_FORMAT_EXPORT_IMPL_H

#include "core/format/export.h"

/* Rows that are written, and the i-th of them. */
size_t export_rows(const struct export_what *w);
const struct row *export_row(const struct export_what *w, size_t i);

#endif
