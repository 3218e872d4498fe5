/* What a person must know before records are deleted, in the same words for each way of doing it.
 * The rules of what can be deleted are the broker's (ReplicaManager.deleteRecords: internal topics
 * and topics without "delete" in cleanup.policy are refused). */
#include "core/action/topic/deletion_preview.h"

#include "core/action/topic/topic_rules.h"
#include "core/base/text_human.h"
#include "core/model/config_value.h"
#include "core/model/model_fact.h"

#include <inttypes.h>
#include <string.h>

enum { GROUPS_SHOWN = 6 };

enum { COL_PARTITION, COL_START, COL_NEW, COL_END, COL_GO, COL_NOTE };
static const struct column columns[] = {
    [COL_PARTITION] = {.id = "partition",
                       .title = "PART",
                       .kind = VALUE_ID,
                       .help = "The partition."},
    [COL_START] = {.id = "start",
                   .title = "LOG START",
                   .kind = VALUE_COUNT,
                   .help = "The first record that is there now."},
    [COL_NEW] = {.id = "new",
                 .title = "NEW START",
                 .kind = VALUE_COUNT,
                 .help = "The first record that stays; those before it will be deleted."},
    [COL_END] = {.id = "end",
                 .title = "LOG END",
                 .kind = VALUE_COUNT,
                 .help = "Where the next record will be written."},
    [COL_GO] = {.id = "go",
                .title = "WILL BE DELETED",
                .kind = VALUE_COUNT,
                .help = "Records that will be deleted."},
    [COL_NOTE] = {.id = "note", .title = "NOTE", .kind = VALUE_TEXT, .help = "What is special."},
};

static const char *const own = "is one of Kafka's own topics, whose records brokers do not delete";
static const char *const compacts = "is only compacted (cleanup.policy=compact), so brokers do not "
                                    "delete its records: write tombstones for the keys instead, or "
                                    "add delete to its cleanup.policy";

bool records_refused(struct plan *p, const struct topic_snapshot *w, struct err *err)
{
    const char *why = topic_name_internal(w->topic) ? own : compacts;

    if (!topic_name_internal(w->topic) && !topic_snapshot_only_compacts(w))
        return false;
    err_set(err, ERR_GUARD, "%s %s", plan_show(p, w->topic), why);
    return true;
}

const char *records_refusal(const struct action_ctx *x, const char *topic)
{
    const struct config_set *set = topic && x->model ? model_topic_config(x->model, topic) : NULL;
    const struct config_entry *e = set ? config_set_find(set, "cleanup.policy") : NULL;

    if (topic && topic_name_internal(topic))
        return "it is one of Kafka's own topics, whose records brokers do not delete";
    if (e && e->value && *e->value && !config_list_has(e->value, "delete"))
        return "it is only compacted: brokers do not delete its records";
    return NULL;
}

bool records_topics_ok(const struct action_ctx *x, const struct args *args, struct err *err)
{
    const char *name, *why;

    for (size_t i = 0; (name = args_nth(args, "topic", i)); i++) {
        if ((why = *name ? records_refusal(x, name) : NULL))
            return err_set(err, ERR_GUARD, "%s: %s", name, why);
    }
    return topics_there(x->model, args, "topic", err);
}

static int64_t going(const struct cut *c)
{
    return c->to == OFFSET_UNKNOWN || c->part->trouble ? 0 : c->to - c->part->start;
}

int64_t records_going(const struct cut *cuts, size_t n)
{
    int64_t sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += going(&cuts[i]);
    return sum;
}

static void fill_row(struct table *t, const struct cut *c)
{
    struct row *r = table_add_row(t, arena_printf(&t->arena, "%" PRId32, c->part->id));

    cell_num(r, COL_PARTITION, c->part->id);
    if (!c->part->trouble) {
        cell_num(r, COL_START, c->part->start);
        cell_num(r, COL_END, c->part->end);
        cell_num(r, COL_NEW, c->to == OFFSET_UNKNOWN ? c->part->start : c->to);
        cell_num(r, COL_GO, going(c));
    } else {
        for (size_t i = COL_START; i <= COL_GO; i++)
            cell_failed(t, r, i, c->part->trouble);
    }
    cell_note(t, r, COL_NOTE, c->part->trouble ? c->part->trouble : c->note);
    r->sev = c->part->trouble ? SEV_BAD : going(c) == 0 ? SEV_MUTED : SEV_NONE;
}

void records_preview(struct plan *p, const struct cut *cuts, size_t n)
{
    struct table *t = table_new(columns, sizeof columns / sizeof *columns);

    for (size_t i = 0; i < n; i++)
        fill_row(t, &cuts[i]);
    t->complete = true;
    p->preview = t;
}

/* What the group has not read of what is deleted; *partitions of how many. */
static int64_t lost_by(const struct topic_snapshot *w, const struct topic_reader *r,
                       const struct cut *cuts, size_t n, size_t *partitions)
{
    int64_t sum = 0;

    *partitions = 0;
    for (size_t i = 0; i < n; i++) {
        int64_t lost = cuts[i].to == OFFSET_UNKNOWN
                           ? 0
                           : topic_reader_loses(w, r, cuts[i].part->id, cuts[i].to);

        sum += lost;
        *partitions += lost > 0;
    }
    return sum;
}

static void warn_readers(struct plan *p, const struct topic_snapshot *w, const struct cut *cuts,
                         size_t n)
{
    size_t shown = 0, more = 0;
    char count[TEXT_NUM];

    for (size_t i = 0; i < w->nreaders; i++) {
        size_t parts;
        int64_t lost = lost_by(w, &w->readers[i], cuts, n, &parts);

        if (lost == 0)
            continue;
        if (shown++ < GROUPS_SHOWN)
            plan_warn(p,
                      "group %s has not read %s of these records (%zu partition%s): it goes on "
                      "at the new log start",
                      w->readers[i].group, text_count(count, lost), parts, parts == 1 ? "" : "s");
        else
            more++;
    }
    if (more)
        plan_warn(p, "%zu more groups have not read all of these records", more);
    if (w->doubt)
        plan_warn(p, "more groups may read it: %s", w->doubt);
}

void records_warn(struct plan *p, const struct topic_snapshot *w, const struct cut *cuts, size_t n)
{
    char count[TEXT_NUM];
    size_t parts = 0;

    for (size_t i = 0; i < n; i++)
        parts += going(&cuts[i]) > 0;
    plan_sum(p, "%s record%s will be deleted, on %zu of %zu partition%s",
             text_count(count, records_going(cuts, n)), records_going(cuts, n) == 1 ? "" : "s",
             parts, w->nparts, w->nparts == 1 ? "" : "s");
    warn_readers(p, w, cuts, n);
}
