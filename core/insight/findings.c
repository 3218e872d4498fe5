/* The findings that metadata, configs and group facts give. Each kind has its own small collector;
 * a cluster-wide fault (a broker gone) would give one line per topic, so many lines of one kind
 * fold into one. Pure; called when one of the facts changed, not per frame. */
#include "core/insight/findings.h"

#include "core/base/mem.h"
#include "core/base/text.h"
#include "core/base/vec.h"
#include "core/insight/balance.h"
#include "core/insight/health.h"
#include "core/insight/lag.h"
#include "core/insight/lag_book.h"
#include "core/insight/lag_case.h"
#include "core/insight/lag_since.h"
#include "core/insight/settings.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_LINES = 20, SKEW_PERCENT = 30 };

struct kind_words {
    const char *id, *name, *meaning, *next;
    enum severity sev;
};

static const struct kind_words words[FINDING_KINDS] = {
    [FINDING_OFFLINE] = {"partition-offline", "offline",
                         "No broker leads these partitions: nobody can read or write them until a "
                         "broker that holds an in-sync copy comes back.",
                         "bring back one of its brokers, an in-sync one first; an unclean "
                         "election loses data.",
                         SEV_BAD},
    [FINDING_BROKER_LOST] = {"broker-lost", "broker lost",
                             "Replicas are placed on this broker, but it is not part of the "
                             "cluster now: its copies do not follow, and others lead in its place.",
                             "see on the machine whether the process runs and what its log "
                             "says; what else it held is listed there.",
                             SEV_BAD},
    [FINDING_UNDER_MIN_ISR] = {"partition-under-min-isr", "under min ISR",
                               "Fewer copies are in sync than min.insync.replicas asks for: "
                               "producers with acks=all are refused.",
                               "see which brokers are out of sync and bring them back; "
                               "lowering min.insync.replicas trades safety for writes.",
                               SEV_BAD},
    [FINDING_DATA_LOST] = {"group-data-lost", "records lost",
                           "The committed offset lies below the log start: records were deleted by "
                           "retention before this group read them.",
                           "tell the group's owner; longer retention or a faster group keeps "
                           "it from happening again.",
                           SEV_BAD},
    [FINDING_STALLED] = {"group-stalled", "stalled",
                         "The group has members and records to read, but its commits stand still: "
                         "a consumer hangs, "
                         "fails on a record again and again, or was paused.",
                         "look into the log of the member that owns the partition; restarting it "
                         "helps only when it "
                         "hangs.",
                         SEV_BAD},
    [FINDING_RETENTION_RISK] =
        {"group-retention-risk", "loss is near",
         "Retention deletes records faster than the group reads them: what it has not read soon is "
         "gone.",
         "raise retention.ms or retention.bytes of the topic now, then speed the group up.",
         SEV_BAD},
    [FINDING_BLOCKED] =
        {"group-blocked", "blocked",
         "Consumers that read committed records only stop at a transaction that is still open.",
         "find the producer with the open transaction; Kafka ends it by itself after its "
         "transaction.timeout.ms.",
         SEV_BAD},
    [FINDING_REBALANCING] =
        {"group-rebalancing", "rebalancing",
         "The group shares out its partitions for longer than is healthy, or again and again; "
         "meanwhile little or nothing is read.",
         "look for members that come and go: crashes, deployments, or a max.poll.interval.ms that "
         "is too short for their work.",
         SEV_WARN},
    [FINDING_FALLING_BEHIND] =
        {"group-falling-behind", "falling behind",
         "More is written than the group reads: its lag grows without end.",
         "the group's verdict says whether producers got faster or consumers slower, and how many "
         "members it would take.",
         SEV_WARN},
    [FINDING_UNDER_REPLICATED] = {"partition-under-replicated", "under-replicated",
                                  "A copy does not keep up with its leader: one more failure can "
                                  "make the partition unavailable or lose data.",
                                  "see which broker the missing copies share: it is down, "
                                  "slow, or its disk or network is.",
                                  SEV_WARN},
    [FINDING_AT_MIN_ISR] =
        {"partition-at-min-isr", "at min ISR",
         "Exactly min.insync.replicas copies are in sync: if one more drops out, "
         "producers with acks=all are refused.",
         "don't restart any broker that holds an in-sync copy until the others have caught "
         "up.",
         SEV_WARN},
    [FINDING_AHEAD] = {"group-ahead-of-log", "ahead of the log",
                       "The group committed an offset above the end of the log: the topic was "
                       "recreated or truncated, or the commit came from elsewhere.",
                       "check whether the topic was recreated; then reset the group's "
                       "offsets while it is stopped.",
                       SEV_WARN},
    [FINDING_INACTIVE_LAG] =
        {"group-inactive-with-lag", "inactive with lag",
         "Records wait, but the group has no member that reads them; its "
         "offsets expire some time after the last member left.",
         "start its consumers, or delete the group if nobody needs it any more.", SEV_WARN},
    [FINDING_ONE_COPY] =
        {"topic-one-copy", "one copy only",
         "Replication factor 1: when the broker stops, the partitions are offline; "
         "when its disk is lost, so is the data.",
         "raise the replication factor by reassigning its partitions, unless its data can be "
         "made again.",
         SEV_WARN},
    [FINDING_MIN_ISR_IS_RF] = {"topic-min-isr-is-replicas", "min ISR = replicas",
                               "min.insync.replicas equals the replication factor: producers with "
                               "acks=all are refused as soon as any one broker stops.",
                               "lower min.insync.replicas by one, or add a replica.", SEV_WARN},
    [FINDING_SETTINGS_DIFFER] =
        {"broker-settings-differ", "settings differ",
         "The brokers are not set alike: what a client meets depends on which broker it talks to, "
         "and one that was changed alone is easily forgotten.",
         "compare the setting on the brokers; set it for all of them, or revert the one.",
         SEV_WARN},
    [FINDING_NOT_PREFERRED] = {"partition-not-preferred", "not preferred",
                               "Another broker leads than the first one of the replica list: after "
                               "a restart the load stays uneven until leaders are elected back.",
                               "elect preferred leaders once the broker is stable, or let "
                               "auto.leader.rebalance.enable do it.",
                               SEV_INFO},
    [FINDING_SKEW] =
        {"broker-leader-skew", "leader skew",
         "The broker leads far more or fewer partitions than an even share: its load "
         "differs from that of the others.",
         "elect preferred leaders; if it stays, the replicas themselves are placed unevenly.",
         SEV_INFO},
};

const char *finding_kind_id(enum finding_kind k)
{
    return words[k].id;
}

const char *finding_kind_name(enum finding_kind k)
{
    return words[k].name;
}

const char *finding_kind_meaning(enum finding_kind k)
{
    return words[k].meaning;
}

const char *finding_kind_next(enum finding_kind k)
{
    return words[k].next;
}

enum severity finding_kind_severity(enum finding_kind k)
{
    return words[k].sev;
}

/* ---- collecting ----------------------------------------------------------------------------- */

struct collector {
    const struct model *m;
    struct arena *a;
    struct VEC(struct finding) list;
};

static struct finding *add(struct collector *c, enum finding_kind kind, const char *object,
                           int64_t count)
{
    struct finding *f = vec_add(&c->list);
    *f = (struct finding){.kind = kind, .object = arena_strdup(c->a, object), .count = count};
    f->id = arena_printf(c->a, "%s/%s", finding_kind_id(kind), f->object);
    return f;
}

static void add_topic(struct collector *c, enum finding_kind kind, const struct topic *t, int n,
                      int64_t since)
{
    if (n <= 0)
        return;
    struct finding *f = add(c, kind, t->name, n);
    f->what = arena_printf(c->a, "%d of %d partition%s", n, t->npartitions,
                           t->npartitions == 1 ? "" : "s");
    f->place = "topic";
    f->scope = f->object;
    f->since_wall_ms = since;
}

static void judge_topic(struct collector *c, const struct topic *t)
{
    struct topic_health h = topic_judge(c->m->metadata, t, topic_min_isr(c->m, t->name));
    const struct topic_trouble *since = model_trouble(c->m, t->name);
    static const struct topic_trouble none;
    if (!since)
        since = &none;
    bool at_rf = h.rf_min > 1 && h.min_isr >= h.rf_min;
    add_topic(c, FINDING_OFFLINE, t, h.offline, since->offline);
    add_topic(c, FINDING_UNDER_MIN_ISR, t, h.under_min_isr - h.offline, since->under_replicated);
    add_topic(c, FINDING_UNDER_REPLICATED, t, h.under_replicated, since->under_replicated);
    if (h.under_replicated && h.rf_min > 1 && !at_rf)
        add_topic(c, FINDING_AT_MIN_ISR, t, h.at_min_isr, since->under_replicated);
    if (h.rf_min == 1)
        add_topic(c, FINDING_ONE_COPY, t, h.partitions, 0);
    if (at_rf)
        add_topic(c, FINDING_MIN_ISR_IS_RF, t, h.partitions, 0);
    add_topic(c, FINDING_NOT_PREFERRED, t, h.not_preferred, since->not_preferred);
}

static void judge_broker(struct collector *c, const struct balance *bal,
                         const struct broker_load *l)
{
    char id[16];
    snprintf(id, sizeof id, "%" PRId32, l->id);
    double skew;
    struct finding *f = NULL;
    if (!l->alive) {
        const struct broker_seen *seen = model_broker_seen(c->m, l->id);
        f = add(c, FINDING_BROKER_LOST, id, l->replicas);
        f->what = arena_printf(c->a, "%" PRId64 " replicas on it", l->replicas);
        f->since_wall_ms = seen && seen->since_wall_ms ? seen->since_wall_ms : TROUBLE_FROM_START;
    } else if (bal->alive > 1 && bal->leaders >= 4 * bal->alive && balance_skew(bal, l, &skew) &&
               (skew > SKEW_PERCENT || skew < -SKEW_PERCENT)) {
        f = add(c, FINDING_SKEW, id, (int64_t)(skew < 0 ? -skew : skew));
        f->what = arena_printf(c->a, "leads %" PRId64 " partitions, an even share is %" PRId64,
                               l->leaders, bal->leaders / bal->alive);
    }
    if (f) {
        f->place = "broker";
        f->scope = f->object;
    }
}

static struct finding *add_of_group(struct collector *c, enum finding_kind kind, const char *group,
                                    int64_t count, struct recording_since since)
{
    struct finding *f = add(c, kind, group, count);
    f->since_wall_ms = since.ms;
    f->since_at_least = since.at_least;
    return f;
}

/* What stands beside the name of the verdict, without saying it again. */
static const char *beside_name(struct collector *c, const struct group_verdict *v)
{
    const char *name = verdict_name(v->verdict);
    size_t n = strlen(name);
    char num[TEXT_NUM];
    if (!strcmp(v->brief, name) && v->lag > 0)
        return arena_printf(c->a, "%s%s to read", v->unknown ? "at least " : "",
                            text_count(num, v->lag));
    bool again = !strncmp(v->brief, name, n) && !strncmp(v->brief + n, ": ", 2);
    return arena_strdup(c->a, v->brief + (again ? n + 2 : 0));
}

/* What only samples over time tell. */
static void judge_page(struct collector *c, const char *group, const struct lag_page *p)
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
        if (v->verdict != table[i].verdict)
            continue;
        add_of_group(c, table[i].kind, group, lag, lag_since(c->m->recording, group, v->verdict))
            ->what = beside_name(c, v);
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

static void judge_group(struct collector *c, const struct group_entry *g)
{
    struct group_lag lag;
    const struct lag_page *page = lag_page(c->m->lag_book, g->id);
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
    bool reads = page && page->verdict.verdict == VERDICT_COMMITS_EMPTY; /* without joining */
    bool waits = !group_state_active(state) && !reads && lag.total > 0;
    int64_t left = waits ? records_left(c->m, g->id, lag.total) : 0;
    if (left > 0)
        add_of_group(c, FINDING_INACTIVE_LAG, g->id, left, lag_since_inactive(h, g->id))->what =
            arena_printf(c->a, "%s%s to read", least, text_count(num, left));
    if (page)
        judge_page(c, g->id, page);
    for (size_t i = before; i < c->list.len; i++) {
        c->list.data[i].place = "group";
        c->list.data[i].scope = c->list.data[i].object;
    }
}

static void judge_settings(struct collector *c)
{
    struct setting_diffs diffs = settings_compare(c->m, c->a);
    for (size_t i = 0; i < diffs.n; i++) {
        const struct setting_diff *d = &diffs.d[i];
        struct finding *f = add(c, FINDING_SETTINGS_DIFFER, d->key, (int64_t)d->n);
        f->what = arena_printf(c->a, "broker %" PRId32 " has %.40s, most of %zu have %.40s", d->odd,
                               d->has[0] ? d->has : "none", diffs.compared,
                               d->most[0] ? d->most : "none");
        f->place = "broker-configs";
        f->scope = arena_printf(c->a, "%" PRId32, d->odd);
    }
}

/* ---- ordering and folding ------------------------------------------------------------------- */

static int worst_first(const void *a, const void *b)
{
    const struct finding *x = a, *y = b;
    if (x->kind != y->kind)
        return x->kind < y->kind ? -1 : 1;
    if (x->count != y->count)
        return x->count > y->count ? -1 : 1;
    return text_natural(x->object, y->object);
}

static const char *fold_place(enum finding_kind k, const char **plural)
{
    *plural = "topics";
    if (k == FINDING_BROKER_LOST || k == FINDING_SKEW)
        *plural = "brokers";
    else if (k == FINDING_SETTINGS_DIFFER)
        return *plural = "settings", "brokers";
    else if (strncmp(finding_kind_id(k), "group-", 6) == 0)
        *plural = "groups";
    return *plural;
}

static bool is_earlier(const struct finding *a, const struct finding *b)
{
    return a->since_wall_ms && (!b->since_wall_ms || a->since_wall_ms < b->since_wall_ms);
}

static struct finding fold(struct collector *c, const struct finding *from, size_t n)
{
    const char *plural;
    struct finding f = {.kind = from->kind, .id = finding_kind_id(from->kind)};
    f.place = fold_place(f.kind, &plural);
    for (size_t i = 0; i < n; i++) {
        f.count += from[i].count;
        if (is_earlier(&from[i], &f)) {
            f.since_wall_ms = from[i].since_wall_ms;
            f.since_at_least = from[i].since_at_least;
        }
    }
    char num[TEXT_NUM];
    bool parts = strcmp(plural, "topics") == 0;
    f.what = !parts && (size_t)f.count == n
                 ? arena_printf(c->a, "%zu %s", n, plural)
                 : arena_printf(c->a, "%zu %s, %s %s", n, plural, text_count(num, f.count),
                                parts ? "partitions" : "in all");
    return f;
}

static struct findings finish(struct collector *c, bool each)
{
    struct findings out = {.f = arena_array(c->a, c->list.len, sizeof *out.f)};
    if (c->list.len)
        qsort(c->list.data, c->list.len, sizeof *c->list.data, worst_first);
    for (size_t i = 0; i < c->list.len;) {
        size_t end = i;
        while (end < c->list.len && c->list.data[end].kind == c->list.data[i].kind)
            end++;
        if (end - i > MOST_LINES && !each) {
            out.f[out.n++] = fold(c, &c->list.data[i], end - i);
        } else {
            memcpy(&out.f[out.n], &c->list.data[i], (end - i) * sizeof *out.f);
            out.n += end - i;
        }
        i = end;
    }
    vec_release(&c->list);
    return out;
}

struct findings findings_make(const struct model *m, struct arena *a, bool each)
{
    struct collector c = {.m = m, .a = a};
    if (m->metadata) {
        struct balance bal = balance_make(m->metadata, NULL, a);
        for (size_t i = 0; i < bal.n; i++)
            judge_broker(&c, &bal, &bal.b[i]);
        for (size_t i = 0; i < m->metadata->ntopics; i++)
            judge_topic(&c, &m->metadata->topics[i]);
    }
    for (size_t i = 0; m->group_list && i < m->group_list->ngroups; i++)
        judge_group(&c, &m->group_list->groups[i]);
    judge_settings(&c);
    return finish(&c, each);
}
