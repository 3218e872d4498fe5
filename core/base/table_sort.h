/* Inside of table_order: the sort itself. */
#ifndef KLAMM_CORE_BASE_TABLE_SORT_H
#define KLAMM_CORE_BASE_TABLE_SORT_H

#include "core/base/value.h"

#include <stddef.h>

struct sort_item {
    struct value value;
    uint64_t key; /* a number, or some bytes of a text; for table_sort alone */
    uint32_t row;
    bool keyed;
};

/* Stable, by value_compare_dir. */
void table_sort(struct sort_item *items, size_t n, bool descending);

#endif
