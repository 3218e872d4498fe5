/* Facts about a topic. */
#ifndef KLAMM_TUI_PANES_TOPIC_FACTS_H
#define KLAMM_TUI_PANES_TOPIC_FACTS_H

#include "tui/panes/facts.h"

facts_of topic_facts;

#endif
