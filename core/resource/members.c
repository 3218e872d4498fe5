/* The members of a group: who they are, where they connect from, what they own and, with the newer
 * protocol, what they are moving to. */
#include "core/base/buf.h"
#include "core/base/text.h"
#include "core/resource/group_cells.h"
#include "core/resource/list.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { CLIENT, HOST, STATIC, PARTITIONS, ASSIGNMENT, TARGET, MEMBER, COLUMNS };

static const struct column columns[COLUMNS] = {
    [CLIENT] = {.id = "client",
                .title = "CLIENT",
                .max_width = 40,
                .help = "The client.id that the consumer gave itself."},
    [HOST] = {.id = "host", .title = "HOST", .help = "The address the member connects from."},
    [STATIC] = {.id = "static_id",
                .title = "STATIC ID",
                .priority = 1,
                .help = "group.instance.id: a static member keeps its partitions over a short "
                        "restart; – for an ordinary member."},
    [PARTITIONS] = {.id = "partitions",
                    .title = "PARTITIONS",
                    .kind = VALUE_COUNT,
                    .help = "How many partitions it reads; 0 means that there was none left for "
                            "it."},
    [ASSIGNMENT] = {.id = "assignment",
                    .title = "ASSIGNMENT",
                    .help = "The partitions it reads, by topic."},
    [TARGET] = {.id = "target",
                .title = "TARGET",
                .priority = 2,
                .help = "The partitions it will read once the rebalance is done (newer protocol); "
                        "– when the protocol has no such thing."},
    [MEMBER] = {.id = "member",
                .title = "MEMBER",
                .priority = 3,
                .max_width = 50,
                .help = "The member id that the coordinator gave it."},
};

static void want(const struct view *v, struct wants *w)
{
    wants_add(w, FACT_GROUP, v->scope, 2000, 0);
}

static int by_topic(const void *a, const void *b)
{
    const struct member_partition *x = a, *y = b;
    int c = strcmp(x->topic, y->topic);
    return c ? c : (x->partition > y->partition) - (x->partition < y->partition);
}

/* Numbers below each topic; the partitions are sorted by topic. */
static void add_lists(struct table *t, struct row *r, size_t col,
                      const struct member_partition *sorted, size_t n)
{
    struct value_list *lists = arena_array(&t->arena, n, sizeof *lists);
    int32_t *numbers = arena_array(&t->arena, n, sizeof *numbers);
    size_t topics = 0;
    for (size_t i = 0; i < n; i++) {
        if (!i || strcmp(sorted[i].topic, sorted[i - 1].topic) != 0)
            lists[topics++] = (struct value_list){
                .name = text_visible(&t->arena, sorted[i].topic, strlen(sorted[i].topic)),
                .numbers = &numbers[i]};
        numbers[i] = sorted[i].partition;
        lists[topics - 1].n++;
    }
    cell_parts(t, r, col,
               (struct value_parts){.kind = PARTS_LISTS, .n = (uint32_t)topics, .lists = lists});
    cell_rank(r, col, (int64_t)n);
}

/* "orders 0,1,2; audit 3" */
static void cell_assignment(struct table *t, struct row *r, size_t col,
                            const struct member_partition *p, size_t n)
{
    struct buf b;
    buf_init(&b, 0);
    struct member_partition *sorted = arena_array(&t->arena, n, sizeof *sorted);
    if (n)
        memcpy(sorted, p, n * sizeof *sorted);
    if (n)
        qsort(sorted, n, sizeof *sorted, by_topic);
    for (size_t i = 0; i < n; i++)
        if (i && strcmp(sorted[i].topic, sorted[i - 1].topic) == 0)
            buf_addf(&b, ",%" PRId32, sorted[i].partition);
        else
            buf_addf(&b, "%s%s %" PRId32, i ? "; " : "", sorted[i].topic, sorted[i].partition);
    cell_text(t, r, col, n ? buf_str(&b) : NULL);
    add_lists(t, r, col, sorted, n);
    buf_release(&b);
}

static void add_member(struct table *t, const struct member *m)
{
    struct row *r = table_add_row(t, m->member_id);
    cell_text(t, r, CLIENT, m->client_id);
    cell_host(t, r, HOST, m->host);
    cell_text(t, r, STATIC, m->instance_id);
    cell_num(r, PARTITIONS, (int64_t)m->nowns);
    cell_assignment(t, r, ASSIGNMENT, m->owns, m->nowns);
    if (m->has_target)
        cell_assignment(t, r, TARGET, m->target, m->ntarget);
    else
        cell_none(r, TARGET);
    cell_text(t, r, MEMBER, r->key);
    if (!m->nowns)
        r->sev = SEV_MUTED;
}

static void build(const struct view *v, struct table *t)
{
    const struct group_desc *d = group_scope(v, t);
    for (size_t i = 0; d && i < d->nmembers; i++)
        add_member(t, &d->members[i]);
}

const struct resource resource_members = {
    .name = "members",
    .rows = OBJECT_MEMBER,
    .aliases = (const char *const[]){"m", "group-members", NULL},
    .title = "members of group",
    .help = "The consumers that make up a group now, and the partitions each of them reads.",
    .scope = SCOPE_GROUP,
    .columns = columns,
    .ncolumns = COLUMNS,
    .want = want,
    .build = build,
    .sort = "client",
    .actions = (const char *const[]){"offsets-reset", NULL},
};
