/* The columns that both lists of a topic's partitions have: partitions and placement. */
#ifndef KLAMM_CORE_RESOURCE_PARTITION_CELLS_H
#define KLAMM_CORE_RESOURCE_PARTITION_CELLS_H

#include "core/insight/rates.h"
#include "core/resource/build.h"

enum partition_column {
    PART_ID,
    PART_LEADER,
    PART_PREFERRED,
    PART_REPLICAS,
    PART_ISR,
    PART_IN_SYNC,
    PART_START,
    PART_END,
    PART_MESSAGES,
    PART_RATE,
    PART_NOTE,
    PART_COLUMNS
};
extern const struct column partition_columns[PART_COLUMNS];

void partition_want(const struct view *v, struct wants *w);
/* The scope's topic when its partitions can be shown; else the table's note says why not. */
const struct topic *partition_scope(const struct view *v, struct table *t);
/* How old the cells of all its rows are, and whether everything was answered. */
void partition_ages(const struct view *v, struct table *t);
/* A row with all columns above, those after the first moved right by `shift`. */
struct row *partition_row(struct table *t, const struct rates *rates, const struct topic *topic,
                          const struct partition *p, size_t shift);
/* "out of sync: 1; not on preferred leader", NULL when all is well; in the arena. */
const char *partition_note(const struct metadata *md, const struct partition *p, int64_t min_isr,
                           struct arena *a, enum severity *sev);
/* Why a partition's offsets are missing goes into the cell. */
void cell_offset(struct table *t, struct row *r, size_t col, const struct model *m,
                 const char *topic, int32_t partition, int64_t offset);

#endif
