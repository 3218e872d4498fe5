/* The topics: size, replicas, health and retention. The cheap columns come from one Metadata
 * answer; offsets and settings of a topic are fetched for the rows on screen first. */
#include "core/base/clock.h"
#include "core/insight/health.h"
#include "core/insight/lag/topic_lag.h"
#include "core/insight/rates.h"
#include "core/insight/readers.h"
#include "core/insight/sight.h"
#include "core/model/config_value.h"
#include "core/model/model_fact.h"
#include "core/resource/build.h"
#include "core/resource/lag_cells.h"
#include "core/resource/list.h"

#include <string.h>

enum {
    NAME,
    PARTITIONS,
    REPLICATION,
    IN_SYNC,
    LEADERS,
    MESSAGES,
    RATE,
    TREND,
    LAG,
    RETENTION,
    CLEANUP,
    MIN_ISR,
    READERS,
    HEALTH,
    SENTENCE,
    INTERNAL,
    BOUNDS,
    COLUMNS
};

static const struct column columns[COLUMNS] = {
    [NAME] = {.id = "topic",
              .title = "TOPIC",
              .max_width = 60,
              .help = "A named stream of records, split into partitions."},
    [PARTITIONS] = {.id = "partitions",
                    .title = "PARTITIONS",
                    .kind = VALUE_COUNT,
                    .priority = 1,
                    .help = "The topic's parts: each is an ordered log, and at most one member of "
                            "a consumer group reads it at a time."},
    [REPLICATION] = {.id = "replication",
                     .title = "REPL",
                     .kind = VALUE_COUNT,
                     .priority = 2,
                     .help = "Replication factor: how many replicas each partition has, each on "
                             "another broker."},
    [IN_SYNC] = {.id = "in_sync",
                 .title = "IN SYNC",
                 .priority = 2,
                 .help = "Replicas that are up to date with their leader, of all replicas: 36/36 "
                         "is complete, less means brokers lag or are lost."},
    [LEADERS] = {.id = "leaders",
                 .title = "LEADERS",
                 .priority = 3,
                 .help = "Partitions led by each broker, in the order of broker ids: even numbers "
                         "mean an even load."},
    [MESSAGES] = {.id = "messages",
                  .title = "MESSAGES",
                  .kind = VALUE_COUNT,
                  .costly = true,
                  .help = "Sum of end minus start offset: at most this many records are stored, "
                          "fewer after compaction or with transactions."},
    [RATE] = {.id = "rate",
              .title = "IN/S",
              .kind = VALUE_RATE,
              .costly = true,
              .help = "Records written per second, over some 30 s; … while no two answers lie a "
                      "second apart; ≥: not known of all partitions."},
    [TREND] = {.id = "trend",
               .title = "TREND",
               .priority = 3,
               .help = "What was written per second over the time that was recorded, at most two "
                       "hours; known of topics of which a group that was sampled reads all "
                       "partitions."},
    [LAG] = {.id = "lag",
             .title = "LAG",
             .kind = VALUE_COUNT,
             .costly = true,
             .costliest = true,
             .help = "Records that its consumer groups have not read yet, at most, summed over the "
                     "groups; ≥: not all of the groups, or of the log ends, are known; – when no "
                     "group has committed on it."},
    [RETENTION] = {.id = "retention",
                   .title = "RETENTION",
                   .kind = VALUE_DURATION,
                   .costly = true,
                   .priority = 2,
                   .help = "How long records are retained (retention.ms) before they may be "
                           "deleted; unlimited when time never deletes."},
    [CLEANUP] = {.id = "cleanup",
                 .title = "CLEANUP",
                 .costly = true,
                 .priority = 2,
                 .help = "What happens to old records (cleanup.policy): delete drops them, compact "
                         "keeps the last one of each key."},
    [MIN_ISR] = {.id = "min_isr",
                 .title = "MIN ISR",
                 .kind = VALUE_COUNT,
                 .costly = true,
                 .priority = 2,
                 .help = "min.insync.replicas: with fewer replicas in sync, producers with "
                         "acks=all are refused."},
    [READERS] = {.id = "groups",
                 .title = "GROUPS",
                 .kind = VALUE_COUNT,
                 .costliest = true,
                 .priority = 3,
                 .help = "Consumer groups that have committed offsets on the topic or own some of "
                         "its partitions, as far as the groups have been checked."},
    [HEALTH] = {.id = "health",
                .title = "HEALTH",
                .help = "The worst fact about its partitions: offline, under min ISR, "
                        "under-replicated, not on preferred leader, or ok."},
    [SENTENCE] = {.id = "sentence",
                  .title = "SENTENCE",
                  .hidden = true,
                  .help = "The health in a sentence."},
    [INTERNAL] = {.id = "internal",
                  .title = "INTERNAL",
                  .kind = VALUE_BOOL,
                  .hidden = true,
                  .help = "A topic in which Kafka stores its own state; leave it alone."},
    [BOUNDS] = COLUMN_BOUNDS,
};

/* Who reads a topic, and how far, is known from the offsets of every group: one request each, so the
 * more groups there are the less often, and beyond some thousands only what other lists have
 * requested anyway. */
static void want_readers(const struct view *v, struct wants *w)
{
    enum { GROUPS_ASKED = 2000, LEAST_MS = 5000, EACH_MS = 20 };
    const struct group_listing *l = v->model->group_list;
    size_t n = l && l->ngroups <= GROUPS_ASKED ? l->ngroups : 0;
    wants_add(w, FACT_GROUP_LIST, NULL, 15000, 2);
    for (size_t i = 0; i < n; i++)
        wants_add(w, FACT_GROUP_OFFSETS, l->groups[i].id, LEAST_MS + (int64_t)n * EACH_MS, 3);
    if (!n)
        wants_add(w, FACT_GROUP_OFFSETS, "", -1, 3);
}

static void want(const struct view *v, struct wants *w)
{
    wants_add(w, FACT_METADATA, NULL, AGE_USUAL, 0);
    sight_want(v->model, w);
    wants_add(w, FACT_EVENTS, NULL, -1, 3); /* what was recorded is read, and not more sampled */
    want_visible(v, w, FACT_TOPIC_OFFSETS, AGE_USUAL);
    want_visible(v, w, FACT_TOPIC_CONFIG, AGE_USUAL);
    if (v->costliest && (v->all || v->nvisible))
        want_readers(v, w);
    if (!v->all || !v->model->metadata)
        return;
    for (size_t i = 0; i < v->model->metadata->ntopics; i++) {
        wants_add(w, FACT_TOPIC_OFFSETS, v->model->metadata->topics[i].name, AGE_USUAL, 1);
        wants_add(w, FACT_TOPIC_CONFIG, v->model->metadata->topics[i].name, AGE_USUAL, 1);
    }
}

enum { LEADERS_SHOWN = 9 };

/* Decimal digits of n >= 0; 20,000 rows a rebuild are too many for snprintf. */
static size_t put_number(char *dst, int64_t n)
{
    char digits[20];
    size_t len = 0;
    do
        digits[len++] = (char)('0' + n % 10);
    while ((n /= 10) > 0);
    for (size_t i = 0; i < len; i++)
        dst[i] = digits[len - 1 - i];
    return len;
}

/* Pairs of broker and the partitions it leads, in the order of the brokers. */
static int32_t *count_leaders(struct arena *a, const struct metadata *md, const struct topic *topic)
{
    int32_t *pairs = arena_array(a, 2 * md->nbrokers, sizeof *pairs);
    for (size_t b = 0; b < md->nbrokers; b++) {
        pairs[2 * b] = md->brokers[b].id;
        for (int i = 0; i < topic->npartitions; i++)
            pairs[2 * b + 1] += topic->partitions[i].leader == md->brokers[b].id;
    }
    return pairs;
}

/* "4 4 4", by broker id; many brokers would not fit, and placement shows them better. */
static void add_leaders(struct table *t, struct row *r, const struct view *v,
                        const struct topic *topic)
{
    const struct metadata *md = v->model->metadata;
    cell_none(r, LEADERS);
    if (md->nbrokers > LEADERS_SHOWN && !v->all)
        return;
    int32_t *pairs = count_leaders(&t->arena, md, topic);
    int32_t most = 0, least = topic->npartitions;
    char text[LEADERS_SHOWN * 21];
    size_t len = 0;
    for (size_t b = 0; b < md->nbrokers && md->nbrokers <= LEADERS_SHOWN; b++) {
        int32_t count = pairs[2 * b + 1];
        if (b)
            text[len++] = ' ';
        len += put_number(text + len, count);
        most = count > most ? count : most;
        least = count < least ? count : least;
    }
    if (md->nbrokers <= LEADERS_SHOWN)
        cell_literal(r, LEADERS, arena_strndup(&t->arena, text, len));
    cell_parts(
        t, r, LEADERS,
        (struct value_parts){.kind = PARTS_COUNTS, .n = (uint32_t)md->nbrokers, .numbers = pairs});
    cell_rank(r, LEADERS, most - least);
}

static void add_in_sync(struct table *t, struct row *r, const struct topic_health *h)
{
    char text[48];
    size_t len = put_number(text, h->in_sync);
    text[len++] = '/';
    len += put_number(text + len, h->replicas);
    cell_literal(r, IN_SYNC, arena_strndup(&t->arena, text, len));
    cell_share(r, IN_SYNC, (int32_t)h->in_sync, (int32_t)h->replicas);
    if (h->in_sync < h->replicas)
        cell_sev(r, IN_SYNC, SEV_WARN);
}

static void add_replication(struct table *t, struct row *r, const struct topic_health *h)
{
    cell_num(r, REPLICATION, h->rf_min);
    if (h->rf_min != h->rf_max)
        cell_override(t, r, REPLICATION, arena_printf(&t->arena, "%d–%d", h->rf_min, h->rf_max));
    if (h->rf_min == 1)
        cell_sev(r, REPLICATION, SEV_WARN);
}

/* Why the offsets of a partition are not known; NULL: all are, or are on their way. */
static const char *why_partial(const struct topic_offsets *o, const struct topic *topic)
{
    for (int i = 0; i < topic->npartitions; i++) {
        const struct partition_offsets *p = topic_offsets_get(o, topic->partitions[i].id);
        if (p && p->why && (p->start == OFFSET_UNKNOWN || p->end == OFFSET_UNKNOWN))
            return p->why;
    }
    return NULL;
}

static void add_offsets(struct table *t, struct row *r, const struct model *m,
                        const struct topic *topic)
{
    const struct topic_offsets *o = model_offsets(m, topic->name);
    if (o && fact_known(&o->fact))
        build_known(t, &o->fact);
    else
        build_costly(t, m, FACT_TOPIC_OFFSETS, topic->name);
    struct topic_content c = topic_content(o, topic);
    if (c.known == 0) {
        cell_missing(t, r, MESSAGES, m, FACT_TOPIC_OFFSETS, topic->name);
        cell_missing(t, r, RATE, m, FACT_TOPIC_OFFSETS, topic->name);
        return;
    }
    cell_num(r, MESSAGES, c.messages);
    cell_bound(r, MESSAGES, c.known < topic->npartitions ? BOUND_LEAST : BOUND_NONE);
}

static void add_rates(struct table *t, struct row *r, const struct model *m,
                      const struct rates *rates, const struct topic *topic)
{
    double rate[FLOW_STEPS];
    struct rate_sum now = rate_of_topic(rates, topic);
    const char *why = why_partial(model_offsets(m, topic->name), topic);
    if (why) { /* a sum without that partition would pass for the whole; also in the exit code */
        cell_failed(t, r, RATE, why);
    } else if (now.known) {
        cell_real(r, RATE, now.per_second);
        cell_bound(r, RATE, now.known < topic->npartitions ? BOUND_LEAST : BOUND_NONE);
    }
    if (topic_flow(rates->flows, topic, rate))
        cell_rates(t, r, TREND, rate, FLOW_STEPS);
    else
        cell_none(r, TREND);
}

static void add_configs(struct table *t, struct row *r, const struct model *m, const char *topic,
                        const struct config_set *c)
{
    if (!c) {
        build_costly(t, m, FACT_TOPIC_CONFIG, topic);
        cell_missing(t, r, RETENTION, m, FACT_TOPIC_CONFIG, topic);
        cell_missing(t, r, CLEANUP, m, FACT_TOPIC_CONFIG, topic);
        cell_missing(t, r, MIN_ISR, m, FACT_TOPIC_CONFIG, topic);
        return;
    }
    int64_t n;
    build_slow(t, &c->fact, fact_kinds[FACT_TOPIC_CONFIG].age_ms);
    const struct config_entry *policy = config_set_find(c, "cleanup.policy");
    cell_text(t, r, CLEANUP, policy ? policy->value : NULL);
    if (policy && policy->value)
        cell_names(t, r, CLEANUP);
    bool deletes = !policy || !policy->value || config_list_has(policy->value, "delete");
    if (!config_set_int(c, "retention.ms", &n) || !deletes) {
        cell_none(r, RETENTION); /* compaction alone: time deletes nothing */
    } else {
        cell_num(r, RETENTION, n < 0 ? VALUE_UNLIMITED : n);
    }
    if (config_set_int(c, "min.insync.replicas", &n))
        cell_num(r, MIN_ISR, n);
    else
        cell_none(r, MIN_ISR);
}

static void add_readers(struct table *t, struct row *r, const struct model *m,
                        const struct readers *readers, const char *topic)
{
    size_t n = readers_of(readers, topic);
    if (!m->group_list) {
        cell_missing(t, r, READERS, m, FACT_GROUP_LIST, NULL);
    } else if (m->group_list->nerrors && !n) {
        cell_failed(t, r, READERS, m->group_list->error);
    } else if (readers->looked == readers->groups && !m->group_list->nerrors) {
        cell_num(r, READERS, (int64_t)n);
    } else if (n) {
        cell_num(r, READERS, (int64_t)n);
        cell_bound(r, READERS, BOUND_LEAST);
        r->cells[READERS].value.part = m->group_list->nerrors > 0;
    }
}

/* A sum without some of the groups would pass for the whole. */
static void add_lag(struct table *t, struct row *r, const struct model *m,
                    const struct topic_lags *lags, const char *topic)
{
    const struct topic_lag *x = topic_lag_of(lags, topic);
    const struct group_listing *l = m->group_list;
    bool all = l && lags->looked == lags->groups && !l->nerrors;
    if (!l) {
        cell_missing(t, r, LAG, m, FACT_GROUP_LIST, NULL);
    } else if (x && x->known) {
        cell_num(r, LAG, x->total);
        cell_bound(r, LAG, !all || x->unknown || x->old ? BOUND_LEAST : BOUND_NONE);
        r->cells[LAG].value.part = l->nerrors > 0;
    } else if (x) {
        cell_missing(t, r, LAG, m, FACT_TOPIC_OFFSETS, topic);
    } else if (all) {
        cell_none(r, LAG);
    } else if (l->nerrors) {
        cell_failed(t, r, LAG, l->error);
    }
}

static void add_failed(struct table *t, struct row *r, const struct topic *topic)
{
    for (size_t c = PARTITIONS; c <= READERS; c++)
        cell_none(r, c);
    cell_text(t, r, HEALTH, topic->err ? topic->err : "error");
    cell_text(t, r, SENTENCE, topic->err ? topic->err : "error");
    cell_rank(r, HEALTH, SEV_NONE - SEV_BAD);
    cell_sev(r, HEALTH, SEV_BAD);
}

static void add_topic(struct table *t, const struct view *v, const struct topic *topic,
                      const struct readers *readers, const struct topic_lags *lags,
                      const struct rates *rates)
{
    const struct model *m = v->model;
    struct row *r = table_add_row(t, topic->name);
    cell_text(t, r, NAME, r->key);
    cell_bool(r, INTERNAL, topic->internal);
    if (topic->internal)
        r->sev = SEV_MUTED;
    if (topic->err_code && !topic->npartitions) {
        add_failed(t, r, topic);
        return;
    }
    const struct config_set *configs = model_topic_config(m, topic->name);
    struct topic_health h = topic_judge(m->metadata, topic, config_min_isr(configs));
    cell_num(r, PARTITIONS, topic->npartitions);
    add_replication(t, r, &h);
    add_in_sync(t, r, &h);
    add_leaders(t, r, v, topic);
    add_offsets(t, r, m, topic);
    add_rates(t, r, m, rates, topic);
    add_configs(t, r, m, topic->name, configs);
    add_readers(t, r, m, readers, topic->name);
    add_lag(t, r, m, lags, topic->name);
    enum severity sev;
    cell_literal(r, HEALTH, topic_health_words(&h, &t->arena, &sev));
    cell_rank(r, HEALTH, (int64_t)SEV_NONE - sev);
    cell_literal(r, SENTENCE, topic_health_sentence(&h, &t->arena));
    cell_sev(r, HEALTH, sev);
    cell_bounds(t, r, BOUNDS);
}

static void build(const struct view *v, struct table *t)
{
    if (!build_need(t, v->model, FACT_METADATA, NULL))
        return;
    const struct metadata *md = v->model->metadata;
    struct readers readers;
    struct rates rates;
    struct topic_lags lags;
    readers_make(&readers, v->model);
    topic_lags_make(&lags, v->model);
    rates_make(&rates, v->model, clock_wall_ms());
    for (size_t i = 0; i < md->ntopics; i++)
        add_topic(t, v, &md->topics[i], &readers, &lags, &rates);
    rates_release(&rates);
    topic_lags_release(&lags);
    readers_release(&readers);
    if (!md->ntopics)
        table_note(
            t, SEV_INFO,
            "no topics: there are none, or none that this user may describe (ACL Describe on "
            "Topic)");
    else
        build_tell_partial(t, v->model, false);
}

const struct resource resource_topics = {
    .name = "topics",
    .rows = OBJECT_TOPIC,
    .aliases = (const char *const[]){"t", NULL},
    .title = "topics",
    .help = "Named streams of records. Producers append to their partitions, consumer groups read "
            "them; replicas on several brokers keep them safe.",
    .tab = true,
    .columns = columns,
    .ncolumns = COLUMNS,
    .want = want,
    .build = build,
    .sort = "topic",
    .opens = "topic",
    .actions = (const char *const[]){"topic-create", "topic-delete", "records-delete",
                                     "partitions-add", "leaders-elect", "config-alter", NULL},
};
