/* What klamm describe says of a topic, a group and a broker, above the tables. */
#ifndef KLAMM_CLI_DESCRIBE_WORDS_H
#define KLAMM_CLI_DESCRIBE_WORDS_H

#include "cli/prose.h"

extern const struct prose describe_topic, describe_group, describe_broker;

#endif
