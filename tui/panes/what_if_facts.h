/* Facts about what would happen if the broker stopped. */
#ifndef KLAMM_TUI_PANES_WHAT_IF_FACTS_H
#define KLAMM_TUI_PANES_WHAT_IF_FACTS_H

#include "tui/panes/facts.h"

facts_of what_if_facts;

#endif
