/* What is wrong, one line per problem, worst first. The reasoning is core/insight/findings; this
 * list shows it and leads to the place. */
#include "core/insight/findings.h"
#include "core/insight/sight.h"
#include "core/resource/build.h"
#include "core/resource/list.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum {
    FINDING,
    OBJECT,
    WHAT,
    SINCE,
    MEANING,
    NEXT,
    SEVERITY,
    ID,
    COUNT,
    SINCE_EXACT,
    OPENS,
    COLUMNS
};

static const struct column columns[COLUMNS] = {
    [FINDING] = {.id = "finding",
                 .title = "FINDING",
                 .help = "The kind of problem; the list begins with the worst."},
    [OBJECT] = {.id = "where",
                .title = "WHERE",
                .max_width = 40,
                .bare = true,
                .help = "The topic, broker or group it is about; – when many are."},
    [WHAT] = {.id = "how_much", .title = "HOW MUCH", .help = "How many partitions or records."},
    [SINCE] = {.id = "since",
               .title = "SINCE",
               .kind = VALUE_INSTANT,
               .priority = 1,
               .help =
                   "When it began, as seen by this program or recorded by one before; before means "
                   "that it was so already when looking began; not told: no answer says it."},
    [MEANING] = {.id = "meaning",
                 .title = "MEANING",
                 .priority = 1,
                 .hidden = true,
                 .help = "What it means for producers, consumers and data."},
    [NEXT] = {.id = "next", .title = "NEXT", .hidden = true, .help = "What can be done about it."},
    [SEVERITY] = {.id = "severity",
                  .title = "SEVERITY",
                  .hidden = true,
                  .help =
                      "critical: data or access is affected; warning: one more fault and it is; "
                      "info: not as it should be."},
    [COUNT] = {.id = "count",
               .title = "COUNT",
               .kind = VALUE_COUNT,
               .hidden = true,
               .help = "How many partitions, records, brokers: the number of the words above."},
    [SINCE_EXACT] = {.id = "since_exact",
                     .title = "SINCE EXACT",
                     .kind = VALUE_BOOL,
                     .hidden = true,
                     .help = "no: it was so already when looking began, so it is so at least "
                             "since then."},
    [OPENS] = {.id = "opens",
               .title = "OPENS",
               .hidden = true,
               .help = "Where to look: what to write after : to go there."},
    [ID] = {.id = "id",
            .title = "ID",
            .hidden = true,
            .help = "What this finding is called in scripts and alert rules: the same as long as "
                    "the problem is the same."},
};

/* Objects of a kind that are asked about on the screen; a larger cluster is judged by what else is
 * known of it, and by those that are in trouble. */
enum {
    TOPICS_ASKED = 1000,
    GROUPS_ASKED = 2000,
    BROKERS_ASKED = 50,
    CONFIGS_MS = 300000,
    OFFSETS_MS = 60000,
};

/* min.insync.replicas: of those first that lack copies, for it tells whether they take writes. */
static void want_topics(const struct model *m, struct wants *w, size_t most)
{
    const struct metadata *md = m->metadata;
    const char *topic;
    void *value;
    size_t n = 0;
    for (size_t it = 0; n < most && map_next(&m->trouble, &it, &topic, &value);) {
        const struct topic_trouble *t = value;
        if (t->offline || t->under_replicated) {
            wants_add(w, FACT_TOPIC_CONFIG, topic, CONFIGS_MS, 2);
            n++;
        }
    }
    for (size_t i = 0; md && i < md->ntopics && i < most; i++)
        wants_add(w, FACT_TOPIC_CONFIG, md->topics[i].name, CONFIGS_MS, 3);
}

static void want_brokers(const struct model *m, struct wants *w)
{
    const struct metadata *md = m->metadata;
    char id[16];
    for (size_t i = 0; md && i < md->nbrokers && i < BROKERS_ASKED; i++) {
        snprintf(id, sizeof id, "%" PRId32, md->brokers[i].id);
        if (md->brokers[i].alive)
            wants_add(w, FACT_BROKER_CONFIG, id, CONFIGS_MS, 3);
    }
}

static void want_groups(const struct model *m, struct wants *w, size_t most)
{
    const struct group_listing *l = m->group_list;
    for (size_t i = 0; l && i < l->ngroups && i < most; i++) {
        const struct group_offsets *o = model_group_offsets(m, l->groups[i].id);
        wants_add(w, FACT_GROUP_OFFSETS, l->groups[i].id, OFFSETS_MS, 3);
        for (size_t k = 0; o && k < o->n; k++)
            if (k == 0 || strcmp(o->o[k].topic, o->o[k - 1].topic) != 0)
                wants_add(w, FACT_TOPIC_OFFSETS, o->o[k].topic, OFFSETS_MS, 3);
    }
}

/* Configs tell min.insync.replicas, commits tell who lags; they are dear, so they may be older. */
static void want(const struct view *v, struct wants *w)
{
    wants_add(w, FACT_METADATA, NULL, 5000, 0);
    wants_add(w, FACT_GROUP_LIST, NULL, 15000, 1);
    sight_want(v->model, w);
    wants_add(w, FACT_RECORDING, "", -1, 3); /* verdicts, as far as somebody has them made */
    want_topics(v->model, w, v->all ? SIZE_MAX : TOPICS_ASKED);
    want_brokers(v->model, w);
    want_groups(v->model, w, v->all ? SIZE_MAX : GROUPS_ASKED);
}

/* The key carries where Enter goes, raw: "kind\nplace\nscope". */
static const char *key_of(struct arena *a, const struct finding *f)
{
    return arena_printf(a, "%s\n%s\n%s", finding_kind_name(f->kind), f->place,
                        f->scope ? f->scope : "");
}

static void add_since(struct table *t, struct row *r, const struct model *m,
                      const struct finding *f)
{
    int64_t since = f->since_wall_ms;
    if (f->since_at_least)
        cell_at_least(t, r, SINCE, since);
    else
        cell_since(t, r, SINCE, m, since);
    if (since)
        cell_bool(r, SINCE_EXACT, since != TROUBLE_FROM_START && !f->since_at_least);
    else
        cell_override(t, r, SINCE, "not told");
    if (!since)
        cell_none(r, SINCE_EXACT);
}

static void add_finding(struct table *t, const struct model *m, const struct finding *f)
{
    enum severity sev = finding_kind_severity(f->kind);
    struct row *r = table_add_row(t, key_of(&t->arena, f));
    cell_literal(r, FINDING, finding_kind_name(f->kind));
    cell_rank(r, FINDING, f->kind);
    cell_sev(r, FINDING, sev);
    cell_text(t, r, OBJECT, f->object);
    cell_literal(r, WHAT, f->what);
    cell_rank(r, WHAT, f->count);
    add_since(t, r, m, f);
    cell_literal(r, MEANING, finding_kind_meaning(f->kind));
    cell_literal(r, NEXT, finding_kind_next(f->kind));
    cell_literal(r, SEVERITY, sev == SEV_BAD ? "critical" : sev == SEV_WARN ? "warning" : "info");
    cell_rank(r, SEVERITY, (int64_t)SEV_BAD - sev);
    cell_sev(r, SEVERITY, sev);
    cell_text(t, r, ID, f->id);
    cell_num(r, COUNT, f->count);
    cell_textf(t, r, OPENS, f->scope ? "%s %s" : "%s", f->place, f->scope);
}

static void build(const struct view *v, struct table *t)
{
    const struct model *m = v->model;
    if (!build_need(t, m, FACT_METADATA, NULL))
        return;
    build_dear(t, m, FACT_GROUP_LIST, NULL);
    struct findings list = findings_make(m, &t->arena, v->each);
    for (size_t i = 0; i < list.n; i++)
        add_finding(t, m, &list.f[i]);
    enum sight sight = cluster_sight(m);
    if (sight == SIGHT_NOTHING)
        table_note(t, SEV_WARN,
                   "no topic is visible (ACL Describe on Topic): whether partitions are offline or "
                   "brokers lost can't be told");
    else if (sight == SIGHT_PART)
        table_note(t, SEV_INFO, "%s the %zu topics that this user may describe; there may be more",
                   list.n ? "found in" : "nothing is wrong in", m->metadata->ntopics);
    else if (!list.n)
        table_note(t, SEV_GOOD, "nothing is wrong, as far as the facts go that have been told");
}

/* The key's part goes with the table; this stays. */
static const char *registered(const char *name)
{
    const struct resource *r = resource_find(name);
    for (const char *const *a = r ? r->aliases : NULL; a && *a; a++)
        if (strcmp(*a, name) == 0)
            return *a;
    return r ? r->name : NULL;
}

static bool open_place(const struct table *t, const struct row *row, const char **place,
                       const char **scope)
{
    const char *at = strchr(row->key, '\n');
    const char *end = at ? strchr(at + 1, '\n') : NULL;
    if (!end)
        return false;
    *scope = end[1] ? end + 1 : NULL;
    char name[32];
    snprintf(name, sizeof name, "%.*s", (int)(end - at - 1), at + 1);
    *place = registered(name);
    (void)t;
    return *place != NULL;
}

const struct resource resource_findings = {
    .name = "findings",
    .aliases = (const char *const[]){"problems", NULL},
    .title = "findings",
    .help =
        "What is wrong with the cluster, worst first, since when, and what it means. Enter goes "
        "to the place.",
    .columns = columns,
    .ncolumns = COLUMNS,
    .want = want,
    .build = build,
    .refresh_ms = 5000,
    .folds = true,
    .open = open_place,
    .actions = (const char *const[]){"leaders-elect", NULL},
};
