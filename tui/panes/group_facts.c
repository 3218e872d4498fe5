/* A consumer group in a few lines: is somebody reading, if not why and how long its offsets are
 * kept, who coordinates, how far behind it is. Built when the model changed. */
#include "core/base/clock.h"
#include "core/base/text.h"
#include "core/insight/lag.h"
#include "core/insight/lag_book.h"
#include "core/insight/lag_since.h"
#include "core/model/config_value.h"
#include "tui/panes/facts.h"

#include <inttypes.h>
#include <stdio.h>

static void state_row(struct facts *f, const struct group_desc *d)
{
    bool active = group_state_active(d->state);
    facts_row(f, "group");
    facts_add(f, SEV_NONE, "%s", facts_safe(f, d->id));
    facts_add(f, active ? SEV_GOOD : SEV_WARN, active ? "● active" : "○ inactive");
    facts_add(f, d->state == GROUP_STABLE ? SEV_GOOD : SEV_NONE, "%s", group_state_name(d->state));
    facts_add(f, SEV_NONE, "%s", d->simple ? "no protocol" : group_type_name(d->type));
    if (d->assignor && d->assignor[0])
        facts_add(f, SEV_NONE, "assignor %s", facts_safe(f, d->assignor));
    facts_add(f, d->nmembers ? SEV_NONE : SEV_WARN, "%zu member%s", d->nmembers,
              d->nmembers == 1 ? "" : "s");
    if (d->coordinator >= 0)
        facts_add(f, SEV_NONE, "coordinator broker %" PRId32, d->coordinator);
}

/* offsets.retention.minutes of the coordinator, for people; NULL when not known. */
static const char *kept(struct facts *f, const struct model *m, const struct group_desc *d)
{
    const struct config_set *c = d->coordinator < 0 ? NULL : model_broker_config(m, d->coordinator);
    const struct config_entry *e = c ? config_set_find(c, "offsets.retention.minutes") : NULL;
    struct config_key k = config_key_of(CONFIG_BROKER, "offsets.retention.minutes");
    return e && e->value ? config_value_human(&k, e->value, &f->arena) : NULL;
}

/* When it became empty is not told by any answer, so the end can't be given as a time. */
static void why_row(struct facts *f, const struct model *m, const struct group_desc *d)
{
    if (d->state == GROUP_FOREIGN) {
        facts_row(f, "why");
        facts_add(f, SEV_WARN,
                  "it is no consumer group: kafka-share-groups and kafka-streams-groups show it");
        return;
    }
    if (group_state_active(d->state) || d->state == GROUP_UNKNOWN)
        return;
    facts_row(f, "why");
    if (d->state == GROUP_DEAD) {
        facts_add(f, SEV_WARN,
                  "its coordinator does not know it: it was never there, or was "
                  "deleted, or its offsets have expired");
        return;
    }
    facts_add(f, SEV_NONE,
              d->simple ? "offsets were committed without joining: a tool, or assign()"
                        : "no member: every consumer has left, or died");
    const char *time = kept(f, m, d);
    if (time)
        facts_add(f, SEV_NONE, "offsets are kept %s after %s", time,
                  d->simple ? "each commit" : "the last member left");
    else
        facts_add(f, SEV_MUTED, "offsets expire offsets.retention.minutes after %s",
                  d->simple ? "each commit" : "the last member left");
}

static void lag_row(struct facts *f, const struct model *m, const char *group)
{
    struct group_lag lag;
    char n[TEXT_NUM];
    facts_row(f, "lag");
    if (!group_lag_sum(m, group, &lag)) {
        const struct fact *fact = model_fact(m, FACT_GROUP_OFFSETS, group);
        facts_add(f, SEV_MUTED, "%s",
                  fact && fact->why ? facts_safe(f, fact->why) : "commits not told yet");
        return;
    }
    if (lag.partitions == lag.no_commit)
        facts_add(f, SEV_NONE, "none known: nothing is committed");
    else
        facts_add(f, SEV_NONE, "total %s%s", lag.unknown ? "≥ " : "", text_count(n, lag.total));
    if (lag.partitions > lag.no_commit)
        facts_add(f, SEV_NONE, "worst partition %s", text_count(n, lag.max));
    facts_add(f, SEV_NONE, "%d topic%s", lag.topics, lag.topics == 1 ? "" : "s");
    facts_add(f, SEV_NONE, "%d partition%s", lag.partitions, lag.partitions == 1 ? "" : "s");
    if (lag.no_commit)
        facts_add(f, SEV_INFO, "no commit on %d", lag.no_commit);
    if (lag.lost)
        facts_add(f, SEV_BAD, "%s deleted before they were read", text_count(n, lag.lost));
    if (lag.ahead)
        facts_add(f, SEV_BAD, "committed ahead of the log on %d", lag.ahead);
}

/* The verdict's numbers are those of the last sample: what is read now stands below. */
static void recorded_item(struct facts *f, const struct model *m, const char *group)
{
    const struct recording_group *g = recording_find(m->recording, group);
    int64_t first = INT64_MAX;
    char n[TEXT_NUM], at[TEXT_NUM];
    for (int t = 0; g && t < RECORDING_TIERS; t++) {
        const struct recording_total *total = recording_total_at(g, (enum recording_tier)t, 0);
        first = total && total->at_ms < first ? total->at_ms : first;
    }
    if (first < INT64_MAX)
        facts_add(f, SEV_MUTED, "as of %s, watched for %s", text_clock(at, recording_last_ms(g)),
                  text_duration(n, recording_last_ms(g) - first));
}

static bool has_exact(const struct recording_part *p)
{
    return p->exact_ms > 0 && p->exact_offset == p->last_committed;
}

static bool may_have_unread(const struct recording_part *p)
{
    return p->last_committed != OFFSET_UNKNOWN &&
           (p->last_end == OFFSET_UNKNOWN || p->last_end > p->last_committed) &&
           !(p->rest_none && p->rest_from == p->last_committed);
}

/* As read from the records themselves on demand; until the commits move on. */
static void exact_item(struct facts *f, const struct recording_group *g)
{
    const struct recording_part *oldest = NULL;
    size_t others = 0;
    char at[TEXT_NUM];
    for (size_t i = 0; g && i < g->nparts; i++) {
        const struct recording_part *p = &g->parts[i];
        others += may_have_unread(p) && !has_exact(p);
        if (has_exact(p) && (!oldest || p->exact_ms < oldest->exact_ms))
            oldest = p;
    }
    if (oldest && others)
        facts_add(f, SEV_WARN, "%zu partition%s that may have something unread %s not read", others,
                  others == 1 ? "" : "s", others == 1 ? "was" : "were");
    if (oldest)
        facts_add(f, SEV_INFO,
                  "the oldest unread record%s is %s-%" PRId32 " at %" PRId64 ", written %s, at %s",
                  others ? " that was read" : "",
                  facts_safe(f, oldest->topic->name), oldest->partition, oldest->exact_offset,
                  text_ago(&f->arena, clock_wall_ms() - oldest->exact_ms),
                  text_instant(at, oldest->exact_ms));
}

/* Of a moment more than half a day away the date is told, too. */
static void since_item(struct facts *f, const struct model *m, const char *group, enum verdict v)
{
    struct recording_since since = lag_since(m->recording, group, v);
    char at[TEXT_NUM], age[TEXT_NUM];
    int64_t ms = clock_wall_ms() - since.ms;
    if (!since.ms)
        return;
    text_duration(age, ms > 0 ? ms / 1000 * 1000 : 0);
    if (ms < 12 * 3600000LL)
        text_clock(at, since.ms);
    else
        text_instant(at, since.ms);
    facts_add(f, SEV_NONE,
              since.at_least ? "since at least %s (%s): nobody watched before" : "since %s (%s)",
              at, age);
}

/* What it means, in words; each thing worth knowing beside it. */
static void verdict_row(struct facts *f, const struct model *m, const char *group)
{
    const struct lag_page *p = lag_page(m->lag_book, group);
    if (!p)
        return;
    facts_row(f, "verdict");
    facts_add(f, verdict_severity(p->verdict.verdict), "%s", p->verdict.text);
    recorded_item(f, m, group);
    since_item(f, m, group, p->verdict.verdict);
    for (size_t i = 0; i < p->verdict.nnotes; i++)
        facts_add(f, p->verdict.notes[i].sev, "%s", p->verdict.notes[i].text);
    exact_item(f, recording_find(m->recording, group));
}

void group_facts(struct facts *f, const struct model *m, const char *scope)
{
    const struct group_desc *d = model_group(m, scope);
    const struct fact *fact = model_fact(m, FACT_GROUP, scope);
    if (d) {
        state_row(f, d);
        verdict_row(f, m, scope);
        why_row(f, m, d);
    } else {
        facts_row(f, "group");
        facts_add(f, SEV_MUTED, "%s",
                  fact && fact->why ? facts_safe(f, fact->why) : "not told yet");
    }
    lag_row(f, m, scope);
}
