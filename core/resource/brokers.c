/* The brokers: which are alive, which are lost, and how much each carries. There is no controller
 * column: on KRaft the metadata's controller is a random live broker. */
#include "core/base/clock.h"
#include "core/insight/balance.h"
#include "core/insight/broker_flow.h"
#include "core/insight/sight.h"
#include "core/resource/build.h"
#include "core/resource/lag_cells.h"
#include "core/resource/list.h"

#include <inttypes.h>
#include <stdio.h>

enum {
    ID,
    ADDRESS,
    RACK,
    STATE,
    LEADERS,
    PREFERRED,
    REPLICAS,
    OUT_OF_SYNC,
    SKEW,
    RATE,
    TREND,
    SINCE,
    BOUNDS,
    COLUMNS
};

static const struct column columns[COLUMNS] = {
    [ID] = {.id = "id",
            .title = "ID",
            .kind = VALUE_ID,
            .help = "The broker's number (node.id); replica lists name brokers by it."},
    [ADDRESS] = {.id = "address",
                 .title = "HOST:PORT",
                 .bare = true,
                 .help = "Where clients reach this broker, as the broker itself advertises it."},
    [RACK] = {.id = "rack",
              .title = "RACK",
              .priority = 2,
              .help = "Where the broker is (broker.rack): Kafka spreads the replicas of a "
                      "partition over racks."},
    [STATE] = {.id = "state",
               .title = "STATE",
               .help = "up: part of the cluster now; lost: replicas are placed on it, but it is "
                       "not part of the cluster now."},
    [LEADERS] = {.id = "leaders",
                 .title = "LEADERS",
                 .kind = VALUE_COUNT,
                 .help = "Partitions this broker leads: it takes all their writes and, as a rule, "
                         "their reads."},
    [PREFERRED] = {.id = "preferred",
                   .title = "PREFERRED",
                   .kind = VALUE_COUNT,
                   .priority = 1,
                   .help = "Partitions whose preferred leader it is, being first in their replica "
                           "list; in balance it leads just these."},
    [REPLICAS] = {.id = "replicas",
                  .title = "REPLICAS",
                  .kind = VALUE_COUNT,
                  .help = "Replicas of partitions placed on this broker, led or followed."},
    [OUT_OF_SYNC] = {.id = "out_of_sync",
                     .title = "OUT OF SYNC",
                     .kind = VALUE_COUNT,
                     .help = "Replicas on this broker that do not keep up with their leader, so "
                             "they do not count as safe."},
    [SKEW] = {.id = "skew",
              .title = "SKEW",
              .kind = VALUE_PERCENT,
              .priority = 1,
              .help = "How far its leaders are from an even share among the brokers that are up: "
                      "+0 % is even, −100 % leads nothing."},
    [RATE] = {.id = "rate",
              .title = "IN/S",
              .kind = VALUE_RATE,
              .priority = 1,
              .help =
                  "Records written per second to the partitions it leads, over some 30 s; ≥: not "
                  "known of all of them."},
    [TREND] = {.id = "trend",
               .title = "TREND",
               .priority = 3,
               .help = "What was written per second to it as leader over the time that was "
                       "recorded, at most two hours; of the partitions that groups which were "
                       "sampled all that time read. A leader that moves is not production."},
    [SINCE] = {.id = "since",
               .title = "SINCE",
               .kind = VALUE_INSTANT,
               .priority = 1,
               .help = "How long ago it came or went while this program was watching; – means "
                       "before that."},
    [BOUNDS] = COLUMN_BOUNDS,
};

static void want(const struct view *v, struct wants *w)
{
    wants_add(w, FACT_METADATA, NULL, AGE_USUAL, 0);
    wants_add(w, FACT_CLUSTER, NULL, AGE_USUAL, 1); /* racks */
    sight_want(v->model, w);
    wants_add(w, FACT_EVENTS, NULL, -1, 3); /* what was recorded is read, and not more sampled */
}

static void add_state(struct row *r, bool alive, bool placed)
{
    cell_literal(r, STATE, alive ? "up" : placed ? "lost" : "gone");
    cell_rank(r, STATE, alive ? 2 : placed ? 0 : 1);
    cell_sev(r, STATE, alive ? SEV_GOOD : placed ? SEV_BAD : SEV_MUTED);
}

static void add_count(struct row *r, size_t col, int64_t n, enum sight sight)
{
    cell_num(r, col, n);
    cell_bound(r, col, sight == SIGHT_PART ? BOUND_LEAST : BOUND_NONE);
}

static void add_load(struct table *t, struct row *r, const struct balance *b,
                     const struct broker_load *l, enum sight sight)
{
    for (size_t c = LEADERS; sight == SIGHT_NOTHING && c <= SKEW; c++)
        cell_denied(r, c);
    if (sight == SIGHT_NOTHING)
        return;
    add_count(r, LEADERS, l->leaders, sight);
    add_count(r, PREFERRED, l->preferred, sight);
    add_count(r, REPLICAS, l->replicas, sight);
    add_count(r, OUT_OF_SYNC, l->out_of_sync, sight);
    if (l->out_of_sync)
        cell_sev(r, OUT_OF_SYNC, SEV_BAD);
    double skew;
    if (sight == SIGHT_PART || !balance_skew(b, l, &skew)) {
        cell_none(r, SKEW);
        return;
    }
    char words[SKEW_TEXT];
    enum severity sev;
    cell_real(r, SKEW, skew);
    cell_override(t, r, SKEW, balance_skew_words(words, skew, &sev));
    cell_sev(r, SKEW, sev);
}

/* Sorted by how much more it takes in at the end than at the beginning, as topics are. */
static void add_flow(struct table *t, struct row *r, const struct broker_load *l,
                     const struct broker_flow *f, enum sight sight)
{
    cell_none(r, RATE);
    cell_none(r, TREND);
    if (sight != SIGHT_NOTHING && (f->rated || (!l->leaders && sight == SIGHT_WHOLE)))
        cell_real(r, RATE, f->now);
    bool part = f->rated && (f->rated < l->leaders || sight == SIGHT_PART);
    cell_bound(r, RATE, part ? BOUND_LEAST : BOUND_NONE);
    if (f->known)
        cell_rates(t, r, TREND, f->rate, FLOW_STEPS);
}

static void add_identity(struct table *t, struct row *r, const struct broker_seen *s, int32_t id)
{
    cell_num(r, ID, id);
    if (!s || !s->host) {
        cell_none(r, ADDRESS); /* known from replica lists alone */
        cell_none(r, RACK);
        return;
    }
    cell_textf(t, r, ADDRESS, "%s:%d", s->host, s->port);
    cell_text(t, r, RACK, s->rack);
}

static struct row *add_broker(struct table *t, const struct model *m, int32_t id)
{
    char key[16];
    snprintf(key, sizeof key, "%" PRId32, id);
    const struct broker_seen *s = model_broker_seen(m, id);
    struct row *r = table_add_row(t, key);
    add_identity(t, r, s, id);
    cell_age(r, SINCE, s ? s->since_wall_ms : 0);
    if (!m->cluster && s && s->host && !s->rack)
        cell_missing(t, r, RACK, m, FACT_CLUSTER, NULL);
    return r;
}

/* Left while we watched and nothing is placed on it: decommissioned. */
static void add_gone(struct table *t, const struct model *m, enum sight sight)
{
    for (size_t i = 0; i < m->nseen; i++) {
        if (metadata_broker(m->metadata, m->seen[i].id))
            continue;
        struct row *r = add_broker(t, m, m->seen[i].id);
        add_state(r, false, sight == SIGHT_NOTHING);
        for (size_t c = LEADERS; c <= OUT_OF_SYNC; c++)
            if (sight == SIGHT_NOTHING)
                cell_denied(r, c);
            else
                add_count(r, c, 0, sight);
        cell_none(r, SKEW);
        cell_none(r, RATE);
        cell_none(r, TREND);
        cell_bounds(t, r, BOUNDS);
        r->sev = SEV_MUTED;
    }
}

static void build(const struct view *v, struct table *t)
{
    const struct model *m = v->model;
    if (!build_need(t, m, FACT_METADATA, NULL))
        return;
    if (build_asked(t, m, FACT_CLUSTER, NULL))
        build_slow(t, &m->cluster_fact, fact_kinds[FACT_CLUSTER].age_ms);
    enum sight sight = cluster_sight(m);
    struct balance b = balance_make(m->metadata, NULL, &t->arena);
    struct broker_flows flows = broker_flows_make(m, clock_wall_ms(), &t->arena);
    for (size_t i = 0; i < b.n; i++) {
        struct row *r = add_broker(t, m, b.b[i].id);
        add_state(r, b.b[i].alive, true);
        add_load(t, r, &b, &b.b[i], sight);
        add_flow(t, r, &b.b[i], &flows.b[i], sight); /* both are one per broker, by id */
        if (!b.b[i].alive)
            r->sev = SEV_BAD;
        cell_bounds(t, r, BOUNDS);
    }
    add_gone(t, m, sight);
    if (sight == SIGHT_NOTHING)
        table_note(t, SEV_INFO,
                   "no topic is visible (ACL Describe on Topic): what brokers hold is unknown");
    else if (sight == SIGHT_PART)
        table_note(t, SEV_INFO,
                   "counted over the %zu topics that this user may describe; there may be more",
                   m->metadata->ntopics);
}

const struct resource resource_brokers = {
    .name = "brokers",
    .rows = OBJECT_BROKER,
    .aliases = (const char *const[]){"b", NULL},
    .title = "brokers",
    .help = "The servers of the cluster. Each leads some partitions and follows others; a lost one "
            "is still named by the replica lists but does not answer.",
    .tab = true,
    .columns = columns,
    .ncolumns = COLUMNS,
    .want = want,
    .build = build,
    .sort = "id",
    .opens = "broker",
    .actions = (const char *const[]){"leaders-elect", "config-alter", NULL},
};
