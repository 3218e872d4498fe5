/* Reads what a plan needs to know of a topic in three turns: what it is and which groups there are;
 * their commits; then the log ends, so that no commit is newer than the end it is compared with.
 * The groups' commits are the costly part: in a plan for several topics they are read once
 * (bulk.c). */
#include "core/action/topic/topic_snapshot.h"

#include "core/action/topic/topic_rules.h"
#include "core/base/text_compare.h"
#include "core/model/config_value.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { TAG_START = 1000, TAG_END, TAG_WRITTEN };

static void on_reads(struct planning *p);
static void on_commits(struct planning *p);
static void on_ends(struct planning *p);

void topic_snapshot_read(struct planning *p, const char *topic, void (*next)(struct planning *p))
{
    struct topic_snapshot *w = p->state;

    w->topic = arena_strdup(&p->plan->arena, topic);
    w->next = next;
    w->records = w->written_ms = -1;
    reads_want(&p->reads, FACT_METADATA, NULL);
    reads_want(&p->reads, FACT_GROUP_LIST, NULL);
    reads_want(&p->reads, FACT_CLUSTER, NULL);
    reads_want_topic_ids(&p->reads, &w->topic, 1);
    reads_want_config(&p->reads, CONFIG_TOPIC, w->topic);
    planning_read(p, on_reads);
}

void topic_snapshot_want_commits(struct reads *f)
{
    const struct group_listing *l = reads_group_list(f, NULL);

    for (size_t i = 0; l && i < l->ngroups; i++) {
        reads_want(f, FACT_GROUP_OFFSETS, l->groups[i].id);
        if (group_state_active(l->groups[i].state))
            reads_want(f, FACT_GROUP, l->groups[i].id);
    }
}

/* ---- the topic ------------------------------------------------------------------------------- */

/* One that has its records, best: it deletes them, and while it does not respond there is no plan
 * at all. */
static int32_t some_broker(const struct metadata *md, const struct topic *t)
{
    int32_t id = -1;

    for (int i = 0; i < t->npartitions; i++) {
        if (t->partitions[i].leader >= 0)
            return t->partitions[i].leader;
    }
    for (size_t i = 0; i < md->nbrokers && id < 0; i++)
        id = md->brokers[i].alive ? md->brokers[i].id : -1;
    return id;
}

static void want_some_broker(struct planning *p, const struct metadata *md, const struct topic *t)
{
    char id[16];
    int32_t broker = some_broker(md, t);

    if (broker < 0)
        return;
    snprintf(id, sizeof id, "%" PRId32, broker);
    reads_want_config(&p->reads, CONFIG_BROKER, id);
}

static void on_reads(struct planning *p)
{
    struct topic_snapshot *w = p->state;
    struct err err = {0};
    const struct metadata *md = reads_metadata(&p->reads, &err);
    const struct topic *t = md ? topic_there(md, w->topic, ERR_NOT_FOUND, &err) : NULL;

    if (t && t->err_code)
        err_set(&err, ERR_BROKER, "topic %s: %s", w->topic, t->err);
    if (err.kind != ERR_NONE) {
        planning_fail(p, &err);
        return;
    }
    topic_snapshot_want_commits(&p->reads);
    want_some_broker(p, md, t);
    planning_read(p, on_commits);
}

static void want_offsets(struct planning *p, int tag, struct offset_query *q, size_t n,
                         int64_t spec)
{
    for (size_t i = 0; i < n; i++)
        q[i].spec = spec;
    reads_want_offsets(&p->reads, tag, q, n);
}

static void ask_ends(struct planning *p, const struct topic_snapshot *w)
{
    struct offset_query *q = arena_array(&p->plan->arena, w->nparts, sizeof *q);
    size_t n = 0;

    for (size_t i = 0; i < w->nparts; i++) {
        if (w->parts[i].trouble)
            continue;
        q[n].topic = w->topic;
        q[n++].partition = w->parts[i].id;
    }
    if (n == 0)
        return;
    want_offsets(p, TAG_START, q, n, OFFSET_SPEC_EARLIEST);
    want_offsets(p, TAG_END, q, n, OFFSET_SPEC_LATEST);
    want_offsets(p, TAG_WRITTEN, q, n, OFFSET_SPEC_MAX_TIMESTAMP);
}

static void take_settings(struct planning *p, struct topic_snapshot *w, const struct metadata *md)
{
    struct err err = {0};
    char id[16];

    w->id = arena_strdup(&p->plan->arena, reads_topic_id(&p->reads, w->topic));
    w->config = reads_config(&p->reads, CONFIG_TOPIC, w->topic, &err);
    if (!w->config)
        w->why_config = plan_show(p->plan, err.msg);
    for (size_t i = 0; i < md->nbrokers && !w->broker; i++) {
        snprintf(id, sizeof id, "%" PRId32, md->brokers[i].id);
        w->broker = reads_config(&p->reads, CONFIG_BROKER, id, NULL);
    }
}

static void on_commits(struct planning *p)
{
    struct topic_snapshot *w = p->state;
    const struct metadata *md = reads_metadata(&p->reads, NULL);

    w->meta = metadata_topic(md, w->topic);
    take_settings(p, w, md);
    w->nparts = (size_t)w->meta->npartitions;
    w->parts = arena_array(&p->plan->arena, w->nparts, sizeof *w->parts);
    for (size_t i = 0; i < w->nparts; i++) {
        const struct partition *from = &w->meta->partitions[i];

        w->parts[i] = (struct topic_part){
            .id = from->id,
            .leader = from->leader,
            .start = OFFSET_UNKNOWN,
            .end = OFFSET_UNKNOWN,
            .written_ms = -1,
            .trouble = from->leader < 0 ? "the partition has no leader" : NULL,
        };
        if (from->nreplicas > w->replication)
            w->replication = from->nreplicas;
    }
    ask_ends(p, w);
    planning_read(p, on_ends);
}

/* ---- its records ----------------------------------------------------------------------------- */

static struct topic_part *part_of(const struct topic_snapshot *w, int32_t id)
{
    for (size_t i = 0; i < w->nparts; i++) {
        if (w->parts[i].id == id)
            return &w->parts[i];
    }
    return NULL;
}

static void take_offset(struct plan *plan, struct topic_part *part, int tag,
                        const struct offset_answer *a)
{
    if (tag == TAG_WRITTEN)
        part->written_ms = reported_or(a->timestamp, -1);
    else if (a->err)
        part->trouble = plan_show(plan, a->err);
    else if (tag == TAG_START)
        part->start = reported_or(a->offset, OFFSET_UNKNOWN);
    else
        part->end = reported_or(a->offset, OFFSET_UNKNOWN);
}

static void take_offsets(struct planning *p, int tag)
{
    struct topic_snapshot *w = p->state;
    struct err err = {0};
    const struct offset_answers *l = reads_offsets(&p->reads, tag, &err);

    for (size_t i = 0; l && i < l->n; i++) {
        struct topic_part *part = part_of(w, l->a[i].partition);

        if (part)
            take_offset(p->plan, part, tag, &l->a[i]);
    }
    for (size_t i = 0; !l && tag != TAG_WRITTEN && i < w->nparts; i++) {
        if (!w->parts[i].trouble)
            w->parts[i].trouble = plan_show(p->plan, err.msg);
    }
}

static void sum_records(struct topic_snapshot *w)
{
    w->records = 0;
    for (size_t i = 0; i < w->nparts; i++) {
        struct topic_part *part = &w->parts[i];

        if (!part->trouble && (part->start == OFFSET_UNKNOWN || part->end == OFFSET_UNKNOWN))
            part->trouble = "its log start or end is not known";
        if (part->trouble) {
            part->start = part->end = OFFSET_UNKNOWN;
            w->records = -1;
        } else if (w->records >= 0) {
            w->records += part->end - part->start;
        }
        if (part->written_ms > w->written_ms)
            w->written_ms = part->written_ms;
    }
}

/* ---- who reads it ---------------------------------------------------------------------------- */

int64_t topic_reader_loses(const struct topic_snapshot *w, const struct topic_reader *r,
                           int32_t partition, int64_t to)
{
    const struct topic_part *part = part_of(w, partition);

    for (size_t i = 0; part && !part->trouble && i < r->partitions; i++) {
        int64_t from = r->commits[i].offset > part->start ? r->commits[i].offset : part->start;

        if (r->commits[i].partition == partition)
            return to > from ? to - from : 0;
    }
    return 0;
}

static size_t count_owned(const struct group_desc *g, const char *topic)
{
    size_t n = 0;

    for (size_t i = 0; g && i < g->nmembers; i++) {
        for (size_t k = 0; k < g->members[i].nowns; k++)
            n += strcmp(g->members[i].owns[k].topic, topic) == 0;
    }
    return n;
}

/* False: it has nothing to do with the topic. */
static bool take_reader(struct planning *p, const struct group_offsets *o,
                        const struct group_entry *g, struct topic_reader *r)
{
    const struct topic_snapshot *w = p->state;
    struct plan *plan = p->plan;

    const struct group_desc *now = reads_group(&p->reads, g->id, NULL);

    *r = (struct topic_reader){
        .state = now ? now->state : g->state, /* lists of old brokers have no states */
        .owned = count_owned(now, w->topic),
    };
    for (size_t i = 0; o && i < o->n; i++) {
        const struct group_offset *c = &o->o[i];

        if (strcmp(c->topic, w->topic) != 0 || c->committed == OFFSET_UNKNOWN)
            continue;
        if (!r->commits)
            r->commits = arena_array(&plan->arena, o->n, sizeof *r->commits);
        r->commits[r->partitions].partition = c->partition;
        r->commits[r->partitions++].offset = c->committed;
    }
    for (size_t i = 0; r->partitions && i < w->nparts; i++)
        r->unread +=
            w->parts[i].trouble ? 0 : topic_reader_loses(w, r, w->parts[i].id, w->parts[i].end);
    r->group = arena_strdup(&plan->arena, g->id);
    return r->partitions > 0 || r->owned > 0;
}

static int by_unread(const void *a, const void *b)
{
    const struct topic_reader *x = a, *y = b;

    if (x->unread != y->unread)
        return x->unread < y->unread ? 1 : -1;
    return text_natural(x->group, y->group);
}

static void note_doubt(struct planning *p, struct topic_snapshot *w, size_t unread, const char *why)
{
    const struct group_listing *l = reads_group_list(&p->reads, NULL);
    const struct cluster_desc *c = reads_cluster(&p->reads, NULL);

    if (l->nerrors)
        w->doubt = plan_str(p->plan, "%zu broker%s did not report %s groups", l->nerrors,
                            l->nerrors == 1 ? "" : "s", l->nerrors == 1 ? "its" : "their");
    else if (unread)
        w->doubt = plan_str(p->plan, "the commits of %zu group%s can't be read: %s", unread,
                            unread == 1 ? "" : "s", plan_show(p->plan, why));
    else if (c && c->operations_known && !(c->operations & 1u << ACL_DESCRIBE))
        w->doubt = "groups you may not see are not listed (needs Describe on Cluster)";
}

static void take_readers(struct planning *p, struct topic_snapshot *w)
{
    struct err err = {0}, why = {0};
    const struct group_listing *l = reads_group_list(&p->reads, &err);
    size_t unread = 0;

    if (!l) {
        w->doubt = plan_show(p->plan, err.msg);
        return;
    }
    w->readers = arena_array(&p->plan->arena, l->ngroups, sizeof *w->readers);
    for (size_t i = 0; i < l->ngroups; i++) {
        const struct group_offsets *o =
            reads_group_offsets(&p->reads, l->groups[i].id, unread ? NULL : &why);

        unread += o == NULL;
        w->nreaders += take_reader(p, o, &l->groups[i], &w->readers[w->nreaders]);
    }
    if (w->nreaders)
        qsort(w->readers, w->nreaders, sizeof *w->readers, by_unread);
    note_doubt(p, w, unread, why.msg);
}

static void on_ends(struct planning *p)
{
    struct topic_snapshot *w = p->state;

    take_offsets(p, TAG_START);
    take_offsets(p, TAG_END);
    take_offsets(p, TAG_WRITTEN);
    sum_records(w);
    take_readers(p, w);
    w->next(p);
}

/* ---- for the verbs --------------------------------------------------------------------------- */

const char *topic_snapshot_setting(const struct topic_snapshot *w, const char *key)
{
    const struct config_entry *e = w->config ? config_set_find(w->config, key) : NULL;

    return e && e->value ? e->value : "";
}

bool topic_snapshot_only_compacts(const struct topic_snapshot *w)
{
    const char *policy = topic_snapshot_setting(w, "cleanup.policy");

    return *policy && !config_list_has(policy, "delete");
}

bool topic_snapshot_keeps_all(const struct topic_snapshot *w)
{
    return w->config && config_keeps_all(w->config);
}

const char *topic_snapshot_shape(const struct topic_snapshot *w, struct arena *a)
{
    return arena_printf(a, "%zu × %d", w->nparts, w->replication);
}

void topic_snapshot_facts(struct plan *p, const struct topic_snapshot *w)
{
    plan_fact(p, PLAN_FACT_TOPIC_ID, w->topic, NULL, w->id);
    plan_fact(p, PLAN_FACT_PARTITIONS, w->topic, NULL, plan_str(p, "%zu", w->nparts));
}

static const struct topic_reader *reader_of(const struct topic_snapshot *w, const char *group)
{
    for (size_t i = 0; i < w->nreaders; i++) {
        if (strcmp(w->readers[i].group, group) == 0)
            return &w->readers[i];
    }
    return NULL;
}

/* A recreated topic starts at 0 again. */
static bool same_logs(const struct topic_snapshot *old, const struct topic_snapshot *now,
                      struct err *why)
{
    for (size_t i = 0; i < now->nparts && i < old->nparts; i++) {
        if (now->parts[i].end < old->parts[i].end)
            return err_set(why, ERR_GUARD,
                           "the log of %s-%" PRId32 " ended at %" PRId64 " and now ends at %" PRId64
                           ": this is another topic",
                           now->topic, now->parts[i].id, old->parts[i].end, now->parts[i].end);
    }
    return true;
}

static bool still(const struct topic_snapshot *old, const struct topic_snapshot *now,
                  struct err *why)
{
    for (size_t i = 0; i < now->nreaders; i++) {
        const struct topic_reader *is = &now->readers[i], *was = reader_of(old, is->group);

        if (group_state_active(is->state) && !(was && group_state_active(was->state)))
            return err_set(why, ERR_GUARD, "group %s reads %s now, which it did not before",
                           is->group, now->topic);
    }
    return true;
}

/* The snapshot of that topic: of the plan, or of one of its parts. */
static const struct topic_snapshot *snapshot_of(const struct plan *p, const char *topic)
{
    for (size_t i = 0; i < p->nparts; i++) {
        const struct topic_snapshot *w = p->parts[i]->detail;

        if (strcmp(w->topic, topic) == 0)
            return w;
    }
    return p->nparts ? NULL : p->detail;
}

bool topic_snapshot_revalidate(const struct plan *old, const struct plan *now, struct err *why)
{
    size_t n = now->nparts ? now->nparts : 1;

    for (size_t i = 0; i < n; i++) {
        const struct topic_snapshot *w = now->nparts ? now->parts[i]->detail : now->detail;
        const struct topic_snapshot *was = snapshot_of(old, w->topic);

        if (!was && !w->id)
            return err_set(
                why, ERR_GUARD,
                "these brokers give topics no ids (Kafka has them since 2.8), so whether "
                "%s is still the topic of the saved plan can't be known",
                w->topic);
        if (was && !(still(was, w, why) && (w->id || same_logs(was, w, why))))
            return false;
    }
    return true;
}
