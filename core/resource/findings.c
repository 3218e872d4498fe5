/* What is wrong, one line per problem, worst first. The reasoning is core/insight/findings; this
 * list shows it and leads to the place. */
#include "core/insight/findings.h"
#include "core/base/map.h"
#include "core/insight/settings.h"
#include "core/insight/sight.h"
#include "core/model/model_fact.h"
#include "core/resource/build.h"
#include "core/resource/list.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum {
    FINDING,
    OBJECT,
    SINCE,
    WHAT,
    MEANING,
    NEXT,
    SEVERITY,
    ID,
    COUNT,
    SINCE_EXACT,
    OPENS,
    CAUSE,
    FOLDED,
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
    [WHAT] = {.id = "how_much",
              .title = "HOW MUCH",
              .help = "How many partitions or records; of a cause, what it brings with it."},
    [SINCE] = {.id = "since",
               .title = "SINCE",
               .kind = VALUE_INSTANT,
               .help = "For how long, as seen now or recorded earlier; > 29 min: true since "
                       "before monitoring started; –: no answer shows when it began."},
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
                     .help = "no: true since before monitoring started, so at least since then."},
    [OPENS] = {.id = "opens",
               .title = "OPENS",
               .hidden = true,
               .help = "Where to look: what to write after : to go there."},
    [CAUSE] = {.id = "cause",
               .title = "CAUSE",
               .hidden = true,
               .help = "The id of the line that has this finding, where it has none of its own: "
                       "of its cause, of the kind or of what else is wrong with the object."},
    [FOLDED] = {.id = "folded",
                .title = "FOLDED",
                .kind = VALUE_COUNT,
                .hidden = true,
                .help = "How many findings the line stands for besides its own."},
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
    CONFIGS_MS = 300000,
    OFFSETS_MS = 60000,
};

/* min.insync.replicas: first of those that lack replicas, as it decides whether they take writes.
 */
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
    for (size_t i = 0; md && i < md->nbrokers && i < SETTINGS_BROKERS; i++) {
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
        if (group_state_active(l->groups[i].state)) /* which partitions its members read */
            wants_add(w, FACT_GROUP, l->groups[i].id, OFFSETS_MS, 3);
        for (size_t k = 0; o && k < o->n; k++)
            if (k == 0 || strcmp(o->o[k].topic, o->o[k - 1].topic) != 0)
                wants_add(w, FACT_TOPIC_OFFSETS, o->o[k].topic, OFFSETS_MS, 3);
    }
}

/* Configs have min.insync.replicas, commits show who lags; costly ones, so they may be older. */
static void want(const struct view *v, struct wants *w)
{
    wants_add(w, FACT_METADATA, NULL, AGE_USUAL, 0);
    wants_add(w, FACT_GROUP_LIST, NULL, 15000, 1);
    sight_want(v->model, w);
    wants_add(w, FACT_RECORDING, "", -1, 3); /* verdicts, as far as something has them made */
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

static void add_since(struct row *r, const struct model *m, const struct finding *f)
{
    int64_t since = f->since_wall_ms;
    if (f->since_at_least)
        cell_at_least(r, SINCE, since);
    else
        cell_since(r, SINCE, m, since);
    if (since)
        cell_bool(r, SINCE_EXACT, since != TROUBLE_FROM_START && !f->since_at_least);
    else
        cell_none(r, SINCE_EXACT);
}

static void fill(struct table *t, struct row *r, const struct model *m, const struct finding *f)
{
    enum severity sev = f->sev;
    cell_literal(r, FINDING, finding_kind_name(f->kind));
    cell_rank(r, FINDING, f->kind);
    cell_sev(r, FINDING, sev);
    cell_text(t, r, OBJECT, f->object);
    cell_literal(r, WHAT, f->what);
    cell_rank(r, WHAT, f->count);
    add_since(r, m, f);
    cell_literal(r, MEANING, finding_kind_meaning(f->kind));
    cell_literal(r, NEXT, finding_kind_next(f->kind));
    cell_literal(r, SEVERITY, sev == SEV_BAD ? "critical" : sev == SEV_WARN ? "warning" : "info");
    cell_rank(r, SEVERITY, (int64_t)SEV_BAD - sev);
    cell_sev(r, SEVERITY, sev);
    cell_text(t, r, ID, f->id);
    cell_text(t, r, CAUSE, f->cause);
    cell_num(r, FOLDED, (int64_t)f->folded);
    cell_num(r, COUNT, f->count);
    cell_textf(t, r, OPENS, f->scope ? "%s %s" : "%s", f->place, f->scope);
}

/* Lines get each finding that they stand for, for filters. */
static void add_within(struct table *t, const struct model *m, const struct findings *lines)
{
    struct findings each = findings_each(m, &t->arena);
    struct map rows; /* id of a line → its row, counted from 1 */
    map_init(&rows);
    for (size_t i = 0; i < lines->n; i++)
        map_set(&rows, lines->f[i].id, (void *)(i + 1));
    for (size_t i = 0; i < each.n; i++) {
        const struct finding *f = &each.f[i];
        size_t row = (size_t)map_get(&rows, f->cause ? f->cause : f->id);
        if (row)
            fill(t, table_add_folded(t, row - 1, key_of(&t->arena, f)), m, f);
    }
    map_release(&rows, NULL);
}

static void build(const struct view *v, struct table *t)
{
    const struct model *m = v->model;
    if (!build_need(t, m, FACT_METADATA, NULL))
        return;
    build_costly(t, m, FACT_GROUP_LIST, NULL);
    struct findings list = v->scope  ? findings_of_line(m, &t->arena, v->scope)
                           : v->each ? findings_each(m, &t->arena)
                                     : findings_lines(m, &t->arena);
    for (size_t i = 0; i < list.n; i++)
        fill(t, table_add_row(t, key_of(&t->arena, &list.f[i])), m, &list.f[i]);
    if (v->within && !v->scope && !v->each)
        add_within(t, m, &list);
    enum sight sight = cluster_sight(m);
    if (sight == SIGHT_NOTHING)
        table_note(t, SEV_WARN,
                   "no topic is visible (ACL Describe on Topic): whether partitions are offline "
                   "or brokers are lost is unknown");
    else if (sight == SIGHT_PART)
        table_note(t, SEV_INFO, "%s the %zu topics that this user may describe; there may be more",
                   list.n ? "found in" : "nothing is wrong in", m->metadata->ntopics);
    else if (!list.n && v->scope)
        table_note(t, SEV_GOOD, "there is nothing of it any more: it is over");
    else if (!list.n)
        table_note(t, SEV_GOOD, "nothing is wrong in what is known so far");
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
    .rows = OBJECT_FINDING,
    .aliases = (const char *const[]){"f", "problems", NULL},
    .title = "findings",
    .help =
        "What is wrong with the cluster, worst first, for how long, and what it means. What has "
        "one cause is one line; Enter opens it, or goes to the place.",
    .columns = columns,
    .ncolumns = COLUMNS,
    .want = want,
    .build = build,
    .folds = true,
    .open = open_place,
    .actions = (const char *const[]){"leaders-elect", NULL},
};

const struct resource resource_findings_of = {
    .name = "findings-of",
    .rows = OBJECT_FINDING,
    .of = OBJECT_FINDING,
    .title = "findings of",
    .help = "What one line of the findings stands for, the cause first: ID is in the column id, "
            "broker-lost/3. Enter goes to the place.",
    .scope = SCOPE_ID,
    .columns = columns,
    .ncolumns = COLUMNS,
    .want = want,
    .build = build,
    .open = open_place,
    .actions = (const char *const[]){"leaders-elect", NULL},
};
