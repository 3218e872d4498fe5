/* The findings that metadata and configs give. Each kind has its own small collector. Pure; called
 * when one of the facts changed, not per frame. */
#include "core/insight/findings_impl.h"

#include "core/insight/balance.h"
#include "core/insight/health.h"
#include "core/insight/settings.h"
#include "core/model/model_fact.h"
#include "core/model/topic_trouble.h"

#include <inttypes.h>
#include <stdio.h>

enum { SKEW_PERCENT = 30 };

struct finding *finding_add(struct collector *c, enum finding_kind kind, const char *object,
                            int64_t count)
{
    struct finding *f = &(vec_add(&c->list))->f;
    *f = (struct finding){.kind = kind,
                          .sev = finding_kind_severity(kind),
                          .object = arena_strdup(c->a, object),
                          .count = count};
    f->id = arena_printf(c->a, "%s/%s", finding_kind_id(kind), f->object);
    return f;
}

/* What explains each trouble of a topic's partitions. */
struct topic_blame {
    struct blamed offline, under_min_isr, under_replicated, at_min_isr, not_preferred;
};

static struct topic_blame blame_topic(const struct metadata *md, const struct topic *t,
                                      int64_t min_isr)
{
    struct topic_blame b = {0};
    for (int i = 0; i < t->npartitions; i++) {
        const struct partition *p = &t->partitions[i];
        struct partition_health h = partition_judge(md, p, min_isr);
        struct blamed replicas = {0};
        if (h.offline || h.under_replicated)
            replicas = blame_of_partition(md, p);
        if (h.offline)
            b.offline = blame_join(b.offline, replicas);
        else if (h.under_min_isr)
            b.under_min_isr = blame_join(b.under_min_isr, replicas);
        if (h.under_replicated)
            b.under_replicated = blame_join(b.under_replicated, replicas);
        if (h.at_min_isr && h.under_replicated)
            b.at_min_isr = blame_join(b.at_min_isr, replicas);
        if (h.not_preferred)
            b.not_preferred = blame_join(b.not_preferred, blame_of_leader(md, p));
    }
    return b;
}

static void add_topic(struct collector *c, enum finding_kind kind, const struct topic *t, int n,
                      int64_t since, struct blamed blamed)
{
    if (n <= 0)
        return;
    struct finding *f = finding_add(c, kind, t->name, n);
    f->what = arena_printf(c->a, "%d of %d partition%s", n, t->npartitions,
                           t->npartitions == 1 ? "" : "s");
    f->place = "topic";
    f->scope = f->object;
    f->since_wall_ms = since;
    c->list.data[c->list.len - 1].blamed = blamed;
}

static void judge_topic(struct collector *c, const struct topic *t)
{
    const struct metadata *md = c->m->metadata;
    struct topic_health h = topic_judge(md, t, topic_min_isr(c->m, t->name));
    const struct topic_trouble *since = model_trouble(c->m, t->name);
    static const struct topic_trouble none;
    const struct blamed nothing = {0};
    struct topic_blame b = {0};
    if (!since)
        since = &none;
    if (h.offline || h.under_replicated || h.not_preferred)
        b = blame_topic(md, t, h.min_isr);
    bool at_rf = h.rf_min > 1 && h.min_isr >= h.rf_min;
    int64_t under = since->under_replicated;
    add_topic(c, FINDING_OFFLINE, t, h.offline, since->offline, b.offline);
    add_topic(c, FINDING_UNDER_MIN_ISR, t, h.under_min_isr - h.offline, under, b.under_min_isr);
    add_topic(c, FINDING_UNDER_REPLICATED, t, h.under_replicated, under, b.under_replicated);
    if (h.under_replicated && h.rf_min > 1 && !at_rf)
        add_topic(c, FINDING_AT_MIN_ISR, t, h.at_min_isr, under, b.at_min_isr);
    if (h.rf_min == 1)
        add_topic(c, FINDING_ONE_COPY, t, h.partitions, 0, nothing);
    if (at_rf)
        add_topic(c, FINDING_MIN_ISR_IS_RF, t, h.partitions, 0, nothing);
    add_topic(c, FINDING_NOT_PREFERRED, t, h.not_preferred, since->not_preferred, b.not_preferred);
}

static bool is_uneven(int64_t n, int64_t all, int64_t among)
{
    double share = (double)all / (double)among;
    return (double)n > share * (100 + SKEW_PERCENT) / 100 ||
           (double)n < share * (100 - SKEW_PERCENT) / 100;
}

/* The leaders would be spread well enough if every broker led the partitions it is preferred for.
 */
static struct blamed blame_of_skew(const struct balance *bal, const struct broker_load *l)
{
    int64_t preferred = 0;
    for (size_t i = 0; i < bal->n; i++)
        preferred += bal->b[i].preferred;
    if (is_uneven(l->preferred, preferred, (int64_t)bal->n))
        return (struct blamed){.kind = BLAME_NONE};
    return (struct blamed){.kind = (size_t)bal->alive < bal->n ? BLAME_LOST : BLAME_LEADERS};
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
        f = finding_add(c, FINDING_BROKER_LOST, id, l->replicas);
        f->what = arena_printf(c->a, "%" PRId64 " replicas on it", l->replicas);
        f->since_wall_ms = seen && seen->since_wall_ms ? seen->since_wall_ms : TROUBLE_FROM_START;
    } else if (bal->alive > 1 && bal->leaders >= 4 * bal->alive && balance_skew(bal, l, &skew) &&
               (skew > SKEW_PERCENT || skew < -SKEW_PERCENT)) {
        f = finding_add(c, FINDING_SKEW, id, (int64_t)(skew < 0 ? -skew : skew));
        f->what = arena_printf(c->a, "leads %" PRId64 " partitions, an even share is %" PRId64,
                               l->leaders, bal->leaders / bal->alive);
        c->list.data[c->list.len - 1].blamed = blame_of_skew(bal, l);
    }
    if (f) {
        f->place = "broker";
        f->scope = f->object;
    }
}

static void judge_settings(struct collector *c)
{
    struct setting_diffs diffs = settings_compare(c->m, c->a);
    for (size_t i = 0; i < diffs.n; i++) {
        const struct setting_diff *d = &diffs.d[i];
        struct finding *f = finding_add(c, FINDING_SETTINGS_DIFFER, d->key, (int64_t)d->n);
        f->what = d->what;
        f->place = "broker-configs";
        f->scope = arena_printf(c->a, "%" PRId32, d->odd);
    }
}

static struct findings make(const struct model *m, struct arena *a, enum findings_form form,
                            const char *line)
{
    struct collector c = {.m = m, .a = a};
    if (m->metadata) {
        struct balance bal = balance_make(m->metadata, NULL, a);
        for (size_t i = 0; i < bal.n; i++)
            judge_broker(&c, &bal, &bal.b[i]);
        for (size_t i = 0; i < m->metadata->ntopics; i++)
            judge_topic(&c, &m->metadata->topics[i]);
        findings_add_causes(&c, &bal);
    }
    for (size_t i = 0; m->group_list && i < m->group_list->ngroups; i++)
        findings_of_group(&c, &m->group_list->groups[i]);
    judge_settings(&c);
    return findings_finish(&c, form, line);
}

struct findings findings_lines(const struct model *m, struct arena *a)
{
    return make(m, a, FINDINGS_LINES, NULL);
}

struct findings findings_each(const struct model *m, struct arena *a)
{
    return make(m, a, FINDINGS_EACH, NULL);
}

struct findings findings_of_line(const struct model *m, struct arena *a, const char *line)
{
    return make(m, a, FINDINGS_OF_LINE, line);
}
