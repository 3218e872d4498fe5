/* A group partition by partition: what is committed, what is stored, what is left to read, and who
 * reads it. Rows are the union of commits and assignments, as kafka-consumer-groups lists them. */
#include "core/base/clock.h"
#include "core/base/text_human.h"
#include "core/model/model_fact.h"
#include "core/recording/recording_read.h"
#include "core/resource/group_cells.h"
#include "core/resource/lag_cells.h"
#include "core/resource/list.h"
#include "core/resource/partition_cells.h"

#include <inttypes.h>
#include <stdio.h>

enum {
    TOPIC,
    PARTITION,
    COMMITTED,
    START,
    END,
    LAG,
    TIME_LAG,
    IN,
    OUT,
    VERDICT,
    LOST,
    OWNER,
    HOST,
    STATIC,
    MEMBER,
    NOTE,
    BOUNDS,
    COLUMNS
};

static const struct column columns[COLUMNS] = {
    [TOPIC] = {.id = "topic", .title = "TOPIC", .max_width = 50, .help = "The topic that is read."},
    [PARTITION] = {.id = "partition",
                   .title = "PART",
                   .kind = VALUE_ID,
                   .help = "The partition's number, from 0."},
    [COMMITTED] = {.id = "committed",
                   .title = "COMMITTED",
                   .kind = VALUE_COUNT,
                   .help = "The offset the group continues from: everything before it counts as "
                           "read. – means it never committed one."},
    [START] = {.id = "start",
               .title = "LOG START",
               .kind = VALUE_COUNT,
               .priority = 1,
               .help = "The oldest offset still stored; a commit below it points at deleted "
                       "records."},
    [END] = {.id = "end",
             .title = "LOG END",
             .kind = VALUE_COUNT,
             .help = "High watermark: the offset after the last record that may be read."},
    [LAG] = {.id = "lag",
             .title = "LAG",
             .kind = VALUE_COUNT,
             .help =
                 "Records left to read, at most: end minus committed; counted from the log "
                 "start when the commit is below it (kafka-consumer-groups counts the LOST ones, "
                 "too); – without a commit."},
    [TIME_LAG] = {.id = "time_lag",
                  .title = "TIME LAG",
                  .kind = VALUE_DURATION,
                  .priority = 1,
                  .help = "How long ago the record at the commit was written, between the samples "
                          "seen; ≥: longer than it was watched; ≤: it was written since the last "
                          "sample; – when that is not known."},
    [IN] = {.id = "in",
            .title = "IN/S",
            .kind = VALUE_RATE,
            .priority = 2,
            .help = "Records written per second, over the last two minutes or longer."},
    [OUT] = {.id = "out",
             .title = "OUT/S",
             .kind = VALUE_RATE,
             .priority = 2,
             .help = "Records per second that the commit moved on by; ≤: it has not moved for "
                     "longer than usual, so that less is read now."},
    [VERDICT] = {.id = "verdict",
                 .title = "VERDICT",
                 .help = "What the lag means, worst first; not enough data: it was not watched for "
                         "long enough."},
    [LOST] = {.id = "lost",
              .title = "LOST",
              .kind = VALUE_COUNT,
              .priority = 3,
              .help = "Records deleted before the group read them: log start minus committed."},
    [OWNER] = {.id = "owner",
               .title = "OWNER",
               .max_width = 30,
               .help = "The client.id of the member that reads this partition now; –: no member "
                       "does."},
    [HOST] = {.id = "host",
              .title = "HOST",
              .priority = 2,
              .help = "The address the owner connects from."},
    [STATIC] = {.id = "static_id",
                .title = "STATIC ID",
                .hidden = true,
                .help = "group.instance.id: a static member keeps its partitions over a short "
                        "restart."},
    [MEMBER] = {.id = "member",
                .title = "MEMBER",
                .hidden = true,
                .help = "The member id that the coordinator gave the owner."},
    [NOTE] = {.id = "note",
              .title = "NOTE",
              .priority = 1,
              .help = "What is not as it should be: no commit, data lost, commit ahead of the "
                      "log end, or why a value is missing."},
    [BOUNDS] = COLUMN_BOUNDS,
};

/* How long the offsets of a group without members are kept, its coordinator knows. */
static void want_retention(const struct view *v, struct wants *w)
{
    const struct group_desc *d = model_group(v->model, v->scope);
    char id[16];
    if (!d || group_state_active(d->state) || d->coordinator < 0)
        return;
    snprintf(id, sizeof id, "%" PRId32, d->coordinator);
    wants_add(w, FACT_BROKER_CONFIG, id, 600000, 2);
}

static void want(const struct view *v, struct wants *w)
{
    wants_add(w, FACT_GROUP, v->scope, 2000, 0);
    wants_add(w, FACT_RECORDING, v->scope, -1, 0);
    wants_add(w, FACT_METADATA, NULL, AGE_USUAL, 0); /* which partitions have ends, and where */
    wants_add(w, FACT_GROUP_OFFSETS, v->scope, 2000, 0);
    want_group_topics(v->model, w, v->scope, 2000, 0);
    want_retention(v, w);
}

static void add_owner(struct table *t, struct row *r, const struct model *m, const char *group,
                      const struct member *owner)
{
    if (!owner && !model_group(m, group)) {
        for (size_t c = OWNER; c <= MEMBER; c++)
            cell_missing(t, r, c, m, FACT_GROUP, group);
        return;
    }
    cell_text(t, r, OWNER, owner ? owner->client_id : NULL);
    cell_text(t, r, STATIC, owner ? owner->instance_id : NULL);
    cell_text(t, r, MEMBER, owner ? owner->member_id : NULL);
    cell_host(t, r, HOST, owner ? owner->host : NULL);
}

/* o: NULL unless the end is old. */
static void add_note(struct table *t, struct row *r, const struct group_part *p,
                     const struct partition_lag *l, const struct partition_offsets *o)
{
    char num[TEXT_NUM];
    cell_literal(r, NOTE, "");
    if (p->offset && p->offset->err) {
        cell_text(t, r, NOTE, p->offset->err);
        cell_sev(r, NOTE, SEV_BAD);
    } else if (l->state == LAG_NO_COMMIT) {
        cell_literal(r, NOTE, "no commit so far");
        if (l->waiting != OFFSET_UNKNOWN)
            cell_textf(t, r, NOTE, "no commit; up to %s, as auto.offset.reset says",
                       text_count(num, l->waiting));
    } else if (l->lost) {
        cell_textf(t, r, NOTE, "data lost: %s record%s", text_count(num, l->lost),
                   l->lost == 1 ? "" : "s");
        cell_sev(r, NOTE, SEV_BAD);
    } else if (l->ahead) {
        cell_literal(r, NOTE, "ahead of the log end");
        cell_sev(r, NOTE, SEV_BAD);
    } else if (o) {
        cell_textf(t, r, NOTE, "log end not read again%s%s", o->why ? ": " : "",
                   o->why ? o->why : "");
        cell_sev(r, NOTE, SEV_WARN);
    }
}

static void add_lag(struct table *t, struct row *r, const struct model *m,
                    const struct group_part *p, const struct partition_lag *l)
{
    bool failed = p->offset && p->offset->err;
    if (failed)
        cell_failed(t, r, COMMITTED, p->offset->err);
    else if (l->state == LAG_NO_COMMIT)
        cell_none(r, COMMITTED);
    else
        cell_num(r, COMMITTED, p->offset->committed);
    if (failed)
        cell_failed(t, r, LAG, p->offset->err);
    else if (l->state == LAG_NO_COMMIT)
        cell_none(r, LAG);
    else
        cell_offset(t, r, LAG, m, p->topic, p->partition,
                    l->state == LAG_KNOWN ? l->lag : OFFSET_UNKNOWN);
    const struct partition_offsets *o = topic_offsets_get(model_offsets(m, p->topic), p->partition);
    bool known = l->state == LAG_NO_COMMIT || (o && o->start != OFFSET_UNKNOWN);
    if (failed)
        cell_failed(t, r, LOST, p->offset->err);
    else
        cell_offset(t, r, LOST, m, p->topic, p->partition, known ? l->lost : OFFSET_UNKNOWN);
    if (l->lost || l->ahead)
        cell_sev(r, LAG, SEV_BAD);
}

/* The lag next to it is newer than the sample: where one of them is zero, the other is known from
 * that. */
static void add_time_lag(struct row *r, const struct judged_group *judged,
                         const struct partition_verdict *v, const struct partition_lag *l)
{
    int64_t since = clock_wall_ms() - judged->sample_ms;
    if (v->time_lag_ms == LAG_MS_UNKNOWN || l->state != LAG_KNOWN) {
        cell_time_lag(r, TIME_LAG, v->time_lag_ms, v->time_lag_more);
    } else if (l->lag == 0 && !l->ahead) {
        cell_num(r, TIME_LAG, 0);
    } else if (v->lag == 0 && since > 0) {
        cell_num(r, TIME_LAG, since);
        cell_bound(r, TIME_LAG, BOUND_MOST);
    } else {
        cell_time_lag(r, TIME_LAG, v->time_lag_ms, v->time_lag_more);
    }
}

/* There is something to read, and the commit has not moved for longer than it usually takes. */
static bool stands_still(const struct model *m, const char *group, const struct group_part *p,
                         const struct judged_group *judged, const struct partition_verdict *v)
{
    const struct recording_group *g = recording_find(m->recording, group);
    const struct recording_part *x = g ? recording_part_at(g, p->topic, p->partition) : NULL;
    if (!x || v->lag <= 0 || !x->changed_ms || !(v->out > 0))
        return false;
    int64_t gap = recording_gap(x) > g->interval_ms ? recording_gap(x) : g->interval_ms;
    return judged->sample_ms - x->changed_ms > 2 * gap;
}

static void add_verdict(struct table *t, struct row *r, const struct model *m, const char *group,
                        const struct group_part *p, const struct partition_lag *l)
{
    const struct judged_group *judged = judged_group(m->group_verdicts, group);
    const struct partition_verdict *v = lag_verdict(judged, p->topic, p->partition);
    if (!v)
        return; /* not judged yet */
    cell_flow(r, IN, v->in);
    cell_flow(r, OUT, v->out);
    if (stands_still(m, group, p, judged, v))
        cell_bound(r, OUT, BOUND_MOST);
    add_time_lag(r, judged, v, l);
    cell_verdict(t, r, VERDICT, v->verdict, verdict_name(v->verdict), v->lag);
}

static void add_partition(struct table *t, const struct model *m, const char *group,
                          const struct group_part *p)
{
    const struct group_offsets *g = model_group_offsets(m, group);
    const struct partition_offsets *o = topic_offsets_get(model_offsets(m, p->topic), p->partition);
    bool committed = p->offset && !p->offset->err;
    struct partition_lag l = partition_lag(committed ? p->offset->committed : OFFSET_UNKNOWN,
                                           committed ? p->offset->seen_ms : 0, o);
    bool old = l.state == LAG_KNOWN && partition_end_is_old(g, o);
    struct row *r =
        table_add_row(t, arena_printf(&t->arena, "%s-%" PRId32, p->topic, p->partition));
    cell_text(t, r, TOPIC, p->topic);
    cell_num(r, PARTITION, p->partition);
    cell_offset(t, r, START, m, p->topic, p->partition, o ? o->start : OFFSET_UNKNOWN);
    cell_offset(t, r, END, m, p->topic, p->partition, o ? o->end : OFFSET_UNKNOWN);
    add_lag(t, r, m, p, &l);
    if (old) {
        cell_bound(r, END, BOUND_LEAST);
        cell_bound(r, LAG, BOUND_LEAST);
    }
    add_verdict(t, r, m, group, p, &l);
    add_owner(t, r, m, group, p->owner);
    add_note(t, r, p, &l, old ? o : NULL);
    cell_bounds(t, r, BOUNDS);
    build_costly(t, m, FACT_TOPIC_OFFSETS, p->topic);
}

static void build(const struct view *v, struct table *t)
{
    const struct model *m = v->model;
    const struct group_desc *d = group_scope(v, t);
    if (!build_need(t, m, FACT_GROUP_OFFSETS, v->scope) && !d)
        return;
    const struct group_offsets *o = model_group_offsets(m, v->scope);
    size_t n;
    struct group_part *p = group_parts(o, d, &t->arena, &n);
    for (size_t i = 0; i < n; i++)
        if (!group_part_is_deleted(m, &p[i]))
            add_partition(t, m, v->scope, &p[i]);
    if (!n && d && d->state != GROUP_DEAD && !t->note)
        table_note(t, SEV_INFO, "group %s owns no partition and has committed no offset", v->scope);
}

static bool open_topic(const struct table *t, const struct row *row, const char **place,
                       const char **scope)
{
    (void)t;
    *place = "placement";
    *scope = row->cells[TOPIC].value.text;
    return true;
}

const struct resource resource_group_partitions = {
    .name = "group-partitions",
    .rows = OBJECT_PARTITION,
    .aliases = (const char *const[]){"group", "offsets", NULL},
    .title = "partitions of group",
    .help = "What a consumer group has committed on each partition, how far that is from the end, "
            "and which member reads it.",
    .scope = SCOPE_GROUP,
    .columns = columns,
    .ncolumns = COLUMNS,
    .want = want,
    .build = build,
    .sort = "topic",
    .open = open_topic,
    .actions = (const char *const[]){"offsets-reset", "offsets-delete", "config-alter", NULL},
};
