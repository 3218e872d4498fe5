/* What would happen to each partition if one broker stopped, worst first. Only those that would
 * change are listed: the ones that the broker leads or holds an in-sync replica of. */
#include "core/insight/what_if.h"

#include "core/insight/health.h"
#include "core/resource/broker_scope.h"
#include "core/resource/list.h"

#include <inttypes.h>
#include <string.h>

enum { TOPIC, PARTITION, BECOMES, LEADER, THEN, ISR, MIN_ISR, MEANS, COLUMNS };

static const struct column columns[COLUMNS] = {
    [TOPIC] = {.id = "topic", .title = "TOPIC", .max_width = 50, .help = "The partition's topic."},
    [PARTITION] = {.id = "partition",
                   .title = "PART",
                   .kind = VALUE_ID,
                   .help = "The partition's number, from 0."},
    [BECOMES] = {.id = "becomes",
                 .title = "BECOMES",
                 .help = "Its state without this broker: offline, under or at min ISR, or "
                         "fine."},
    [LEADER] = {.id = "leader",
                .title = "LEADER",
                .kind = VALUE_ID,
                .help = "The broker that leads it now."},
    [THEN] = {.id = "new_leader",
              .title = "NEW LEADER",
              .kind = VALUE_ID,
              .help =
                  "The broker that would lead it: the first of its replica list that is in sync "
                  "and alive; – when none is."},
    [ISR] = {.id = "isr", .title = "ISR THEN", .help = "The replicas that would be in sync."},
    [MIN_ISR] = {.id = "min_isr",
                 .title = "MIN ISR",
                 .kind = VALUE_COUNT,
                 .priority = 1,
                 .help = "min.insync.replicas of the topic."},
    [MEANS] = {.id = "means",
               .title = "MEANS",
               .priority = 1,
               .help = "What that is for producers and consumers."},
};

static const char *means(const struct what_if *w)
{
    switch (w->becomes) {
    case WITHOUT_OFFLINE:
        return "no client can read or write it";
    case WITHOUT_UNDER_MIN:
        return "acks=all is refused";
    case WITHOUT_AT_MIN:
        return w->moves ? "new leader; no replica to spare" : "no replica to spare";
    case WITHOUT_MIN_UNKNOWN:
    case WITHOUT_FINE:
    case WITHOUT_UNTOUCHED:
        break;
    }
    return w->moves ? "clients switch to the new leader" : "one replica less";
}

static void cell_broker(struct row *r, size_t col, int32_t id)
{
    if (id >= 0)
        cell_num(r, col, id);
    else
        cell_none(r, col);
}

static void add(struct table *t, const struct model *m, const struct topic *topic,
                const struct partition *p, int32_t broker)
{
    static const enum severity sevs[] = {
        [WITHOUT_UNTOUCHED] = SEV_NONE,   [WITHOUT_FINE] = SEV_GOOD,
        [WITHOUT_MIN_UNKNOWN] = SEV_INFO, [WITHOUT_AT_MIN] = SEV_WARN,
        [WITHOUT_UNDER_MIN] = SEV_BAD,    [WITHOUT_OFFLINE] = SEV_BAD};
    int64_t min_isr = topic_min_isr(m, topic->name);
    struct what_if w = partition_what_if(m->metadata, p, broker, min_isr, &t->arena);
    if (w.becomes == WITHOUT_UNTOUCHED && !w.moves)
        return;
    struct row *r =
        table_add_row(t, arena_printf(&t->arena, "%" PRId32 "\n%s", p->id, topic->name));
    cell_text(t, r, TOPIC, topic->name);
    cell_num(r, PARTITION, p->id);
    cell_literal(r, BECOMES, without_words(w.becomes));
    cell_rank(r, BECOMES, WITHOUT_OFFLINE - w.becomes);
    cell_sev(r, BECOMES, sevs[w.becomes]);
    cell_broker(r, LEADER, p->leader);
    cell_broker(r, THEN, w.leader);
    if (w.moves)
        cell_sev(r, THEN, w.leader < 0 ? SEV_BAD : SEV_INFO);
    cell_ids(t, r, ISR, w.isr, w.nisr);
    if (min_isr != MIN_ISR_UNKNOWN)
        cell_num(r, MIN_ISR, min_isr);
    else
        cell_missing(t, r, MIN_ISR, m, FACT_TOPIC_CONFIG, topic->name);
    cell_literal(r, MEANS, means(&w));
    build_asked(t, m, FACT_TOPIC_CONFIG, topic->name);
}

static void build(const struct view *v, struct table *t)
{
    const struct broker *b = broker_scope_each(v, t, add);
    if (b && !b->alive)
        table_note(t, SEV_INFO, "broker %s is lost already: nothing more would change", v->scope);
    else if (b && !t->nrows)
        table_note(t, SEV_GOOD, "nothing would change: no in-sync replica is on broker %s",
                   v->scope);
}

/* The key is "partition\ntopic", raw. */
static bool open_topic(const struct table *t, const struct row *row, const char **place,
                       const char **scope)
{
    (void)t;
    *place = "topic";
    *scope = strchr(row->key, '\n') + 1;
    return true;
}

const struct resource resource_what_if = {
    .name = "what-if",
    .rows = OBJECT_PARTITION,
    .title = "what if broker",
    .help = "What would happen to the partitions if this broker stopped: which lose their leader "
            "and to which brokers, which go under min ISR, which go offline.",
    .scope = SCOPE_BROKER,
    .columns = columns,
    .ncolumns = COLUMNS,
    .want = broker_scope_want,
    .build = build,
    .sort = "becomes",
    .open = open_topic,
};
