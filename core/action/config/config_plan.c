/* Making the plan of config-alter: read the current settings, drop what is set already, let the
 * broker validate the rest, and find out what a shorter retention would delete. The values that are
 * touched are the plan's facts: when one changes before sending, nothing is sent. */
#include "core/action/config/config_plan.h"

#include "core/action/config/config_alter.h"

#include "core/action/config/config_show.h"
#include "core/action/register.h"
#include "core/action/topic/topic_rules.h"
#include "core/base/clock.h"
#include "core/base/parse.h"
#include "core/model/config_fallback.h"
#include "core/model/config_value.h"
#include "core/plan/config_pairs.h"
#include "core/plan/step/step_config.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { TAG_START, TAG_END, TAG_CUT };

static void on_reads(struct planning *p);
static void on_offsets(struct planning *p);

struct job *alter_plan(const struct action_ctx *x, const struct args *args, plan_done *done,
                       void *user)
{
    struct planning *p = planning_new(x, action_find("config-alter"), args, done, user);
    struct alter *r = arena_alloc(&p->plan->arena, sizeof *r);
    struct err err = {0};

    p->state = r;
    if (!alter_parse(r, &p->plan->arena, args, &err)) {
        job_cancel(&p->job);
        return planning_refuse(x->cluster, &err, done, user);
    }
    alter_read(p);
    return &p->job;
}

void alter_read(struct planning *p)
{
    struct alter *r = p->state;

    reads_want(&p->reads, FACT_METADATA, NULL);
    reads_want_config(&p->reads, r->type, r->name);
    if (r->type == CONFIG_TOPIC)
        reads_want_topic_ids(&p->reads, &r->name, 1);
    if (r->type == CONFIG_GROUP)
        reads_want(&p->reads, FACT_GROUP, r->name);
    planning_read(p, on_reads);
}

/* ---- what is there --------------------------------------------------------------------------- */

static bool object_exists(struct planning *p, const struct alter *r, const struct metadata *md,
                          struct err *err)
{
    const struct group_desc *g;
    const struct broker *b;

    switch (r->type) {
    case CONFIG_TOPIC:
        return topic_there(md, r->name, ERR_NOT_FOUND, err) != NULL;
    case CONFIG_BROKER:
        b = metadata_broker(md, (int32_t)strtol(r->name, NULL, 10));
        return (b && b->alive) ||
               err_set(err, ERR_NOT_FOUND,
                       "broker %s is not up, and only it can change its settings", r->name);
    case CONFIG_GROUP:
        break;
    }
    g = reads_group(&p->reads, r->name, NULL);
    if (g && g->state == GROUP_DEAD)
        plan_warn(p->plan, "there is no group %s now: the setting waits for one of that name",
                  r->name);
    return true;
}

static bool same_text(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

bool alter_allowed(const struct config_entry *e, struct err *err)
{
    if (e->sensitive)
        return err_set(err, ERR_GUARD,
                       "%s is a secret: its value can't be shown, compared or written to the "
                       "journal, so klamm does not change it; kafka-configs can",
                       e->name);
    return !e->read_only ||
           err_set(err, ERR_GUARD,
                   "%s can't be changed while the broker runs: change it in the broker's file "
                   "and restart it",
                   e->name);
}

void alter_resolve(struct alter_key *k, const char *effective, struct arena *a)
{
    if (k->op == ALTER_APPEND)
        k->value = config_list_add(effective ? effective : "", k->items, a);
    else if (k->op == ALTER_SUBTRACT)
        k->value = config_list_remove(effective ? effective : "", k->items, a);
}

/* A broker's key for one listener is judged by the key it stands for (DynamicBrokerConfig's
 * listener.name.NAME.KEY). */
static const char *without_listener(const char *key)
{
    static const char prefix[] = "listener.name.";
    const char *dot =
        strncmp(key, prefix, sizeof prefix - 1) == 0 ? strchr(key + sizeof prefix - 1, '.') : NULL;

    return dot ? dot + 1 : key;
}

/* Brokers take a key they don't know for a secret (KafkaConfig.maybeSensitive) and never show it.
 */
static bool may_be_secret(const struct config_set *set, const char *key)
{
    const struct config_entry *e = config_set_find(set, without_listener(key));

    return e ? e->sensitive : !config_key_find(CONFIG_BROKER, key);
}

/* A key that the broker does not list. */
static bool judge_unlisted(const struct alter *r, const struct config_set *set, struct alter_key *k,
                           struct err *err)
{
    if (r->type != CONFIG_BROKER)
        return config_key_listed(set, r->type, k->key, err);
    if (k->items)
        return err_set(err, ERR_USAGE,
                       "the broker does not list %s, so there is no list to append to or subtract "
                       "from",
                       k->key);
    if (k->value && may_be_secret(set, k->key))
        return err_set(
            err, ERR_GUARD,
            "%s is not a setting of this broker, or it is a secret, as brokers call every "
            "setting they don't know: its value can't be shown, compared or written to the "
            "journal, so klamm does not set it; kafka-configs can",
            k->key);
    k->unchanged = k->value == NULL;
    return true;
}

/* May this key be changed, and would it change? */
static bool judge_key(struct planning *p, const struct alter *r, const struct config_set *set,
                      struct alter_key *k, struct err *err)
{
    bool own;

    k->entry = config_set_find(set, k->key);
    if (!k->entry)
        return judge_unlisted(r, set, k, err);
    if (!alter_allowed(k->entry, err))
        return false;
    alter_resolve(k, k->entry->value, &p->plan->arena);
    own = config_entry_overridden(set, k->entry);
    if (k->items) /* nothing to add or to remove: then it need not become an override either */
        k->unchanged = same_text(k->entry->value, k->value);
    else
        k->unchanged = k->value ? own && same_text(k->entry->value, k->value) : !own;
    return true;
}

static void add_fact(struct plan *p, const struct alter *r, const struct config_set *set,
                     const struct alter_key *k)
{
    const struct config_entry *e = k->entry;

    const char *now =
        e ? plan_str(p, "%s (%s)", e->value ? e->value : "null",
                     config_entry_overridden(set, e) ? "its own" : config_source_name(e->source))
          : NULL;

    plan_fact(p, PLAN_FACT_SETTING, r->name, k->key, now);
}

static void add_step(struct plan *p, const struct alter *r, const struct config_set *set,
                     const struct alter_key *k)
{
    struct config_step step = {
        .type = r->type,
        .name = r->name,
        .key = k->key,
        .op = k->value ? CONFIG_SET : CONFIG_DELETE,
        .value = k->value,
    };

    if (k->entry && config_entry_overridden(set, k->entry)) {
        step.was_set = true;
        step.was = k->entry->value;
    }
    plan_add_config(p, &step);
}

/* ---- what a shorter retention deletes -------------------------------------------------------- */

static const char *value_after(const struct alter_key *k)
{
    return k->value ? k->value : k->behind ? k->behind->value : NULL;
}

static bool policy_deletes(const struct alter *r, const struct config_set *set)
{
    const struct config_entry *e = config_set_find(set, "cleanup.policy");
    const char *policy = e ? e->value : NULL;

    for (size_t i = 0; i < r->n; i++) {
        if (strcmp(r->keys[i].key, "cleanup.policy") == 0)
            policy = value_after(&r->keys[i]);
    }
    return !policy || config_list_has(policy, "delete");
}

/* Sets cut_ms when retention.ms becomes shorter; such records go with the next check. */
static void find_cut(struct alter *r)
{
    for (size_t i = 0; i < r->n; i++) {
        const struct alter_key *k = &r->keys[i];
        const char *after = value_after(k);
        int64_t was, is;

        if (strcmp(k->key, "retention.ms") != 0 || k->unchanged || !k->entry || !after ||
            !k->entry->value || !parse_int(after, 0, INT64_MAX, &is, NULL) ||
            !parse_int(k->entry->value, -1, INT64_MAX, &was, NULL))
            continue;
        if (was == -1 || is < was) {
            r->cut_ms = clock_wall_ms() - is;
            r->cut_ms = r->cut_ms < 0 ? 0 : r->cut_ms;
        }
    }
}

static void collect_partitions(struct planning *p, struct alter *r, const struct topic *t)
{
    r->partitions = arena_array(&p->plan->arena, (size_t)t->npartitions, sizeof *r->partitions);
    for (int i = 0; i < t->npartitions; i++) {
        if (t->partitions[i].nreplicas > r->replication)
            r->replication = t->partitions[i].nreplicas;
        if (t->partitions[i].leader < 0)
            continue;
        r->partitions[r->npartitions].topic = r->name;
        r->partitions[r->npartitions++].partition = t->partitions[i].id;
    }
}

static void ask_offsets(struct planning *p, const struct alter *r)
{
    static const int tags[] = {TAG_START, TAG_END, TAG_CUT};
    const int64_t specs[] = {OFFSET_SPEC_EARLIEST, OFFSET_SPEC_LATEST, r->cut_ms};

    for (size_t k = 0; k < 3; k++) {
        for (size_t i = 0; i < r->npartitions; i++)
            r->partitions[i].spec = specs[k];
        reads_want_offsets(&p->reads, tags[k], r->partitions, r->npartitions);
    }
}

static const struct offset_answer *answer_for(const struct planning *p, int tag, int32_t partition)
{
    const struct offset_answers *l = reads_offsets(&p->reads, tag, NULL);

    for (size_t i = 0; l && i < l->n; i++) {
        if (l->a[i].partition == partition && !l->a[i].err)
            return &l->a[i];
    }
    return NULL;
}

static void count_doomed(const struct planning *p, struct alter *r)
{
    r->will_delete = 0;
    for (size_t i = 0; i < r->npartitions; i++) {
        const struct offset_answer *start = answer_for(p, TAG_START, r->partitions[i].partition);
        const struct offset_answer *end = answer_for(p, TAG_END, r->partitions[i].partition);
        const struct offset_answer *cut = answer_for(p, TAG_CUT, r->partitions[i].partition);

        if (!start || !end || !cut || !start->offset.known || !end->offset.known) {
            r->will_delete = -1;
            return;
        }
        r->will_delete += reported_or(cut->offset, end->offset.n) - start->offset.n;
    }
}

/* ---- stages ---------------------------------------------------------------------------------- */

static void hand_over(struct planning *p)
{
    struct alter *r = p->state;
    const struct config_set *set = reads_config(&p->reads, r->type, r->name, NULL);

    for (size_t i = 0; i < r->n; i++) {
        add_fact(p->plan, r, set, &r->keys[i]);
        if (!r->keys[i].unchanged)
            add_step(p->plan, r, set, &r->keys[i]);
    }
    if (r->type == CONFIG_TOPIC)
        plan_fact(p->plan, PLAN_FACT_TOPIC_ID, r->name, NULL, reads_topic_id(&p->reads, r->name));
    alter_show(p->plan, r, set, cluster_profile(p->cluster));
    planning_done(p);
}

static void on_valid(void *user, void *result, const struct err *err)
{
    struct planning *p = user;
    struct alter *r = p->state;
    struct err why = {0};

    if (err && err->kind == ERR_UNSUPPORTED) {
        why = *err;
        err_wrap(&why, "these brokers have only the call that replaces all settings of an object, "
                       "which klamm never uses");
        err = &why;
    }
    if (!planning_valid(p, result, err))
        return;
    if (r->cut_ms >= 0 && r->npartitions) {
        ask_offsets(p, r);
        planning_read(p, on_offsets);
    } else {
        hand_over(p);
    }
}

static void on_offsets(struct planning *p)
{
    count_doomed(p, p->state);
    hand_over(p);
}

static void validate(struct planning *p, const struct alter *r)
{
    struct config_change *changes = arena_array(&p->plan->arena, r->n, sizeof *changes);
    size_t n = 0;

    for (size_t i = 0; i < r->n; i++) {
        if (r->keys[i].unchanged)
            continue;
        changes[n].key = r->keys[i].key;
        changes[n].op = r->keys[i].value ? CONFIG_SET : CONFIG_DELETE;
        changes[n++].value = r->keys[i].value;
    }
    if (n == 0)
        hand_over(p);
    else
        p->request =
            kafka_alter_config(p->cluster, r->type, r->name, changes, n, true, on_valid, p);
}

static const struct config_set *broker_config(const struct planning *p, const struct alter *r)
{
    char id[16];

    snprintf(id, sizeof id, "%" PRId32, r->broker);
    return reads_config(&p->reads, CONFIG_BROKER, id, NULL);
}

static void on_settings(struct planning *p)
{
    struct alter *r = p->state;
    const struct config_set *set = reads_config(&p->reads, r->type, r->name, NULL);
    const struct config_set *broker = broker_config(p, r);

    for (size_t i = 0; i < r->n; i++) {
        struct config_synonym *behind = arena_alloc(&p->plan->arena, sizeof *behind);

        if (r->keys[i].entry &&
            config_fallback(set, r->keys[i].entry, broker, &p->plan->arena, behind))
            r->keys[i].behind = behind;
    }
    if (r->type == CONFIG_TOPIC && policy_deletes(r, set))
        find_cut(r);
    validate(p, r);
}

/* A broker's settings are requested only where they decide what is behind a key. */
static void look_behind(struct planning *p, struct alter *r, const struct config_set *set,
                        const struct metadata *md)
{
    bool needed = false;
    char id[16];

    r->broker = -1;
    for (size_t i = 0; i < md->nbrokers && r->broker < 0; i++)
        r->broker = md->brokers[i].alive ? md->brokers[i].id : -1;
    for (size_t i = 0; i < r->n; i++)
        needed =
            needed || (r->keys[i].entry && config_fallback_needs_broker(set, r->keys[i].entry));
    snprintf(id, sizeof id, "%" PRId32, r->broker);
    if (!needed) {
        on_settings(p);
        return;
    }
    reads_want_config(&p->reads, CONFIG_BROKER, id);
    planning_read(p, on_settings);
}

static void on_reads(struct planning *p)
{
    struct alter *r = p->state;
    struct err err = {0};
    const struct metadata *md = reads_metadata(&p->reads, &err);
    const struct config_set *set = NULL;
    bool ok = md && object_exists(p, r, md, &err) &&
              (set = reads_config(&p->reads, r->type, r->name, &err)) != NULL;

    for (size_t i = 0; ok && i < r->n; i++)
        ok = judge_key(p, r, set, &r->keys[i], &err);
    if (!ok) {
        planning_fail(p, &err);
        return;
    }
    if (r->type == CONFIG_TOPIC)
        collect_partitions(p, r, metadata_topic(md, r->name));
    look_behind(p, r, set, md);
}
