/* The consumer groups. The listing gives name, state and protocol of all; what a group owns and has
 * committed is fetched for the rows on screen first, and for all of them when the list is sorted or
 * filtered by it. Lag is summed here, once per change. */
#include "core/base/buf.h"
#include "core/base/text_human.h"
#include "core/insight/lag/lag_since.h"
#include "core/insight/lag/verdict_notes.h"
#include "core/model/model_fact.h"
#include "core/recording/recording_read.h"
#include "core/resource/group_cells.h"
#include "core/resource/lag_cells.h"
#include "core/resource/list.h"

#include <inttypes.h>

enum {
    GROUP,
    STATE,
    ACTIVE,
    PROTOCOL,
    MEMBERS,
    TOPICS,
    PARTITIONS,
    LAG,
    TREND,
    IN,
    OUT,
    DRAINED,
    TIME_LAG,
    VERDICT,
    VERDICT_ID,
    SENTENCE,
    REMARKS,
    HEADLINE,
    NEXT,
    NOTICED,
    SINCE,
    SINCE_EXACT,
    NEEDED,
    MAX_LAG,
    LOST,
    ASSIGNOR,
    COORDINATOR,
    NOTE,
    BOUNDS,
    COLUMNS
};

static const struct column columns[COLUMNS] = {
    [GROUP] = {.id = "group",
               .title = "GROUP",
               .max_width = 60,
               .help = "Consumers that share the work of reading topics, known by this group.id."},
    [STATE] = {.id = "state",
               .title = "STATE",
               .priority = 1,
               .help = "stable: members read; empty: no members, so its offsets may be changed; "
                       "rebalancing (preparing rebalance, completing rebalance): partitions are "
                       "being reassigned; dead: the group does not exist; unknown: the client "
                       "library has no word for the state, which the new protocol has while it "
                       "shares out partitions."},
    [ACTIVE] = {.id = "active",
                .title = "ACTIVE",
                .hidden = true,
                .help = "active: the group has members, so its offsets can't be reset; inactive: "
                        "it has no members, so its offsets may be changed."},
    [PROTOCOL] = {.id = "protocol",
                  .title = "PROTOCOL",
                  .priority = 4,
                  .help = "classic: members share out partitions among themselves; consumer: the "
                          "newer protocol, where the broker does (KIP-848)."},
    [MEMBERS] = {.id = "members",
                 .title = "MEMBERS",
                 .kind = VALUE_COUNT,
                 .costly = true,
                 .help = "Consumers in the group now; more members than partitions can't all get "
                         "work."},
    [TOPICS] = {.id = "topics",
                .title = "TOPICS",
                .kind = VALUE_COUNT,
                .costly = true,
                .priority = 2,
                .help = "Topics on which the group has committed offsets or owns partitions."},
    [PARTITIONS] = {.id = "partitions",
                    .title = "PARTITIONS",
                    .kind = VALUE_COUNT,
                    .costly = true,
                    .priority = 5,
                    .help = "Partitions with a committed offset or an owner."},
    [LAG] = {.id = "lag",
             .title = "LAG",
             .kind = VALUE_COUNT,
             .costly = true,
             .help =
                 "Records left to read, at most: end minus committed offset, or minus log start "
                 "where the commit is below it, summed over the partitions that have a commit; "
                 "– when none has. kafka-consumer-groups subtracts the committed offset always, "
                 "and so counts deleted records, too: LOST here."},
    [TREND] = {.id = "trend",
               .title = "TREND",
               .costly = true,
               .priority = 1,
               .help =
                   "The lag of the last ten minutes, from its least to its most, 8 records more "
                   "at least; sorts by how much it grew."},
    [IN] = {.id = "in",
            .title = "IN/S",
            .kind = VALUE_RATE,
            .costly = true,
            .priority = 1,
            .help = "Records written per second to the partitions that the group reads, over the "
                    "last two minutes or longer; – before there are two samples."},
    [OUT] = {.id = "out",
             .title = "OUT/S",
             .kind = VALUE_RATE,
             .costly = true,
             .priority = 1,
             .help = "Records per second that the group's commits moved forward."},
    [DRAINED] = {.id = "drained_in",
                 .title = "DRAINED IN",
                 .kind = VALUE_DURATION,
                 .costly = true,
                 .priority = 1,
                 .help = "When the backlog will be read if the rates stay as they are; never, when "
                         "it does not shrink."},
    [TIME_LAG] = {.id = "time_lag",
                  .title = "TIME LAG",
                  .kind = VALUE_DURATION,
                  .costly = true,
                  .hidden = true,
                  .help =
                      "How long ago the oldest unread record was written, as far as it was seen; "
                      "≥: longer than this group was watched."},
    [VERDICT] = {.id = "verdict",
                 .title = "VERDICT",
                 .costly = true,
                 .help = "What the lag means, worst first: data lost, stalled, no active members, "
                         "falling behind and why, steady backlog, catching up, caught up … The "
                         "group's own page has it in a sentence."},
    [VERDICT_ID] = {.id = "verdict_id",
                    .title = "VERDICT ID",
                    .costly = true,
                    .hidden = true,
                    .help = "The verdict as one stable word, for scripts."},
    [SENTENCE] = {.id = "sentence",
                  .title = "SENTENCE",
                  .costly = true,
                  .hidden = true,
                  .help = "The verdict in a sentence, with its numbers, window and samples."},
    [REMARKS] = {.id = "remarks",
                 .title = "REMARKS",
                 .costly = true,
                 .hidden = true,
                 .help = "What was noticed besides the verdict, as stable words for scripts: "
                         "too-few-members, hot-partition, slow-member, retention-risk and others."},
    [HEADLINE] = {.id = "headline",
                  .title = "HEADLINE",
                  .costly = true,
                  .hidden = true,
                  .help = "The verdict in a sentence, without what other columns have."},
    [NEXT] = {.id = "next",
              .title = "NEXT",
              .costly = true,
              .hidden = true,
              .help = "What would drain the backlog, as far as it is known."},
    [NOTICED] = {.id = "noticed",
                 .title = "NOTICED",
                 .costly = true,
                 .hidden = true,
                 .help =
                     "What was noticed besides the verdict, in sentences: the remarks in words, "
                     "without what to do next."},
    [SINCE] = {.id = "since",
               .title = "SINCE",
               .kind = VALUE_INSTANT,
               .hidden = true,
               .help = "For how long the verdict holds, as recorded; > 29 min: true since before "
                       "monitoring started."},
    [SINCE_EXACT] = {.id = "since_exact",
                     .title = "SINCE EXACT",
                     .kind = VALUE_BOOL,
                     .hidden = true,
                     .help = "no: true since before monitoring started, so at least since then."},
    [NEEDED] = {.id = "needed",
                .title = "NEEDED",
                .kind = VALUE_COUNT,
                .costly = true,
                .hidden = true,
                .help =
                    "Members it would take to keep pace and read the backlog in half an hour; – "
                    "when those that are there do."},
    [MAX_LAG] = {.id = "max_lag",
                 .title = "WORST",
                 .kind = VALUE_COUNT,
                 .costly = true,
                 .priority = 4,
                 .help = "The largest lag of a single partition."},
    [LOST] = {.id = "lost",
              .title = "LOST",
              .kind = VALUE_COUNT,
              .costly = true,
              .hidden = true,
              .help = "Records that were deleted before this group read them: log start above the "
                      "committed offset."},
    [ASSIGNOR] = {.id = "assignor",
                  .title = "ASSIGNOR",
                  .costly = true,
                  .hidden = true,
                  .help = "The rule by which partitions are shared out among the members."},
    [COORDINATOR] = {.id = "coordinator",
                     .title = "COORD",
                     .kind = VALUE_ID,
                     .costly = true,
                     .priority = 6,
                     .help = "The broker that keeps this group's members and offsets."},
    [NOTE] = {.id = "note",
              .title = "NOTE",
              .costly = true,
              .priority = 3,
              .help = "Partitions without a commit, data lost, commits ahead of the log end, "
                      "and what is unknown."},
    [BOUNDS] = COLUMN_BOUNDS,
};

enum { FRESH_MS = 5000, EACH_MS = 20 };

static void want_group(const struct view *v, struct wants *w, const char *id, int64_t max_age_ms,
                       int priority)
{
    wants_add(w, FACT_GROUP_OFFSETS, id, max_age_ms, priority);
    want_group_topics(v->model, w, id, max_age_ms, priority);
    wants_add(w, FACT_GROUP, id, max_age_ms * 2, priority + 1);
}

/* Groups that are not on screen may be the older the more there are, so that a thousand of them
 * don't keep the cluster and this program busy. */
static void want(const struct view *v, struct wants *w)
{
    const struct group_listing *l = v->model->group_list;
    wants_add(w, FACT_GROUP_LIST, NULL, AGE_USUAL, 0);
    wants_add(w, FACT_CLUSTER, NULL, AGE_USUAL, 1); /* whether it has all of them */
    wants_add(w, FACT_RECORDING, NULL, -1, 0);
    wants_add(w, FACT_METADATA, NULL, AGE_USUAL, 0); /* which partitions have ends, and where */
    for (size_t i = 0; i < v->nvisible; i++)
        want_group(v, w, v->visible[i], FRESH_MS, 0);
    for (size_t i = 0; v->all && l && i < l->ngroups; i++)
        want_group(v, w, l->groups[i].id, FRESH_MS + (int64_t)l->ngroups * EACH_MS, 2);
}

static void add_description(struct table *t, struct row *r, const struct model *m, const char *id)
{
    const struct group_desc *d = model_group(m, id);
    build_costly(t, m, FACT_GROUP, id);
    if (!d) {
        cell_missing(t, r, MEMBERS, m, FACT_GROUP, id);
        cell_missing(t, r, ASSIGNOR, m, FACT_GROUP, id);
        cell_missing(t, r, COORDINATOR, m, FACT_GROUP, id);
        return;
    }
    cell_num(r, MEMBERS, (int64_t)d->nmembers);
    cell_text(t, r, ASSIGNOR, d->assignor && d->assignor[0] ? d->assignor : NULL);
    if (d->coordinator >= 0)
        cell_num(r, COORDINATOR, d->coordinator);
    else
        cell_none(r, COORDINATOR);
}

/* False: the commits are not known. */
static bool add_lag(struct table *t, struct row *r, const struct model *m, const char *id,
                    struct group_lag *sum)
{
    build_costly(t, m, FACT_GROUP_OFFSETS, id);
    bool known = group_lag_sum(m, id, sum);
    struct group_lag lag = *sum;
    cell_group_lag(t, r, LAG, m, id, known, &lag);
    if (!known) {
        for (size_t c = 0; c < COLUMNS; c++)
            if (c == TOPICS || c == PARTITIONS || c == MAX_LAG || c == LOST)
                cell_missing(t, r, c, m, FACT_GROUP_OFFSETS, id);
        return false;
    }
    cell_num(r, TOPICS, lag.topics);
    cell_num(r, PARTITIONS, lag.partitions);
    r->cells[MAX_LAG].value = r->cells[LAG].value;
    r->cells[MAX_LAG].value.num = lag.max;
    cell_num(r, LOST, lag.lost);
    cell_bound(r, LOST, lag.unknown ? BOUND_LEAST : BOUND_NONE);
    const char *note = group_lag_note(&t->arena, &lag);
    cell_literal(r, NOTE, note ? note : "");
    if (note && (lag.losing || lag.ahead))
        cell_sev(r, NOTE, SEV_BAD);
    return true;
}

static void add_since(struct row *r, const struct model *m, const char *id, enum verdict v)
{
    struct recording_since since = lag_since(m->recording, id, v);
    cell_none(r, SINCE_EXACT);
    cell_age(r, SINCE, since.ms);
    if (!since.ms)
        return;
    if (since.at_least)
        cell_at_least(r, SINCE, since.ms);
    cell_bool(r, SINCE_EXACT, !since.at_least);
}

static void add_remarks(struct table *t, struct row *r, const struct group_verdict *v)
{
    struct buf b;
    cell_literal(r, REMARKS, "");
    if (v->nnotes > 0) { /* few have any */
        buf_init(&b, 0);
        for (size_t i = 0; i < v->nnotes; i++)
            buf_addf(&b, "%s%s", i ? "," : "", group_note_id(v->notes[i].kind));
        cell_note(t, r, REMARKS, buf_str(&b));
        buf_release(&b);
    }
    cell_names(t, r, REMARKS);
}

static void add_words(struct table *t, struct row *r, const struct group_verdict *v)
{
    struct buf b;
    cell_text(t, r, HEADLINE, v->head);
    cell_literal(r, NEXT, "");
    cell_literal(r, NOTICED, "");
    buf_init(&b, 0);
    for (size_t i = 0; i < v->nnotes; i++) {
        const char *next = group_note_next(&v->notes[i]);
        if (next)
            cell_text(t, r, NEXT, next);
        else
            buf_addf(&b, "%s%s", b.len ? "; " : "", v->notes[i].text);
    }
    if (b.len)
        cell_text(t, r, NOTICED, buf_str(&b));
    buf_release(&b);
}

/* The sentence is of the last sample; where the lag next to it is newer, it says when it was taken.
 */
static void add_sentence(struct table *t, struct row *r, const struct judged_group *p,
                         const struct group_lag *now)
{
    const struct group_verdict *v = &p->verdict;
    char at[TEXT_NUM];
    if (p->sample_ms && now && now->total != v->lag + v->elsewhere)
        cell_textf(t, r, SENTENCE, "%s; as of %s", v->text, text_clock(at, p->sample_ms));
    else
        cell_text(t, r, SENTENCE, v->text);
}

/* now: the lag next to it; NULL: not known. */
static void add_verdict(struct table *t, struct row *r, const struct model *m, const char *id,
                        const struct group_lag *now)
{
    const struct judged_group *p = judged_group(m->group_verdicts, id);
    cell_trend(t, r, TREND, recording_find(m->recording, id));
    if (!p)
        return; /* not judged yet: it is on its way with the offsets */
    const struct group_verdict *v = &p->verdict;
    cell_flow(r, IN, v->in);
    cell_flow(r, OUT, v->out);
    cell_drained(r, DRAINED, v->drained_ms);
    cell_time_lag(r, TIME_LAG, v->time_lag_ms, v->time_lag_more);
    cell_verdict(t, r, VERDICT, v->verdict, v->brief, v->lag);
    cell_literal(r, VERDICT_ID, verdict_id(v->verdict));
    add_sentence(t, r, p, now);
    add_remarks(t, r, v);
    add_words(t, r, v);
    add_since(r, m, id, v->verdict);
    cell_none(r, NEEDED);
    if (v->needed)
        cell_num(r, NEEDED, (int64_t)v->needed);
}

static void add_failure(struct table *t, struct row *r, const struct model *m, const char *id,
                        bool missing)
{
    const struct fact *f = model_fact(m, FACT_GROUP_OFFSETS, id);
    if (!f || f->failed == ERR_NONE)
        f = model_fact(m, FACT_GROUP, id);
    if (f && f->failed != ERR_NONE) {
        cell_text(t, r, NOTE, f->why);
        cell_sev(r, NOTE, SEV_WARN);
    } else if (missing) {
        cell_literal(r, NOTE, "as last seen: no broker lists it now");
        cell_sev(r, NOTE, SEV_WARN);
    }
}

static void add_group(struct table *t, const struct model *m, const struct group_entry *g)
{
    struct row *r = table_add_row(t, g->id);
    struct group_lag lag;
    enum group_state state = group_state_now(m, g);
    bool active = group_state_active(state);
    cell_text(t, r, GROUP, r->key);
    cell_group_state(r, STATE, state);
    cell_literal(r, ACTIVE, active ? "active" : "inactive");
    cell_yes_no(r, ACTIVE, active);
    r->cells[ACTIVE].value.has_num = true;
    cell_sev(r, ACTIVE, active ? SEV_GOOD : SEV_MUTED);
    cell_literal(r, PROTOCOL, g->simple ? "none" : group_type_name(g->type));
    add_description(t, r, m, g->id);
    bool known = add_lag(t, r, m, g->id, &lag);
    add_verdict(t, r, m, g->id, known ? &lag : NULL);
    add_failure(t, r, m, g->id, g->missing);
    cell_bounds(t, r, BOUNDS);
}

static void build(const struct view *v, struct table *t)
{
    const struct model *m = v->model;
    if (!build_need(t, m, FACT_GROUP_LIST, NULL))
        return;
    const struct group_listing *l = m->group_list;
    for (size_t i = 0; i < l->ngroups; i++)
        add_group(t, m, &l->groups[i]);
    if (l->nerrors)
        note_part_of_groups(t, l);
    else if (l->nmissing)
        table_note(t, SEV_WARN,
                   "%zu group%s as last seen: no broker lists %s now, as while a coordinator moves",
                   l->nmissing, l->nmissing == 1 ? "" : "s", l->nmissing == 1 ? "it" : "them");
    else if (!l->ngroups)
        table_note(t, SEV_INFO,
                   "no consumer groups: there are none, or none that this user may describe (ACL "
                   "Describe on Group, or on Cluster for all)");
    else
        build_tell_partial(t, m, true);
}

const struct resource resource_groups = {
    .name = "groups",
    .rows = OBJECT_GROUP,
    .aliases = (const char *const[]){"g", "cg", "consumergroups", "consumer-groups", NULL},
    .title = "groups",
    .help = "Consumer groups, active and inactive, with what they have not read yet. Groups of "
            "Kafka Connect and share groups are not listed: the client library hides them.",
    .tab = true,
    .columns = columns,
    .ncolumns = COLUMNS,
    .want = want,
    .build = build,
    .sort = "verdict",
    .opens = "group",
    .actions = (const char *const[]){"offsets-reset", "group-create", "group-delete",
                                     "config-alter", NULL},
};
