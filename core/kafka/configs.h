/* DescribeConfigs and IncrementalAlterConfigs. The rules of all calls: request.h. */
#ifndef KLAMM_CORE_KAFKA_CONFIGS_H
#define KLAMM_CORE_KAFKA_CONFIGS_H

#include "core/kafka/request.h"

struct config_query {
    enum config_type type;
    const char *name;
};
struct config_list {
    struct config_set **c; /* each with its own fact.failed/why */
    size_t n;
};
void config_list_free(struct config_list *l);
/* At most one broker per call (librdkafka's rule): more is ERR_USAGE. */
struct request *kafka_describe_configs(struct cluster *c, const struct config_query *q, size_t n,
                                       request_done *done, void *user);
/* → struct config_list * */

enum config_op { CONFIG_SET, CONFIG_DELETE, CONFIG_APPEND, CONFIG_SUBTRACT };
struct config_change {
    const char *key;
    enum config_op op;
    const char *value; /* NULL with CONFIG_DELETE */
};
/* IncrementalAlterConfigs (KIP-339), never the replacing AlterConfigs. */
struct request *kafka_alter_config(struct cluster *c, enum config_type type, const char *name,
                                   const struct config_change *changes, size_t n,
                                   bool validate_only, request_done *done, void *user);
/* → struct outcome_list * with one element */

#endif
