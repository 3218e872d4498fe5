/* Facts about a group. */
#ifndef KLAMM_TUI_PANES_GROUP_FACTS_H
#define KLAMM_TUI_PANES_GROUP_FACTS_H

#include "tui/panes/facts.h"

facts_of group_facts;

#endif
