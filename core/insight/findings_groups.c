/* The findings on consumer groups: what offsets show at once, and what only the verdict, made of
 * samples over time, can say. */
#include "core/insight/findings_impl.h"

#include "core/base/text_human.h"
#include "core/insight/lag/group_verdicts.h"
#include "core/insight/lag/lag.h"
#include "core/insight/lag/lag_since.h"
#include "core/insight/lag/verdict_input.h"
#include "core/model/model_fact.h"

#include <stdio.h>
#include <string.h>

static struct finding *add_of_group(struct collector *c, enum finding_kind kind, const char *group,
                                    int64_t count, struct recording_since since)
{
    struct finding *f = finding_add(c, kind, group, count);
    f->since_wall_ms = since.ms;
    f->since_at_least = since.at_least;
    return f;
}

/* What follows the name of the verdict, without repeating it. */
static const char *beside_name(struct collector *c, const struct group_verdict *v)
{
    const char *name = verdict_name(v->verdict);
    size_t n = strlen(name);
    char num[TEXT_NUM];
    if (strcmp(v->brief, name) == 0 && v->lag > 0)
        return arena_printf(c->a, "%s%s to read", v->unknown ? "at least " : "",
                            text_count(num, v->lag));
    bool again = strncmp(v->brief, name, n) == 0 && strncmp(v->brief + n, ": ", 2) == 0;
    return arena_strdup(c->a, v->brief + (again ? n + 2 : 0));
}

/* What only samples over time show. */
static void judge_page(struct collector *c, const char *group, const struct judged_group *p)
{
    static const struct {
        enum verdict verdict;
        enum finding_kind kind;
    } table[] = {{VERDICT_STALLED, FINDING_STALLED},
                 {VERDICT_BLOCKED, FINDING_BLOCKED},
                 {VERDICT_REBALANCING, FINDING_REBALANCING},
                 {VERDICT_FALLING_BEHIND, FINDING_FALLING_BEHIND}};
    const struct group_verdict *v = &p->verdict;
    int64_t lag = v->lag > 0 ? v->lag : 0;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        bool also = v->also == table[i].verdict;
        if (v->verdict != table[i].verdict && !also)
            continue;
        add_of_group(c, table[i].kind, group, lag,
                     lag_since(c->m->recording, group, table[i].verdict))
            ->what = also ? arena_strdup(c->a, v->also_where) : beside_name(c, v);
    }
    if (v->risk) {
        char left[TEXT_NUM];
        add_of_group(c, FINDING_RETENTION_RISK, group, lag, lag_since_risk(c->m->recording, group))
            ->what = v->risk_ms == LAG_MS_UNKNOWN ? "unread records are about to be deleted"
                                                  : arena_printf(c->a, "in %s, at this pace",
                                                                 text_duration(left, v->risk_ms));
    }
}

/* Of what a group without members has left: what may be a record. */
static int64_t records_left(const struct model *m, const char *group, int64_t lag)
{
    const struct group_offsets *o = model_group_offsets(m, group);
    for (size_t i = 0; o && i < o->n && lag > 0; i++) {
        const struct group_offset *p = &o->o[i];
        const struct partition_offsets *at =
            topic_offsets_get(model_offsets(m, p->topic), p->partition);
        if (at && p->committed != OFFSET_UNKNOWN)
            lag -= recording_no_records(m->recording, group, p->topic, p->partition, p->committed,
                                        at->end);
    }
    return lag;
}

void findings_of_group(struct collector *c, const struct group_entry *g)
{
    struct group_lag lag;
    const struct judged_group *judged = judged_group(c->m->group_verdicts, g->id);
    if (!group_lag_sum(c->m, g->id, &lag))
        return;
    enum group_state state = g->state;
    lag_group_state(c->m, g->id, &state);
    size_t before = c->list.len;
    char num[TEXT_NUM];
    const struct recording *h = c->m->recording;
    const char *least = lag.unknown ? "at least " : "";
    if (lag.losing)
        add_of_group(c, FINDING_DATA_LOST, g->id, lag.lost, lag_since(h, g->id, VERDICT_DATA_LOST))
            ->what = arena_printf(c->a, "%s%s, never read", least, text_count(num, lag.lost));
    if (lag.ahead)
        add_of_group(c, FINDING_AHEAD, g->id, lag.ahead, lag_since(h, g->id, VERDICT_AHEAD))->what =
            arena_printf(c->a, "%d partition%s", lag.ahead, lag.ahead == 1 ? "" : "s");
    bool reads = judged && judged->verdict.verdict == VERDICT_COMMITS_EMPTY; /* without joining */
    bool little = judged && judged->verdict.verdict == VERDICT_INACTIVE;     /* to read is left */
    bool waits = !group_state_active(state) && !reads && !little && lag.total > 0;
    int64_t left = waits ? records_left(c->m, g->id, lag.total) : 0;
    /* A few records left are no reason to alarm anyone, as for the verdict "inactive"; of what is
     * unknown it may be more. */
    if ((double)left > NOISE_RECORDS || (left > 0 && lag.unknown))
        add_of_group(c, FINDING_INACTIVE_LAG, g->id, left, lag_since_inactive(h, g->id))->what =
            arena_printf(c->a, "%s%s to read", least, text_count(num, left));
    if (judged)
        judge_page(c, g->id, judged);
    for (size_t i = before; i < c->list.len; i++) {
        c->list.data[i].f.place = "group";
        c->list.data[i].f.scope = c->list.data[i].f.object;
    }
}
