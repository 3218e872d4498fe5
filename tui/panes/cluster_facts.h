/* Facts about the cluster: its id, versions, sizes, and what this user may do. */
#ifndef KLAMM_TUI_PANES_CLUSTER_FACTS_H
#define KLAMM_TUI_PANES_CLUSTER_FACTS_H

#include "tui/panes/facts.h"

facts_of cluster_facts;

#endif
