/* What lists of settings have in common. */
#ifndef KLAMM_CORE_RESOURCE_CONFIGS_H
#define KLAMM_CORE_RESOURCE_CONFIGS_H

#include "core/base/arena.h"
#include "core/base/table.h"
#include "core/model/config.h"
#include "core/model/config_keys.h"

/* The value as the broker stores it ("withheld" for secrets), and the same for people. */
void config_value_cells(struct table *t, struct row *r, size_t value, size_t readable_at,
                        const struct config_entry *e, const struct config_key *k);
/* Where it was set. What is the object's own ranks first; what is built into Kafka is muted. */
void config_source_cell(struct row *r, size_t col, const struct config_set *c,
                        const struct config_entry *e);

#endif
