/* The partitions of a topic, one line each. */
#include "core/base/clock.h"
#include "core/resource/list.h"
#include "core/resource/partition_cells.h"

static void build(const struct view *v, struct table *t)
{
    const struct topic *topic = partition_scope(v, t);
    if (!topic)
        return;
    struct rates rates;
    partition_ages(v, t);
    rates_make(&rates, v->model, clock_wall_ms());
    for (int i = 0; i < topic->npartitions; i++)
        partition_row(t, &rates, topic, &topic->partitions[i], 0);
    rates_release(&rates);
}

const struct resource resource_partitions = {
    .name = "partitions",
    .rows = OBJECT_PARTITION,
    .aliases = (const char *const[]){"p", NULL},
    .title = "partitions",
    .help = "The parts of a topic: who leads each, who follows in sync, and which offsets are "
            "stored.",
    .scope = SCOPE_TOPIC,
    .columns = partition_columns,
    .ncolumns = PART_COLUMNS,
    .want = partition_want,
    .build = build,
    .sort = "partition",
    .actions = (const char *const[]){"leaders-elect", "config-alter", NULL},
};
