/* Made-up clusters for tests of what is reasoned and shown: no broker, no library. */
#ifndef KLAMM_TESTS_UNIT_MADE_UP_H
#define KLAMM_TESTS_UNIT_MADE_UP_H

#include "core/model/model.h"
#include "core/resource/resource.h"

/* Brokers 1…n, alive, as host "bN" port 9092. */
struct metadata *made_metadata(int brokers);
/* Appends; partitions are added to the last topic. Seal when done (model_take_… wants it sealed).
 */
void made_topic(struct metadata *m, const char *name);
void made_partition(struct metadata *m, int32_t leader, const char *replicas, const char *isr);
void made_lose(struct metadata *m, int32_t broker); /* not in the answer; before sealing */

struct group_listing *made_listing(void);
void made_listed(struct group_listing *l, const char *id, enum group_state s);
void made_deleted(struct model *m, const char *group); /* as its coordinator says by name */
struct group_desc *made_group(const char *id, enum group_state s);
struct member *made_member(struct group_desc *g, const char *client); /* pointer until the next */
void made_owns(struct group_desc *g, const char *topic, int32_t partition); /* the last member */
struct group_offsets *made_offsets(const char *group);
void made_commit(struct group_offsets *o, const char *topic, int32_t partition, int64_t offset);
void made_ends(struct model *m, const char *topic, int32_t partition, int64_t start, int64_t end);

struct config_set *made_config(enum config_type type, const char *name);
struct config_entry *made_entry(struct config_set *c, const char *key, const char *value,
                                enum config_source source);
void made_synonym(struct config_set *c, const char *key, const char *value,
                  enum config_source source); /* of the last entry */

/* A list built over the model with all rows wanted; table_free it. */
struct table *made_table(const struct model *m, const char *resource, const char *scope);
/* What the cell shows; static storage until the next four calls. Fails the test when the row or
 * the column is not there. */
const char *shown(const struct table *t, const char *key, const char *column);
const struct cell *cell_at(const struct table *t, const char *key, const char *column);

#endif
