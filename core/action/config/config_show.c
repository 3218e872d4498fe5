/* What a person reads of a config-alter: the difference with source and fallback, what it will do
 * to data and writers, Kafka's own command line. */
#include "core/action/config/config_show.h"

#include "core/action/config/config_alter.h"
#include "core/base/parse.h"
#include "core/base/text_human.h"
#include "core/model/config_value.h"
#include "core/plan/command_plan.h"
#include "core/plan/config_pairs.h"

#include <inttypes.h>
#include <string.h>

enum { COL_KEY, COL_NOW, COL_SOURCE, COL_NEW, COL_BEHIND, COL_NOTE };
static const struct column columns[] = {
    [COL_KEY] = {.id = "key", .title = "KEY", .kind = VALUE_TEXT, .help = "The setting."},
    [COL_NOW] = {.id = "now", .title = "NOW", .kind = VALUE_TEXT, .help = "What counts now."},
    [COL_SOURCE] = {.id = "source",
                    .title = "SOURCE",
                    .kind = VALUE_TEXT,
                    .priority = 1,
                    .help = "Where what counts now was set."},
    [COL_NEW] = {.id = "new", .title = "NEW", .kind = VALUE_TEXT, .help = "What will count."},
    [COL_BEHIND] = {.id = "behind",
                    .title = "FALLS BACK TO",
                    .kind = VALUE_TEXT,
                    .priority = 2,
                    .help = "What would count without a value of its own, and where that is set."},
    [COL_NOTE] = {.id = "note", .title = "NOTE", .kind = VALUE_TEXT, .help = "What is special."},
};

static void value_cell(struct table *t, struct row *row, size_t col, const struct alter *r,
                       const struct alter_key *k, const char *raw)
{
    cell_text(t, row, col, raw ? config_pair_shown(r->type, k->key, raw, &t->arena) : NULL);
}

static void new_cell(struct table *t, struct row *row, const struct alter *r,
                     const struct alter_key *k)
{
    const struct config_synonym *s = k->behind;

    if (k->value)
        value_cell(t, row, COL_NEW, r, k, k->value);
    else if (k->unchanged && k->entry)
        value_cell(t, row, COL_NEW, r, k, k->entry->value);
    else if (s)
        value_cell(t, row, COL_NEW, r, k, s->value);
    else
        cell_literal(row, COL_NEW, "what the broker falls back to");
}

static void behind_cell(struct table *t, struct row *row, const struct alter *r,
                        const struct alter_key *k)
{
    const struct config_synonym *s = k->behind;

    if (s)
        cell_textf(t, row, COL_BEHIND, "%s, %s",
                   config_pair_shown(r->type, k->key, s->value, &t->arena),
                   config_source_name(s->source));
    else
        cell_failed(t, row, COL_BEHIND, "not known");
}

static const char *note_text(const struct config_set *set, const struct alter_key *k,
                             struct arena *a)
{
    if (k->items && k->unchanged)
        return k->op == ALTER_APPEND ? "is in it already" : "is not in it";
    if (k->items)
        return arena_printf(a, k->op == ALTER_APPEND ? "adds %s" : "removes %s", k->items);
    if (k->unchanged)
        return k->value ? "already set" : "has no value of its own";
    if (!k->value)
        return "override removed";
    if (k->entry && !config_entry_overridden(set, k->entry) && k->entry->value &&
        strcmp(k->entry->value, k->value) == 0)
        return "same value, from now on its own";
    return NULL;
}

static void fill_row(struct table *t, const struct alter *r, const struct config_set *set,
                     const struct alter_key *k)
{
    const struct config_entry *e = k->entry;
    struct row *row = table_add_row(t, k->key);

    cell_text(t, row, COL_KEY, k->key);
    value_cell(t, row, COL_NOW, r, k, e ? e->value : NULL);
    cell_text(t, row, COL_SOURCE, e ? config_source_name(e->source) : NULL);
    new_cell(t, row, r, k);
    behind_cell(t, row, r, k);
    cell_note(t, row, COL_NOTE, note_text(set, k, &t->arena));
    if (k->unchanged)
        row->sev = SEV_MUTED;
}

/* ---- warnings -------------------------------------------------------------------------------- */

static const char *coming(const struct alter *r, const char *key)
{
    for (size_t i = 0; i < r->n; i++) {
        if (strcmp(r->keys[i].key, key) == 0 && !r->keys[i].unchanged)
            return r->keys[i].value ? r->keys[i].value : "";
    }
    return NULL;
}

static void warn_isr(struct plan *p, const struct alter *r)
{
    const char *value = coming(r, "min.insync.replicas");
    int64_t n;

    if (!value || !r->replication || !parse_int(value, 0, INT32_MAX, &n, NULL))
        return;
    if (n > r->replication)
        plan_warn(p,
                  "min.insync.replicas %" PRId64 " is more than the %d replicas: producers with "
                  "acks=all will never succeed",
                  n, r->replication);
    else if (n == r->replication && n > 1)
        plan_warn(p, "min.insync.replicas equals the replication: producers with acks=all stop as "
                     "soon as one broker is down");
}

/* UnifiedLog.deleteRetentionMsBreachedSegments of Apache Kafka compares the largest timestamp of a
 * segment, also of the one that is still written. */
#define SEGMENTS                                                                                   \
    ": a segment at a time, at the next check where its newest record is that old, else when it "  \
    "is (see segment.ms, segment.bytes)"

static void warn_retention(struct plan *p, const struct alter *r)
{
    char count[TEXT_NUM], when[TEXT_NUM];

    if (coming(r, "retention.bytes") && *coming(r, "retention.bytes") != '-')
        plan_warn(p,
                  "partitions larger than retention.bytes lose their oldest segments at the next "
                  "check, which can't be undone");
    if (r->cut_ms < 0 || r->will_delete == 0)
        return;
    p->danger = DANGER_HIGH;
    if (r->will_delete > 0)
        plan_warn(p,
                  "about %s records older than %s will be deleted, which can't be undone" SEGMENTS,
                  text_count(count, r->will_delete), text_instant(when, r->cut_ms));
    else
        plan_warn(p, "records older than %s will be deleted, which can't be undone" SEGMENTS,
                  text_instant(when, r->cut_ms));
}

/* What will count, its own or what is behind it; NULL: it stays, or is not known. */
static const char *counting(const struct alter *r, const char *key)
{
    for (size_t i = 0; i < r->n; i++) {
        const struct alter_key *k = &r->keys[i];

        if (strcmp(k->key, key) == 0 && !k->unchanged)
            return k->value ? k->value : k->behind ? k->behind->value : NULL;
    }
    return NULL;
}

/* Brokers take an empty list for neither delete nor compact. */
static void warn_no_policy(struct plan *p, const struct alter *r)
{
    bool broker = r->type == CONFIG_BROKER;
    const char *value = counting(r, broker ? "log.cleanup.policy" : "cleanup.policy");

    if (!value || *value)
        return;
    p->danger = DANGER_HIGH;
    plan_warn(p,
              "with an empty cleanup.policy nothing is deleted or compacted any more, whatever "
              "retention.ms and retention.bytes say: the logs %s grow without limit",
              broker ? "of topics that don't set their own" : "of the topic");
}

static void warn_policy(struct plan *p, const struct alter *r, const struct config_set *set)
{
    const char *value = counting(r, "cleanup.policy");
    const struct config_entry *e = config_set_find(set, "cleanup.policy");
    bool compacted = e && config_list_has(e->value, "compact");

    if (!value)
        return;
    if (config_list_has(value, "compact") && !compacted) {
        p->danger = DANGER_HIGH;
        plan_warn(p, "compaction will drop all but the last record of each key, which can't be "
                     "undone, and records without a key will be refused");
    }
    if (config_list_has(value, "delete") && e && e->value && !config_list_has(e->value, "delete")) {
        p->danger = DANGER_HIGH;
        plan_warn(p, "records older than retention.ms or beyond retention.bytes will be deleted, "
                     "which can't be undone");
    }
}

static void warn(struct plan *p, const struct alter *r, const struct config_set *set)
{
    const char *unclean = coming(r, "unclean.leader.election.enable");

    warn_no_policy(p, r);
    if (r->type == CONFIG_TOPIC) {
        warn_isr(p, r);
        warn_retention(p, r);
        warn_policy(p, r, set);
    }
    if (unclean && strcmp(unclean, "true") == 0)
        plan_warn(p, "unclean leader election can lose records that were acknowledged");
    if (r->type == CONFIG_BROKER)
        plan_warn(p, "brokers that are not named here do not change");
}

void alter_show(struct plan *p, struct alter *r, const struct config_set *set,
                const struct profile *profile)
{
    struct table *t = table_new(columns, sizeof columns / sizeof *columns);
    size_t unchanged = 0;

    p->title = plan_show(
        p, r->from ? plan_str(p, "copy settings of %s to %s", r->from, r->name)
                   : plan_str(p, "change settings of %s %s", config_type_name(r->type), r->name));
    p->confirm = plan_show(p, r->name);
    for (size_t i = 0; i < r->n; i++) {
        fill_row(t, r, set, &r->keys[i]);
        unchanged += r->keys[i].unchanged;
    }
    t->complete = true;
    p->preview = t;
    plan_sum(p, "%zu setting%s to change%s", r->n - unchanged, r->n - unchanged == 1 ? "" : "s",
             r->n > unchanged ? ", validated by the broker" : "");
    if (unchanged)
        plan_sum(p, "%zu setting%s already set and will not be sent", unchanged,
                 unchanged == 1 ? " is" : "s are");
    warn(p, r, set);
    command_plan(p, profile);
}
