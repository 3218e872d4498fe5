/* The partitions that have a replica on one broker, by the role this broker plays, and what would
 * happen to each if it stopped. Works for a lost broker too: its replicas are known from the
 * replica lists. */
#include "core/insight/balance.h"
#include "core/insight/health.h"
#include "core/resource/broker_scope.h"
#include "core/resource/list.h"
#include "core/resource/partition_cells.h"

#include <inttypes.h>

enum { TOPIC, PARTITION, ROLE, IS_PREFERRED, LEADER, REPLICAS, ISR, WITHOUT, NOTE, COLUMNS };

static const struct column columns[COLUMNS] = {
    [TOPIC] = {.id = "topic", .title = "TOPIC", .max_width = 50, .help = "The partition's topic."},
    [PARTITION] = {.id = "partition",
                   .title = "PART",
                   .kind = VALUE_ID,
                   .help = "The partition's number, from 0."},
    [ROLE] = {.id = "role",
              .title = "ROLE",
              .help = "What this broker does for the partition: leads it, follows in sync, or "
                      "holds a replica that is out of sync."},
    [IS_PREFERRED] = {.id = "preferred",
                      .title = "PREFERRED",
                      .kind = VALUE_BOOL,
                      .priority = 1,
                      .help = "This broker is first in the replica list, so it should lead; "
                              "preferred=yes role!=leads finds those it does not."},
    [LEADER] = {.id = "leader",
                .title = "LEADER",
                .kind = VALUE_ID,
                .help = "The broker that leads the partition now."},
    [REPLICAS] = {.id = "replicas",
                  .title = "REPLICAS",
                  .help = "The brokers that hold a replica, in assignment order: the first is the "
                          "preferred leader."},
    [ISR] = {.id = "isr", .title = "ISR", .help = "The brokers whose replica is in sync."},
    [WITHOUT] = {.id = "without",
                 .title = "IF IT STOPS",
                 .priority = 1,
                 .help =
                     "What happens to the partition when this broker stops: unchanged, fine, at "
                     "or under min ISR (acks=all refused), or offline."},
    [NOTE] = {.id = "note", .title = "NOTE", .priority = 1, .help = "What is not as it should be."},
};

static void add_role(struct row *r, const struct metadata *md, const struct partition *p,
                     int32_t broker)
{
    const struct broker *b = metadata_broker(md, broker);
    bool alive = b && b->alive;
    if (alive && p->leader == broker) {
        cell_literal(r, ROLE, "leads");
        cell_rank(r, ROLE, 0);
    } else if (partition_in_isr(p, broker)) {
        cell_literal(r, ROLE, "follows");
        cell_rank(r, ROLE, 1);
    } else {
        cell_literal(r, ROLE, alive ? "out of sync" : "lost");
        cell_rank(r, ROLE, 2);
        cell_sev(r, ROLE, SEV_BAD);
    }
}

static void add_without(struct row *r, enum without w)
{
    cell_literal(r, WITHOUT, without_words(w));
    cell_rank(r, WITHOUT, w);
    if (w >= WITHOUT_UNDER_MIN)
        cell_sev(r, WITHOUT, SEV_BAD);
    else if (w == WITHOUT_AT_MIN)
        cell_sev(r, WITHOUT, SEV_WARN);
}

static void add_partition(struct table *t, const struct model *m, const struct topic *topic,
                          const struct partition *p, int32_t broker)
{
    struct arena *a = &t->arena;
    int64_t min_isr = topic_min_isr(m, topic->name);
    struct row *r = table_add_row(t, arena_printf(a, "%s-%" PRId32, topic->name, p->id));
    cell_text(t, r, TOPIC, topic->name);
    cell_num(r, PARTITION, p->id);
    add_role(r, m->metadata, p, broker);
    cell_bool(r, IS_PREFERRED, partition_preferred(p) == broker);
    if (p->leader >= 0)
        cell_num(r, LEADER, p->leader);
    else
        cell_none(r, LEADER);
    cell_ids(t, r, REPLICAS, p->replicas, p->nreplicas);
    cell_ids(t, r, ISR, p->isr, p->nisr);
    add_without(r, partition_without(p, broker, min_isr));
    enum severity sev;
    const char *note = partition_note(m->metadata, p, min_isr, a, &sev);
    cell_literal(r, NOTE, note ? note : "");
    if (note)
        cell_sev(r, NOTE, sev);
    if (topic->internal)
        r->sev = SEV_MUTED;
}

static void build(const struct view *v, struct table *t)
{
    if (broker_scope_each(v, t, add_partition) && !t->nrows)
        table_note(t, SEV_INFO, "no replicas are placed on broker %s", v->scope);
}

/* The key is topic-partition; Enter goes to the topic. */
static bool open_topic(const struct table *t, const struct row *row, const char **place,
                       const char **scope)
{
    (void)t;
    *place = "placement";
    *scope = row->cells[TOPIC].value.text;
    return true;
}

const struct resource resource_broker_partitions = {
    .name = "broker-partitions",
    .rows = OBJECT_PARTITION,
    .aliases = (const char *const[]){"broker", NULL},
    .title = "partitions of broker",
    .help = "The partitions with a replica on one broker: those it leads, follows, or holds out "
            "of sync, and what happens to them if it stops.",
    .scope = SCOPE_BROKER,
    .columns = columns,
    .ncolumns = COLUMNS,
    .want = broker_scope_want,
    .build = build,
    .sort = "role",
    .open = open_topic,
    .actions = (const char *const[]){"leaders-elect", "config-alter", NULL},
};
