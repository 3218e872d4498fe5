/* Making the plan of topic-create: is the name free, are the brokers there, what are the defaults,
 * and would the controller take it. That there is no such topic is the plan's fact. */
#include "core/action/topic/topic_plan.h"

#include "core/action/topic/topic_create.h"

#include "core/action/register.h"
#include "core/action/topic/topic_rules.h"
#include "core/action/topic/topic_show.h"
#include "core/base/parse.h"
#include "core/plan/config_pairs.h"
#include "core/plan/step/step_create_topic.h"

#include <inttypes.h>
#include <string.h>

static void on_valid(void *user, void *result, const struct err *err)
{
    struct planning *p = user;
    struct creating *c = p->state;

    if (!planning_valid(p, result, err))
        return;
    plan_add_create_topic(p->plan, &c->topic);
    plan_fact(p->plan, PLAN_FACT_TOPIC, c->topic.name, NULL, NULL);
    create_show(p->plan, c, cluster_profile(p->cluster));
    planning_done(p);
}

static void validate(struct planning *p)
{
    struct creating *c = p->state;

    p->request = create_topic_request(p->cluster, &c->topic, true, on_valid, p);
}

static void set_default(const struct config_set *set, const char *key, int64_t *out)
{
    if (*out < 0 && set)
        config_set_int(set, key, out);
}

static void on_defaults(struct planning *p)
{
    struct creating *c = p->state;
    const struct create_topic *t = &c->topic;
    struct err err = {0};
    char broker[16];
    const struct config_set *set;
    const char *isr = create_config(t, "min.insync.replicas");
    int64_t partitions = t->nassignments ? t->nassignments : t->partitions;
    int64_t replication = t->nassignments ? t->nassigned[0] : t->replication;

    if (c->sample &&
        !create_keys_listed(t, reads_config(&p->reads, CONFIG_TOPIC, c->sample, NULL), &err)) {
        planning_fail(p, &err);
        return;
    }
    snprintf(broker, sizeof broker, "%" PRId32, c->broker);
    /* Not being allowed to see the broker's settings is no reason not to create a topic. */
    set = reads_config(&p->reads, CONFIG_BROKER, broker, NULL);
    c->min_isr = -1;
    if (isr)
        parse_int(isr, 0, INT32_MAX, &c->min_isr, NULL);
    set_default(set, "num.partitions", &partitions);
    set_default(set, "default.replication.factor", &replication);
    set_default(set, "min.insync.replicas", &c->min_isr);
    c->partitions = (int32_t)partitions;
    c->replication = (int32_t)replication;
    validate(p);
}

/* ---- like another ---------------------------------------------------------------------------- */

static void take_setting(struct planning *p, struct creating *c, const struct config_entry *e)
{
    struct config_pair *pair = &c->topic.config[c->topic.nconfig];
    const char *why = config_own_affair(e->name, e->value);

    if (create_config(&c->topic, e->name))
        return;
    if (why) {
        plan_warn(p->plan, "%s is not taken over: that of %s %s", e->name, c->like, why);
        return;
    }
    if (!e->value) {
        plan_warn(p->plan, "%s of %s is a secret that brokers don't return: it is not copied",
                  e->name, c->like);
        return;
    }
    pair->key = arena_strdup(&p->plan->arena, e->name);
    pair->value = arena_strdup(&p->plan->arena, e->value);
    c->topic.nconfig++;
}

/* Only what is set on that topic itself: what it inherits would be pinned on the new one. */
static bool take_settings(struct planning *p, struct creating *c, struct err *err)
{
    const struct config_set *set = reads_config(&p->reads, CONFIG_TOPIC, c->like, err);
    struct config_pair *given = c->topic.config;
    const char *all = "";

    if (!set)
        return err_wrap(err, "the settings of %s", c->like);
    c->own = c->topic.nconfig;
    c->topic.config = arena_array(&p->plan->arena, c->own + set->n, sizeof *given);
    if (c->own)
        memcpy(c->topic.config, given, c->own * sizeof *given);
    for (size_t i = 0; i < set->n; i++) {
        const struct config_entry *e = &set->entries[i];

        if (!config_entry_overridden(set, e))
            continue;
        take_setting(p, c, e);
        all = plan_str(p->plan, "%s%s%s=%s", all, *all ? ", " : "", e->name,
                       e->value ? e->value : "(secret)");
    }
    plan_fact(p->plan, PLAN_FACT_OWN_SETTINGS, c->like, NULL, all);
    return true;
}

static bool take_pattern(struct planning *p, struct creating *c, const struct metadata *md,
                         struct err *err)
{
    const struct topic *t = topic_there(md, c->like, ERR_NOT_FOUND, err);

    if (!t)
        return false;
    if (t->err_code || t->npartitions == 0)
        return err_set(err, ERR_BROKER, "topic %s: %s", c->like, t->err ? t->err : "no partitions");
    if (!c->topic.nassignments && c->topic.partitions < 0)
        c->topic.partitions = t->npartitions;
    if (!c->topic.nassignments && c->topic.replication < 0)
        c->topic.replication = t->partitions[0].nreplicas;
    plan_fact(p->plan, PLAN_FACT_TOPIC_SIZE, c->like, NULL,
              plan_str(p->plan, "%d × %d", t->npartitions, t->partitions[0].nreplicas));
    return take_settings(p, c, err);
}

/* Which keys there are is for the brokers to know: any topic lists them. */
static void find_sample(struct creating *c, const struct metadata *md)
{
    for (size_t i = 0; c->topic.nconfig && i < md->ntopics && !c->sample; i++)
        c->sample = md->topics[i].err_code ? NULL : md->topics[i].name;
}

static void on_metadata(struct planning *p)
{
    struct creating *c = p->state;
    struct err err = {0};
    const struct metadata *md = reads_metadata(&p->reads, &err);
    char broker[16];

    if (!md || !topic_name_free(md, c->topic.name, &err) ||
        (c->like && !take_pattern(p, c, md, &err)) || !create_brokers_ok(md, &c->topic, &err)) {
        planning_fail(p, &err);
        return;
    }
    for (size_t i = 0; i < md->nbrokers && c->broker < 0; i++) {
        if (md->brokers[i].alive)
            c->broker = md->brokers[i].id;
    }
    snprintf(broker, sizeof broker, "%" PRId32, c->broker);
    reads_want_config(&p->reads, CONFIG_BROKER, broker);
    find_sample(c, md);
    if (c->sample)
        reads_want_config(&p->reads, CONFIG_TOPIC, c->sample);
    planning_read(p, on_defaults);
}

struct job *create_plan(const struct action_ctx *x, const struct args *args, plan_done *done,
                        void *user)
{
    struct planning *p = planning_new(x, action_find("topic-create"), args, done, user);
    struct creating *c = arena_alloc(&p->plan->arena, sizeof *c);
    struct err err = {0};

    p->state = c;
    c->broker = -1;
    if (!create_parse(&p->plan->arena, args, &c->topic, &err)) {
        job_cancel(&p->job);
        return planning_refuse(x->cluster, &err, done, user);
    }
    c->own = c->topic.nconfig;
    c->like = arena_strdup(&p->plan->arena, planning_arg(p, "like"));
    if (c->like)
        reads_want_config(&p->reads, CONFIG_TOPIC, c->like);
    reads_want(&p->reads, FACT_METADATA, NULL);
    planning_read(p, on_metadata);
    return &p->job;
}
