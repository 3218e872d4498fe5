/* The composite panes there are: which facts and which lists each one has. */
#include "tui/panes/dashboards.h"

#include "tui/panes/broker_facts.h"
#include "tui/panes/can_facts.h"
#include "tui/panes/cluster_facts.h"
#include "tui/panes/dashboard.h"
#include "tui/panes/group_facts.h"
#include "tui/panes/overview_facts.h"
#include "tui/panes/topic_facts.h"
#include "tui/panes/what_if_facts.h"

#include <string.h>

/* Settings that differ from what Kafka has built in; Esc shows all of them. */
#define NOT_BUILT_IN "!source~built"

static const struct dashboard_kind overview = {
    .name = "overview",
    .facts = overview_facts,
    .below = true,
    .charts = true,
    .parts = {{.resource = "findings", .title = "findings"},
              {.resource = "groups",
               .title = "groups that lag most",
               .columns = "group state lag trend in out verdict note",
               .sort = "-lag"},
              {.resource = "topics",
               .title = "busiest topics",
               .columns = "topic rate messages leaders health",
               .sort = "-rate"}},
};

static const struct dashboard_kind cluster = {
    .name = "cluster-info",
    .facts = cluster_facts,
    .parts = {{.resource = "brokers",
               .title = "brokers",
               .columns = "id address rack state since",
               .sort = "id"}},
};

static const struct dashboard_kind topic = {
    .name = "topic",
    .facts = topic_facts,
    .actions = (const char *const[]){"topic-delete", "records-delete", NULL},
    .parts = {{.resource = "placement", .title = "placement"},
              {.resource = "topic-groups", .title = "groups reading it"},
              {.resource = "topic-access",
               .title = "who may use it",
               .columns = "principal host read write consume"},
              {.resource = "topic-configs", .title = "settings", .filter = NOT_BUILT_IN}},
};

static const struct dashboard_kind group = {
    .name = "group",
    .facts = group_facts,
    .actions = (const char *const[]){"group-delete", NULL},
    .chart = true,
    .parts = {{.resource = "group-partitions", .title = "partitions"},
              {.resource = "members", .title = "members"}},
};

static const struct dashboard_kind broker = {
    .name = "broker",
    .facts = broker_facts,
    .parts = {{.resource = "broker-partitions", .title = "partitions"},
              {.resource = "broker-configs", .title = "settings", .filter = NOT_BUILT_IN}},
};

static const struct dashboard_kind what_if = {
    .name = "what-if",
    .facts = what_if_facts,
    .parts = {{.resource = "what-if", .title = "partitions that would change"}},
};

static const struct dashboard_kind can = {
    .name = "can",
    .facts = can_facts,
    .parts = {{.resource = "principals", .title = "principals"}},
};

struct pane *dashboard_named(struct app *app, const char *name, const char *scope)
{
    static const struct dashboard_kind *const kinds[] = {&overview, &cluster, &topic, &group,
                                                         &broker,   &what_if, &can};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(kinds[i]->name, name) == 0)
            return dashboard_new(app, kinds[i], scope);
    }
    return NULL;
}
