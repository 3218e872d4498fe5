/* Facts about a broker. */
#ifndef KLAMM_TUI_PANES_BROKER_FACTS_H
#define KLAMM_TUI_PANES_BROKER_FACTS_H

#include "tui/panes/facts.h"

facts_of broker_facts;

#endif
