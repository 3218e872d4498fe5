/* The special panes, one line each. Lists need no line: every resource has a pane. */
#include "tui/pane.h"
#include "tui/panes/board.h"

#include <string.h>

const struct pane_kind pane_kinds[] = {
    {"overview", "The cluster: its health, what is wrong, who lags, what is busy.", SCOPE_NONE,
     true, overview_new},
    {"topic", "A topic: placement, groups that read it, settings.", SCOPE_TOPIC, false, topic_new},
    {"group", "A consumer group: state, partitions with lag, members.", SCOPE_GROUP, false,
     group_new},
    {"broker", "A broker: what it carries, what if it stops, settings.", SCOPE_BROKER, false,
     broker_new},
    {"what-if", "What would happen if a broker stopped: leaders, min ISR, offline.", SCOPE_BROKER,
     false, what_if_new},
    {0},
};

const struct pane_kind *pane_kind_find(const char *name)
{
    for (const struct pane_kind *k = pane_kinds; k->name; k++) {
        if (!strcmp(k->name, name))
            return k;
    }
    return NULL;
}
