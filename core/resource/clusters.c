/* The configured clusters, connected or not. The entries come from the program that read the
 * configuration; the state of a connection from that cluster's own model. */
#include "core/resource/build.h"
#include "core/resource/list.h"

enum { NAME, LABEL, STATE, SINCE, BROKERS, GUARD, TAGS, SERVERS, ERROR, COLUMNS };

static const struct column columns[COLUMNS] = {
    [NAME] = {.id = "cluster", .title = "CLUSTER", .help = "Its name in the configuration."},
    [LABEL] = {.id = "label",
               .title = "LABEL",
               .help = "What it is used for: dev, staging, prod …; prod asks for more care."},
    [STATE] = {.id = "state",
               .title = "STATE",
               .help = "up, connecting, down, or not connected in this run of the program."},
    [SINCE] = {.id = "since",
               .title = "SINCE",
               .kind = VALUE_INSTANT,
               .priority = 1,
               .help = "For how long it has been so."},
    [BROKERS] = {.id = "brokers",
                 .title = "BROKERS",
                 .kind = VALUE_COUNT,
                 .help = "Brokers that are up; – when not connected."},
    [GUARD] = {.id = "guard",
               .title = "GUARD",
               .priority = 1,
               .help = "How changes are guarded: open asks, typed wants the name typed, read-only "
                       "refuses them."},
    [TAGS] = {.id = "tags",
              .title = "TAGS",
              .priority = 2,
              .help = "Words the configuration gives it, to find it by: tags~eu."},
    [SERVERS] = {.id = "servers",
                 .title = "SERVERS",
                 .max_width = 60,
                 .priority = 1,
                 .help = "bootstrap.servers: where the first connection goes."},
    [ERROR] = {.id = "error", .title = "ERROR", .priority = 1, .help = "Why it is not connected."},
};

static void want(const struct view *v, struct wants *w)
{
    (void)v;
    (void)w;
}

static void add_state(struct table *t, struct row *r, const struct model *m)
{
    static const struct {
        const char *name;
        enum severity sev;
    } looks[] = {[LINK_CONNECTING] = {"connecting", SEV_WARN},
                 [LINK_UP] = {"up", SEV_GOOD},
                 [LINK_DOWN] = {"down", SEV_BAD}};
    cell_none(r, BROKERS);
    cell_literal(r, ERROR, "");
    if (!m) {
        cell_literal(r, STATE, "not connected");
        cell_sev(r, STATE, SEV_MUTED);
        cell_none(r, SINCE);
        return;
    }
    cell_literal(r, STATE, looks[m->link].name);
    cell_sev(r, STATE, looks[m->link].sev);
    cell_age(r, SINCE, m->link_since_wall_ms);
    if (m->link != LINK_UP && m->link_err.kind != ERR_NONE)
        cell_text(t, r, ERROR, m->link_err.msg);
    if (m->link != LINK_UP || !m->metadata)
        return;
    int64_t up = 0;
    for (size_t i = 0; i < m->metadata->nbrokers; i++)
        up += m->metadata->brokers[i].alive;
    cell_num(r, BROKERS, up);
}

static void build(const struct view *v, struct table *t)
{
    for (size_t i = 0; i < v->model->nclusters; i++) {
        const struct cluster_entry *e = &v->model->clusters[i];
        struct row *r = table_add_row(t, e->name);
        cell_text(t, r, NAME, r->key);
        cell_text(t, r, LABEL, e->label && e->label[0] ? e->label : NULL);
        cell_text(t, r, SERVERS, e->servers && e->servers[0] ? e->servers : NULL);
        cell_names(t, r, SERVERS);
        cell_text(t, r, GUARD, e->guard);
        cell_text(t, r, TAGS, e->tags && e->tags[0] ? e->tags : NULL);
        cell_names(t, r, TAGS);
        add_state(t, r, e->model);
        if (e->current)
            r->sev = SEV_INFO;
    }
    if (!t->nrows)
        table_note(t, SEV_INFO, "no clusters are configured");
}

const struct resource resource_clusters = {
    .name = "clusters",
    .rows = OBJECT_CLUSTER,
    .title = "clusters",
    .help = "The clusters of the configuration, and the state of the connections to them.",
    .columns = columns,
    .ncolumns = COLUMNS,
    .want = want,
    .build = build,
    .opens = "cluster",
};
