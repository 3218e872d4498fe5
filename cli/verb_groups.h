/* --all-groups of verbs on consumer groups, as Kafka's tool has it. */
#ifndef KLAMM_CLI_VERB_GROUPS_H
#define KLAMM_CLI_VERB_GROUPS_H

#include "cli/connect.h"
#include "core/action/line.h"

/* Adds every inactive group of the cluster to the arguments; where no topic is named only those
 * with a commit, as the others have nothing that could be changed. Those that are left out are
 * reported on stderr. Kafka's ConsumerGroupCommand leaves active groups alone in the same way. The
 * link must be up. False with err: not all groups could be listed, or none is left. */
bool verb_all_groups(struct connection *x, struct line *l, struct err *err);

#endif
