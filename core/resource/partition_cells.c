/* One partition → cells. Replicas stay in assignment order: the first is the preferred leader, and
 * sorting them would hide it. */
#include "core/resource/partition_cells.h"

#include "core/base/buf.h"
#include "core/insight/health.h"
#include "core/model/model_fact.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

const struct column partition_columns[PART_COLUMNS] = {
    [PART_ID] = {.id = "partition",
                 .title = "PART",
                 .kind = VALUE_ID,
                 .help = "The partition's number, from 0."},
    [PART_LEADER] = {.id = "leader",
                     .title = "LEADER",
                     .kind = VALUE_ID,
                     .help = "The broker that takes this partition's writes; the other replicas "
                             "follow it. None: the partition is offline."},
    [PART_PREFERRED] = {.id = "preferred",
                        .title = "PREF",
                        .kind = VALUE_ID,
                        .priority = 1,
                        .help = "The preferred leader: the first broker of the replica list, which "
                                "should lead when all is well."},
    [PART_REPLICAS] = {.id = "replicas",
                       .title = "REPLICAS",
                       .priority = 1,
                       .help = "The brokers that hold a replica, in assignment order: the first is "
                               "the preferred leader."},
    [PART_ISR] = {.id = "isr",
                  .title = "ISR",
                  .priority = 1,
                  .help = "In-sync replicas: the brokers whose replica is up to date, the leader "
                          "among them."},
    [PART_IN_SYNC] = {.id = "in_sync",
                      .title = "IN SYNC",
                      .help = "How many replicas are in sync, of how many there should be."},
    [PART_START] = {.id = "start",
                    .title = "EARLIEST",
                    .kind = VALUE_COUNT,
                    .priority = 1,
                    .help = "Log start offset: the oldest record still stored; older ones were "
                            "deleted by retention or on request."},
    [PART_END] = {.id = "end",
                  .title = "LATEST",
                  .kind = VALUE_COUNT,
                  .help = "High watermark: the offset after the last record that consumers may "
                          "read."},
    [PART_MESSAGES] = {.id = "messages",
                       .title = "MESSAGES",
                       .kind = VALUE_COUNT,
                       .help = "Latest minus earliest: at most this many records, fewer after "
                               "compaction or with transactions."},
    [PART_RATE] = {.id = "rate",
                   .title = "IN/S",
                   .kind = VALUE_RATE,
                   .priority = 1,
                   .help = "Records written per second, over some 30 s; … while no two answers lie "
                           "a second apart."},
    [PART_NOTE] = {.id = "note",
                   .title = "NOTE",
                   .help = "What is not as it should be: no leader, replicas out of sync, fewer "
                           "than min.insync.replicas, not led by the preferred replica."},
};

void partition_want(const struct view *v, struct wants *w)
{
    wants_add(w, FACT_METADATA, NULL, AGE_USUAL, 0);
    wants_add(w, FACT_TOPIC_OFFSETS, v->scope, 2000, 0);
    wants_add(w, FACT_EVENTS, NULL, -1, 3); /* what was recorded is read, and not more sampled */
    wants_add(w, FACT_TOPIC_CONFIG, v->scope, AGE_USUAL, 1); /* min.insync.replicas */
}

const struct topic *partition_scope(const struct view *v, struct table *t)
{
    if (!build_need(t, v->model, FACT_METADATA, NULL))
        return NULL;
    const struct topic *topic = metadata_topic(v->model->metadata, v->scope);
    if (!topic)
        note_no_topic(t, v->scope);
    else if (!topic->npartitions)
        table_note(t, SEV_BAD, "no partitions: %s", topic->err ? topic->err : "none known");
    return topic;
}

void partition_ages(const struct view *v, struct table *t)
{
    const struct config_set *c = model_topic_config(v->model, v->scope);
    build_costly(t, v->model, FACT_TOPIC_OFFSETS, v->scope);
    build_asked(t, v->model, FACT_TOPIC_CONFIG, v->scope);
    if (c)
        build_slow(t, &c->fact, fact_kinds[FACT_TOPIC_CONFIG].age_ms);
}

void cell_offset(struct table *t, struct row *r, size_t col, const struct model *m,
                 const char *topic, int32_t partition, int64_t offset)
{
    const struct partition_offsets *o = topic_offsets_get(model_offsets(m, topic), partition);
    if (offset != OFFSET_UNKNOWN)
        cell_num(r, col, offset);
    else if (o && o->why)
        cell_failed(t, r, col, o->why);
    else
        cell_missing(t, r, col, m, FACT_TOPIC_OFFSETS, topic);
}

static void add_offsets(struct table *t, struct row *r, const struct model *m, const char *topic,
                        int32_t id, size_t shift)
{
    const struct partition_offsets *o = topic_offsets_get(model_offsets(m, topic), id);
    int64_t start = o ? o->start : OFFSET_UNKNOWN, end = o ? o->end : OFFSET_UNKNOWN;
    bool both = start != OFFSET_UNKNOWN && end != OFFSET_UNKNOWN;
    int64_t messages = both ? (end > start ? end - start : 0) : OFFSET_UNKNOWN;
    cell_offset(t, r, PART_START + shift, m, topic, id, start);
    cell_offset(t, r, PART_END + shift, m, topic, id, end);
    cell_offset(t, r, PART_MESSAGES + shift, m, topic, id, messages);
}

static void add_out_of_sync(struct buf *b, const struct partition *p)
{
    const char *before = "out of sync: ";
    for (int i = 0; i < p->nreplicas; i++) {
        if (partition_in_isr(p, p->replicas[i]))
            continue;
        buf_addf(b, "%s%" PRId32, before, p->replicas[i]);
        before = ",";
    }
}

const char *partition_note(const struct metadata *md, const struct partition *p, int64_t min_isr,
                           struct arena *a, enum severity *sev)
{
    struct partition_health h = partition_judge(md, p, min_isr);
    struct buf b;
    buf_init(&b, 0);
    *sev = h.offline || h.under_min_isr ? SEV_BAD : h.under_replicated ? SEV_WARN : SEV_INFO;
    if (h.offline)
        buf_adds(&b, "no leader");
    else if (h.under_min_isr)
        buf_adds(&b, "under min ISR");
    if (h.under_replicated) {
        buf_adds(&b, b.len ? "; " : "");
        add_out_of_sync(&b, p);
    }
    if (h.not_preferred)
        buf_addf(&b, "%snot on preferred leader", b.len ? "; " : "");
    const char *text = b.len ? arena_strdup(a, buf_str(&b)) : NULL;
    buf_release(&b);
    return text;
}

static void add_leader(struct row *r, const struct metadata *md, const struct partition *p,
                       size_t shift)
{
    if (p->leader >= 0)
        cell_num(r, PART_LEADER + shift, p->leader);
    else
        cell_none(r, PART_LEADER + shift);
    if (partition_offline(md, p))
        cell_sev(r, PART_LEADER + shift, SEV_BAD);
    if (p->nreplicas)
        cell_num(r, PART_PREFERRED + shift, partition_preferred(p));
    else
        cell_none(r, PART_PREFERRED + shift);
}

static void add_replicas(struct table *t, struct row *r, const struct partition *p, size_t shift)
{
    cell_ids(t, r, PART_REPLICAS + shift, p->replicas, p->nreplicas);
    cell_ids(t, r, PART_ISR + shift, p->isr, p->nisr);
    cell_literal(r, PART_IN_SYNC + shift, arena_printf(&t->arena, "%d/%d", p->nisr, p->nreplicas));
    cell_share(r, PART_IN_SYNC + shift, p->nisr, p->nreplicas);
    if (partition_under_replicated(p))
        cell_sev(r, PART_IN_SYNC + shift, SEV_WARN);
}

struct row *partition_row(struct table *t, const struct rates *rates, const struct topic *topic,
                          const struct partition *p, size_t shift)
{
    const struct model *m = rates->m;
    char key[16];
    snprintf(key, sizeof key, "%" PRId32, p->id);
    struct row *r = table_add_row(t, key);
    cell_num(r, PART_ID, p->id);
    add_leader(r, m->metadata, p, shift);
    add_replicas(t, r, p, shift);
    add_offsets(t, r, m, topic->name, p->id, shift);
    double rate = rate_of_partition(rates, topic->name, p->id);
    if (!isnan(rate))
        cell_real(r, PART_RATE + shift, rate);
    enum severity sev;
    const char *note =
        partition_note(m->metadata, p, topic_min_isr(m, topic->name), &t->arena, &sev);
    cell_literal(r, PART_NOTE + shift, note ? note : "");
    if (note) {
        cell_sev(r, PART_NOTE + shift, sev);
        r->sev = sev == SEV_BAD ? SEV_BAD : SEV_NONE;
    }
    return r;
}
