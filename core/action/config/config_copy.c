/* config-copy: gives topics the settings that another topic sets itself, all of them or a choice.
 * Only what the source sets is copied, never what it inherits from the brokers: that would pin
 * today's default on the target. After that it is config-alter of the target: the same checks,
 * plan, preconditions, undo. */
#include "core/action/complete.h"
#include "core/action/config/config_alter.h"
#include "core/action/config/config_plan.h"
#include "core/plan/config_pairs.h"

#include <string.h>

static bool check_topic(const struct action_ctx *x, const struct args *args, const struct param *p,
                        struct err *err);
static bool check_from(const struct action_ctx *x, const struct args *args, const struct param *p,
                       struct err *err);
static bool check_key(const struct action_ctx *x, const struct args *args, const struct param *p,
                      struct err *err);
static void complete_key(const struct action_ctx *x, const struct args *args, const struct param *p,
                         const char *typed, struct args *out);
static void prefill(const struct action_ctx *x, const char *object, struct args *args);
static struct job *plan(const struct action_ctx *x, const struct args *args, plan_done *done,
                        void *user);
static const char *noun(const struct args *args);

static const char *const extras[] = {"keep", "revert", NULL};

static const struct param params[] = {
    {.name = "topic",
     .title = "to topic",
     .type = PARAM_TOPIC,
     .required = true,
     .repeatable = true,
     .check = check_topic,
     .help = "the topic whose settings change; several are shown in one plan"},
    {.name = "from",
     .title = "from topic",
     .type = PARAM_TOPIC,
     .required = true,
     .check = check_from,
     .help = "the topic whose own settings are copied"},
    {.name = "key",
     .title = "setting",
     .type = PARAM_TEXT,
     .repeatable = true,
     .check = check_key,
     .empty = "all that the source sets",
     .complete = complete_key,
     .help = "only these settings; what the source does not set is reverted on the target. Empty: "
             "all that "
             "the source sets"},
    {.name = "extra",
     .title = "only the target sets",
     .type = PARAM_CHOICE,
     .def = "keep",
     .choices = extras,
     .help =
         "keep: what only the target sets stays; revert: it is reverted, where all settings are "
         "copied"},
};

const struct action action_config_copy = {
    .name = "config-copy",
    .title = "copy settings",
    .help = "Give topics the settings that another topic sets itself, all or a choice.",
    .examples = "payments --from orders --key retention.ms",
    .object = OBJECT_TOPIC_PAIR,
    .params = params,
    .nparams = sizeof params / sizeof *params,
    .danger = DANGER_LOW,
    .prefill = prefill,
    .plan = plan,
    .noun = noun,
};

static bool named(const struct args *args, const char *key)
{
    const char *k;

    for (size_t i = 0; (k = args_nth(args, "key", i)); i++) {
        if (strcmp(k, key) == 0)
            return true;
    }
    return false;
}

static bool any_named(const struct args *args)
{
    const char *k;

    for (size_t i = 0; (k = args_nth(args, "key", i)); i++) {
        if (*k)
            return true;
    }
    return false;
}

static void add_key(struct alter *r, const char *key, const char *value)
{
    struct alter_key *k = &r->keys[r->n++];

    k->key = key;
    k->value = value;
    k->op = value ? ALTER_SET : ALTER_REVERT;
}

static const char *own_value(const struct config_set *set, const char *key)
{
    const struct config_entry *e = config_set_find(set, key);

    return e && config_entry_overridden(set, e) ? e->value : NULL;
}

static bool copy_named(struct plan *p, struct alter *r, const struct config_set *from,
                       struct err *err)
{
    const struct args *args = p->args;
    const char *key, *why;

    for (size_t i = 0; (key = args_nth(args, "key", i)); i++) {
        const struct config_entry *e = config_set_find(from, key);

        if (!*key)
            continue;
        if (!e)
            return config_key_listed(from, CONFIG_TOPIC, key, err);
        if (!alter_allowed(e, err))
            return false;
        if ((why = config_own_affair(key, own_value(from, key))))
            plan_warn(p, "%s of %s %s", key, r->from, why);
        add_key(r, e->name, own_value(from, key));
    }
    return true;
}

static void copy_all(struct plan *p, struct alter *r, const struct config_set *from)
{
    for (size_t i = 0; i < from->n; i++) {
        const struct config_entry *e = &from->entries[i];
        const char *why = config_own_affair(e->name, e->value);

        if (!config_entry_overridden(from, e))
            continue;
        if (why)
            plan_warn(p, "%s is left out: that of %s %s; name the setting to copy it anyway",
                      e->name, r->from, why);
        else if (e->value && alter_allowed(e, NULL))
            add_key(r, e->name, e->value);
    }
}

/* What is the target's own affair of the moment stays. */
static void revert_rest(struct alter *r, const struct config_set *from, const struct config_set *to)
{
    for (size_t i = 0; to && i < to->n; i++) {
        const struct config_entry *e = &to->entries[i];

        if (own_value(to, e->name) && !own_value(from, e->name) && alter_allowed(e, NULL) &&
            !config_own_affair(e->name, e->value))
            add_key(r, e->name, NULL);
    }
}

static void on_both(struct planning *p)
{
    struct alter *r = p->state;
    const struct args *args = p->plan->args;
    struct err err = {0};
    const struct config_set *from = reads_config(&p->reads, CONFIG_TOPIC, r->from, &err);
    const struct config_set *to = reads_config(&p->reads, CONFIG_TOPIC, r->name, NULL);
    bool ok = from != NULL;

    if (ok)
        r->keys =
            arena_array(&p->plan->arena, from->n + (to ? to->n : 0) + args->n, sizeof *r->keys);
    if (ok && any_named(args)) {
        ok = copy_named(p->plan, r, from, &err);
    } else if (ok) {
        copy_all(p->plan, r, from);
        if (strcmp(planning_arg(p, "extra"), "revert") == 0)
            revert_rest(r, from, to);
    }
    if (!ok) {
        planning_fail(p, &err);
        return;
    }
    for (size_t i = 0; i < r->n; i++)
        plan_fact(p->plan, PLAN_FACT_COPIED_SETTING, r->from, r->keys[i].key, r->keys[i].value);
    alter_read(p);
}

static struct job *plan(const struct action_ctx *x, const struct args *args, plan_done *done,
                        void *user)
{
    struct planning *p = planning_new(x, &action_config_copy, args, done, user);
    struct alter *r = arena_alloc(&p->plan->arena, sizeof *r);

    r->type = CONFIG_TOPIC;
    r->cut_ms = r->will_delete = -1;
    r->name = arena_strdup(&p->plan->arena, planning_arg(p, "topic"));
    r->from = arena_strdup(&p->plan->arena, planning_arg(p, "from"));
    p->state = r;
    reads_want_config(&p->reads, CONFIG_TOPIC, r->from);
    reads_want_config(&p->reads, CONFIG_TOPIC, r->name);
    planning_read(p, on_both);
    return &p->job;
}

/* ---- the form -------------------------------------------------------------------------------- */

static bool check_from(const struct action_ctx *x, const struct args *args, const struct param *p,
                       struct err *err)
{
    const struct metadata *md = x->model ? x->model->metadata : NULL;
    const char *name;

    for (size_t i = 0; (name = args_nth(args, p->name, i)); i++) {
        if (md && *name && !metadata_topic(md, name))
            return err_set(err, ERR_USAGE, "there is no topic %s, or you may not see it", name);
    }
    return true;
}

static bool check_topic(const struct action_ctx *x, const struct args *args, const struct param *p,
                        struct err *err)
{
    const char *name, *from = args_get(args, "from");

    for (size_t i = 0; from && (name = args_nth(args, p->name, i)); i++) {
        if (*name && strcmp(name, from) == 0)
            return err_set(err, ERR_USAGE, "%s can't be copied to itself", name);
    }
    return check_from(x, args, p, err);
}

static bool check_key(const struct action_ctx *x, const struct args *args, const struct param *p,
                      struct err *err)
{
    const char *key;

    (void)x;
    (void)p;
    for (size_t i = 0; (key = args_nth(args, "key", i)); i++) {
        size_t times = 0;
        const char *other;

        for (size_t k = 0; (other = args_nth(args, "key", k)); k++)
            times += *key && strcmp(key, other) == 0;
        if (times > 1)
            return err_set(err, ERR_USAGE, "%s is named twice", key);
    }
    return true;
}

/* In the comparison: from the first topic to the second, the keys of the rows. */
static void prefill(const struct action_ctx *x, const char *object, struct args *args)
{
    const char *blank = x->scope ? strchr(x->scope, ' ') : NULL;
    struct arena a;

    if (!blank || x->of != OBJECT_TOPIC_PAIR)
        return;
    arena_init(&a);
    args_set(args, "topic", blank + strspn(blank, " "));
    args_set(args, "from", arena_strndup(&a, x->scope, (size_t)(blank - x->scope)));
    if (object && !named(args, object))
        args_add(args, "key", object);
    arena_release(&a);
}

static void complete_key(const struct action_ctx *x, const struct args *args, const struct param *p,
                         const char *typed, struct args *out)
{
    complete_keys(CONFIG_TOPIC, config_listed(x->model, CONFIG_TOPIC, args_get(args, "from")),
                  p->name, typed, out);
}

static const char *noun(const struct args *args)
{
    (void)args;
    return "topic";
}
