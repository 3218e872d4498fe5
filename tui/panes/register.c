/* The special panes, one line each, and the one that every resource has. */
#include "tui/pane.h"
#include "tui/panes/dashboards.h"
#include "tui/panes/list.h"

const struct pane_kind pane_kinds[] = {
    {"overview", "The cluster: its health, what is wrong, who lags, what is busy.", SCOPE_NONE,
     true, dashboard_named},
    {"cluster-info", "The cluster: id, versions, racks, sizes, what this user may do.", SCOPE_NONE,
     false, dashboard_named},
    {"topic", "A topic: placement, groups that read it, settings.", SCOPE_TOPIC, false,
     dashboard_named},
    {"group", "A consumer group: state, partitions with lag, members.", SCOPE_GROUP, false,
     dashboard_named},
    {"broker", "A broker: what it carries, what if it stops, settings.", SCOPE_BROKER, false,
     dashboard_named},
    {"what-if", "What would happen if a broker stopped: leaders, min ISR, offline.", SCOPE_BROKER,
     false, dashboard_named},
    {"can", "Whether someone may do something, and by which ACL: can User:bob read payments.",
     SCOPE_QUESTION, false, dashboard_named},
    {0},
};
const size_t pane_kinds_size = sizeof pane_kinds / sizeof *pane_kinds;

const struct pane_kind pane_kind_list = {.make = list_pane_new};
