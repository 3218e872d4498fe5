/* The composite panes there are: which facts and which lists each one has. */
#include "tui/panes/board.h"

/* Settings that differ from what Kafka has built in; Esc shows all of them. */
#define SET_BY_SOMEBODY "!source~built"

static const struct board_kind overview = {
    .name = "overview",
    .facts = overview_facts,
    .below = true,
    .parts = {{.resource = "findings", .title = "findings"},
              {.resource = "groups",
               .title = "groups that lag most",
               .columns = "group active lag note",
               .sort = "-lag"},
              {.resource = "topics",
               .title = "busiest topics",
               .columns = "topic rate messages leaders health",
               .sort = "-rate"}},
};

static const struct board_kind topic = {
    .name = "topic",
    .facts = topic_facts,
    .actions = (const char *const[]){"topic-delete", "records-delete", NULL},
    .parts = {{.resource = "placement", .title = "placement"},
              {.resource = "topic-groups", .title = "groups reading it"},
              {.resource = "topic-configs", .title = "configs", .filter = SET_BY_SOMEBODY},
              {.resource = "topic-access",
               .title = "who may use it",
               .columns = "principal read write consume"}},
};

static const struct board_kind group = {
    .name = "group",
    .facts = group_facts,
    .actions = (const char *const[]){"group-delete", NULL},
    .chart = true,
    .parts = {{.resource = "group-partitions", .title = "partitions"},
              {.resource = "members", .title = "members"}},
};

static const struct board_kind broker = {
    .name = "broker",
    .facts = broker_facts,
    .parts = {{.resource = "broker-partitions", .title = "partitions"},
              {.resource = "broker-configs", .title = "configs", .filter = SET_BY_SOMEBODY}},
};

static const struct board_kind what_if = {
    .name = "what-if",
    .facts = what_if_facts,
    .parts = {{.resource = "what-if", .title = "partitions that would change"}},
};

struct pane *what_if_new(struct app *app, const char *scope)
{
    return board_new(app, &what_if, scope);
}

struct pane *overview_new(struct app *app, const char *scope)
{
    return board_new(app, &overview, scope);
}

struct pane *topic_new(struct app *app, const char *scope)
{
    return board_new(app, &topic, scope);
}

struct pane *group_new(struct app *app, const char *scope)
{
    return board_new(app, &group, scope);
}

struct pane *broker_new(struct app *app, const char *scope)
{
    return board_new(app, &broker, scope);
}
