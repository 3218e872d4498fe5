/* The answer to :can PRINCIPAL OPERATION RESOURCE …, in sentences. */
#ifndef KLAMM_TUI_PANES_CAN_FACTS_H
#define KLAMM_TUI_PANES_CAN_FACTS_H

#include "tui/panes/facts.h"

facts_of can_facts; /* the scope is the question as typed */

#endif
