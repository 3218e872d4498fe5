/* The placement matrix: partitions down, brokers across. Up to 16 brokers have a column each; in a
 * larger cluster only those that hold a replica of this topic; and when these are too many too, the
 * matrix folds into one column that lists the replicas. */
#include "core/base/clock.h"
#include "core/resource/list.h"
#include "core/resource/partition_cells.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_COLUMNS = 16 };

struct across { /* the brokers that have a column */
    int32_t id[MOST_COLUMNS];
    size_t n;
    bool folded;
};

static bool across_add(struct across *x, int32_t id)
{
    for (size_t i = 0; i < x->n; i++)
        if (x->id[i] == id)
            return true;
    if (x->n == MOST_COLUMNS)
        return false;
    x->id[x->n++] = id;
    return true;
}

static int by_id(const void *a, const void *b)
{
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return (x > y) - (x < y);
}

static bool add_holders(struct across *x, const struct topic *topic)
{
    for (int i = 0; topic && i < topic->npartitions; i++)
        for (int r = 0; r < topic->partitions[i].nreplicas; r++)
            if (!across_add(x, topic->partitions[i].replicas[r]))
                return false;
    return true;
}

static struct across brokers_across(const struct metadata *md, const struct topic *topic)
{
    struct across x = {0};
    if (md->nbrokers <= MOST_COLUMNS) {
        for (size_t i = 0; i < md->nbrokers; i++)
            x.id[x.n++] = md->brokers[i].id;
    } else if (add_holders(&x, topic)) {
        qsort(x.id, x.n, sizeof *x.id, by_id);
    } else {
        x = (struct across){.n = 1, .folded = true};
    }
    return x;
}

static const struct column fold_column = {
    .id = "copies",
    .title = "COPIES",
    .help = "Where the replicas are, in assignment order: L leader, f follower in sync, ✗ out of "
            "sync, o on a lost broker; * marks the preferred leader.",
};

static struct column broker_column(struct arena *a, const struct broker *b)
{
    return (struct column){
        .id = arena_printf(a, "b%" PRId32, b->id),
        .title = arena_printf(a, "b%" PRId32, b->id),
        .help = arena_printf(a,
                             "Broker %" PRId32 "%s: L leader, f follower in sync, ✗ out of sync, "
                             "o replica on a lost broker, · no replica; * marks "
                             "the preferred leader.",
                             b->id, b->alive ? "" : " (lost)"),
    };
}

static const struct column *make_columns(const struct view *v, struct arena *a, size_t *n)
{
    const struct metadata *md = v->model->metadata;
    if (!md)
        return NULL;
    struct across x = brokers_across(md, metadata_topic(md, v->scope));
    struct column *c = arena_array(a, x.n + PART_COLUMNS, sizeof *c);
    c[0] = partition_columns[0];
    for (size_t i = 0; i < x.n; i++)
        c[1 + i] = x.folded ? fold_column : broker_column(a, metadata_broker(md, x.id[i]));
    memcpy(&c[1 + x.n], &partition_columns[1], (PART_COLUMNS - 1) * sizeof *c);
    /* The matrix says it already. */
    c[PART_REPLICAS + x.n].hidden = true;
    c[PART_ISR + x.n].hidden = true;
    *n = x.n + PART_COLUMNS;
    return c;
}

struct role {
    const char *mark, *preferred; /* plain, and when it is the preferred leader */
    int64_t rank;
    enum severity sev;
};

static const struct role *role_of(const struct metadata *md, const struct partition *p, int32_t id)
{
    static const struct role leader = {"L", "L*", 0, SEV_GOOD}, follower = {"f", "f*", 1, SEV_INFO},
                             out = {"✗", "✗*", 2, SEV_BAD}, lost = {"o", "o*", 3, SEV_BAD},
                             none = {"·", "·", 4, SEV_MUTED};
    if (!partition_has_replica(p, id))
        return &none;
    const struct broker *b = metadata_broker(md, id);
    if (!b || !b->alive)
        return &lost;
    if (p->leader == id)
        return &leader;
    return partition_in_isr(p, id) ? &follower : &out;
}

static void add_copies(struct table *t, struct row *r, const struct metadata *md,
                       const struct partition *p)
{
    const char *text = "";
    for (int i = 0; i < p->nreplicas; i++) {
        const struct role *role = role_of(md, p, p->replicas[i]);
        text = arena_printf(&t->arena, "%s%s%s%" PRId32, text, i ? " " : "",
                            i ? role->mark : role->preferred, p->replicas[i]);
    }
    cell_literal(r, 1, text);
}

static void add_role(struct row *r, size_t col, const struct role *role, bool preferred)
{
    cell_literal(r, col, preferred ? role->preferred : role->mark);
    cell_rank(r, col, role->rank);
    cell_sev(r, col, role->sev);
}

static void build(const struct view *v, struct table *t)
{
    const struct topic *topic = partition_scope(v, t);
    if (!topic)
        return;
    const struct metadata *md = v->model->metadata;
    struct across x = brokers_across(md, topic);
    struct rates rates;
    partition_ages(v, t);
    rates_make(&rates, v->model, clock_wall_ms());
    for (int i = 0; i < topic->npartitions; i++) {
        const struct partition *p = &topic->partitions[i];
        struct row *r = partition_row(t, &rates, topic, p, x.n);
        if (x.folded)
            add_copies(t, r, md, p);
        for (size_t b = 0; !x.folded && b < x.n; b++)
            add_role(r, 1 + b, role_of(md, p, x.id[b]), partition_preferred(p) == x.id[b]);
    }
    rates_release(&rates);
}

const struct resource resource_placement = {
    .name = "placement",
    .rows = OBJECT_PARTITION,
    .aliases = (const char *const[]){"topic", NULL},
    .title = "placement",
    .help = "Where the replicas of a topic's partitions are: one line per partition, one column "
            "per broker, with the leader, the followers in sync and those that are not.",
    .scope = SCOPE_TOPIC,
    .columns = partition_columns,
    .ncolumns = PART_COLUMNS,
    .make_columns = make_columns,
    .want = partition_want,
    .build = build,
    .sort = "partition",
    .actions = (const char *const[]){"leaders-elect", "config-alter", NULL},
};
