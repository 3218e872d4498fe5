/* Facts about the cluster: its health, what is wrong. */
#ifndef KLAMM_TUI_PANES_OVERVIEW_FACTS_H
#define KLAMM_TUI_PANES_OVERVIEW_FACTS_H

#include "tui/panes/facts.h"

facts_of overview_facts;

#endif
