/* A consumer group in a few lines: does it have members, if not why and how long its offsets are
 * retained, who coordinates, how far behind it is. Built when the model changed. */
#include "tui/panes/group_facts.h"

#include "core/base/clock.h"
#include "core/base/text_human.h"
#include "core/insight/lag/group_verdicts.h"
#include "core/insight/lag/lag.h"
#include "core/insight/lag/lag_since.h"
#include "core/model/config_value.h"
#include "core/model/model_fact.h"
#include "core/recording/recording_read.h"
#include "tui/panes/list_words.h"

#include <inttypes.h>
#include <stdio.h>

static void state_row(struct facts *f, const struct group_desc *d)
{
    facts_row(f, "group");
    facts_add(f, SEV_NONE, "%s", facts_safe(f, d->id));
    if (d->state == GROUP_DEAD) { /* the rest of the answer is empty */
        facts_add(f, SEV_WARN, "✗ does not exist");
        return;
    }
    const char *shown = state_shown(group_state_name(d->state));
    facts_add(f, d->state == GROUP_STABLE ? SEV_GOOD : SEV_WARN, "%s",
              shown ? shown : group_state_name(d->state));
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

/* No response says when it became empty, so the end can't be given as a time. */
static void why_row(struct facts *f, const struct model *m, const struct group_desc *d)
{
    if (d->state == GROUP_FOREIGN) {
        facts_row(f, "why");
        facts_add(
            f, SEV_WARN,
            "it is not a consumer group: kafka-share-groups and kafka-streams-groups show it");
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

/* " · oldest 8 min 4 s", as of the last sample; nothing when it is not known, or nothing is left. */
static const char *oldest(struct facts *f, const struct model *m, const char *group, int64_t total)
{
    const struct judged_group *p = judged_group(m->group_verdicts, group);
    char n[TEXT_NUM];
    if (!p || total == 0 || p->verdict.lag == 0 || p->verdict.time_lag_ms == LAG_MS_UNKNOWN)
        return "";
    return arena_printf(&f->arena, " · oldest %s%s", p->verdict.time_lag_more ? "≥ " : "",
                        text_duration(n, p->verdict.time_lag_ms));
}

static bool is_next(const struct group_note *n)
{
    return n->kind == NOTE_TOO_FEW_MEMBERS;
}

/* What would drain it stands next to what is wrong, where the least height has room for it. */
static void next_item(struct facts *f, const struct model *m, const char *group)
{
    const struct judged_group *p = judged_group(m->group_verdicts, group);
    for (size_t i = 0; p && i < p->verdict.nnotes; i++)
        if (is_next(&p->verdict.notes[i]))
            facts_add(f, SEV_INFO, "%s", p->verdict.notes[i].text);
}

static void lag_row(struct facts *f, const struct model *m, const char *group)
{
    struct group_lag lag;
    char n[TEXT_NUM];
    facts_row(f, "behind");
    if (!group_lag_sum(m, group, &lag)) {
        const struct fact *fact = model_fact(m, FACT_GROUP_OFFSETS, group);
        facts_add(f, SEV_MUTED, "%s",
                  fact && fact->why ? facts_safe(f, fact->why) : "waiting for the commits");
        return;
    }
    if (lag.partitions == lag.no_commit)
        facts_add(f, SEV_NONE, "none known: nothing is committed");
    else
        facts_add(f, SEV_NONE, "%s%s record%s%s", lag.unknown || lag.old ? "≥ " : "",
                  text_count(n, lag.total), lag.total == 1 ? "" : "s",
                  oldest(f, m, group, lag.total));
    if (lag.partitions > lag.no_commit)
        facts_add(f, SEV_NONE, "worst partition %s", text_count(n, lag.max));
    facts_add(f, SEV_NONE, "%d topic%s", lag.topics, lag.topics == 1 ? "" : "s");
    facts_add(f, SEV_NONE, "%d partition%s", lag.partitions, lag.partitions == 1 ? "" : "s");
    if (lag.no_commit)
        facts_add(f, SEV_INFO, "no commit on %d", lag.no_commit);
    if (lag.lost)
        facts_add(f, SEV_BAD, "data lost: %s record%s", text_count(n, lag.lost),
                  lag.lost == 1 ? "" : "s");
    if (lag.ahead)
        facts_add(f, SEV_BAD, "ahead of the log end on %d", lag.ahead);
}

/* What the verdict is based on: what is read now stands below. */
static void basis_item(struct facts *f, const struct model *m, const char *group,
                       const struct group_verdict *v)
{
    const struct recording_group *g = recording_find(m->recording, group);
    char n[TEXT_NUM], at[TEXT_NUM];
    if (g && v->samples)
        facts_add(f, SEV_MUTED, "%zu sample%s in %s, the last at %s", v->samples,
                  v->samples == 1 ? "" : "s", text_duration(n, v->window_ms),
                  text_clock(at, recording_last_ms(g)));
}

static int64_t reads_from(const struct recording_part *p)
{
    return lag_reads_from(p->last_committed, p->last_start);
}

static bool has_exact(const struct recording_part *p)
{
    return p->exact_ms > 0 && p->exact_offset == reads_from(p);
}

static bool may_have_unread(const struct recording_part *p)
{
    return p->last_committed != OFFSET_UNKNOWN &&
           (p->last_end == OFFSET_UNKNOWN || p->last_end > reads_from(p)) &&
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
                  others ? " that was read" : "", facts_safe(f, oldest->topic->name),
                  oldest->partition, oldest->exact_offset,
                  text_ago(&f->arena, clock_wall_ms() - oldest->exact_ms),
                  text_instant(at, oldest->exact_ms));
}

/* A moment more than half a day away has its date, too. */
static void since_item(struct facts *f, const struct model *m, const char *group, enum verdict v)
{
    struct recording_since since = lag_since(m->recording, group, v);
    char at[TEXT_NUM], age[TEXT_NUM];
    int64_t ms = clock_wall_ms() - since.ms;
    if (!since.ms)
        return;
    text_duration(age, ms > 0 ? ms / 1000 * 1000 : 0);
    if (since.at_least) { /* true before monitoring started */
        facts_add(f, SEV_NONE, "for %s or longer", age);
        return;
    }
    if (ms < 12 * 3600000LL)
        text_clock(at, since.ms);
    else
        text_instant(at, since.ms);
    facts_add(f, SEV_NONE, "for %s, since %s", age, at);
}

/* What it means, in words. */
static void verdict_row(struct facts *f, const struct model *m, const char *group)
{
    const struct judged_group *p = judged_group(m->group_verdicts, group);
    if (!p)
        return;
    facts_row(f, "verdict");
    facts_add(f, verdict_severity(p->verdict.verdict), "%s", p->verdict.head);
    next_item(f, m, group);
    since_item(f, m, group, p->verdict.verdict);
}

/* Each thing worth knowing besides, and what all of it is based on. */
static void notes_row(struct facts *f, const struct model *m, const char *group)
{
    const struct judged_group *p = judged_group(m->group_verdicts, group);
    if (!p)
        return;
    facts_row(f, "noticed");
    basis_item(f, m, group, &p->verdict);
    for (size_t i = 0; i < p->verdict.nnotes; i++)
        if (!is_next(&p->verdict.notes[i]))
            facts_add(f, p->verdict.notes[i].sev, "%s", p->verdict.notes[i].text);
    exact_item(f, recording_find(m->recording, group));
    if (!f->rows.data[f->rows.len - 1].items.len)
        f->rows.len--;
}

void group_facts(struct facts *f, const struct model *m, const char *scope)
{
    const struct group_desc *d = model_group(m, scope);
    const struct fact *fact = model_fact(m, FACT_GROUP, scope);
    if (d && d->state == GROUP_DEAD) {
        state_row(f, d);
        why_row(f, m, d);
    } else if (d) {
        state_row(f, d);
        verdict_row(f, m, scope);
        lag_row(f, m, scope);
        notes_row(f, m, scope);
        why_row(f, m, d);
    } else {
        facts_row(f, "group");
        facts_add(f, SEV_MUTED, "%s",
                  fact && fact->why ? facts_safe(f, fact->why) : "waiting for the broker");
        lag_row(f, m, scope);
    }
}
