/* From answers to facts. An object of a batch that the caller wants left out is passed over; what
 * was requested and not answered is for the caller to notice. */
#include "core/kafka/sources_impl.h"

#include "core/base/clock.h"
#include "core/kafka/configs.h"
#include "core/kafka/groups.h"
#include "core/kafka/offsets.h"
#include "core/kafka/topics.h"
#include "core/model/model_fact.h"

#include <limits.h>
#include <string.h>

/* ---- one of a kind --------------------------------------------------------------------------- */

void take_metadata(const struct fact_answer *a, void *answer)
{
    model_take_metadata(a->model, answer);
}

void take_cluster(const struct fact_answer *a, void *answer)
{
    model_take_cluster(a->model, answer);
}

void take_group_list(const struct fact_answer *a, void *answer)
{
    model_take_group_list(a->model, answer);
}

void take_acls(const struct fact_answer *a, void *answer)
{
    model_take_acls(a->model, answer);
}

void take_users(const struct fact_answer *a, void *answer)
{
    model_take_users(a->model, answer);
}

/* ---- groups ---------------------------------------------------------------------------------- */

static bool left_out(const struct fact_answer *a, const char *name, enum err_kind failed, int most)
{
    return a->leave_out(a->user, name, failed, most);
}

/* A coordinator calls a group dead that it does not have: asked once more, it may know better. */
void take_groups(const struct fact_answer *a, void *answer)
{
    struct group_desc_list *l = answer;
    for (size_t i = 0; i < l->n; i++) {
        const struct group_desc *g = l->g[i];
        bool dead = g->fact.failed == ERR_NONE && g->state == GROUP_DEAD;
        if (left_out(a, g->id, g->fact.failed, INT_MAX) ||
            (dead && left_out(a, g->id, ERR_NOT_FOUND, 1)))
            continue;
        model_take_group(a->model, l->g[i]);
        l->g[i] = NULL;
    }
    group_desc_list_free(l);
}

/* The ends that are known by now are older than these commits: a lag from both would be wrong. */
void take_group_offsets(const struct fact_answer *a, void *answer)
{
    struct group_offsets *g = answer;
    const char *last = NULL;
    if (left_out(a, g->id, g->fact.failed, INT_MAX)) {
        group_offsets_free(g);
        return;
    }
    for (size_t i = 0; i < g->n; i++) {
        if (last && strcmp(last, g->o[i].topic) == 0)
            continue;
        last = g->o[i].topic;
        a->outdates(a->user, FACT_TOPIC_OFFSETS, last);
    }
    model_take_group_offsets(a->model, g);
}

/* ---- ends and starts ------------------------------------------------------------------------- */

static bool knows_any(const struct topic_offsets *of)
{
    for (int32_t i = 0; of && i < of->n; i++)
        if (of->p[i].end != OFFSET_UNKNOWN || of->p[i].start != OFFSET_UNKNOWN)
            return true;
    return false;
}

/* A partition without a leader says what the metadata says; but one that a broker does not know may
 * have been deleted, and had none for that reason. Where the newest metadata lacks the topic
 * already, another broker may list it once more: what is known of it stays, without a failure that
 * would never be read again. */
static bool partition_left_out(const struct fact_answer *a, const struct offset_answer *o)
{
    const struct metadata *md = a->model->metadata;
    const struct topic *topic = md ? metadata_topic(md, o->topic) : NULL;
    if (md && !topic)
        return o->kind == ERR_NOT_FOUND && knows_any(model_offsets(a->model, o->topic));
    const struct partition *p = topic ? topic_partition(topic, o->partition) : NULL;
    bool says_so = p && partition_offline(md, p) && o->kind != ERR_NOT_FOUND;
    return p && !says_so && left_out(a, o->topic, o->kind, INT_MAX);
}

static void take_partition(const struct fact_answer *a, struct partition_offsets *p,
                           const struct offset_answer *o)
{
    int64_t offset = reported_or(o->offset, OFFSET_UNKNOWN);
    if (o->err)
        partition_offsets_failed(p, o->err);
    else if (a->spec == OFFSET_SPEC_LATEST)
        partition_offsets_end(p, offset, a->asked_ms);
    else
        partition_offsets_start(p, offset, a->asked_ms);
}

void take_topic_offsets(const struct fact_answer *a, void *answer)
{
    struct offset_answers *l = answer;
    struct topic_offsets *of = NULL;
    const char *name = NULL;
    for (size_t i = 0; i < l->n; i++) {
        const struct offset_answer *o = &l->a[i];
        if (o->err && partition_left_out(a, o))
            continue;
        if (!name || strcmp(name, o->topic) != 0) {
            name = o->topic;
            of = model_topic_offsets(a->model, name);
        }
        take_partition(a, topic_offsets_at(of, o->partition), o);
    }
    offset_answers_free(l);
    model_touch(a->model, FACT_TOPIC_OFFSETS);
}

void conclude_topic_offsets(const struct fact_answer *a, const char *name)
{
    struct topic_offsets *of = model_topic_offsets(a->model, name);
    const char *why = NULL;
    model_touch(a->model, FACT_TOPIC_OFFSETS);
    for (int32_t i = 0; i < of->n; i++) {
        if (of->p[i].end_at_ms >= a->asked_ms) {
            fact_learnt(&of->fact);
            return;
        }
        if (of->p[i].why && !why)
            why = of->p[i].why;
    }
    struct err err = {0};
    err_set(&err, ERR_BROKER, "%s", why ? why : "No partition answered");
    fact_failed(&of->fact, &err);
}

/* ---- configs, ids ---------------------------------------------------------------------------- */

void take_configs(const struct fact_answer *a, void *answer)
{
    struct config_list *l = answer;
    for (size_t i = 0; i < l->n; i++) {
        if (left_out(a, l->c[i]->name, l->c[i]->fact.failed, INT_MAX))
            continue;
        model_take_config(a->model, l->c[i]);
        l->c[i] = NULL;
    }
    config_list_free(l);
}

void take_topic_ids(const struct fact_answer *a, void *answer)
{
    struct topic_id_list *l = answer;
    for (size_t i = 0; i < l->n; i++) {
        const struct topic_id_entry *e = &l->e[i];
        struct err failed = {0};
        if (left_out(a, e->topic, e->id ? ERR_NONE : e->kind, INT_MAX))
            continue;
        if (e->id) {
            model_take_topic_id(a->model, e->topic, e->id);
            continue;
        }
        if (e->err)
            err_set(&failed, e->kind, "%s", e->err);
        else
            err_set(&failed, ERR_UNSUPPORTED, "brokers before Kafka 2.8 give topics no ids");
        model_failed(a->model, FACT_TOPIC_ID, e->topic, &failed);
    }
    topic_id_list_free(l);
}
